"""The sample data: rebuilt byte for byte, and a truth that agrees with what the files hold."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineWorkbook

from tools.sample.mistakes import FAMILY
from umkm_clean.model import Role

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data"
BOOKS = SAMPLE / "kelurahan"
# What the usual zlib makes of this probe; other deflate libraries pack the same content into other bytes.
PROBE = "44b188f7900526ef"
Grid = dict[int, dict[int, Any]]  # Excel row → column → value, held cells only


def build(out: Path, *options: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Jakarta", "LC_ALL": "C"}
    command = [sys.executable, "-m", "tools.sample", "--out", str(out), *options]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


def truth_table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def place(row: dict[str, str], side: str = "") -> tuple[str, str, int]:
    return row[f"file{side}"], row[f"sheet{side}"], int(row[f"row{side}"])


@pytest.fixture(scope="module")
def files() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SAMPLE / "truth" / "files.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return truth_table("rows")


@pytest.fixture(scope="module")
def grids(files: list[dict[str, Any]]) -> dict[tuple[str, str], Grid]:
    """What the files hold, read by code that knows nothing of the generator."""
    readers = {"xlsx": read_xlsx, "xls": read_calamine, "ods": read_calamine}
    return {
        (file["file"], name): grid
        for file in files
        for name, grid in readers.get(file["format"], read_text)(BOOKS / file["file"]).items()
    }


def read_xlsx(path: Path) -> dict[str, Grid]:
    book = openpyxl.load_workbook(path)  # not data_only: a formula without result still holds something
    return {
        sheet.title: numbered([["" if value is None else value for value in line] for line in sheet.values])
        for sheet in book.worksheets
    }


def read_calamine(path: Path) -> dict[str, Grid]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: numbered(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names}


def read_text(path: Path) -> dict[str, Grid]:
    encoding, delimiter = ("utf-8-sig", ",") if path.read_bytes()[:3] == b"\xef\xbb\xbf" else ("cp1252", ";")
    with path.open(encoding=encoding, newline="") as handle:
        return {path.stem: numbered(list(csv.reader(handle, delimiter=delimiter)))}


def numbered(lines: list[list[Any]]) -> Grid:
    grid = {
        row: {column: value for column, value in enumerate(line, 1) if value != ""} for row, line in enumerate(lines, 1)
    }
    return {row: cells for row, cells in grid.items() if cells}


def roles(sheet: dict[str, Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for role, runs in sheet["roles"].items():
        for first, last in runs:
            for row in range(first, last + 1):
                assert row not in found, f"row {row} of {sheet['name']} has two roles"
                found[row] = role
    return found


def letters(file: dict[str, Any], sheet: str) -> dict[str, int]:
    """Field → column number of a data sheet."""
    table = next(found for found in file["sheets"] if found["name"] == sheet)["tables"][0]
    return {column["field"]: column_index_from_string(letter) for letter, column in table["columns"].items()}


def folded(value: object) -> str:
    plain = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return " ".join(re.sub(r"[^\w]|_", " ", plain).split())


def digits(value: object) -> str:
    return re.sub("[^0-9]", "", str(value or ""))


def test_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path)
    for folder in ("kelurahan", "truth"):
        made = {path.name: path for path in (tmp_path / folder).iterdir()}
        kept = {path.name: path for path in (SAMPLE / folder).iterdir()}
        assert sorted(made) == sorted(kept)
        for name, path in made.items():
            assert content(path) == content(kept[name]), f"{name} differs: run `make sample` and read the diff"


def content(path: Path) -> object:
    """The bytes; with another deflate library, the unpacked members with their names, dates and order."""
    usual = hashlib.sha256(zlib.compress(bytes(range(256)) * 64 + b"umkm" * 999, 9)).hexdigest()[:16] == PROBE
    if usual or not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(member.filename, member.date_time, archive.read(member)) for member in archive.infolist()]


def test_size_and_variety(files: list[dict[str, Any]], rows: list[dict[str, str]]) -> None:
    assert len(files) == len({file["kode_wilayah"] for file in files}) == 29
    assert len({file["layout"] for file in files}) >= 14
    assert len({row["business_id"] for row in rows}) >= 1500
    assert {file["format"] for file in files} == {"xlsx", "xls", "ods", "csv-cp1252", "csv-utf8"}
    counts = Counter(row["file"] for row in rows)
    assert all(30 <= counts[file["file"]] <= 110 for file in files)
    headers = {table["header_rows"][0] for file in files for sheet in file["sheets"] for table in sheet["tables"]}
    assert {1, 9} <= headers <= set(range(1, 10))
    ways = {tuple(file["kelurahan_from"]) for file in files}
    assert {("column",), ("title",), ("sheet",), ("file",)} <= ways
    assert () not in ways
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 2_000_000


def test_roles_name_exactly_the_rows_that_hold_anything(
    files: list[dict[str, Any]], grids: dict[tuple[str, str], Grid]
) -> None:
    assert set(grids) == {(file["file"], sheet["name"]) for file in files for sheet in file["sheets"]}
    known = {role.value for role in Role}
    for file in files:
        for sheet in file["sheets"]:
            found = roles(sheet)
            assert set(found) == set(grids[file["file"], sheet["name"]]), (file["file"], sheet["name"])
            assert set(found.values()) <= known
    seen = {role for file in files for sheet in file["sheets"] for role in sheet["roles"]}
    assert seen == known - {Role.SKIPPED.value}


def test_data_rows_are_the_rows_of_businesses(files: list[dict[str, Any]], rows: list[dict[str, str]]) -> None:
    data = {
        (file["file"], sheet["name"], row)
        for file in files
        for sheet in file["sheets"]
        for row, role in roles(sheet).items()
        if role == Role.DATA
    }
    places = [place(row) for row in rows]
    assert len(places) == len(set(places))
    assert set(places) == data


def test_headers_stand_where_the_truth_says(files: list[dict[str, Any]], grids: dict[tuple[str, str], Grid]) -> None:
    for file in files:
        for sheet in file["sheets"]:
            grid = grids[file["file"], sheet["name"]]
            for table in sheet["tables"]:
                headers = roles(sheet)
                assert [row for row, role in headers.items() if role == Role.HEADER] == table["header_rows"]
                shown = {str(value) for row in table["header_rows"] for value in grid[row].values()}
                for letter, column in table["columns"].items():
                    cells = [grid[row].get(column_index_from_string(letter)) for row in table["header_rows"]]
                    *group, below = column["header"].split(" / ") if len(cells) > 1 else [column["header"]]
                    assert below in cells, (file["file"], letter, cells)
                    assert set(group) <= shown, (file["file"], letter, group)


def test_untouched_cells_hold_the_true_values(
    files: list[dict[str, Any]], rows: list[dict[str, str]], grids: dict[tuple[str, str], Grid]
) -> None:
    """Wherever no mistake is noted, NIK and business name can be read from the cell."""
    spoilt = {(*place(row), row["field"]) for row in truth_table("defects")}
    retold = {
        place(pair, side) for pair in truth_table("duplicates") if pair["kind"] == "fuzzy" for side in ("_a", "_b")
    }
    by_file = {file["file"]: file for file in files}
    checked = 0
    for row in rows:
        at = place(row)
        columns, cells = letters(by_file[at[0]], at[1]), grids[at[0], at[1]][at[2]]
        if "nik" in columns and (*at, "nik") not in spoilt:
            assert digits(cells[columns["nik"]]) == row["nik"], at
            checked += 1
        if (*at, "nama_usaha") not in spoilt and at not in retold:
            assert folded(cells[columns["nama_usaha"]]) == folded(row["nama_usaha"]), at
    assert checked > 1400


def test_people_cannot_be_real(rows: list[dict[str, str]]) -> None:
    owners = {row["owner_id"]: row["nik"] for row in rows}
    assert len(set(owners.values())) == len(owners)
    for nik in owners.values():
        day, month, year, serial = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12]), int(nik[12:])
        datetime.date(2000 + year if year < 10 else 1900 + year, month, day)
        assert serial >= 9001


def test_share_and_kinds_of_mistakes(files: list[dict[str, Any]], rows: list[dict[str, str]]) -> None:
    defects = truth_table("defects")
    assert 0.12 <= len({place(row) for row in defects}) / len(rows) <= 0.18
    assert {row["kind"] for row in defects} == set(FAMILY)
    places = {place(row) for row in rows}
    by_file = {file["file"]: file for file in files}
    for row in defects:
        assert place(row) in places
        assert letters(by_file[row["file"]], row["sheet"])[row["field"]] == column_index_from_string(row["column"])
        assert row["certainty"] in ("certain", "suspicious")


def test_exact_pairs_share_a_key_as_written(files: list[dict[str, Any]], grids: dict[tuple[str, str], Grid]) -> None:
    by_file = {file["file"]: file for file in files}

    def written(at: tuple[str, str, int], field: str) -> Any:
        column = letters(by_file[at[0]], at[1]).get(field, 0)
        return grids[at[0], at[1]][at[2]].get(column)

    seen: Counter[tuple[str, str, bool]] = Counter()
    for pair in truth_table("duplicates"):
        one, two = place(pair, "_a"), place(pair, "_b")
        seen[pair["kind"], pair["via"], one[0] == two[0]] += 1
        if pair["kind"] == "fuzzy":
            continue
        assert folded(written(one, "nama_usaha")) == folded(written(two, "nama_usaha")) != ""
        niks = {digits(written(at, "nik")) for at in (one, two)}
        if pair["via"] == "nik":
            assert len(niks) == 1
            assert len(niks.pop()) == 16
            continue
        assert "" in niks
        assert folded(written(one, "nama_pemilik")) == folded(written(two, "nama_pemilik")) != ""
        phones = {re.sub("^62", "0", digits(written(at, "no_hp"))) for at in (one, two)}
        assert len(phones) == 1
        assert phones != {""}
    ways = {("exact", "nik"), ("exact", "nama_hp"), ("fuzzy", "")}
    assert set(seen) == {(*way, inside) for way in ways for inside in (True, False)}


def test_negatives_are_different_businesses(rows: list[dict[str, str]]) -> None:
    by_place = {place(row): row for row in rows}
    reasons: Counter[str] = Counter()
    for pair in truth_table("negatives"):
        one, two = by_place[place(pair, "_a")], by_place[place(pair, "_b")]
        assert one["business_id"] != two["business_id"]
        assert (one["owner_id"] == two["owner_id"]) == (pair["reason"] == "satu_pemilik_dua_usaha")
        if pair["reason"] == "nama_sama_nik_beda":
            assert one["nama_usaha"] == two["nama_usaha"]
            assert one["nik"] != two["nik"]
        reasons[pair["reason"]] += 1
    assert set(reasons) == {
        "satu_pemilik_dua_usaha",
        "nama_usaha_umum",
        "satu_nomor_hp",
        "nama_sama_nik_beda",
        "saudara_serumah",
        "nik_disalin_ke_bawah",
    }


def test_other_sizes_and_seeds(tmp_path: Path) -> None:
    build(tmp_path, "--rows-per-file", "40", "--seed", "7")
    with (tmp_path / "truth" / "rows.csv").open(encoding="utf-8", newline="") as handle:
        counts = Counter(row["file"] for row in csv.DictReader(handle))
    assert len(counts) == 29
    assert set(counts.values()) == {40}
