"""Three rounds with corrections, a business that moved, one pair decided YA and one TIDAK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.faults.jobs import KELURAHAN, Work, nik, row, rows_of
from tests.faults.test_run import city, last, near_rows

if TYPE_CHECKING:
    from pathlib import Path

Pair = tuple[str, str]


def decide(path: Path, words: dict[Pair, str]) -> None:
    """Type decisions into a review list, by the places of the two rows."""
    book = openpyxl.load_workbook(path)
    sheet = book["Tinjau"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        pair = places({name: sheet.cell(line, column).value for name, column in at.items()})
        if pair in words:
            sheet.cell(line, at["keputusan"]).value = words[pair]
    book.save(path)


def places(line: dict[str, Any]) -> Pair:
    first, second = (f"{line[f'berkas_{side}']}!{line[f'baris_{side}']}" for side in "ab")
    return min(first, second), max(first, second)


def doubtful(work: Work) -> dict[Pair, dict[str, Any]]:
    """The pairs of the review list, by the places of their rows."""
    sheet = openpyxl.load_workbook(work.out / "tinjau_duplikat.xlsx")["Tinjau"]
    header, *lines = sheet.iter_rows(values_only=True)
    named = [dict(zip(header, line, strict=True)) for line in lines if line[0] is not None]
    return {places(line): line for line in named}


def unsure() -> list[dict[str, Any]]:
    """Rows near enough to others that at least two pairs are asked about."""
    return [*near_rows(), rows_of(0)[4] | {"NIK": "", "No HP": "", "Nama Usaha": ""}]


def by_nik(work: Work) -> dict[str, str]:
    """NIK → id_umkm."""
    return {record["nik"]: key for key, record in city(work).items() if record["nik"]}


@pytest.fixture
def work(tmp_path: Path) -> Work:
    made = Work(tmp_path / "kerja", files=2)
    made.put("Kanigaran.xlsx", [*rows_of(1), *unsure()])
    assert made.run() in (0, 1)
    return made


def test_three_rounds(work: Work) -> None:
    first, ids = city(work), by_nik(work)
    yes, no = sorted(doubtful(work), key=lambda pair: -doubtful(work)[pair]["skor"])[:2]
    joined = {doubtful(work)[yes][f"id_umkm_{side}"] for side in "ab"}
    apart = {doubtful(work)[no][f"id_umkm_{side}"] for side in "ab"}
    decide(work.out / "tinjau_duplikat.xlsx", {yes: "YA", no: "TIDAK"})

    # round 2: one NIK and one name corrected, one business moved to the other kelurahan, one gone, one new
    rows, others = rows_of(0), [*rows_of(1), *unsure()]
    moved, gone = rows[3], others[5]
    corrected = [others[0] | {"NIK": nik(700)}, others[1] | {"Nama Usaha": others[1]["Nama Usaha"] + " Baru"}]
    others = [*corrected, *others[2:5], *others[6:], moved | {"Kelurahan": KELURAHAN[1]}]
    work.put("Jati.xlsx", [*rows[:3], *rows[4:], row(19, "Jati")], when=1_790_000_100)
    work.put("Kanigaran.xlsx", others, when=1_790_000_100)
    assert work.run() in (0, 1)
    second = city(work)
    assert len(joined & set(second)) == 1, "YA: one of the two ids stays"
    assert apart <= set(second), "TIDAK: both stay"
    now = by_nik(work)
    unchanged = {line["NIK"] for line in (*rows, *rows_of(1)[1:5])} & set(now)
    assert {number: now[number] for number in unchanged} == {number: ids[number] for number in unchanged}
    assert now[nik(700)] == ids[rows_of(1)[0]["NIK"]], "a corrected NIK keeps its id"
    assert second[now[moved["NIK"]]]["kelurahan"] == KELURAHAN[1], "a business that moved keeps its id"
    assert nik(19) in now
    assert ids[gone["NIK"]] not in second
    assert no not in doubtful(work)
    facts = last(work, "replaced")
    assert (facts["new"], facts["gone"]) == (1, 2), "new: one; gone: one, and one that YA joined to another"
    # NIK, name, kelurahan; and the business that YA made one, where the joined row had something to add
    assert 3 <= facts["changed"] <= 4

    # round 3: a neighbour changes, and the list is sent again under another name
    work.put(
        "Jati.xlsx", [*rows[:3], *rows[4:5], rows[5] | {"Alamat": "Jl. Melati 99"}, row(19, "Jati")], 1_790_000_200
    )
    (work.inbox / "Kanigaran.xlsx").rename(work.inbox / "Kanigaran rev2.xlsx")
    assert work.run() in (0, 1)
    third = city(work)
    assert set(third) == set(second)
    assert not {tuple(sorted((a, b))) for a, b in id_pairs(work)} & {tuple(sorted(apart))}, "TIDAK never returns"
    facts = last(work, "replaced")
    assert (facts["new"], facts["changed"], facts["gone"]) == (0, 1, 0)
    assert set(first) & set(third) == set(first) - {ids[gone["NIK"]]} - joined | (joined & set(third))


def id_pairs(work: Work) -> list[Pair]:
    return [(line["id_umkm_a"], line["id_umkm_b"]) for line in doubtful(work).values()]


def test_undo_brings_the_question_back(work: Work) -> None:
    asked = set(doubtful(work))
    decide(work.out / "tinjau_duplikat.xlsx", dict.fromkeys(asked, "TIDAK"))
    assert work.call("review", str(work.out / "tinjau_duplikat.xlsx")) == 0
    work.run()
    assert not doubtful(work)
    assert work.call("review", "--undo") == 0
    work.run()
    assert set(doubtful(work)) == asked
    assert work.call("review", "--undo") == 0  # nothing left to take back is no error


def test_findings_that_someone_wants_to_see_first_stop_the_run(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    before = work.outputs()
    work.put("susulan.xlsx", rows_of(0, 2), when=1_790_000_100)  # too few to take the place of the list they are in
    assert work.run("--stop-on", "LNK006") == 5
    assert "--accept LNK006" in capsys.readouterr().err
    assert work.outputs() == before
    assert work.run("--stop-on", "LNK006", "--accept", "LNK006") in (0, 1)
    assert work.outputs() != before
    assert work.run("--stop-on", "LNK999") == 2
