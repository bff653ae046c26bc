"""Measures of a pair of rows on one column, vectorised: each distinct pair of texts is measured once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler, Prefix
from rapidfuzz.process import cpdist

from umkm_clean.link.wording import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from umkm_clean.link.table import Bools, Column, Floats, Ints, Table
    from umkm_clean.spec.link import TestSpec


class Measures:
    """Measures of a batch of pairs; each measure of a column is worked out once, when first asked for."""

    def __init__(self, table: Table, left: Ints, right: Ints, workers: int = 1) -> None:
        self.table, self.left, self.right, self.workers = table, left, right, workers
        self._known: dict[tuple[str, str], Floats] = {}

    def holds(self, test: TestSpec) -> Bools:
        """Which pairs pass the test. Pairs with an empty side fail."""
        value = self.value(test.column, test.test)
        passed = ~np.isnan(value)
        if test.at_least is not None:
            passed &= value >= test.at_least - 1e-12
        if test.at_most is not None:
            passed &= value <= test.at_most + 1e-12
        if test.at_least is None and test.at_most is None:
            passed &= value == 1
        return passed

    def value(self, column: str, measure: str) -> Floats:
        """The measure for every pair, NaN where a side is empty."""
        found = self._known.get((column, measure))
        if found is None:
            if measure in ("words", "shared"):
                self._known[column, "words"], self._known[column, "shared"] = self._words(self.table[column])
            else:
                self._known[column, measure] = _MEASURES[measure](self, self.table[column])
            found = self._known[column, measure]
        return found

    def filled(self, column: str) -> Bools:
        """Pairs where both sides hold a value."""
        codes = self.table[column].codes
        return (codes[self.left] >= 0) & (codes[self.right] >= 0)

    def distinct(self, column: Column, of: Callable[[Ints, Ints], Floats], equal: float) -> Floats:
        """Apply `of` to each distinct unlike pair of value codes (in order); equal pairs get `equal`."""
        a, b = column.codes[self.left], column.codes[self.right]
        result = np.full(len(a), np.nan)
        both = (a >= 0) & (b >= 0)
        result[both & (a == b)] = equal
        unlike = both & (a != b)
        low, high = np.minimum(a[unlike], b[unlike]), np.maximum(a[unlike], b[unlike])
        packed, back = np.unique(low * np.int64(len(column.values)) + high, return_inverse=True)
        if len(packed):
            result[unlike] = of(packed // len(column.values), packed % len(column.values))[back]
        return result

    def _words(self, column: Column) -> tuple[Floats, Floats]:
        shared = np.full(len(self.left), np.nan)
        a, b = column.codes[self.left], column.codes[self.right]
        both = (a >= 0) & (b >= 0)
        equal = both & (a == b)
        words = column.words
        own = np.where(words.ids >= 0, words.bits[words.ids] if len(words.bits) else 0.0, 0.0).sum(axis=1)
        result = np.full(len(a), np.nan)
        result[equal] = 1.0
        shared[equal] = own[a[equal]]
        unlike = both & (a != b)
        low, high = np.minimum(a[unlike], b[unlike]), np.maximum(a[unlike], b[unlike])
        packed, back = np.unique(low * np.int64(len(column.values)) + high, return_inverse=True)
        if len(packed):
            ratio, bits = alike(column, packed // len(column.values), packed % len(column.values), self.workers)
            result[unlike], shared[unlike] = ratio[back], bits[back]
        return result, shared


def _equal(batch: Measures, column: Column) -> Floats:
    a, b = column.many[batch.left], column.many[batch.right]
    result = np.full(len(a), np.nan)
    both = (a[:, 0] >= 0) & (b[:, 0] >= 0)
    result[both] = 0.0
    for i in range(a.shape[1]):
        for j in range(b.shape[1]):
            result[both & (a[:, i] == b[:, j]) & (a[:, i] >= 0)] = 1.0
    return result


def _seen(batch: Measures, column: Column) -> Floats:
    """How many cells hold the value on which both sides agree (the rarest one of several)."""
    a, b = column.many[batch.left], column.many[batch.right]
    result = np.full(len(a), np.nan)
    for i in range(a.shape[1]):
        for j in range(b.shape[1]):
            same = (a[:, i] == b[:, j]) & (a[:, i] >= 0)
            result[same] = np.fmin(result[same], column.counts[a[same, i]])
    return result


def _edit(batch: Measures, column: Column) -> Floats:
    def of(low: Ints, high: Ints) -> Floats:
        one, two = [str(v) for v in column.values[low]], [str(v) for v in column.values[high]]
        return cpdist(one, two, scorer=OSA.distance, workers=batch.workers).astype(float)

    return batch.distinct(column, of, 0.0)


def _jaro(batch: Measures, column: Column) -> Floats:
    def of(low: Ints, high: Ints) -> Floats:
        one, two = [column.spaceless[code] for code in low], [column.spaceless[code] for code in high]
        return cpdist(one, two, scorer=JaroWinkler.similarity, workers=batch.workers).astype(float)

    return batch.distinct(column, of, 1.0)


def _start(batch: Measures, column: Column) -> Floats:
    def of(low: Ints, high: Ints) -> Floats:
        one, two = [str(v) for v in column.values[low]], [str(v) for v in column.values[high]]
        return cpdist(one, two, scorer=Prefix.similarity, workers=batch.workers).astype(float)

    a = column.codes[batch.left]
    result = batch.distinct(column, of, -1.0)
    equal = result == -1.0
    result[equal] = column.lengths[a[equal]]
    return result


def _begins(batch: Measures, column: Column) -> Floats:
    """1 when one text is the beginning of the other (a number that lost its last digit)."""

    def of(low: Ints, high: Ints) -> Floats:
        one, two = [str(v) for v in column.values[low]], [str(v) for v in column.values[high]]
        shorter = np.minimum(column.lengths[low], column.lengths[high])
        begun: Floats = (cpdist(one, two, scorer=Prefix.similarity, workers=batch.workers) == shorter).astype(float)
        return begun

    return batch.distinct(column, of, 1.0)


def _near(batch: Measures, column: Column) -> Floats:
    number = np.array([float(v) if str(v).replace(".", "", 1).isdigit() else np.nan for v in column.values])

    def of(low: Ints, high: Ints) -> Floats:
        apart: Floats = np.abs(number[low] - number[high])
        return apart

    return batch.distinct(column, of, 0.0)


def _date(batch: Measures, column: Column) -> Floats:
    """Agreeing parts of two dates (year, month, day), 2.5 when only day and month are swapped."""
    whole = [str(value) for value in column.values]
    year = np.array([int(value[:-4]) for value in whole], np.int64)
    month = np.array([int(value[-4:-2]) for value in whole], np.int64)
    day = np.array([int(value[-2:]) for value in whole], np.int64)

    def of(low: Ints, high: Ints) -> Floats:
        same_year = year[low] == year[high]
        parts = 1.0 * same_year + (month[low] == month[high]) + (day[low] == day[high])
        swapped = same_year & (month[low] == day[high]) & (day[low] == month[high])
        return np.where(swapped, 2.5, parts)

    return batch.distinct(column, of, 3.0)


def _inside(batch: Measures, column: Column) -> Floats:
    """1 when all words of one text stand in the other."""
    sets = [frozenset(str(value).split()) for value in column.values]

    def of(low: Ints, high: Ints) -> Floats:
        found = (sets[a] <= sets[b] or sets[b] <= sets[a] for a, b in zip(low, high, strict=True))
        return np.fromiter(found, float, len(low))

    return batch.distinct(column, of, 1.0)


_MEASURES: Mapping[str, Callable[[Measures, Column], Floats]] = {
    "begins": _begins,
    "date": _date,
    "edit": _edit,
    "equal": _equal,
    "inside": _inside,
    "jaro": _jaro,
    "near": _near,
    "rare": _seen,
    "start": _start,
}
