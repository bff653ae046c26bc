"""The XML of an OpenDocument spreadsheet → rows of values (OASIS OpenDocument 1.3, part 3, chapter 9)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.read.grid import Corners, put
from umkm_clean.read.plain import ErrorText, FormulaText, clean
from umkm_clean.read.refused import Refused
from umkm_clean.read.seen import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits

_NUMBERS = ("float", "percentage", "currency")
_DURATION = re.compile(r"-?P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,][0-9]+)?S)?")
_MIDNIGHT = datetime(1, 1, 1)
_NOT_SHOWN = ("office:annotation", "table:shapes", "draw:frame", "table:tracked-changes", "table:dde-links")


class Table:
    """One sheet while it is read."""

    def __init__(self, name: str, style: str) -> None:
        self.name, self.style = name, style
        self.rows: list[list[Any]] = []
        self.cells = 0
        self.merged: list[Corners] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.formulas: dict[tuple[int, int], str] = {}


class Document:
    """Expat's events of `content.xml` → `sheets`; names keep the prefixes that all programs write."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Table] = []
        self.hidden_styles: set[str] = set()
        self._limits = limits
        self._style = ""
        self._sheet: Table | None = None
        self._row = self._column = self._columns = 0
        self._row_times = 1
        self._values: list[tuple[int, int, Any, str | None]] = []  # column, times, value, formula
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._unshown = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name in _NOT_SHOWN:
            self._unshown += 1
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self._style)
        elif name == "table:table" and not self._unshown:
            self._sheet = Table(clean(attributes.get("table:name", "")), attributes.get("table:style-name", ""))
            self.sheets.append(self._sheet)
            self._row = self._columns = 0
        elif self._sheet is not None and not self._unshown:
            self._inside(name, attributes, self._sheet)

    def _inside(self, name: str, attributes: dict[str, str], sheet: Table) -> None:
        if name == "table:table-column":
            times = _times(attributes, "table:number-columns-repeated", LAST_COLUMN)
            if attributes.get("table:visibility", "visible") != "visible":
                sheet.hidden_columns += range(self._columns + 1, min(self._columns + times, LAST_COLUMN) + 1)
            self._columns += times
        elif name == "table:table-row":
            self._row_times = _times(attributes, "table:number-rows-repeated", LAST_ROW)
            self._column = 0
            self._values = []
            if attributes.get("table:visibility", "visible") != "visible":
                sheet.hidden_rows += range(self._row + 1, min(self._row + self._row_times, LAST_ROW) + 1)
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
        elif self._cell is not None:
            if name == "text:p":
                self._paragraphs.append("")
            elif self._paragraphs:
                blanks = _times(attributes, "text:c", 1000) if name == "text:s" else 0
                self._paragraphs[-1] += {"text:tab": "\t", "text:line-break": "\n"}.get(name, " " * blanks)

    def text(self, piece: str) -> None:
        """Characters between tags."""
        if self._cell is not None and self._paragraphs and not self._unshown:
            self._paragraphs[-1] += piece

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _NOT_SHOWN:
            self._unshown -= 1
        elif self._unshown or self._sheet is None:
            return
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell, self._sheet)
        elif name == "table:table-row":
            self._end_row(self._sheet)
        elif name == "table:table":
            self._sheet = None

    def _end_cell(self, cell: dict[str, str], sheet: Table) -> None:
        times = _times(cell, "table:number-columns-repeated", LAST_COLUMN)
        value = _value(cell, "\n".join(self._paragraphs))
        down, across = (_times(cell, f"table:number-{kind}-spanned", LAST_ROW) for kind in ("rows", "columns"))
        if down * across > 1:
            first = (self._row + 1, self._column + 1)
            sheet.merged.append((*first, first[0] + down - 1, first[1] + across - 1))
        if value != "":
            formula = cell.get("table:formula")
            self._values.append((self._column + 1, times, value, "=" + _plain(formula) if formula else None))
        self._column += times
        self._cell = None

    def _end_row(self, sheet: Table) -> None:
        if self._values:
            cells = sum(times for _, times, _, _ in self._values) * self._row_times
            sheet.cells += cells
            if sheet.cells > self._limits.cells:
                raise Refused(codes.SRC_CELLS, sheet=sheet.name, found=sheet.cells, limit=self._limits.cells)
            if self._row + self._row_times > LAST_ROW or self._column > LAST_COLUMN + LAST_COLUMN:
                raise Refused(codes.SRC_OFF_GRID, sheet=sheet.name)
            widest = self._values[-1][0] + self._values[-1][1] - 1
            if (self._row + self._row_times) * widest > self._limits.area:
                found = (self._row + self._row_times) * widest
                raise Refused(codes.SRC_AREA, sheet=sheet.name, found=found, limit=self._limits.area)
            for row in range(self._row + 1, self._row + self._row_times + 1):
                self._write(sheet, row)
        self._row += self._row_times

    def _write(self, sheet: Table, row: int) -> None:
        for first, times, value, formula in self._values:
            for column in range(first, first + times):
                put(sheet.rows, row, column, value)
                if formula:
                    sheet.formulas[row, column] = formula


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "1")
    return min(int(text), most) or 1 if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _value(cell: dict[str, str], shown: str) -> Any:
    kind = cell.get("office:value-type") or cell.get("calcext:value-type") or ""
    formula = cell.get("table:formula")
    if cell.get("calcext:value-type") == "error" or (formula and shown.startswith(("#", "Err:")) and kind != "string"):
        return ErrorText(shown or "#ERROR")
    if formula and not kind and not shown:
        return FormulaText("=" + _plain(formula))
    if kind in _NUMBERS:
        try:
            return float(cell.get("office:value", ""))
        except ValueError:
            return shown
    if kind == "date":
        return _date(cell.get("office:date-value", ""), shown)
    if kind == "time":
        return _time(cell.get("office:time-value", ""), shown)
    if kind == "boolean":
        return cell.get("office:boolean-value") == "true"
    return shown or cell.get("office:string-value", "")


def _plain(formula: str) -> str:
    """`of:=SUM([.A1:.A3])` → `SUM(A1:A3)`, as Excel writes it."""
    text = formula.partition("=")[2] if ":" in formula.partition("=")[0] or formula.startswith("=") else formula
    return re.sub(r"\[\.?([^\]]*)\]", lambda match: match[1].replace(":.", ":"), text)


def _date(text: str, shown: str) -> Any:
    try:
        return datetime.fromisoformat(text[:19]) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text or shown


def _time(text: str, shown: str) -> Any:
    match = _DURATION.fullmatch(text)
    if not match or text in ("", "PT"):
        return shown
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return (_MIDNIGHT + span).time() if span < timedelta(days=1) and not text.startswith("-") else span
