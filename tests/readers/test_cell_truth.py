"""Nothing that was there looks blank, and numbers are written plainly."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

from tests.readers.builders import parts, sheet_xml, workbook, write_zip
from tests.readers.conftest import Read, letters, texts
from umkm_clean.model import Stored
from umkm_clean.read import plain, read_files
from umkm_clean.read.delimited.dialect import Dialect
from umkm_clean.read.delimited.large import read_large
from umkm_clean.read.grid import Found, pack
from umkm_clean.read.limits import Limits
from umkm_clean.read.source import Source

if TYPE_CHECKING:
    from pathlib import Path


def _cell(attributes: str, inner: str) -> str:
    return f'<row r="1"><c r="A1" {attributes}>{inner}</c></row>'


CELLS = {
    "integer": ("", "<v>7</v>", "7", "n"),
    "sixteen digits": ("", "<v>3574011208809001</v>", "3574011208809001", "n"),
    "written with exponent": ("", "<v>3.574011208809E+15</v>", "3574011208809000", "n"),
    "beyond the double's whole numbers": ("", "<v>12345678901234567890</v>", "12345678901234567168", "n"),
    "whole float": ("", "<v>1500000.0</v>", "1500000", "n"),
    "fraction": ("", "<v>0.1</v>", "0.1", "n"),
    "small fraction": ("", "<v>1.5E-7</v>", "0.00000015", "n"),
    "negative": ("", "<v>-12.5</v>", "-12.5", "n"),
    "minus zero": ("", "<v>-0</v>", "0", "n"),
    "true": ('t="b"', "<v>1</v>", "TRUE", "b"),
    "false": ('t="b"', "<v>0</v>", "FALSE", "b"),
    "error": ('t="e"', "<v>#REF!</v>", "#REF!", "e"),
    "error of a formula": ('t="e"', "<f>1/0</f><v>#DIV/0!</v>", "#DIV/0!", "e"),
    "formula with result": ("", "<f>1+1</f><v>2</v>", "2", "n"),
    "formula with text result": ('t="str"', '<f>"a"</f><v>a</v>', "a", "t"),
    "formula without result": ("", "<f>B1+1</f>", "=B1+1", "f"),
    "formula with empty result tag": ("", "<f>B1&amp;C1</f><v></v>", "=B1&C1", "f"),
    "formula with closed result tag": ("", "<f>B1+1</f><v/>", "=B1+1", "f"),
    "inline text": ('t="inlineStr"', "<is><t>007</t></is>", "007", "t"),
    "rich inline text": ('t="inlineStr"', "<is><r><t>a</t></r><r><t>b</t></r></is>", "ab", "t"),
    "escaped line end": ('t="inlineStr"', "<is><t>a_x000D_\nb</t></is>", "a\nb", "t"),
    "escaped escape": ('t="inlineStr"', "<is><t>_x005F_x000D_</t></is>", "_x000D_", "t"),
    "iso date": ('t="d"', "<v>2024-02-29</v>", "2024-02-29", "d"),
    "entity": ('t="inlineStr"', "<is><t>A &amp; B &lt;c&gt;</t></is>", "A & B <c>", "t"),
    "no-break blank": ('t="inlineStr"', "<is><t>a\u00a0b</t></is>", "a\u00a0b", "t"),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell(name: str, tmp_path: Path, read: Read) -> None:
    attributes, inner, text, letter = CELLS[name]
    workbook(tmp_path / "a.xlsx", _cell(attributes, inner))
    (sheet,) = read(tmp_path / "a.xlsx").sheets
    assert texts(sheet) == [[text]]
    assert letters(sheet) == [letter]
    assert sheet.held_rows == (1,)


def test_letters_are_those_of_the_model() -> None:
    names = ("TEXT", "NUMBER", "DATE", "BOOLEAN", "ERROR", "FORMULA")
    assert [chr(getattr(plain, name)) for name in names] == [Stored[name].value for name in names]


BLANKS = {
    "empty text result": ('t="str"', "<f>IF(B1,1,&quot;&quot;)</f><v></v>"),
    "only a style": ('s="0"', ""),
    "a blank": ('t="inlineStr"', '<is><t xml:space="preserve">  </t></is>'),
    "a no-break blank": ('t="inlineStr"', "<is><t>\u00a0</t></is>"),
    "a zero-width blank": ('t="inlineStr"', "<is><t>\u200b</t></is>"),
    "an empty shared string": ('t="s"', "<v>0</v>"),
    "a blank shared string": ('t="s"', "<v>1</v>"),
}


@pytest.mark.parametrize("name", BLANKS)
@pytest.mark.parametrize("shown", [False, True])
def test_what_shows_nothing_holds_no_row(name: str, shown: bool, tmp_path: Path, read: Read) -> None:
    attributes, inner = BLANKS[name]
    rows = _cell(attributes, inner) + ('<row r="2"><c r="A2"><v>1</v></c></row>' if shown else "")
    strings = '<si><t></t></si><si><t xml:space="preserve"> \n</t></si><si><t>x</t></si>'
    write_zip(tmp_path / "a.xlsx", parts({"Data": sheet_xml(rows)}, strings))
    file = read(tmp_path / "a.xlsx")
    assert file.refused is None
    assert file.sheets[0].held_rows == ((2,) if shown else ())
    assert "SRC047" not in {finding.code for finding in file.findings}


def test_invisible_characters_are_removed_and_counted(tmp_path: Path, read: Read) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("Data")
    for row, text in enumerate(["NAMA", "a\u200bb", "\u202ec\u202c", "d\u00ade", "baik", "f\x07g"]):
        sheet.write_string(row, 1, text)
    book.close()
    file = read(tmp_path / "a.xlsx")
    assert [row[1] for row in texts(file.sheets[0])] == ["NAMA", "ab", "c", "de", "baik", "fg"]
    (finding,) = file.findings
    assert (finding.code, finding.sheet, finding.column, finding.count) == ("SRC045", "Data", 2, 4)
    assert file.sheets[0].stood == {2: {2: "a\u200bb", 3: "\u202ec\u202c", 4: "d\u00ade", 6: "f\x07g"}}


def test_what_stood_in_a_cell_is_kept_beside_numbers_in_every_format(tmp_path: Path, read: Read) -> None:
    workbook(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>HP</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>0\u200b8</t></is></c></row>'
        '<row r="5"><c r="A5"><v>8.5</v></c></row>',
    )
    (tmp_path / "a.csv").write_text("HP\n7\n0\u200b8\n", encoding="utf-8")
    (tmp_path / "a.html").write_text("<table><tr><td>HP<tr><td>7<tr><td>0\u200b8</table>", encoding="utf-8")
    pyarrow.parquet.write_table(pa.table({"HP": ["7", "0\u200b8"]}), tmp_path / "a.parquet")
    assert read(tmp_path / "a.xlsx").sheets[0].stood == {1: {3: "0\u200b8"}}
    for name in ("a.csv", "a.html", "a.parquet"):
        assert read(tmp_path / name).sheets[0].stood == {1: {3: "0\u200b8"}}, name


def test_what_stood_in_a_large_csv_is_numbered_like_its_rows(tmp_path: Path) -> None:
    lines = ["NAMA,KET"] + ["Warung Sumber Rejeki,ramai"] * 400_000  # three blocks
    lines[399_000] = "War\u200bung,ramai"
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    grid = read_large(Source(str(tmp_path / "a.csv"), b"", size=1, large=True), "utf-8", Dialect(), Limits(), Found())
    assert grid.chunks is not None
    assert sum(height for height, _ in grid.chunks) == 400_001
    assert grid.stood == {1: {399_001: "War\u200bung"}}


def test_half_a_character_stood_there_as_its_number() -> None:
    packed = pack(["a\ud800b", "c"], b"tt", [], 100)
    assert (packed.column.text, packed.stood) == (b"ab\0c", {0: "a\\ud800b"})


def test_long_text_is_cut_and_said(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("NAMA,KET\na," + "x" * 40_000 + "\nb,y\n", encoding="utf-8")
    file = read(tmp_path / "a.csv")
    assert len(texts(file.sheets[0])[1][1]) == 32_767
    assert [(item.code, item.column, item.count, item.facts) for item in file.findings] == [
        ("SRC046", 2, 1, {"limit": 32_767, "longest": 40_000})
    ]
    assert not read(tmp_path / "a.csv", Limits(text_length=40_000)).findings


def test_dates(tmp_path: Path, read: Read) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("Data")
    formats = {
        name: book.add_format({"num_format": name}) for name in ("dd/mm/yyyy", "hh:mm", "[h]:mm", '0" hari"', "yyyy")
    }
    sheet.write_number(0, 0, 29445, formats["dd/mm/yyyy"])
    sheet.write_number(0, 1, 29445.75, formats["dd/mm/yyyy"])
    sheet.write_number(0, 2, 0.5, formats["hh:mm"])
    sheet.write_number(0, 3, 1.5, formats["[h]:mm"])
    sheet.write_number(0, 4, 3, formats['0" hari"'])
    sheet.write_number(0, 5, 3574011208809001, formats["dd/mm/yyyy"])
    book.close()
    (sheet_read,) = read(tmp_path / "a.xlsx").sheets
    assert texts(sheet_read)[0][:5] == ["1980-08-12", "1980-08-12 18:00:00", "12:00:00", "36:00:00", "3"]
    assert letters(sheet_read)[0][:5] == "ddddn"
    assert texts(sheet_read)[0][5] == "3574011208809001"  # no date can be meant


def test_facts_beside_the_cells(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for number in range(1, 6):
        sheet.append([number, f"=A{number}*2", "x"])
    sheet.merge_cells("A7:C8")
    sheet["A7"] = "Mengetahui"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Sembunyi").sheet_state = "veryHidden"
    book.create_chartsheet("Grafik")
    book.save(tmp_path / "a.xlsx")
    file = read(tmp_path / "a.xlsx")
    data, hidden = file.sheets
    assert data.hidden_rows == {3}
    assert data.hidden_columns == {3}
    assert [(a.first_row, a.first_column, a.last_row, a.last_column) for a in data.merged] == [(7, 1, 8, 3)]
    assert data.formulas == {(number, 2): f"=A{number}*2" for number in range(1, 6)}
    assert letters(data)[0] == "nft"
    assert (hidden.name, hidden.state, hidden.position) == ("Sembunyi", "very_hidden", 1)
    assert [(item.code, item.sheet) for item in file.findings] == [("SRC042", "Grafik"), ("SRC041", "Sembunyi")]


def test_a_sheet_that_the_list_does_not_name_is_said(tmp_path: Path, read: Read) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    content = parts({"Data": sheet_xml(row), "Lain": sheet_xml(row)})
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace(
        '<sheet name="Lain" sheetId="2" r:id="rId2"/>', ""
    )
    write_zip(tmp_path / "a.xlsx", content)
    file = read(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in file.sheets] == ["Data"]
    assert [(item.code, item.sheet) for item in file.findings] == [("SRC049", "sheet2.xml")]


def test_shared_formula_without_results(tmp_path: Path, read: Read) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    )
    workbook(tmp_path / "a.xlsx", rows)
    (sheet,) = read(tmp_path / "a.xlsx").sheets
    assert texts(sheet) == [["=B1*2"], ["=B1*2"]]
    assert letters(sheet) == ["f", "f"]


@pytest.mark.parametrize("blank", ["", "  ", "\u200b", "&#32;", "_x000D_"])
def test_texts_in_the_cell_itself_count_only_where_they_show_something(tmp_path: Path, blank: str) -> None:
    cell = '<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'.format
    rows = "".join(
        f'<row r="{number}">{cell(f"A{number}", text)}<c r="B{number}" t="inlineStr" /></row>'
        for number, text in enumerate(["NIK", blank, "a_1", "日本", blank, "x"], 1)
    )
    path = tmp_path / "a.xlsx"
    workbook(path, rows)
    (file,) = read_files([str(path)])
    assert list(file.sheets[0].held_rows) == [1, 3, 4, 6]


@pytest.mark.parametrize("other", ["", ' s="0"'])
def test_rows_of_blank_shared_strings_hold_nothing(tmp_path: Path, other: str) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, cells in enumerate([["NIK", "x"], ["", " "], ["", "y"], ["", 1]]):
        for column, text in enumerate(cells):
            (sheet.write_string if isinstance(text, str) else sheet.write_number)(number, column, text)  # type: ignore[operator]
    book.close()
    if other:  # a writer that puts the style after the type
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        part = "xl/worksheets/sheet1.xml"
        parts[part] = parts[part].replace(b't="s">', b't="s" s="0">')
        with zipfile.ZipFile(path, "w") as new:
            for name, data in parts.items():
                new.writestr(name, data)
    (file,) = read_files([str(path)])
    assert list(file.sheets[0].held_rows) == [1, 3, 4]
