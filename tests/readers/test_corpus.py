"""Odd workbooks out of the tests of well-known readers (`corpus/`, licences in its SOURCES.csv): what is said of each.

python -m tests.readers.test_corpus      prints the table
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.readers.conftest import Read, letters, read_here, texts
from umkm_clean.read import read_files
from umkm_clean.read.limits import Limits

CORPUS = Path(__file__).parent / "corpus"
#: file → a code it is refused with, or sheets as (name, rows, columns, rows that hold anything), and the findings
SAID: dict[str, tuple[str | list[tuple[str, int, int, int]], list[str]]] = {
    "1_powerpoint_presentation.xlsx": ("SRC005", []),
    "49609.xlsx": ([("FAM", 39, 98, 39), ("VIC", 39, 98, 39)], []),
    "TestWihoutRAttribute.xlsx": ([("mySheet", 2, 5, 2)], []),
    "Test_git_issue_385_backslash.xlsx": ([("Sheet1", 10, 10, 10)], []),
    "Test_git_issue_467_empty_continue_leftoverbytes.xls": ("SRC007", []),
    "Test_git_issue_477_sst_wrong_count.xls": ([("Sheet1", 10, 10, 10)], ["SRC044"]),
    "as3xls_BIFF4.xls": ([("Sheet1", 10, 5, 10)], ["SRC044", "SRC047"]),
    "big-texty-numbers-xlsx.xlsx": ([("Sheet1", 7, 3, 7)], []),
    "date_1904.xlsx": ([("Sheet1", 3, 2, 3)], []),
    "date_iso.xlsx": ([("Sheet", 6, 1, 6)], []),
    "empty_sheet.xlsx": ([("Sheet1", 0, 0, 0)], []),
    "errors.xlsx": ([("Feuil1", 7, 1, 7), ("Feuil2", 0, 0, 0), ("Feuil3", 0, 0, 0)], ["SRC043"]),
    "file_corrupted.xlsx": ([("file_corrupted", 3, 3, 3)], ["SRC053"]),
    "has_x000D_inline.xlsx": ([("Sheet1", 1, 1, 1)], ["SRC045"]),
    "implicit_coordinates.xlsx": ([("Sheet1", 2, 3, 2)], []),
    "inlineStr_cdata.xlsx": ([("Sheet1", 2, 2, 2)], []),
    "issue252.xlsx": ("SRC007", []),
    "issue_385.xls": ("SRC003", []),
    "leadingZeroes.xlsx": ([("TestSheet1", 2, 1, 2)], []),
    "lockfile-LoadPivotTables.xlsx": ("SRC004", []),
    "merge_cells.xlsx": ([("Sheet1", 2, 3, 2)], []),
    "one_sheet_with_capital_shared_strings_filename.xlsx": ([("Sheet1", 5, 5, 5)], []),
    "pass_protected.xlsx": ("SRC003", []),
    "sheet_visibility.xlsx": ([("Visible", 2, 7, 2), ("Hidden", 2, 6, 2), ("VeryHidden", 2, 10, 2)], ["SRC041"] * 2),
    "sheet_visibility_strict.xlsx": (
        [("Visible", 2, 7, 2), ("Hidden", 2, 6, 2), ("VeryHidden", 2, 10, 2)], ["SRC041"] * 2,
    ),
    "strict_iso_paths.xlsx": ([("ml_out", 76, 18, 76)], []),
    "too_small.xls": ([("too_small", 1, 1, 1)], ["SRC053"]),
    "two_sheets_one_hidden_one_not.xlsx": ([("Hoja1", 0, 0, 0), ("Hoja2", 0, 0, 0)], ["SRC041"]),
    "utf16be.bom.xlsx": ([("Sheet1", 1, 1, 1)], ["SRC047"]),
    "xlsx-corrupted.xlsx": ("SRC007", []),
    "xor-encryption-abc.xls": ("SRC003", []),
}  # fmt: skip


def test_the_corpus_is_whole() -> None:
    with (CORPUS / "SOURCES.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["file"] for row in csv.DictReader(stream)} == set(SAID)


def test_what_is_said() -> None:
    for file in read_files([str(CORPUS / name) for name in SAID]):
        sheets = [(sheet.name, sheet.n_rows, len(sheet.columns), len(sheet.held_rows)) for sheet in file.sheets]
        said = (file.refused.code if file.refused else sheets, [finding.code for finding in file.findings])
        assert said == SAID[Path(file.path).name], file.path


#: a wrong count of strings, which xlrd does not get over
NEEDS_THE_FIRST = {"Test_git_issue_477_sst_wrong_count.xls"}


@pytest.mark.parametrize("name", sorted(SAID))
def test_the_careful_readers_say_the_same(name: str, read: Read) -> None:
    """What a second reader makes of each file, should the first one ever fail; it may refuse, never differ."""
    quick, careful = read(CORPUS / name), read_here(str(CORPUS / name), Limits(), careful=True)
    assert careful.refused == quick.refused or name in NEEDS_THE_FIRST
    if name in NEEDS_THE_FIRST:
        assert careful.refused is not None
        return
    assert [texts(sheet) for sheet in careful.sheets] == [texts(sheet) for sheet in quick.sheets]
    assert [letters(sheet) for sheet in careful.sheets] == [letters(sheet) for sheet in quick.sheets]


@pytest.mark.parametrize(
    ("name", "column", "expected", "stored"),
    [
        ("errors.xlsx", 0, ["#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A"], "eeeeeee"),
        ("date_1904.xlsx", 0, ["2021-01-01", "2021-01-02", "255:10:10"], "ddd"),
        ("has_x000D_inline.xlsx", 0, ["ABC\nDEF"], "t"),
        ("leadingZeroes.xlsx", 0, ["1", "0002"], "nt"),
        ("inlineStr_cdata.xlsx", 0, ["Hello CDATA", "12345"], "tt"),
        ("implicit_coordinates.xlsx", 0, ["Test", "A2"], "tt"),
        ("as3xls_BIFF4.xls", 2, ["10.22", "2007-02-22", "2002-01-19"], "ndd"),
        ("utf16be.bom.xlsx", 0, ["1"], "n"),
    ],
)
def test_cells(name: str, column: int, expected: list[str], stored: str, read: Read) -> None:
    sheet = read(CORPUS / name).sheets[0]
    assert [row[column] for row in texts(sheet)][: len(expected)] == expected
    assert "".join(row[column] for row in letters(sheet))[: len(stored)] == stored


def main() -> None:
    for file in read_files([str(CORPUS / name) for name in SAID]):
        said = (
            f"refused {file.refused.code} {dict(file.refused.facts) or ''}"
            if file.refused
            else "; ".join(f"{sheet.name} {sheet.n_rows}×{len(sheet.columns)}" for sheet in file.sheets)
        )
        print(f"{Path(file.path).name:54} {file.format:5} {said} {' '.join(item.code for item in file.findings)}")


if __name__ == "__main__":
    main()
