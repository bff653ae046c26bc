"""Headings of groups of rows in words of their own ("MINUMAN", "II KULINER"): no word list can hold them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from umkm_clean.headers import signs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from umkm_clean.headers.grid import Grid

NUMBERED = 0.9  # share of the other data rows that must have a running number


def group_headings(
    grid: Grid, data: Sequence[int], weak: Sequence[int], number: int | None, names: Collection[int]
) -> list[int]:
    """Those of the `weak` rows among the `data` that hold a lone name, each above a numbered row.

    Only where the rows of the table are numbered (in column `number`), and where such rows come several times, or
    numbers begin anew below one: a business of which nothing is known but its name stays data.
    """
    if number is None or len(data) < 4:
        return []
    lone = [row for row in weak if _is_lone(grid.row(row), number, names)]
    if not lone:
        return []
    numbers = dict(zip(data, map(signs.number_of, grid.texts(number, data)), strict=True))
    if sum(found is not None for found in numbers.values()) < NUMBERED * (len(data) - len(lone)):
        return []
    below = {row: numbers[after] for row, after in itertools.pairwise(data)}
    each = all(below.get(row) is not None for row in lone)
    return lone if each and (len(lone) >= 2 or any(below[row] == 1 for row in lone)) else []


def _is_lone(cells: Mapping[int, str], number: int, names: Collection[int]) -> bool:
    """One text in a column of names, and at most a numeral of another kind beside it ("II", "A.")."""
    inside = [column for column in cells if column != number]
    return len(inside) == 1 and inside[0] in names and (number not in cells or signs.is_numeral(cells[number]))
