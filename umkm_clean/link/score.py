"""Levels of agreement → bits → probability. Additive inside a question: each piece of evidence keeps its own weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.measure import Measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import CompareSpec, LevelSpec, LinkSpec, QuestionSpec

SILENT = -1
_CHUNK = 200_000
_PSEUDO_ROWS = 2_000  # a value's frequency is drawn towards the level's u by so many rows


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a question's comparisons say about pairs: `levels` (pairs × comparisons, -1 silent) and `bits` likewise."""

    levels: Ints
    bits: Floats


def evidence(table: Table, spec: LinkSpec, question: QuestionSpec, left: Ints, right: Ints, workers: int) -> Evidence:
    """Weigh pairs of rows, in chunks."""
    parts = [
        _chunk(table, spec, question, left[at : at + _CHUNK], right[at : at + _CHUNK], workers)
        for at in range(0, len(left), _CHUNK)
    ]
    width = len(question.compares)
    if not parts:
        return Evidence(np.empty((0, width), np.int64), np.empty((0, width)))
    return Evidence(np.concatenate([p.levels for p in parts]), np.concatenate([p.bits for p in parts]))


def _chunk(table: Table, spec: LinkSpec, question: QuestionSpec, left: Ints, right: Ints, workers: int) -> Evidence:
    measures = Measures(table, left, right, workers)
    levels = np.full((len(left), len(question.compares)), SILENT, np.int64)
    spoken: dict[str, np.ndarray] = {}
    for place, compare in enumerate(question.compares):
        found = levels_of(measures, compare)
        for other in compare.unless:
            if other in spoken:
                found[spoken[other]] = SILENT
        spoken[compare.name] = found >= 0
        levels[:, place] = found
    return Evidence(levels, weights_of(measures, spec, question, levels))


def weights_of(measures: Measures, spec: LinkSpec, question: QuestionSpec, levels: Ints) -> Floats:
    """Bits of each comparison at the given levels."""
    columns = [_bits(measures, spec, compare, levels[:, place]) for place, compare in enumerate(question.compares)]
    return np.stack(columns, axis=1) if columns else np.zeros(levels.shape)


def levels_of(measures: Measures, compare: CompareSpec) -> Ints:
    """Level of every pair: the first one whose tests all hold; `SILENT` where a needed side is empty."""
    level = np.full(len(measures.left), len(compare.levels) - 1, np.int64)
    open_ = np.ones(len(level), np.bool_)
    for column in compare.needs:
        open_ &= measures.filled(column)
    level[~open_] = SILENT
    for number, spec in enumerate(compare.levels[:-1]):
        if not open_.any():
            break
        passed = open_.copy()
        for test in spec.tests:
            passed &= measures.holds(test)
        level[passed] = number
        open_ &= ~passed
    return level


def _bits(measures: Measures, spec: LinkSpec, compare: CompareSpec, levels: Ints) -> Floats:
    table = np.array([level.bits for level in compare.levels] + [0.0])
    bits = table[levels]
    for number, level in enumerate(compare.levels):
        if level.rarity and level.u > 0:
            hit = levels == number
            if hit.any():
                bits[hit] += rarity(measures, compare, level, spec.decide.rarity_bits)[hit]
    weighed: Floats = compare.weight * bits
    return weighed


def rarity(measures: Measures, compare: CompareSpec, level: LevelSpec, bound: float) -> Floats:
    """How much more (or less) agreement on this value says than agreement on an average one, in bits."""
    column = measures.table[compare.column]
    seen = measures.value(compare.column, "rare")
    filled = float((column.codes >= 0).sum())
    typical = level.typical or level.u
    share = (np.maximum(seen, 2.0) - 1.0 + _PSEUDO_ROWS * typical) / (filled + _PSEUDO_ROWS)
    shift = np.log2(typical) - np.log2(share)
    bits: Floats = level.rarity * np.clip(np.nan_to_num(shift), -bound, bound)
    return bits


def odds(table: Table, spec: LinkSpec, question: QuestionSpec, found: Evidence) -> Floats:
    """Log-odds in bits of a question, from its evidence."""
    total: Floats = question.prior_at(table.rows) + found.bits.sum(axis=1)
    return total


def probability(bits: Floats | Sequence[float]) -> Floats:
    """Log-odds in bits → probability."""
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(np.asarray(bits, float), -60.0, 60.0))))
