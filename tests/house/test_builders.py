"""The text form of workbooks that other tests are written in."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.builders import Formula, book, book_from_text, sheet

if TYPE_CHECKING:
    from pathlib import Path


def test_marks() -> None:
    rows = sheet("""
        No | Nama | NIK
        #1 | Warung "Tin" | 3574011208809001

        #1.5 | @1980-08-12 | =A1+1 => 2
        '#5 | !#REF! |
    """)
    assert rows == [
        ["No", "Nama", "NIK"],
        [1, 'Warung "Tin"', "3574011208809001"],
        [],
        [1.5, datetime.date(1980, 8, 12), Formula("=A1+1", "2")],
        ["#5", Formula("=#REF!", "#REF!"), None],
    ]


def test_book_keeps_types_merges_and_hidden_parts(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {"Data": "JUDUL\nNo | NIK\n#1 | 0123\n#2 | #3574011208809000", "Daftar": [["x"]]},
        merged={"Data": ["A1:B1"]},
        hidden=["Daftar"],
        hidden_rows={"Data": [4]},
    )
    found = openpyxl.load_workbook(path)
    data = found["Data"]
    assert [[cell.value for cell in row] for row in data.iter_rows()] == [
        ["JUDUL", None],
        ["No", "NIK"],
        [1, "0123"],
        [2, 3574011208809000],
    ]
    assert [str(area) for area in data.merged_cells.ranges] == ["A1:B1"]
    assert found["Daftar"].sheet_state == "hidden"
    assert data.row_dimensions[4].hidden


def test_book_from_text_reads_sheets_and_options(tmp_path: Path) -> None:
    text = "== Petunjuk | hidden ==\nIsi lembar Data\n== Data | merged A1:B1 ==\nJUDUL\nNo | Nama\n#1 | Tin\n"
    found = openpyxl.load_workbook(book_from_text(tmp_path / "b.xlsx", text))
    assert found.sheetnames == ["Petunjuk", "Data"]
    assert found["Petunjuk"].sheet_state == "hidden"
    assert found["Data"]["B3"].value == "Tin"
    assert [str(area) for area in found["Data"].merged_cells.ranges] == ["A1:B1"]


def test_text_without_sheet_line_is_one_sheet(tmp_path: Path) -> None:
    found = openpyxl.load_workbook(book_from_text(tmp_path / "c.xlsx", "No | Nama\n#1 | Tin\n"))
    assert found.sheetnames == ["Sheet1"]
    assert found["Sheet1"]["A2"].value == 1


def test_unknown_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown sheet option"):
        book_from_text(tmp_path / "d.xlsx", "== Data | miring ==\nx\n")
