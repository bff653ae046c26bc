"""Tables whose header holds no known word, or that have no header row at all: told by their values."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.headers import signs
from umkm_clean.headers.content import looks_like_nik, looks_like_phone
from umkm_clean.headers.words import fold

if TYPE_CHECKING:
    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.places import Places

WINDOW = 60
_VALUE = re.compile(r"[0-9]{4,}|@|^[0-9]+([.,/-][0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Bare:
    """A table without known header words. `header`: the row that must be its header, None where there is none.

    `proven`: at least one column holds NIK or phone numbers, so the rows are about persons or businesses.
    """

    first: int  # first row that may be data
    header: int | None
    proven: bool
    columns: tuple[int, ...]


def find_bare(grid: Grid, lexicon: Lexicon, places: Places) -> Bare | None:
    """The table that the first rows of a sheet are, None where they are no table (a cover, a letter, a help page)."""
    rows = [row for row in grid.held[:WINDOW] if len(grid.row(row)) >= 3]
    if len(rows) < 2:
        return None
    width = Counter(column for row in rows for column in grid.row(row))
    columns = tuple(sorted(column for column, count in width.items() if count >= 0.5 * len(rows)))
    if len(columns) < 3:
        return None
    body = [row for row in rows if sum(column in grid.row(row) for column in columns) >= 0.6 * len(columns)]
    body = [row for row in body if signs.total_label(grid.row(row), lexicon, places) is None]
    proving = {}
    for column in columns:
        texts = [text for row in body if (text := grid.text(row, column))]
        for test in (looks_like_nik, looks_like_phone):
            if len(texts) >= 2 and sum(map(test, texts)) >= 0.6 * len(texts):
                proving[column] = test
    counts = [column for column in columns if _runs(grid, body, column)]
    if len(body) < 2 or (not proving and not (counts and len(columns) >= 4 and len(body) >= 5)):
        return None
    first = body[0]
    header = first if _is_words(grid, first, columns, set(proving)) else None
    return Bare(first if header is None else first + 1, header, bool(proving), columns)


def _is_words(grid: Grid, row: int, columns: tuple[int, ...], proving: set[int]) -> bool:
    """Only short, different words, none of them a value, also where all others hold numbers."""
    texts = [grid.text(row, column) for column in columns if grid.text(row, column)]
    if any(_VALUE.search(text) or len(text) > 60 for text in texts):
        return False
    return len({fold(text) for text in texts}) == len(texts) and all(grid.text(row, column) for column in proving)


def _runs(grid: Grid, rows: list[int], column: int) -> bool:
    numbers = [signs.number_of(grid.text(row, column)) for row in rows]
    found = [number for number in numbers if number is not None]
    return len(found) >= 0.8 * len(rows) and all(b == a + 1 for a, b in itertools.pairwise(found))
