"""Pairs that may never share a group: unlike guard values (two valid NIK) and what a person said is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from umkm_clean.link.table import Bools, Column, Ints


class Guards:
    """Knows which nodes (groups of rows, named by their smallest row) may not be joined.

    A guard value that is the beginning of another (a NIK whose last digit was lost) does not contradict it. A node that
    people put together may hold several values; it takes in what holds no other values than its own.
    """

    def __init__(self, column: Column | None, nodes: Ints, different: Ints) -> None:
        """`different`: k × 2 rows that must stay apart."""
        self._codes = column.codes if column is not None else np.full(len(nodes), -1, np.int64)
        self._values = column.values if column is not None else np.empty(0, dtype=object)
        self._rank = _ranks(self._values)
        self._held: dict[int, frozenset[int]] = {}
        self._single = _single(nodes, self._codes)
        for node in np.unique(nodes[np.flatnonzero((self._single[nodes] == -2) & (self._codes >= 0))]):
            rows = np.flatnonzero(nodes == node)
            self._held[int(node)] = frozenset(int(code) for code in self._codes[rows] if code >= 0)
        self._different = {(int(min(pair)), int(max(pair))) for pair in nodes[different]} if len(different) else set()

    def apart(self, left: Ints, right: Ints) -> Bools:
        """For each pair of nodes: must they stay apart?"""
        a, b = self._single[left], self._single[right]
        both = (a >= 0) & (b >= 0) & (a != b)
        both[both] = ~_begins(self._rank, a[both], b[both])
        for place in np.flatnonzero((a == -2) | (b == -2)):
            both[place] = self._sets_apart(int(left[place]), int(right[place]))
        if self._different:
            for place, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
                if (min(pair), max(pair)) in self._different:
                    both[place] = True
        return both

    def between(self, group: Ints) -> Bools:
        """Matrix of `apart` for all nodes of one group."""
        i, j = np.triu_indices(len(group), 1)
        matrix = np.zeros((len(group), len(group)), np.bool_)
        matrix[i, j] = self.apart(group[i], group[j])
        return matrix | matrix.T

    def _sets_apart(self, left: int, right: int) -> bool:
        a, b = self._set(left), self._set(right)
        if a <= b or b <= a:
            return False
        x = np.repeat(np.array(sorted(a)), len(b))
        y = np.tile(np.array(sorted(b)), len(a))
        return bool((~_begins(self._rank, x, y) & (x != y)).any())

    def _set(self, node: int) -> frozenset[int]:
        code = int(self._single[node])
        return self._held.get(node, frozenset()) if code == -2 else frozenset([code] if code >= 0 else [])


def unlike(column: Column, left: Ints, right: Ints) -> Bools:
    """Pairs of rows whose guard values contradict each other."""
    a, b = column.codes[left], column.codes[right]
    both = (a >= 0) & (b >= 0) & (a != b)
    both[both] = ~_begins(_ranks(column.values), a[both], b[both])
    return both


def _ranks(values: np.ndarray) -> Ints:
    """For each value the code of its shorter beginning (itself if there is none)."""
    known = {value: code for code, value in enumerate(values)}
    shortest = min((len(value) for value in values), default=0)
    own = np.arange(len(values), dtype=np.int64)
    for code, value in enumerate(values):
        if len(value) > shortest:
            own[code] = known.get(value[:shortest], code)
    return own


def _begins(rank: Ints, a: Ints, b: Ints) -> Bools:
    """Is one of the two values the beginning of the other? (Two longer values with one beginning contradict.)"""
    return (rank[a] == b) | (rank[b] == a)


def _single(nodes: Ints, codes: Ints) -> Ints:
    """For each node (at its smallest row) its guard: a code, -1 for none, -2 for several."""
    single = np.full(len(nodes), -1, np.int64)
    rows = np.flatnonzero(codes >= 0)
    if not len(rows):
        return single
    high = np.full(len(nodes), -1, np.int64)
    low = np.full(len(nodes), np.iinfo(np.int64).max)
    np.maximum.at(high, nodes[rows], codes[rows])
    np.minimum.at(low, nodes[rows], codes[rows])
    held = high >= 0
    single[held] = np.where(high[held] == low[held], high[held], -2)
    return single
