"""Which rows are spoilt, and how: about one row in eight, every kind of mistake somewhere."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from tools.sample.cells import Cell
from tools.sample.city import City, Entry
from tools.sample.clerk import Clerk
from tools.sample.mistakes import MISTAKES, Mistake
from tools.sample.slips import Spot

if TYPE_CHECKING:
    from tools.sample.plan import FilePlan

SECOND = 0.10  # of the spoilt rows carry a second mistake
Row = tuple[Entry, dict[str, Cell]]


class Spoiler:
    """Deals mistakes over the files so that each kind is met as often as its weight says."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.dealt: Counter[str] = Counter()

    def write_file(self, plan: FilePlan, index: int, seed: int) -> list[Row]:
        """The file's rows as the clerk wrote them, mistakes included; what is wrong is noted on each entry."""
        clerk = Clerk(plan, Random(f"{seed}/tulis/{index}"))
        rows = [(entry, clerk.write(entry)) for entry in self.city.entries[index]]
        rng = Random(f"{seed}/salah/{index}")
        for entry, _ in rows:
            if entry.note in ("nik_kosong", "nik_salah_ketik"):
                entry.defects.append(("nik", entry.note))
        if plan.style.ids == "number":
            self.cut_numbers(plan, rows)
        if plan.shows_nik:
            self.copy_down(rng, rows)
            self.fill_series(clerk, rng, rows, index)
        free = [row for row in rows if not row[0].protected and not row[0].defects]
        for entry, cells in rng.sample(free, min(len(free), round(len(rows) * plan.spoilt))):
            self.spoil(plan, rng, entry, cells)
            if rng.random() < SECOND:
                self.spoil(plan, rng, entry, cells)
        return rows

    def spoil(self, plan: FilePlan, rng: Random, entry: Entry, cells: dict[str, Cell]) -> None:
        """One mistake, of the kind that is most behind its share among those this row can carry."""
        for mistake in sorted(MISTAKES, key=lambda m: (self.dealt[m.kind] + rng.random()) / m.weight):
            if self.make(mistake, plan, rng, entry, cells):
                self.dealt[mistake.kind] += 1
                return

    def make(self, mistake: Mistake, plan: FilePlan, rng: Random, entry: Entry, cells: dict[str, Cell]) -> bool:
        """Try this mistake; False where it cannot stand on this row."""
        # Merged and ditto cells stand for several rows; a total by formula stays right if its parts are.
        closed = {*plan.merge_down, *plan.ditto, *(field for field, _ in entry.defects)}
        if plan.formulas:
            closed |= {"tenaga_kerja_laki", "tenaga_kerja_perempuan"}
        options = [field for field in mistake.fields if set(field.split("+")) <= plan.fields - closed]
        if plan.style.ids == "number":
            options = [field for field in options if field not in ("nik", "no_hp", "nib")]
        if not options:
            return False
        field = rng.choice(options)
        cell = mistake.make(Spot(rng, plan, entry, field, cells))
        if cell is None:
            return False
        for name in field.split("+"):
            cells.pop(name, None)
            if cell != "":
                cells[name] = cell
            entry.defects.append((name, mistake.kind))
        return True

    def cut_numbers(self, plan: FilePlan, rows: list[Row]) -> None:
        """Identity numbers kept as numbers: NIK lost its 16th digit, some NIB their leading zero."""
        for entry, cells in rows:
            entry.defects.append(("nik", "nik_terpotong_excel"))
            if plan.has("nib") and "nib" in cells and (entry.business.nib or "").startswith("0"):
                entry.defects.append(("nib", "nib_12_angka"))

    def copy_down(self, rng: Random, rows: list[Row]) -> None:
        """The NIK of the row above, copied to somebody else: must not make them one."""
        for _ in range(round(len(rows) * 0.006)):
            spots = self.free_runs(rows, 2)
            if not spots:
                return
            first, second = (rows[i] for i in rng.choice(spots))
            second[1]["nik"] = first[1]["nik"]
            second[0].defects.append(("nik", "nik_disalin_ke_bawah"))
            first[0].protected = second[0].protected = True
            self.city.negatives.append((first[0], second[0], "nik_disalin_ke_bawah"))

    def fill_series(self, clerk: Clerk, rng: Random, rows: list[Row], index: int) -> None:
        """Excel's fill handle pulled over four cells: NIK rising by one. In every tenth file."""
        spots = self.free_runs(rows, 4) if index % 10 == 3 else []
        if not spots:
            return
        run = [rows[i] for i in rng.choice(spots)]
        first = run[0][0].business.owner.nik
        for step, (entry, cells) in enumerate(run[1:], 1):
            serial = 9001 + (int(first[12:]) - 9001 + step) % 999
            cells["nik"] = clerk.number_text(f"{first[:12]}{serial:04d}") or ""
            entry.defects.append(("nik", "nik_urut_tarikan"))
        for entry, _ in run:
            entry.protected = True

    def free_runs(self, rows: list[Row], length: int) -> list[range]:
        """Runs of rows of different people in no labelled pair, one below the other."""
        runs = [range(i, i + length) for i in range(len(rows) - length + 1)]
        return [run for run in runs if all(not rows[i][0].protected and not rows[i][0].defects for i in run)]
