"""Cells whose text stands in a row above: merged downwards, or ditto marks (`"`, sda, idem)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.lexicon import Lexicon

#: Kinds that one cell cannot say for several rows: an amount merged over rows may be their sum.
NOT_SHARED = frozenset({"money", "count"})


def find_fills(
    grid: Grid, data_rows: Sequence[int], kinds: Mapping[int, str], number: int | None, lexicon: Lexicon
) -> dict[tuple[int, int], int]:
    """(row, column) → the row whose text holds there too, for the table's columns but the running number.

    `kinds`: column → kind of its field ("" for the sender's own columns).
    """
    data = set(data_rows)
    fills: dict[tuple[int, int], int] = {}
    for area in grid.sheet.merged:
        column = area.first_column
        if area.last_row == area.first_row or column not in kinds or column == number or kinds[column] in NOT_SHARED:
            continue
        if not grid.text(area.first_row, column):
            continue
        for row in range(area.first_row + 1, min(area.last_row, grid.height) + 1):
            if row in data and not grid.filled[row - 1, column - 1]:
                fills[row, column] = area.first_row
    forms = {
        form for mark in lexicon.dittos for form in (mark, mark.upper(), mark.capitalize(), f"{mark} ", f" {mark} ")
    }
    marks = pa.array(sorted(forms), type=pa.string())
    for column in kinds:
        if column != number:
            fills |= _dittos(grid, column, data_rows, fills, marks)
    return fills


def _dittos(
    grid: Grid, column: int, data_rows: Sequence[int], merged: Mapping[tuple[int, int], int], marks: pa.Array
) -> dict[tuple[int, int], int]:
    """Ditto marks repeat the cell above; under an empty cell, or in the first row, they stay what they are."""
    rows = np.asarray(data_rows, dtype=np.int64)
    marked = set(rows[grid.holds(column, marks)[rows - 1]].tolist()) if len(rows) else set()
    fills: dict[tuple[int, int], int] = {}
    for place in np.flatnonzero(np.isin(rows, list(marked))) if marked else ():
        if place == 0:
            continue
        row, above = int(rows[place]), int(rows[place - 1])
        source = fills.get((above, column)) or merged.get((above, column))
        if source is None and above not in marked and grid.filled[above - 1, column - 1]:
            source = above
        if source is not None:
            fills[row, column] = source
    return fills
