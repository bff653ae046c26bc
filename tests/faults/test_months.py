"""Two years of nights in an office: lists come, are replaced, mended, broken, deleted; runs die; pairs are decided.

After every step the ledger balances, the outputs say what a run from scratch on the same inbox says, and every NIK
has the id it always had. The short version runs with `make test`, 24 months with `make check`.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.faults.disk import Machine, compiler
from tests.faults.jobs import KELURAHAN, Work, nik, row, rows_of

ACCEPT = ("--accept", "shrink,gone")
#: columns that come from the registry's memory, not from the inbox
IDS = ("id_umkm", "id_pemilik", "into")


class Office(RuleBasedStateMachine):
    """What the inbox holds (`lists`: file → rows; `broken`: files nobody can read) and what each NIK was called."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="umkm-"))
        self.work = Work(self.folder / "kerja", files=0)
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.broken: set[str] = set()
        self.known: dict[str, str] = {}
        self.month, self.number = 0, 200

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def fresh(self) -> int:
        self.number += 1
        return self.number

    def put(self, name: str, rows: list[dict[str, Any]]) -> None:
        self.lists[name] = rows
        self.broken.discard(name)
        self.month += 1
        self.work.put(name, rows, when=1_790_000_000 + self.month * 2_600_000)

    def readable(self) -> list[str]:
        return sorted(set(self.lists) - self.broken)

    @initialize()
    def first_list(self) -> None:
        near = rows_of(0)[1] | {"NIK": "", "No HP": "", "Alamat": "", "Nama Pemilik": "Budi"}
        self.put("Jati.xlsx", rows_of(0))
        self.put("Kanigaran.xlsx", [*rows_of(1, 4), near])
        self.night()

    @rule(index=st.integers(2, 5))
    def a_list_comes(self, index: int) -> None:
        self.put(f"{KELURAHAN[index]}.xlsx", rows_of(index, 4))
        self.night()

    @rule(data=st.data())
    def a_list_is_sent_again(self, data: Any) -> None:
        name = data.draw(st.sampled_from(sorted(self.lists)))
        kelurahan = self.lists[name][0]["Kelurahan"]
        rows = [*self.lists[name][data.draw(st.integers(0, 1)) :], row(self.fresh(), kelurahan)]
        self.put(data.draw(st.sampled_from([name, f"{kelurahan} rev{self.month}.xlsx"])), rows)
        self.night()

    @rule(data=st.data(), field=st.sampled_from(["Alamat", "NIK", "RT"]))
    def a_cell_is_mended(self, data: Any, field: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.lists)))
        rows = list(self.lists[name])
        at = data.draw(st.integers(0, len(rows) - 1))
        value = {"Alamat": f"Jl. Melati {self.fresh()}", "NIK": "123", "RT": "7"}[field]
        rows[at] = rows[at] | {field: value if rows[at][field] != "123" else nik(self.fresh())}
        self.put(name, rows)
        self.night()

    @precondition(lambda self: len(self.readable()) > 1)
    @rule(data=st.data())
    def a_list_is_deleted(self, data: Any) -> None:
        name = data.draw(st.sampled_from(self.readable()))
        (self.work.inbox / name).unlink()
        del self.lists[name]
        self.night()

    @precondition(lambda self: len(self.readable()) > 1)
    @rule(data=st.data())
    def a_list_breaks(self, data: Any) -> None:
        name = data.draw(st.sampled_from(self.readable()))
        path = self.work.inbox / name
        path.write_bytes(path.read_bytes()[:1000])
        self.broken.add(name)
        self.night()

    @precondition(lambda self: machine is not None)
    @rule(at=st.integers(1, 600))
    def the_power_goes(self, at: int) -> None:
        assert machine is not None
        self.put("Jati.xlsx", [*self.lists.get("Jati.xlsx", rows_of(0)), row(self.fresh(), "Jati")])
        machine.call(self.work.base, "run", "--quiet", *ACCEPT, at=at)
        self.night()

    @rule(word=st.sampled_from(["YA", "TIDAK"]))
    def a_pair_is_decided(self, word: str) -> None:
        book = openpyxl.load_workbook(self.work.out / "tinjau_duplikat.xlsx")
        sheet = book["Tinjau"]
        column = next(cell.column for cell in sheet[1] if cell.value == "keputusan")
        if sheet.max_row > 1:
            sheet.cell(2, column).value = word
            book.save(self.work.out / "tinjau_duplikat.xlsx")
        self.night()

    def night(self) -> None:
        """The job runs; then everything is looked at."""
        code = self.work.run(*ACCEPT)
        assert code == 3 if self.broken else code in (0, 1)
        self.ledger_balances()
        self.as_from_scratch()
        self.ids_stay()

    def ledger_balances(self) -> None:
        lines = table(self.work.out / "rows.csv")
        places = [(line["file"], line["sheet"], line["row"]) for line in lines]
        assert len(places) == len(set(places))
        for file in {line["file"] for line in lines}:
            rows = self.lists[file.removeprefix("masuk/")]
            assert sum(place[0] == file for place in places) == len(rows) + 2, "title and header besides the rows"

    def as_from_scratch(self) -> None:
        """A registry that remembers nothing but the decisions."""
        other = self.folder / "baru"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.work.inbox, other / "masuk")
        shutil.copy2(self.work.base / "umkm-clean.toml", other)
        scratch = Work.__new__(Work)
        scratch.base, scratch.inbox, scratch.out = other, other / "masuk", other / "hasil"
        self.copy_decisions(other / "registry.sqlite")
        scratch.run(*ACCEPT)
        for name in ("umkm_kota.csv", "rows.csv"):
            assert without_ids(scratch.out / name) == without_ids(self.work.out / name), name

    def copy_decisions(self, target: Path) -> None:
        from umkm_clean.store.registry import Registry

        Registry.open(target).close()
        connection = sqlite3.connect(target)
        connection.execute("ATTACH ? AS old", (str(self.work.registry),))
        connection.execute("INSERT INTO decisions SELECT * FROM old.decisions")
        connection.commit()
        connection.close()

    def ids_stay(self) -> None:
        for record in table(self.work.out / "umkm_kota.csv"):
            if record["nik"] and record["jumlah_sumber"] == "1":
                assert self.known.setdefault(record["nik"], record["id_umkm"]) == record["id_umkm"]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_ids(path: Path) -> list[tuple[str, ...]]:
    return sorted(tuple(value for name, value in line.items() if name not in IDS) for line in table(path))


machine: Machine | None = None


@pytest.fixture
def struck(tmp_path: Path) -> Any:
    """A machine whose power can go, where one can be built."""
    global machine
    if compiler() is None:
        yield
        return
    with Machine(tmp_path) as machine:
        yield
    machine = None


def play(steps: int) -> None:
    how = settings(
        max_examples=1,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Office, settings=how)


@pytest.mark.usefixtures("struck")
def test_a_few_nights() -> None:
    play(3)


@pytest.mark.slow
@pytest.mark.usefixtures("struck")
def test_24_months() -> None:
    play(24)
