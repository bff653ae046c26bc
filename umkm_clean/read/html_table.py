"""HTML tables, as many web programs export under the name `.xls`: read as Excel reads them, one sheet, row after row.

Texts between tables (titles) are rows of their own. Cells are text; a number that the program wrote beside the
shown text (`x:num`) is the number. The rows of tables are counted apart on the text of the file.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.read.delimited.dialect import encoding
from umkm_clean.read.grid import Corners, Finding, Found, Grid, put, rows_held
from umkm_clean.read.plain import is_blank
from umkm_clean.read.refused import Refused, check_box, largest_gap

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_UNSHOWN = ("script", "style", "head", "xml", "title")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "center", "body", "table", "hr")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 10_000
_COMMENT = re.compile(r"<!--.*?-->|<!\[.*?\]>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|head|xml|title)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_PIECE = re.compile(r"<tr\b[^>]*>|</tr\s*>|</?table\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read all tables of a page as one sheet. Raises `Refused` when there is no table, and past the limits."""
    text = _decoded(source.data)
    page = _Page(limits)
    page.feed(text)
    page.close()
    page.flush()
    if not page.table_rows:
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="HTML")
    held = list(rows_held(page.rows))
    counted = _count(text)
    in_tables = len(page.table_rows.intersection(held))
    if in_tables != counted:
        raise Refused(codes.SRC_ROWS_DIFFER, sheet=source.stem, found=in_tables, other=counted)
    widest = max(map(len, page.rows), default=0)
    check_box(limits, source.stem, len(page.rows), widest, sum(map(len, page.rows)), largest_gap(held))
    found = Found()
    found.findings.append(Finding(codes.SRC_HTML_TABLE))
    found.grids.append(Grid(page.sheet or source.stem, page.rows, held, merged=page.merged))
    return found


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    codec, guessed = encoding(data, cut=False)
    if guessed and named:
        try:
            return data.decode(named[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return data.decode(codec, "replace")


class _Page(HTMLParser):
    """Rows of a page as Excel lays them out."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Any]] = []
        self.merged: list[Corners] = []
        self.table_rows: set[int] = set()
        self.sheet = ""
        self._limits = limits
        self._row = 0
        self._column = 0
        self._depth = 0
        self._taken: set[tuple[int, int]] = set()  # cells under a cell that spans rows
        self._cell: dict[str, str | None] | None = None
        self._pieces: list[str] = []
        self._unshown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unshown:
            return
        if tag in _UNSHOWN:
            self._unshown = tag
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            self._cell, self._pieces = dict(attrs), []
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._row += 1
            self._column = 0
            self.table_rows.add(self._row)
        elif tag in _BLOCKS:
            self.flush()
        if tag == "table":
            self._end_cell()
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._unshown:
            self._unshown = "" if tag == self._unshown else self._unshown
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._depth = max(0, self._depth - 1)
            self._taken.clear()
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._unshown and (self._cell is not None or not self._depth):
            self._pieces.append(_SPACE.sub(" ", data))

    def flush(self) -> None:
        """Text outside of tables is a row of its own; inside a cell, a new block is a new line."""
        if self._cell is not None:
            self._pieces.append("\n")
        elif not self._depth:
            text = _text(self._pieces)
            self._pieces = []
            if not is_blank(text):
                self._row += 1
                put(self.rows, self._row, 1, text)

    def _end_cell(self) -> None:
        if self._cell is None:
            if self._depth:
                self._pieces = []
            return
        cell, self._cell = self._cell, None
        self._row = self._row or 1
        self.table_rows.add(self._row)
        self._column += 1
        while (self._row, self._column) in self._taken:
            self._column += 1
        down, across = _span(cell.get("rowspan")), _span(cell.get("colspan"))
        if across > self._limits.columns or down * across > self._limits.area:
            raise Refused(codes.SRC_COLUMNS, sheet="", found=across, limit=self._limits.columns)
        if down * across > 1:
            last = self._row + down - 1, self._column + across - 1
            self.merged.append((self._row, self._column, *last))
            self._taken |= {(r, c) for r in range(self._row + 1, last[0] + 1) for c in range(self._column, last[1] + 1)}
        put(self.rows, self._row, self._column, _value(cell, _text(self._pieces)))
        self._column += across - 1
        self._pieces = []


def _text(pieces: list[str]) -> str:
    lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(lines).strip("\n")


def _value(cell: dict[str, str | None], text: str) -> Any:
    try:
        return float(cell["x:num"] or "") if cell.get("x:num") else text
    except ValueError:
        return text


def _span(text: str | None) -> int:
    return min(max(1, int(text)), _MOST_SPAN) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def _count(text: str) -> int:
    """Rows of tables that hold anything, by splitting the text at its row tags."""
    shown = _HIDDEN.sub("", _COMMENT.sub("", text))
    count = depth = 0
    at = 0
    in_row = False
    shows = False
    for piece in [*_PIECE.finditer(shown), None]:
        between = shown[at : piece.start() if piece else len(shown)]
        if depth and in_row and not is_blank(html.unescape(_TAG.sub("", between))):
            shows = True
        if piece is None:
            break
        at = piece.end()
        tag = piece[0][:3].lower()
        if tag in ("<tr", "</t"):
            count += shows
            shows = False
            in_row = tag == "<tr"
        if piece[0][:6].lower() == "<table":
            depth += 1
        elif piece[0][:7].lower() == "</table":
            depth = max(0, depth - 1)
    return count + shows
