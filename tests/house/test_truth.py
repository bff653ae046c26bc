"""The merged sample against what its generator knows: layout, columns, duplicates, look-alikes and defects."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from umkm_clean.cli import run

SAMPLE = Path(__file__).parents[2] / "sample_data"
Place = tuple[str, str, int]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth(name: str) -> list[dict[str, str]]:
    return table(SAMPLE / "truth" / f"{name}.csv")


def pairs(name: str) -> list[tuple[Place, Place, dict[str, str]]]:
    return [(place(line, "_a"), place(line, "_b"), line) for line in truth(name)]


def place(line: dict[str, str], side: str = "") -> Place:
    return Path(line[f"file{side}"]).name, line[f"sheet{side}"], int(line[f"row{side}"])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kota") / "hasil"
    assert run(["merge", str(SAMPLE / "kelurahan"), "--out", str(folder), "--quiet"]) == 1
    return folder


@pytest.fixture(scope="module")
def fates(out: Path) -> dict[Place, dict[str, str]]:
    return {place(line): line for line in table(out / "rows.csv")}


@pytest.fixture(scope="module")
def said(out: Path) -> list[dict[str, Any]]:
    lines = (out / "issues.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sheets_of(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return {(Path(file["path"]).name, sheet["name"]): sheet for file in record["files"] for sheet in file["sheets"]}


def test_every_header_row_and_every_column_is_found(out: Path) -> None:
    found = sheets_of(out)
    files = json.loads((SAMPLE / "truth" / "files.json").read_text(encoding="utf-8"))
    wrong = []
    for file in files:
        for sheet in file["sheets"]:
            got = found[file["file"], sheet["name"]]
            for known in sheet["tables"][:1]:
                if got["header_row"] != known["header_rows"][0]:
                    wrong.append((file["file"], sheet["name"], "header_row", got["header_row"]))
                mapping = {at["column"]: field for field, at in got["mapping"].items() if at["column"]}
                expected = {letter: column["field"] for letter, column in known["columns"].items() if column["field"]}
                if mapping != expected:
                    wrong.append((file["file"], sheet["name"], "mapping", set(mapping.items()) ^ set(expected.items())))
    assert wrong == []


def test_every_row_has_its_role(out: Path, fates: dict[Place, dict[str, str]]) -> None:
    data = {place(line) for line in truth("rows")}
    assert {at for at, line in fates.items() if line["fate"] != "layout"} == data
    for (file, name), sheet in sheets_of(out).items():
        listed = [line["fate"] for at, line in fates.items() if at[:2] == (file, name)]
        assert {fate: listed.count(fate) for fate in sheet["rows"]} == sheet["rows"]


def test_duplicates_that_share_a_key_are_one_business_and_look_alikes_are_not(
    fates: dict[Place, dict[str, str]],
) -> None:
    def business(at: Place) -> str:
        return fates[at]["id_umkm"]

    def held(*places: Place) -> bool:
        return any(fates[at]["fate"] == "withheld" for at in places)

    apart = [(a, b) for a, b, line in pairs("duplicates") if line["kind"] == "exact" and business(a) != business(b)]
    assert [pair for pair in apart if not held(*pair)] == []
    assert [(a, b) for a, b, _ in pairs("negatives") if business(a) and business(a) == business(b)] == []


def test_no_business_has_two_valid_nik(fates: dict[Place, dict[str, str]]) -> None:
    nik: dict[str, set[str]] = {}
    for line in truth("rows"):
        row = fates[place(line)]
        if row["fate"] != "withheld" and line["nik"] and "NIK" not in row["codes"]:
            nik.setdefault(row["id_umkm"], set()).add(line["nik"])
    assert {business for business, known in nik.items() if len(known) > 1} == set()


def test_certain_defects_are_said_where_they_are(said: list[dict[str, Any]]) -> None:
    """At their cell; both names missing once for the row; what fills a column, or only reads as empty, for the column.

    A cell that cannot be read (KIN) may be named by the family of its field: a fraction of a worker is KEU.
    """
    at_cell: dict[tuple[str, str, str], set[str]] = {}
    in_row: dict[Place, set[str]] = {}
    in_column: set[tuple[str, str, str, str]] = set()
    for line in said:
        file, sheet, family = Path(line["file"]).name, line["sheet"], line["code"][:3]
        if line["cell"]:
            at_cell.setdefault((file, sheet, line["cell"]), set()).add(family)
            in_row.setdefault((file, sheet, line["row"]), set()).add(family)
        elif line["code"] != "KIN004":
            in_column.add((file, sheet, line["column"], family))
    missed = []
    for line in truth("defects"):
        families = at_cell.get((line["file"], line["sheet"], f"{line['column']}{line['row']}"), set())
        if line["kind"] == "kedua_nama_kosong":
            families = in_row[place(line)]
        found = line["family"] in families or (line["family"] == "KIN" and families)
        if line["certainty"] == "certain" and not found:
            missed.append(line)
    whole = [(line["file"], line["sheet"], line["column"], line["family"]) for line in missed]
    assert [place for place in whole if place not in in_column] == []


def test_the_city_list_fed_back_in_comes_out_the_same(out: Path, tmp_path: Path) -> None:
    again = tmp_path / "lagi"
    assert run(["merge", str(out / "umkm_kota.csv"), "--out", str(again), "--quiet"]) == 0
    assert (again / "umkm_kota.csv").read_bytes() == (out / "umkm_kota.csv").read_bytes()
