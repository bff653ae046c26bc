"""Pairs that may never share a group: unlike guard values (two valid NIK) and what a person said is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.link.table import Bools, Column, Ints, Table
    from umkm_clean.spec.link import GuardSpec

_SEVERAL = -2  # a node that holds more than one value


class Guards:
    """Knows which nodes (groups of rows, named by their smallest row) may not be joined."""

    def __init__(self, table: Table, guards: Sequence[GuardSpec], nodes: Ints, different: Ints) -> None:
        """`different`: k × 2 rows that must stay apart."""
        self._values = [_Values(table[guard.column], guard.begins, nodes) for guard in guards]
        self._size = len(nodes)
        named = np.sort(nodes[different], axis=1) if len(different) else np.empty((0, 2), np.int64)
        self._different = np.unique(named[:, 0] * self._size + named[:, 1])

    def apart(self, left: Ints, right: Ints) -> Bools:
        """Which pairs of nodes must stay apart."""
        result = np.isin(np.minimum(left, right) * self._size + np.maximum(left, right), self._different)
        for values in self._values:
            result |= values.apart(left, right)
        return result

    def between(self, group: Ints) -> Bools:
        """Matrix of `apart` for all nodes of one group."""
        i, j = np.triu_indices(len(group), 1)
        matrix = np.zeros((len(group), len(group)), np.bool_)
        matrix[i, j] = self.apart(group[i], group[j])
        return matrix | matrix.T


class _Values:
    """The values of one guard. A node that people put together may hold several; it takes in what holds no others."""

    def __init__(self, column: Column, begins: bool, nodes: Ints) -> None:
        self._rank = _ranks(column, begins)
        self._single = _single(nodes, column.codes)
        self._held: dict[int, frozenset[int]] = {}
        for node in np.flatnonzero(self._single == _SEVERAL).tolist():
            rows = np.flatnonzero(nodes == node)
            self._held[node] = frozenset(int(code) for code in column.codes[rows] if code >= 0)

    def apart(self, left: Ints, right: Ints) -> Bools:
        a, b = self._single[left], self._single[right]
        result = _contradict(self._rank, a, b)
        for place in np.flatnonzero((a == _SEVERAL) | (b == _SEVERAL)):
            result[place] = self._sets_apart(int(left[place]), int(right[place]))
        return result

    def _sets_apart(self, left: int, right: int) -> bool:
        a, b = self._set(left), self._set(right)
        if a <= b or b <= a:
            return False
        x = np.repeat(np.array(sorted(a)), len(b))
        y = np.tile(np.array(sorted(b)), len(a))
        return bool(_contradict(self._rank, x, y).any())

    def _set(self, node: int) -> frozenset[int]:
        code = int(self._single[node])
        return self._held[node] if code == _SEVERAL else frozenset([code] if code >= 0 else [])


def unlike(table: Table, guards: Sequence[GuardSpec], left: Ints, right: Ints) -> Bools:
    """Pairs of rows of which any guard's values contradict each other."""
    result = np.zeros(len(left), np.bool_)
    for guard in guards:
        column = table[guard.column]
        result |= _contradict(_ranks(column, guard.begins), column.codes[left], column.codes[right])
    return result


def _contradict(rank: Ints, a: Ints, b: Ints) -> Bools:
    """Unlike values of which neither is the beginning of the other (two longer values with one beginning
    contradict).
    """
    result: Bools = (a >= 0) & (b >= 0) & (a != b)
    x, y = a[result], b[result]
    result[result] = (rank[x] != y) & (rank[y] != x)
    return result


def _ranks(column: Column, begins: bool) -> Ints:
    """For each value the code of its shorter beginning (itself if there is none)."""
    own = np.arange(len(column.values), dtype=np.int64)
    if not begins or not len(own):
        return own
    known = {value: code for code, value in enumerate(column.values)}
    shortest = int(column.lengths.min())
    for code in np.flatnonzero(column.lengths > shortest).tolist():
        own[code] = known.get(column.values[code][:shortest], code)
    return own


def _single(nodes: Ints, codes: Ints) -> Ints:
    """For each node (at its smallest row) its guard value: a code, -1 for none, `_SEVERAL` for several."""
    single = np.full(len(nodes), -1, np.int64)
    rows = np.flatnonzero(codes >= 0)
    high, low = single.copy(), np.full(len(nodes), np.iinfo(np.int64).max)
    np.maximum.at(high, nodes[rows], codes[rows])
    np.minimum.at(low, nodes[rows], codes[rows])
    held = high >= 0
    single[held] = np.where(high[held] == low[held], high[held], _SEVERAL)
    return single
