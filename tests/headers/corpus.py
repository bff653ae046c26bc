# ruff: noqa: E501
"""A corpus of layouts with their truth, and how well `understand` does on it: `python -m tests.headers.corpus`.

Every habit alone (several times) and in random combinations; each workbook is made from its own seed.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.headers.page import Page
from tests.headers.patterns import CLASHES, HABITS, SHEETS, DataSheet
from tests.headers.testspec import spec
from umkm_clean.headers import understand
from umkm_clean.model import RawSheet, Role, Severity, SheetLayout

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = {
    Role.DATA: "data", Role.TITLE: "layout", Role.HEADER: "header", Role.NUMBERING: "numbering", Role.REPEATED_HEADER: "again",
    Role.TOTAL: "total", Role.SIGNATURE: "layout", Role.NOTE: "layout", Role.SKIPPED: "skipped", Role.HELPER: "helper",
}  # fmt: skip


@dataclass
class Case:
    """One workbook: its habits, its sheets, and a page of truth for each."""

    seed: int
    habits: frozenset[str]
    pages: list[Page]
    expects_error: bool = False

    @property
    def sheets(self) -> list[RawSheet]:
        return [page.sheet(at) for at, page in enumerate(self.pages)]


@dataclass
class Score:
    """What was right and wrong in one workbook."""

    sheet_ok: bool = True
    header_ok: bool = True
    roles_ok: bool = True
    columns: int = 0
    columns_right: int = 0
    data_as_layout: int = 0
    layout_as_data: int = 0
    silent: bool = False
    place_ok: bool = True
    fills_ok: bool = True
    said: list[str] = field(default_factory=list)

    @property
    def file_ok(self) -> bool:
        return self.sheet_ok and self.header_ok and self.roles_ok


def cases(per_habit: int = 4, combined: int = 220) -> Iterator[Case]:
    """Every habit alone `per_habit` times, no-data files, then `combined` random combinations."""
    seed = 0
    for habit in (*HABITS, *SHEETS):
        for _ in range(per_habit):
            seed += 1
            yield make(seed, {habit})
    for kind in ("no_header", "no_header_words", "cover_only", "letter", "header_only"):
        for _ in range(per_habit):
            seed += 1
            yield without_data(seed, kind)
    for _ in range(combined):
        seed += 1
        rng = random.Random(seed)
        habits = set(rng.sample(HABITS, rng.randint(2, 7))) | set(rng.sample(SHEETS, rng.choice([0, 0, 1, 2])))
        for clash in CLASHES:
            if clash <= habits:
                habits -= set(sorted(clash)[1:])
        yield make(seed, habits)


def make(seed: int, habits: set[str]) -> Case:
    """A workbook with data and these habits."""
    rng = random.Random(seed)
    builder = DataSheet(rng, habits)
    main = builder.build()
    pages = [main]
    if "data_by_rw" in habits:
        other = DataSheet(rng, habits - {"data_by_rw", "copy"}, kelurahan=builder.kelurahan).build()
        other.name, main.name, other.file = "RW 02", "RW 01", main.file
        pages.append(other)
    pages += list(extra_sheets(rng, habits))
    if "cover" in habits or "help" in habits:
        rng.shuffle(pages)
    if "copy" in habits:
        copy = Page(f"{main.name} (2)", main.file, cells=dict(main.cells), merged=list(main.merged))
        pages.append(copy.helper())
    for page in pages:
        page.file = main.file
    return Case(seed, frozenset(habits), pages)


def extra_sheets(rng: random.Random, habits: set[str]) -> Iterator[Page]:
    """Sheets that hold no data to be read."""
    if "cover" in habits:
        yield text_page(
            "Sampul",
            ["LAPORAN DATA UMKM", "KOTA PROBOLINGGO", "TAHUN 2026", "DINAS KOPERASI, USAHA MIKRO, PERDAGANGAN"],
        )
    if "help" in habits:
        page = text_page(
            "Petunjuk",
            [
                "PETUNJUK PENGISIAN",
                "1. Isi NIK 16 digit",
                "2. Nama usaha diisi sesuai papan nama",
                "3. Simpan lalu kirim",
            ],
        )
        page.line(8, ["Kolom", "Cara mengisi", "Contoh"], "helper")
        page.line(9, ["Nama Usaha", "sesuai papan nama", "Warung Bu Siti"], "helper")
        page.line(10, ["NIK", "16 angka", "3574032501809001"], "helper")
        page.line(11, ["No. HP", "yang aktif", "081234567890"], "helper")
        yield page.helper()
    if "empty" in habits:
        yield Page("Sheet3", is_data=False)
    if "hidden_list" in habits:
        page = Page("Daftar", state="hidden")
        for row, name in enumerate(("Kelurahan", "Jati", "Sukabumi", "Mangunharjo", "Pilang"), 1):
            page.line(row, [name, "Aktif" if row > 1 else "Status", "Mikro" if row > 1 else "Skala"], "helper")
        yield page.helper()
    if "helpers" in habits:
        page = Page("Ringkasan")
        page.line(1, ["Ringkasan pemeriksaan"], "helper")
        page.line(3, ["Kode", "Masalah", "Jumlah"], "helper")
        page.line(4, ["NIK003", "NIK kurang dari 16 angka", "4"], "helper")
        yield page.helper()
        page = Page("Kesalahan")
        page.line(
            1,
            ["Baris", "Kolom", "Sel", "Nama Usaha", "Isi sekarang", "Masalah", "Yang harus dilakukan", "Kode"],
            "helper",
        )
        for row in range(2, 9):
            page.line(
                row,
                [
                    str(row + 5),
                    "NIK",
                    f"C{row + 5}",
                    "Warung Bu Siti",
                    "35740325018090",
                    "NIK kurang",
                    "Lengkapi",
                    "NIK003",
                ],
                "helper",
            )
        yield page.helper()
    if "recap_sheet" in habits:
        page = Page(rng.choice(["Rekap", "REKAP", "Rekapitulasi"]))
        page.line(1, ["REKAPITULASI UMKM PER KELURAHAN"], "helper")
        page.line(3, ["No", "Kelurahan", "Jumlah UMKM", "Tenaga Kerja", "Omzet"], "helper")
        for row, name in enumerate(("Jati", "Sukabumi", "Pilang", "Ketapang", "Mangunharjo"), 4):
            page.line(
                row,
                [
                    str(row - 3),
                    name,
                    str(rng.randint(20, 90)),
                    str(rng.randint(20, 300)),
                    str(rng.randint(1, 90) * 10**6),
                ],
                "helper",
            )
        page.line(9, ["", "JUMLAH", "300", "900", "400000000"], "helper")
        yield page.helper()
    if "header_only_sheet" in habits:
        page = Page("April")
        page.line(1, ["NO", "NAMA USAHA", "NAMA PEMILIK", "NIK", "ALAMAT"], "header")
        page.headers.append((1,))
        yield page


def text_page(name: str, lines: list[str]) -> Page:
    page = Page(name)
    for row, text in enumerate(lines, 3):
        page.line(row, [text], "helper", first=2)
    return page.helper()


def without_data(seed: int, kind: str) -> Case:
    """Workbooks in which no data can be recognised, or none is there: they must say so."""
    rng = random.Random(seed)
    if kind in ("no_header", "no_header_words"):
        builder = DataSheet(rng, set())
        page = builder.build()
        first = page.headers[0][0]
        for at in range(1, 60):
            page.cells.pop((first, at), None)
        page.roles.pop(first)
        page.headers, page.fields = [()], {}
        if kind == "no_header_words":
            page.line(first, {at: f"Lajur {chr(64 + at)}" for at in sorted(builder.at)}, "header")
            page.headers = [(first,)]
        return Case(seed, frozenset({kind}), [page], expects_error=True)
    if kind == "header_only":
        page = next(extra_sheets(rng, {"header_only_sheet"}))
        return Case(seed, frozenset({kind}), [page], expects_error=False)
    if kind == "letter":
        lines = [
            "Nomor : 500/12/425.502/2026",
            "Lampiran : 1 berkas",
            "Perihal : Data UMKM",
            "Kepada Yth. Kepala Dinas",
            "Bersama ini kami kirim data UMKM.",
        ]
        return Case(seed, frozenset({kind}), [text_page("Sheet1", lines)], expects_error=True)
    pages = list(extra_sheets(rng, {"cover", "help", "empty", "recap_sheet"}))
    return Case(seed, frozenset({kind}), pages, expects_error=True)


def judge(case: Case, layouts: tuple[SheetLayout, ...]) -> Score:
    """Compare what was understood with the truth."""
    score = Score()
    errors = [f for layout in layouts for f in layout.findings if spec().rules[f.code].severity is Severity.ERROR]
    found_rows = sum(len(table.data_rows) for layout in layouts for table in layout.tables)
    score.silent = not errors and (case.expects_error or (found_rows == 0 and case.habits != {"header_only"}))
    if case.habits == {"header_only"}:
        score.silent = not any(f.code == "HDR009" for layout in layouts for f in layout.findings)
    for page, raw, layout in zip(case.pages, case.sheets, layouts, strict=True):
        judge_sheet(score, page, raw, layout)
    return score


def judge_sheet(score: Score, page: Page, raw: RawSheet, layout: SheetLayout) -> None:  # noqa: C901
    if set(layout.roles) != set(raw.held_rows):
        score.roles_ok = False
        score.said.append(f"{page.name}: roles do not cover the held rows")
    if bool(layout.tables) != (page.is_data and bool(page.cells)):
        score.sheet_ok = False
        score.said.append(f"{page.name}: data sheet {bool(layout.tables)}, truth {page.is_data}")
    wanted = {row: role for row, role in page.roles.items() if row in set(raw.held_rows)}
    for row, role in sorted(wanted.items()):
        got = GROUPS[layout.roles.get(row, Role.NOTE)]
        if got == role or (role == "header or again" and got in ("header", "again")):
            continue
        score.roles_ok = False
        score.data_as_layout += role == "data"
        score.layout_as_data += got == "data"
        score.said.append(
            f"{page.name}!{row}: {role} taken as {got}: {[t for (r, _), t in page.cells.items() if r == row][:8]}"
        )
    if not page.is_data or not layout.tables:
        score.columns += len(page.fields) if page.is_data else 0
        return
    if tuple(page.headers[0]) != layout.tables[0].header_rows:
        score.header_ok = False
        score.said.append(f"{page.name}: header {layout.tables[0].header_rows}, truth {page.headers[0]}")
    for table in layout.tables:
        got_fields = {column.column: column.field for column in table.columns}
        for at, name in page.fields.items():
            if name == "-":
                continue
            score.columns += 1
            if got_fields.get(at) == name or (
                name is not None
                and at not in got_fields
                and not any((row, at) in page.cells for row in table.data_rows)
            ):
                score.columns_right += 1
            else:
                header = [text for (row, column), text in page.cells.items() if column == at and row in page.headers[0]]
                score.said.append(f"{page.name}: column {at} {header} taken as {got_fields.get(at)}, truth {name}")
        for row in table.data_rows:
            place = table.context.get("kelurahan", ("", None))[0]
            if row in page.kelurahan and place != page.kelurahan[row]:
                score.place_ok = False
                score.said.append(f"{page.name}!{row}: place {place!r}, truth {page.kelurahan[row]!r}")
                break
    fills = {place for table in layout.tables for place in table.fills}
    if fills != page.fills:
        score.fills_ok = False
        score.said.append(
            f"{page.name}: fills differ: missing {sorted(page.fills - fills)[:4]}, invented {sorted(fills - page.fills)[:4]}"
        )


@dataclass
class Sum:
    """Counts over workbooks."""

    files: int = 0
    ok: int = 0
    columns: int = 0
    right: int = 0
    lost: int = 0
    invented: int = 0
    silent: int = 0
    places: int = 0
    fills: int = 0

    def add(self, score: Score) -> None:
        self.files += 1
        self.ok += score.file_ok
        self.columns += score.columns
        self.right += score.columns_right
        self.lost += score.data_as_layout
        self.invented += score.layout_as_data
        self.silent += score.silent
        self.places += not score.place_ok
        self.fills += not score.fills_ok

    def line(self, name: str) -> str:
        share = 100 * self.right / self.columns if self.columns else 100.0
        return (
            f"{name:22}{self.files:6}{self.ok:6}{100 * self.ok / max(self.files, 1):7.1f}{self.columns:8}{share:8.2f}"
            f"{self.lost:7}{self.invented:7}{self.silent:7}{self.places:7}{self.fills:7}"
        )


HEAD = f"{'pattern':22}{'files':>6}{'right':>6}{'%':>7}{'columns':>8}{'% right':>8}{'d→lay':>7}{'lay→d':>7}{'silent':>7}{'place':>7}{'fills':>7}"


def run(per_habit: int = 4, combined: int = 220, show: int = 0) -> tuple[Sum, dict[str, Sum]]:
    """Judge the corpus; `show` prints that many wrong workbooks."""
    every = Sum()
    by_habit: dict[str, Sum] = defaultdict(Sum)
    for case in cases(per_habit, combined):
        score = judge(case, understand(case.sheets, spec()))
        every.add(score)
        for habit in case.habits:
            by_habit[habit].add(score)
        if score.said and show > 0:
            show -= 1
            print(case.seed, sorted(case.habits))
            for text in score.said[:6]:
                print("     ", text)
    return every, by_habit


def main() -> None:
    started = time.perf_counter()
    every, by_habit = run(show=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(HEAD)
    for name in (*HABITS, *SHEETS, "no_header", "no_header_words", "cover_only", "letter", "header_only"):
        print(by_habit[name].line(name))
    print(every.line("all"))
    print(f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
