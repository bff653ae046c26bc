"""What a reader of one format hands back, and how it becomes columns that travel cheaply.

A `Grid` holds rows of Python values (see `plain`) and what was seen of the sheet beside its values. `packed` turns
it into bytes that are Arrow's arrays but for one sum, without importing Arrow. No dataclasses in the reading
process: importing them costs it a quarter of its start.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from umkm_clean import codes
from umkm_clean.read.plain import FLOAT, UNCLEAN_BUT_NUL, clean, column_text, is_blank, without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from umkm_clean.read.limits import Limits

_ARROW_MOST = (1 << 31) - 1
_SEPARATOR = "\0"
#: Every ASCII character that needs no cleaning: visible ones, the blank, tab and line feed; and the separator.
_ORDINARY = bytes([0, 9, 10, *range(32, 127)])

#: A rectangle as first row, first column, last row, last column.
Corners = tuple[int, int, int, int]


class Finding(NamedTuple):
    """`model.SourceFinding` inside the reading process: the same fields in the same order (`cells` is its `count`)."""

    code: str
    sheet: str | None = None
    column: int | None = None
    row: int | None = None
    header: str | None = None
    cells: int = 1
    raw: str | None = None
    facts: Mapping[str, Any] = {}


class Column(NamedTuple):
    """One column: its texts as UTF-8 joined by NUL, one letter a cell (or one for all), its floats as doubles.

    Cells with the letter `plain.FLOAT` take the next float, all others the next text.
    """

    text: bytes
    letters: bytes
    floats: bytes

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.floats and not self.text.strip(b"\0")


class ArrowColumn(NamedTuple):
    """A column that Arrow made: int32 offsets, UTF-8 bytes, one letter a cell (or one for all)."""

    offsets: bytes
    text: bytes
    letters: bytes

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.text

    @property
    def height(self) -> int:
        """Number of cells."""
        return len(self.offsets) // 4 - 1

    def at(self, row: int) -> str:
        """The text of one cell, counted from 0."""
        first, last = (int.from_bytes(self.offsets[4 * at : 4 * at + 4], sys.byteorder) for at in (row, row + 1))
        return self.text[first:last].decode("utf-8", "replace")


class Grid:
    """One sheet as read. `rows[r][c]` is the value of Excel row r+1, column c+1; rows may differ in length.

    `held` are the rows that hold anything, counted by code that shares nothing with what filled `rows`. A large
    table comes as `chunks` (rows, columns) instead of rows; `held` is then known once they are used up.
    `stood[c][r]` is the text of a cell from which invisible characters were taken, as it stands in the file; known
    once the grid is packed.
    """

    def __init__(
        self,
        name: str,
        rows: list[list[Any]] | None = None,
        held: Sequence[int] = (),
        *,
        position: int = 0,
        state: str = "visible",
        merged: Sequence[Corners] = (),
        hidden_rows: Iterable[int] = (),
        hidden_columns: Iterable[int] = (),
        formulas: Mapping[tuple[int, int], str] | None = None,
        chunks: Iterator[tuple[int, list[Column] | list[ArrowColumn]]] | None = None,
    ) -> None:
        self.name, self.position, self.state = name, position, state
        self.rows = rows or []
        self.held = held
        self.merged = merged
        self.hidden_rows, self.hidden_columns = hidden_rows, hidden_columns
        self.formulas = formulas or {}
        self.chunks = chunks
        self.stood: dict[int, dict[int, str]] = {}

    def note(self, column: int, above: int, stood: Mapping[int, str]) -> None:
        """Keep what stood in cells of a column (see `Packed`); `above` is the number of rows above the first."""
        if stood:
            self.stood.setdefault(column, {}).update({above + 1 + at: text for at, text in stood.items()})


class Packed(NamedTuple):
    """A column as it travels; what changed on the way (code, cells, facts); what stood in cleaned cells, from 0 on."""

    column: Column
    said: list[tuple[str, int, dict[str, Any]]]
    stood: dict[int, str]


class Found:
    """What reading one file gave."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.findings: list[Finding] = []


def put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    """Set one cell (counted from 1), growing the rows as needed."""
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    if len(cells) < column:
        cells.extend([""] * (column - len(cells)))
    cells[column - 1] = value


def rows_held(rows: Sequence[Sequence[Any]]) -> tuple[int, ...]:
    """Numbers of the rows with at least one cell that shows something."""
    held = []
    for number, cells in enumerate(rows, 1):
        for value in cells:
            if value != "" and not is_blank(value):
                held.append(number)
                break
    return tuple(held)


def packed(grid: Grid, limits: Limits) -> tuple[list[Column], int, list[Finding]]:
    """The grid's columns, its number of rows (up to the last that holds anything), and what was changed on the way."""
    height = grid.held[-1] if grid.held else 0
    rows = grid.rows[:height]
    width = max(map(len, rows), default=0)
    if any(len(cells) != width for cells in rows):
        rows = [cells if len(cells) == width else [*cells, *[""] * (width - len(cells))] for cells in rows]
    columns: list[Column] = []
    findings: list[Finding] = []
    filled = 0
    for number, values in enumerate(zip(*rows, strict=True), 1):
        column, said, stood = pack(*column_text(values), limits.text_length)
        grid.note(number, 0, stood)
        findings += [Finding(code, grid.name, number, cells=count, facts=facts) for code, count, facts in said]
        columns.append(column)
        if not column.empty:
            filled = number
    return columns[:filled], height, findings


def pack(texts: Sequence[str], letters: bytes, floats: list[float], most: int) -> Packed:
    """A column as it travels: nothing invisible, no text longer than `most`.

    Raises OverflowError past 2 GB in one column.
    """
    said: list[tuple[str, int, dict[str, Any]]] = []
    stood: dict[int, str] = {}
    together = _SEPARATOR.join(texts)
    if together.count(_SEPARATOR) >= len(texts) or not _ordinary(together):
        cleaned = [clean(text) for text in texts]
        differ = [at for at, text in enumerate(cleaned) if text != texts[at]]
        if differ:
            said.append((codes.SRC_INVISIBLE, len(differ), {}))
            cells = [at for at, letter in enumerate(letters) if letter != FLOAT] if FLOAT in letters else None
            stood = {cells[at] if cells else at: without_surrogates(texts[at][:most]) for at in differ}
        texts = cleaned
        together = _SEPARATOR.join(texts)
    if _may_be_long(together, most) and (longest := max(map(len, texts))) > most:
        said.append((codes.SRC_TEXT_CUT, sum(len(text) > most for text in texts), {"limit": most, "longest": longest}))
        together = _SEPARATOR.join([text[:most] for text in texts])
    data = together.encode()
    if len(data) > _ARROW_MOST:
        raise OverflowError
    return Packed(Column(data, letters, array("d", floats).tobytes()), said, stood)


def _ordinary(text: str) -> bool:
    """Whether no character of joined texts needs cleaning."""
    if text.isascii():
        return not text.encode().translate(None, _ORDINARY)
    return not (UNCLEAN_BUT_NUL.search(text))


def _may_be_long(together: str, most: int) -> bool:
    """Whether a text among those joined may be longer than `most`: a window half as wide holds no separator."""
    half = max(1, most // 2)
    return any(together.find(_SEPARATOR, at, at + half) < 0 for at in range(0, len(together) - half + 1, half))
