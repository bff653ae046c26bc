"""Workbooks for tests, written as text: one line a row, cells between bars.

    sheet('''
    No | Nama Usaha | NIK               | Omzet
    #1 | Warung Bu Tin | 3574011208809001 | #1500000
    ''')

`#12.5` is a number, `@1980-08-12` a date, `=A1+1 => 2` a formula with its stored result (without `=>`: none stored),
`!#REF!` an error cell; `'` before any of these makes it text. A blank line is a blank row.
"""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Formula:
    """A formula and its stored result, as text."""

    text: str
    result: str


Cell = str | int | float | datetime.date | Formula | None
Rows = Sequence[Sequence[Cell]]
ERRORS = {"#REF!": "=#REF!", "#N/A": "=NA()", "#VALUE!": '=VALUE("x")', "#DIV/0!": "=1/0", "#NAME?": "=TIDAKADA()"}
HEADING = re.compile(r"^== (?P<name>[^|]+?)(?: \| (?P<options>.*))? ==$")


def sheet(text: str) -> list[list[Cell]]:
    """Rows of a sheet from text; the first and the last line break do not count."""
    lines = textwrap.dedent(text).removeprefix("\n").rstrip(" ").removesuffix("\n").split("\n")
    return [[cell(part.strip(" ")) for part in line.split("|")] if line.strip() else [] for line in lines]


def cell(text: str) -> Cell:
    """One cell, by its mark."""
    if not text:
        return None
    if re.fullmatch(r"#-?[0-9]+", text):
        return int(text[1:])
    if re.fullmatch(r"#-?[0-9]*\.[0-9]+", text):
        return float(text[1:])
    if re.fullmatch(r"@[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return datetime.date.fromisoformat(text[1:])
    if text.startswith("!") and text[1:] in ERRORS:
        return Formula(ERRORS[text[1:]], text[1:])
    if text.startswith("="):
        formula, _, result = text.partition(" => ")
        return Formula(formula, result)
    return text.removeprefix("'")


def book(
    path: Path,
    sheets: Mapping[str, Rows | str],
    *,
    merged: Mapping[str, Iterable[str]] | None = None,
    hidden: Iterable[str] = (),
    hidden_rows: Mapping[str, Iterable[int]] | None = None,
) -> Path:
    """Write an xlsx; rows may be text for `sheet`. `merged`: sheet → ranges such as "A1:C1"; `hidden`: sheet names."""
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"created": datetime.datetime(2026, 3, 31)})
    date = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for name, given in sheets.items():
        page = workbook.add_worksheet(name)
        if name in set(hidden):
            page.hide()
        elif workbook.worksheets_objs[0].hidden:  # Excel opens on a visible sheet, the library on the first
            page.activate()
            page.set_first_sheet()
        for area in (merged or {}).get(name, ()):
            page.merge_range(area, "")
        for row in (hidden_rows or {}).get(name, ()):
            page.set_row(row - 1, None, None, {"hidden": True})
        for at, cells in enumerate(sheet(given) if isinstance(given, str) else given):
            for column, value in enumerate(cells):
                if value is not None and put(page, at, column, value, date) != 0:
                    raise ValueError(f"row {at + 1}, column {column + 1} of {name} was not written")
    workbook.close()
    return path


def put(page: Worksheet, row: int, column: int, value: Cell, date: Format) -> int:
    """Write one cell by its type; the library answers 0 when it was written."""
    if isinstance(value, Formula):
        done = page.write_formula(row, column, value.text, None, number(value.result))
    elif isinstance(value, datetime.date):
        done = page.write_datetime(row, column, value, date)
    elif isinstance(value, str):
        done = page.write_string(row, column, value)
    else:
        done = page.write_number(row, column, value)
    return int(done)


def number(text: str) -> str | float:
    """A stored result as Excel stores it."""
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def book_from_text(path: Path, text: str) -> Path:
    """Write an xlsx from one text: sheets start with `== Name ==`, or `== Name | hidden | merged A1:C1 B4:B9 ==`.

    Text without such a line is the one sheet `Sheet1`.
    """
    parts: dict[str, list[str]] = {}
    merged: dict[str, list[str]] = {}
    hidden: list[str] = []
    current = parts.setdefault("Sheet1", []) if not text.lstrip().startswith("== ") else []
    for line in text.strip("\n").split("\n"):
        if found := HEADING.match(line):
            name = found["name"]
            current = parts.setdefault(name, [])
            for option in (found["options"] or "").split(" | "):
                word, *areas = option.split(" ")
                if word == "hidden":
                    hidden.append(name)
                elif word == "merged":
                    merged[name] = areas
                elif word:
                    raise ValueError(f"unknown sheet option: {option}")
        else:
            current.append(line)
    return book(path, {name: "\n".join(lines) for name, lines in parts.items()}, merged=merged, hidden=hidden)
