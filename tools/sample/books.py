"""Files, byte for byte the same on every machine: no clock, no user name, one zip writer with fixed dates."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from typing import TYPE_CHECKING

import xlsxwriter

from tools.sample.cells import Cell, Fault, Formula
from tools.sample.ods import ods_members
from umkm_clean.model import Role

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from tools.sample.grid import Sheet

CREATED = datetime.datetime(2026, 3, 31, 8, 0, 0)  # noqa: DTZ001 (a workbook knows no time zone)
ERROR_FORMULAS = {"#REF!": "=#REF!", "#N/A": "=NA()", "#VALUE!": '=VALUE("x")', "#DIV/0!": "=1/0"}
ERROR_CODES = {"#REF!": 0x17, "#N/A": 0x2A, "#VALUE!": 0x0F, "#DIV/0!": 0x07}  # of BIFF8
STRONG = (Role.HEADER, Role.REPEATED_HEADER, Role.TOTAL, Role.TITLE)


def write_book(path: Path, kind: str, sheets: list[Sheet]) -> None:
    """Write the sheets in the form `kind` names (see `plan.SUFFIX`)."""
    if kind == "xlsx":
        content = pack(unpack(xlsx(sheets)))
    elif kind == "ods":
        content = pack(ods_members(sheets))
    elif kind == "xls":
        content = xls(sheets)
    else:
        content = csv_text(sheets[0], ";" if kind == "csv-cp1252" else ",").encode(
            "cp1252" if kind == "csv-cp1252" else "utf-8-sig"
        )
    path.write_bytes(content)


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def pack(members: list[tuple[str, bytes]]) -> bytes:
    """A zip that does not tell when or on which system it was made. `mimetype` stays uncompressed (OpenDocument)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)
    return buffer.getvalue()


def xlsx(sheets: list[Sheet]) -> bytes:
    """A workbook as Excel saves it, with formats, merges, hidden rows and sheets."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": CREATED, "author": "Kelurahan"})
    strong = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
    title = book.add_format({"bold": True, "align": "center"})
    plain = book.add_format({"border": 1, "num_format": "@"})
    number = book.add_format({"border": 1})
    date = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        if sheet.state == "hidden":
            page.hide()
        for column, width in sheet.widths.items():
            page.set_column(column - 1, column - 1, width)
        for first_row, first_column, last_row, last_column in sheet.merges:
            style = title if sheet.roles.get(first_row) == Role.TITLE else strong
            page.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "", style)
        for row, cells in sheet.cells.items():
            role = sheet.roles[row]
            for column, cell in cells.items():
                if isinstance(cell, datetime.date):
                    page.write_datetime(row - 1, column - 1, cell, date)
                elif role in STRONG:
                    put(page, row, column, cell, title if role == Role.TITLE else strong)
                else:
                    framed = plain if isinstance(cell, str) else number
                    put(page, row, column, cell, framed if role == Role.DATA else None)
        for row in sheet.hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def put(page: Worksheet, row: int, column: int, cell: Cell, style: object) -> None:
    """One cell of an xlsx sheet; the library returns a negative number instead of raising."""
    place = (row - 1, column - 1)
    if isinstance(cell, Formula):
        done = page.write_formula(*place, cell.text, style, "" if cell.value is None else cell.value)
    elif isinstance(cell, Fault):
        done = page.write_formula(*place, ERROR_FORMULAS[cell.word], style, cell.word)
    elif isinstance(cell, str):
        done = page.write_string(*place, cell, style)
    else:
        done = page.write_number(*place, cell, style)
    if done != 0:
        raise ValueError(f"cell {row}/{column} was not written ({done})")


def xls(sheets: list[Sheet]) -> bytes:
    """A BIFF8 workbook of the kind Excel 97 to 2003 saves."""
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    date = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    strong = xlwt.easyxf("font: bold on; align: horiz center, wrap on")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = 1 if sheet.state == "hidden" else 0
        corners = {(area[0], area[1]): area for area in sheet.merges}
        for row, cells in sheet.cells.items():
            for column, cell in cells.items():
                style = strong if sheet.roles[row] in STRONG else xlwt.Style.default_style
                if isinstance(cell, Fault):
                    page.row(row - 1).set_cell_error(column - 1, ERROR_CODES[cell.word])
                elif area := corners.get((row, column)):
                    page.write_merge(area[0] - 1, area[2] - 1, area[1] - 1, area[3] - 1, cell, style)
                else:
                    page.write(row - 1, column - 1, cell, date if isinstance(cell, datetime.date) else style)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_text(sheet: Sheet, delimiter: str) -> str:
    """A text file as Excel (`;`) or a web form (`,`) saves it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in range(1, sheet.last_row + 1):
        cells = sheet.cells.get(row, {})
        writer.writerow([plain_text(cells.get(column)) for column in range(1, sheet.last_column + 1)])
    return buffer.getvalue()


def plain_text(cell: Cell | None) -> str:
    """The cell as text without a type."""
    if cell is None:
        return ""
    if isinstance(cell, Fault):
        return cell.word
    if isinstance(cell, Formula):
        return str(cell.value)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, datetime.date) else str(cell)
