"""One sheet through every format: the same texts, the same storage, the same rows."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tests.readers.builders import parts, rows_xml, sheet_xml, workbook, write_zip
from tests.readers.conftest import Read, letters, texts
from tests.readers.xlsb_builder import write_xlsb
from umkm_clean.read.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: list[list[object]] = [
    ["DATA UMKM", None, None, None],
    [None, None, None, None],
    ["NO", "NIK", "NAMA USAHA", "OMZET"],
    [1, "0035740101800001", "Warung “Bu Ani”", 1500000],
    [2, "3574010180000002", "Toko; koma, dan\nbaris", 0.5],
    [3, None, "  berjarak  ", 3574011208809001],
    [None, None, None, None],
    ["JUMLAH", None, None, 3],
]
TEXTS = [
    ["DATA UMKM", "", "", ""],
    ["", "", "", ""],
    ["NO", "NIK", "NAMA USAHA", "OMZET"],
    ["1", "0035740101800001", "Warung “Bu Ani”", "1500000"],
    ["2", "3574010180000002", "Toko; koma, dan\nbaris", "0.5"],
    ["3", "", "  berjarak  ", "3574011208809001"],
    ["", "", "", ""],
    ["JUMLAH", "", "", "3"],
]
HELD = (1, 3, 4, 5, 6, 8)
TYPED = ["t   ", "    ", "tttt", "nttn", "nttn", "n tn", "    ", "t  n"]
ALL_TEXT = [row.replace("n", "t") for row in TYPED]


def _openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)


def _xlsxwriter(path: Path, **options: bool) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, **options})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()


def _inline(path: Path) -> None:
    workbook(path, rows_xml(ROWS))


def _prefixed(path: Path) -> None:
    """As .NET libraries write: every tag with a prefix."""
    sheet = sheet_xml(rows_xml(ROWS)).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    write_zip(path, parts({"Data": sheet.replace("xmlns=", "xmlns:x=")}))


def _delimited(delimiter: str, codec: str, **options: object) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, **options)  # type: ignore[arg-type]
        writer.writerows(["" if value is None else value for value in row] for row in ROWS)
        path.write_bytes(stream.getvalue().encode(codec))

    return write


def _html(path: Path) -> None:
    def cell(value: object) -> str:
        text = str("" if value is None else value).replace("\n", "<br>")
        return f"<td>{text.replace('  ', '&nbsp;&nbsp;')}</td>"

    rows = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in ROWS)
    path.write_text(f"<html><meta charset=utf-8><table>{rows}</table></html>", encoding="utf-8")


def _parquet(path: Path) -> None:
    columns = {name: ["" if row[at] is None else str(row[at]) for row in ROWS[1:]] for at, name in enumerate(TEXTS[0])}
    table = pa.table(list(columns.values()), names=["DATA UMKM", " ", "  ", "   "])
    pq.write_table(table, path)


FORMATS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "openpyxl": ("a.xlsx", _openpyxl),
    "xlsxwriter": ("a.xlsx", _xlsxwriter),
    "xlsxwriter in constant memory": ("a.xlsx", lambda path: _xlsxwriter(path, constant_memory=True)),
    "inline strings": ("a.xlsx", _inline),
    "prefixed tags": ("a.xlsx", _prefixed),
    "named xls": ("a.xls", _openpyxl),
    "xlsb": ("a.xlsb", lambda path: write_xlsb(path, ROWS)),
    "comma": ("a.csv", _delimited(",", "utf-8")),
    "semicolon with mark": ("a.csv", _delimited(";", "utf-8-sig")),
    "tab in utf-16": ("a.txt", _delimited("\t", "utf-16")),
    "bar": ("a.csv", _delimited("|", "utf-8")),
    "cp1252, all quoted": ("a.csv", _delimited(";", "cp1252", quoting=csv.QUOTE_ALL)),
    "lines ended by line feeds": ("a.tsv", _delimited("\t", "utf-8", lineterminator="\n")),
}


@pytest.mark.parametrize("name", FORMATS)
def test_same_sheet(name: str, tmp_path: Path, read: Read) -> None:
    file_name, write = FORMATS[name]
    write(tmp_path / file_name)
    file = read(tmp_path / file_name)
    assert file.refused is None
    assert "SRC047" not in {finding.code for finding in file.findings}
    (sheet,) = file.sheets
    assert texts(sheet) == TEXTS
    assert sheet.held_rows == HELD
    assert letters(sheet) == (ALL_TEXT if file.format == "csv" else TYPED)
    assert sheet.n_rows == len(ROWS)


def test_html(tmp_path: Path, read: Read) -> None:
    _html(tmp_path / "a.xls")
    file = read(tmp_path / "a.xls")
    (sheet,) = file.sheets
    shown = [[text.replace("\xa0", " ") for text in row] for row in texts(sheet)]
    assert shown == TEXTS
    assert sheet.held_rows == HELD
    assert [finding.code for finding in file.findings] == ["SRC048"]


def test_parquet(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "a.parquet"
    day = datetime.date(1980, 8, 12)
    table = {
        "nik": ["0035", None, " "],
        "omzet": [1.0, 0.5, None],
        "lahir": [day, None, None],
        "aktif": [True, None, None],
    }
    pq.write_table(pa.table(table), path)
    (sheet,) = read(path).sheets
    assert texts(sheet) == [
        ["nik", "omzet", "lahir", "aktif"], ["0035", "1", "1980-08-12", "TRUE"], ["", "0.5", "", ""],
    ]  # fmt: skip
    assert letters(sheet) == ["tttt", "tndb", " n  "]
    assert sheet.held_rows == (1, 2, 3)


FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("name", ["daftar.xls", "daftar.ods", "libreoffice.xlsx"])
def test_what_libreoffice_writes(name: str, read: Read) -> None:
    file = read(FIXTURES / name)
    assert file.refused is None
    data, hidden, empty = file.sheets
    rows = texts(data)
    assert (hidden.state, empty.columns, empty.held_rows) == ("hidden", (), ())
    assert rows[0][:6] == ["NO", "NIK", "NAMA USAHA", "TGL LAHIR", "OMZET", "AKTIF"]
    assert rows[1][:6] == [
        "1",
        "3574010100000001",
        "Warung 1",
        "1980-02-07",
        "1500000",
        "0" if file.format == "ods" else "FALSE",
    ]
    assert rows[3][4] == "4500001.5"
    assert rows[4][6] == "catatan\nbaris dua"
    assert [rows[33][0], rows[34][0]] == ["#DIV/0!", "#N/A"]
    assert rows[35][1].startswith("35740112088090")  # LibreOffice itself writes 15 digits to xlsx and ods
    assert rows[37][3] == "é ü – “kutip”"
    assert letters(data)[33][0] == "e"
    assert letters(data)[1][:6] == ("nttdnn" if file.format == "ods" else "nttdnb")  # there it is =FALSE(), a number
    assert data.held_rows == (*range(1, 32), 33, 34, 35, 36, 38, 40)
    assert 5 in data.hidden_rows
    assert 7 in data.hidden_columns
    assert (40, 1, 40, 3) in [(a.first_row, a.first_column, a.last_row, a.last_column) for a in data.merged]
    assert "SRC041" in {finding.code for finding in file.findings}


def test_careful_reader_reads_the_same(tmp_path: Path) -> None:
    """What calamine reads in half a second the XML reader reads too, cell by cell."""
    from umkm_clean.read import xlsx
    from umkm_clean.read.grid import packed
    from umkm_clean.read.source import Source

    for path in (FIXTURES / "libreoffice.xlsx", *(_made(tmp_path))):
        source = Source(str(path), path.read_bytes())
        limits = Limits()
        first, second = xlsx.read(source, limits), xlsx.read(source, limits, careful_only=True)
        for one, other in zip(first.grids, second.grids, strict=True):
            assert packed(one, limits) == packed(other, limits)
            assert (one.held, one.formulas, list(one.merged)) == (other.held, other.formulas, list(other.merged))
            assert (list(one.hidden_rows), list(one.hidden_columns)) == (
                list(other.hidden_rows),
                list(other.hidden_columns),
            )


def _made(folder: Path) -> list[Path]:
    for name, write in (("o.xlsx", _openpyxl), ("x.xlsx", _xlsxwriter), ("i.xlsx", _inline)):
        write(folder / name)
    return [folder / "o.xlsx", folder / "x.xlsx", folder / "i.xlsx"]
