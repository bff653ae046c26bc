"""Which pairs are compared: rows that agree on at least one key. Keys that too many rows share are divided or
dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.result import DroppedBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.link.table import Ints, Table
    from umkm_clean.spec.link import BlockSpec, KeyPart, LinkSpec


def candidates(table: Table, spec: LinkSpec) -> tuple[Ints, Ints, tuple[DroppedBlock, ...]]:
    """Pairs of rows (left < right, each once, in order) that any key brings together, and what was dropped."""
    found: list[Ints] = []
    dropped: list[DroppedBlock] = []
    for block in spec.blocks:
        pairs, left_out = block_pairs(table, block)
        found.append(pairs)
        if left_out:
            dropped.append(left_out)
    packed = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return packed // max(table.rows, 1), packed % max(table.rows, 1), tuple(dropped)


def block_pairs(table: Table, block: BlockSpec) -> tuple[Ints, DroppedBlock | None]:
    """Pairs of one key, packed as left * rows + right."""
    rows, keys = _keys(table, np.arange(table.rows), block.parts)
    found: list[Ints] = []
    rows, keys = _within_cap(rows, keys, block.cap, table.rows, found)
    for part in block.split:
        if not len(rows):
            break
        inner, codes = _keys(table, rows, [part])
        order = np.argsort(rows, kind="stable")
        outer = keys[order[np.searchsorted(rows[order], inner)]]
        rows, keys = inner, outer * (int(codes.max(initial=0)) + 1) + codes
        rows, keys = _within_cap(rows, keys, block.cap, table.rows, found)
    packed = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    if not len(rows):
        return packed, None
    sizes = np.unique(keys, return_counts=True)[1]
    return packed, DroppedBlock(block.name, len(sizes), int(sizes.sum()), int(sizes.max()))


def _keys(table: Table, rows: Ints, parts: Sequence[KeyPart]) -> tuple[Ints, Ints]:
    """Rows that hold every part, with the number of their key; a row with several values comes once for each."""
    keys = np.zeros(len(rows), np.int64)
    for part in parts:
        column = table.part(part.column, part.cut)
        codes = column.many[rows]
        repeat, place = np.nonzero(codes >= 0)
        codes, rows, keys = codes[repeat, place], rows[repeat], keys[repeat]
        if not len(rows):
            break
        keys = keys * (int(codes.max()) + 1) + codes
        if len(parts) > 1:
            keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
    return rows, keys


def _within_cap(rows: Ints, keys: Ints, cap: int, total: int, found: list[Ints]) -> tuple[Ints, Ints]:
    """Append the pairs of all groups of 2 … cap rows; hand back the rows of larger groups."""
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    if not len(rows):
        return rows, keys
    fresh = np.r_[True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])]
    rows, keys = rows[fresh], keys[fresh]
    start = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    size = np.diff(np.r_[start, len(rows)])
    for count in np.unique(size[(size > 1) & (size <= cap)]):
        lines = rows[start[size == count][:, None] + np.arange(count)]
        i, j = np.triu_indices(count, 1)
        found.append((lines[:, i] * total + lines[:, j]).ravel())
    over = np.repeat(size > cap, size)
    return rows[over], keys[over]
