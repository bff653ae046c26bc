"""The careful look at a sheet part, with an XML parser: slower, and it understands everything the format allows.

It is the second reader, for sheets that the first one cannot read or where rows or cells are missing, and the
second count where the fast look at the bytes cannot tell. Prefixes, strict namespaces, UTF-16, comments, CDATA,
cells without references, rows out of order: all read as Excel reads them.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.read.grid import put
from umkm_clean.read.plain import ErrorText, FormulaText, is_blank
from umkm_clean.read.refused import Refused, check_box, largest_gap
from umkm_clean.read.seen import LAST_COLUMN, LAST_ROW, Seen, area, column_number
from umkm_clean.read.xlsx.quick import decode_escapes
from umkm_clean.read.xml_parts import local, parse

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.package import Package
    from umkm_clean.read.xlsx.parts import Styles

_TRUE = ("1", "true")


class Cell:
    """One cell as written: its type letter, style index, stored text and formula (None where there is none)."""

    __slots__ = ("formula", "style", "text", "type")

    def __init__(self, type_: str, style: int) -> None:
        self.type, self.style = type_, style
        self.text: str | None = None
        self.formula: str | None = None


class Sheet:
    """All cells of a part that hold something, by (row, column), and the facts beside them."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.seen = Seen()
        self.root = ""


def look(package: Package, part: str, name: str, limits: Limits) -> Sheet:
    """Parse a whole sheet part. Raises `Refused` for damage, cells off the grid or written twice, too many cells."""
    handler = _Handler(name, limits)
    parse(package.blocks(part), handler.start, handler.end, handler.text)
    return handler.sheet


class _Handler:
    """Expat's events of one sheet part → `Sheet`."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheet = Sheet()
        self._name, self._limits = name, limits
        self._row = self._column = 0
        self._cell: Cell | None = None
        self._gathering: list[str] | None = None
        self._preserved = False
        self._phonetic = 0
        self._masters: dict[str, str] = {}
        self._shared: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag in ("v", "t", "f"):
            if self._cell is not None and not self._phonetic:
                self._gathering = []
                self._preserved = tag != "t" or attributes.get("xml:space") == "preserve"
                if tag == "f":
                    self._shared = attributes.get("si") if attributes.get("t") == "shared" else None
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = _number(attributes.get("min"), 1), _number(attributes.get("max"), 1)
            self.sheet.seen.hidden_columns += range(first, min(last, LAST_COLUMN) + 1)
        elif tag == "mergeCell" and (found := area(attributes.get("ref", ""))):
            self.sheet.seen.merged.append(found)
        elif not self.sheet.root:
            self.sheet.root = tag

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "c" and self._cell is not None:
            self._end_cell(self._cell)
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag in ("v", "t", "f") and self._gathering is not None and self._cell is not None:
            text = "".join(self._gathering)
            text = text if self._preserved else text.strip(" \t\r\n")
            self._gathering = None
            if tag == "f":
                self._cell.formula = self._formula(text)
            elif tag == "t":
                self._cell.text = (self._cell.text or "") + decode_escapes(text)
            else:
                self._cell.text = decode_escapes(text) if self._cell.type == "str" else text

    def text(self, piece: str) -> None:
        if self._gathering is not None:
            self._gathering.append(piece)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r"), self._row + 1)
        self._column = 0
        if attributes.get("hidden") in _TRUE:
            self.sheet.seen.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        letters = (reference := attributes.get("r", "")).rstrip("0123456789")
        if reference and letters.isalpha() and letters.isascii():
            self._column = column_number(letters.upper())
            self._row = _number(reference[len(letters) :], self._row)
        else:
            self._column += 1
        self._cell = Cell(attributes.get("t", "n"), _number(attributes.get("s"), 0))

    def _end_cell(self, cell: Cell) -> None:
        self._cell = None
        place = (self._row, self._column)
        if cell.text is not None:
            reach = self.sheet.seen.reach
            self.sheet.seen.reach = (max(reach[0], place[0]), max(reach[1], place[1]))
        if not cell.text and cell.formula is None:
            return
        if not (1 <= place[0] <= LAST_ROW and 1 <= place[1] <= LAST_COLUMN):
            raise Refused(codes.SRC_OFF_GRID, sheet=self._name)
        if place in self.sheet.cells:
            raise Refused(codes.SRC_CELL_TWICE, sheet=self._name)
        self.sheet.cells[place] = cell
        if len(self.sheet.cells) > self._limits.cells:
            raise Refused(codes.SRC_CELLS, sheet=self._name, found=len(self.sheet.cells), limit=self._limits.cells)

    def _formula(self, text: str) -> str:
        if self._shared is not None and text:
            self._masters[self._shared] = text
        return "=" + (text or self._masters.get(self._shared or "", ""))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def values(sheet: Sheet, name: str, strings: list[str], styles: Styles, limits: Limits) -> list[list[Any]]:
    """Cells as rows of Python values; fills `sheet.seen` (rows held, cells, errors, formulas) on the way.

    Raises `Refused` where the values reach further than the limits, or a text is asked for that is not there.
    """
    seen = sheet.seen
    typed: list[tuple[int, int, Any]] = []
    shows: set[int] = set()
    for (row, column), cell in sheet.cells.items():
        value = _value(cell, strings, styles)
        if cell.formula is not None:
            seen.formulas[row, column] = cell.formula
        if isinstance(value, ErrorText):
            seen.errors[row, column] = value
        elif isinstance(value, FormulaText):
            seen.uncached[row, column] = value
        elif value != "":
            seen.cells += 1
        if not is_blank(value):
            shows.add(row)
        if value != "":
            typed.append((row, column, value))
    seen.held = sorted(shows)
    seen.last_column = max((column for _, column, value in typed if not is_blank(value)), default=0)
    last = seen.held[-1] if seen.held else 0
    # Blanks beyond everything that shows are left out: a stray one at the end of the grid must not cost its rows.
    typed = [cell for cell in typed if cell[0] <= last and cell[1] <= seen.last_column]
    check_box(limits, name, last, seen.last_column, len(typed), largest_gap(seen.held))
    rows: list[list[Any]] = []
    for row, column, value in typed:
        put(rows, row, column, value)
    return rows


def _value(cell: Cell, strings: list[str], styles: Styles) -> Any:
    text = cell.text
    if not text:
        return FormulaText(cell.formula) if cell.formula is not None and cell.type != "str" else ""
    if cell.type == "s":
        index = int(text) if text.strip().isascii() and text.strip().isdigit() else -1
        if not 0 <= index < len(strings):
            raise Refused(codes.SRC_BROKEN, problem="shared string")
        return strings[index]
    if cell.type in ("str", "inlineStr"):
        return text
    if cell.type == "e":
        return ErrorText(text)
    if cell.type == "b":
        return text.strip().lower() in _TRUE
    if cell.type == "d":
        return _iso(text)
    try:
        number = float(text)
    except ValueError:
        return text  # not a number after all: what is written is what the clerk sees
    if number != number or abs(number) == float("inf"):
        return ErrorText("#NUM!")
    return styles.shown(number, cell.style)


def _iso(text: str) -> Any:
    """A date, a moment or a time of day in ISO 8601; anything else stays the text that it is."""
    written = text.strip().removesuffix("Z")
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return read(written)
        except ValueError:
            continue
    return text
