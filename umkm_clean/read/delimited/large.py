"""CSV files too large to hold, in blocks that end where records end; each block is read and counted by two ways.

Arrow reads blocks in which every record is as wide as the first; the csv module reads the others.
"""

from __future__ import annotations

import codecs
import itertools
import re
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.read.arrow_columns import string_columns
from umkm_clean.read.delimited.count import Counter
from umkm_clean.read.delimited.dialect import handler
from umkm_clean.read.grid import ArrowColumn, Column, Finding, Found, Grid, pack
from umkm_clean.read.plain import TEXT, is_blank
from umkm_clean.read.refused import Refused, check_flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.read.delimited.dialect import Dialect
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

_BLOCK = 4 << 20
#: A record longer than this has a quote that was never closed.
_MOST_RECORD = 4 << 20
_GUARD = re.compile(rb"'[=+\-@\t\r\xef]")


def read_large(source: Source, codec: str, form: Dialect, limits: Limits, found: Found) -> Grid:
    """One sheet whose chunks are read while they are sent."""
    grid = Grid(source.stem)
    grid.chunks = _Reading(source, codec, form, limits, found, grid).chunks()
    return grid


class _Reading:
    def __init__(self, source: Source, codec: str, form: Dialect, limits: Limits, found: Found, grid: Grid) -> None:
        self._source, self._codec, self._form, self._limits = source, codec, form, limits
        self._found, self._grid = found, grid
        self._counter = Counter(form.delimiter, quoted=form.quoted)
        self._changed: dict[tuple[int, str], int] = {}
        self._cells = 0

    def chunks(self) -> Iterator[tuple[int, list[Column] | list[ArrowColumn]]]:
        """Chunks of columns; sets the grid's rows held and says what cleaning changed at the end."""
        name, held = self._source.stem, []
        last = 0
        for piece in self._pieces():
            before = self._counter.records
            text = piece.decode("utf-8")
            mine = list(self._counter.feed([text]))
            height = self._counter.records - before
            columns = self._columns(piece, text, before, height, [row - before for row in mine])
            self._cells += height * len(columns)
            widest = max((number for number, column in enumerate(columns, 1) if not column.empty), default=0)
            check_flat(self._limits, name, self._cells, widest, mine[0] - last - 1 if mine else 0)
            last = mine[-1] if mine else last
            held += mine
            yield height, columns
        self._grid.held = held
        for (column, code), count in sorted(self._changed.items()):
            facts = {"limit": self._limits.text_length} if code == codes.SRC_TEXT_CUT else {}
            self._found.findings.append(Finding(code, name, column, cells=count, facts=facts))

    def _columns(self, piece: bytes, text: str, above: int, height: int, held: list[int]) -> Any:
        if not self._form.lines_quoted and not _GUARD.search(piece):
            columns = string_columns(
                piece, self._form.delimiter, quoted=self._form.quoted, most=self._limits.text_length
            )
            if columns is not None and columns[0].height == height and _same_rows(columns, held):
                return columns
        from umkm_clean.read.delimited import parse, unguarded

        rows = parse(text, self._form, strict=False) or []
        shows = [number for number, row in enumerate(rows, 1) if any(not is_blank(field) for field in row)]
        if len(rows) != height or shows != held:
            raise Refused(codes.SRC_ROWS_DIFFER, sheet=self._source.stem, found=len(rows), other=height)
        packed = []
        for number, values in enumerate(itertools.zip_longest(*unguarded(rows), fillvalue=""), 1):
            column, said, stood = pack(values, bytes([TEXT]), [], self._limits.text_length)
            self._grid.note(number, above, stood)
            for code, count, _ in said:
                self._changed[number, code] = self._changed.get((number, code), 0) + count
            packed.append(column)
        return packed

    def _pieces(self) -> Iterator[bytes]:
        """The file as UTF-8 in pieces that end where records end."""
        carried = b""
        for block in self._blocks():
            joined = carried + block
            cut = _record_end(joined) if self._form.quoted else joined.rfind(b"\n") + 1
            if not cut and len(joined) > _MOST_RECORD + _BLOCK:
                self._no_quotes()
                cut = joined.rfind(b"\n") + 1
            carried = joined[cut:]
            if cut:
                yield joined[:cut]
        if carried:
            if self._form.quoted and carried.count(b'"') % 2:
                self._no_quotes()
            yield carried

    def _no_quotes(self) -> None:
        self._form = self._form._replace(quoted=False, lines_quoted=False)
        records = self._counter.records
        self._counter = Counter(self._form.delimiter, quoted=False)
        self._counter.records = records
        self._found.findings.append(Finding(codes.SRC_QUOTES_BROKEN, self._source.stem))

    def _blocks(self) -> Iterator[bytes]:
        with open(self._source.path, "rb") as stream:
            decoder = codecs.getincrementaldecoder(self._codec)(handler(self._codec))
            skip = self._form.skip
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                yield text[skip:].encode()
                skip = 0
            yield decoder.decode(b"", True).encode()


def _record_end(data: bytes) -> int:
    """Where the last record surely ends: after a line end with an even number of quotes before it; 0 if nowhere."""
    cut = data.rfind(b"\n") + 1
    while cut and data.count(b'"', 0, cut) % 2:
        cut = data.rfind(b"\n", 0, data.rfind(b'"', 0, cut)) + 1
    return cut


def _same_rows(columns: list[ArrowColumn], held: list[int]) -> bool:
    """Whether the rows that Arrow read hold something exactly where the count says so."""
    import numpy as np

    height = columns[0].height
    filled = np.zeros(height, dtype=bool)
    for column in columns:
        filled |= np.diff(np.frombuffer(column.offsets, dtype=np.int32)) > 0
    counted = np.zeros(height, dtype=bool)
    counted[np.array(held, dtype=np.int64) - 1] = True
    if (counted & ~filled).any():
        return False
    doubtful = np.flatnonzero(filled & ~counted)  # rows of blanks only, unless something is wrong
    return all(is_blank(column.at(int(row))) for row in doubtful for column in columns)
