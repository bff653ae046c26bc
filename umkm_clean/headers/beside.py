"""Columns that are no part of the table although they stand in its rows: a second table, a small recap beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.headers.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.match import Match

LEAST = 3  # headers that come again, so that it is a second table
MAIN = 4  # columns of a table that may have a recap beside it
FULL = 0.6  # share of rows that a column of the table fills at least, if columns apart from it are asked about


def second_table(
    paths: Mapping[int, tuple[str, ...]], matches: Mapping[int, Match], lexicon: Lexicon
) -> frozenset[int]:
    """Columns from the second time on that the same headers come in the same order, names or numbers of persons among
    them; none where the headers do not repeat.
    """
    keys = {column: fold(" ".join(path)) for column, path in paths.items() if path}
    steps = sorted({later - first for first in keys for later in keys if later > first and keys[first] == keys[later]})
    for step in steps:
        again = [column for column, key in keys.items() if keys.get(column + step) == key]
        named = any((match := matches.get(column)) and lexicon.is_identity(match.field or "") for column in again)
        if len(again) >= LEAST and named and max(again) < min(again) + step:
            return frozenset(column for column in paths if column >= min(again) + step)
    return frozenset()


def recap_beside(
    grid: Grid,
    rows: Sequence[int],
    paths: Mapping[int, tuple[str, ...]],
    matches: Mapping[int, Match],
    lexicon: Lexicon,
) -> frozenset[int]:
    """Columns right of the table, parted from it by blank ones, that name nobody and are filled in few of its rows."""
    blocks: list[list[int]] = []
    for column in sorted(paths):
        if blocks and column == blocks[-1][-1] + 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    named = {column for column, match in matches.items() if lexicon.is_identity(match.field or "")}
    main = max(blocks, key=len, default=[])
    if len(blocks) < 2 or len(main) < MAIN or not named & set(main) or not len(rows):
        return frozenset()
    share = grid.filled[np.asarray(rows, dtype=np.int64) - 1].mean(axis=0)
    return frozenset(
        column
        for block in blocks
        if block[0] > max(named) and block is not main and all(share[column - 1] < FULL for column in block)
        for column in block
    )
