"""Weights for a table whose spec ships none: anchored, repeatable, and asked for by name (`weights = "estimate"`).

`u` comes from random pairs of the table, cleaned of the few that belong together; only `m` and the share of true pairs
are
learned, drawn towards plain expectations. Letting u float on blocked pairs is what makes EM settle on the wrong
grouping.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.block import candidates
from umkm_clean.link.measure import Measures
from umkm_clean.link.score import evidence, probability, weights_of

if TYPE_CHECKING:
    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import CompareSpec, LevelSpec, LinkSpec, QuestionSpec

_RANDOM_PAIRS = 60_000
_TRAINING_PAIRS = 400_000
_ROUNDS = 15
_PRIOR_PAIRS = 20.0  # expectations about m count as so many true pairs
_PARTNERS = 0.2  # true pairs a row, before anything is known
_LEAST_U = 1e-7


@dataclass(frozen=True, slots=True)
class _Sample:
    """Pairs reduced to levels (pairs × comparisons), and what rarity adds to each, in bits."""

    levels: Ints
    extra: Floats


def estimate(table: Table, spec: LinkSpec) -> LinkSpec:
    """The spec with m, u and priors worked out from the table. Deterministic; tables without pairs keep
    expectations.
    """
    question = _expected(spec.questions[0])
    total = table.rows * (table.rows - 1) / 2
    left, right, _ = candidates(table, spec)
    if total < 1 or not len(left):
        return replace(spec, questions=(question, *spec.questions[1:]))
    step = -(-len(left) // _TRAINING_PAIRS)
    left, right = left[::step], right[::step]
    a, b = random_pairs(table.rows, _RANDOM_PAIRS)
    found, near = (
        evidence(table, spec, question, a, b, 1).levels,
        evidence(table, spec, question, left, right, 1).levels,
    )
    expected = [level.m for level in _levels(question)]
    question = _with(question, expected, _shares(question, found, np.ones(len(a))))
    everywhere, blocked = _sample(table, spec, question, a, b, found), _sample(table, spec, question, left, right, near)
    share = _PARTNERS * table.rows / total
    for _ in range(_ROUNDS):
        prior = float(np.log2(share) - np.log2(max(1.0 - share, 1e-12)))
        p = probability(prior + _bits(question, blocked))
        q = probability(prior + _bits(question, everywhere))
        m = _shares(question, blocked.levels, p, expected)
        u = _shares(question, everywhere.levels, 1.0 - q)
        question = _with(question, m, u)
        share = min(max(float(p.sum()) * step, 1.0) / total, 0.5)
    prior = float(np.log2(share) - np.log2(1.0 - share))
    return replace(spec, questions=(replace(question, prior=prior, rows=max(table.rows, 2), growth=0.0),))


def random_pairs(rows: int, wanted: int) -> tuple[Ints, Ints]:
    """Pairs of rows at fixed distances. Rows are in canonical (hashed) order, so neighbours are strangers."""
    distances = np.arange(1, max(2, min(rows, 1 + -(-wanted // max(rows, 1)))))
    left = np.tile(np.arange(rows, dtype=np.int64), len(distances))
    right = left + np.repeat(distances, rows)
    inside = right < rows
    return left[inside], right[inside]


def _levels(question: QuestionSpec) -> list[LevelSpec]:
    return [level for compare in question.compares for level in compare.levels]


def _expected(question: QuestionSpec) -> QuestionSpec:
    """What is expected before looking: true pairs mostly agree, each weaker level is met less often."""

    def compare_of(compare: CompareSpec) -> CompareSpec:
        count = len(compare.levels)
        share = np.array([0.5**place for place in range(count)])
        share[-1] = 0.12 * share[:-1].sum() if count > 1 else 1.0
        share /= share.sum()
        far = np.array([4.0**place for place in range(count)])
        far[-1] = 40 * far[:-1].sum()
        far /= far.sum()
        levels = (
            replace(level, m=level.m or float(m), u=level.u or float(u))
            for level, m, u in zip(compare.levels, share, far, strict=True)
        )
        return replace(compare, levels=tuple(levels))

    return replace(question, compares=tuple(compare_of(compare) for compare in question.compares))


def _sample(table: Table, spec: LinkSpec, question: QuestionSpec, left: Ints, right: Ints, levels: Ints) -> _Sample:
    bits = weights_of(Measures(table, left, right), spec, question, levels).sum(axis=1)
    return _Sample(levels, bits - _bits(question, _Sample(levels, np.zeros(len(left)))))


def _bits(question: QuestionSpec, sample: _Sample) -> Floats:
    total = sample.extra.copy()
    for place, compare in enumerate(question.compares):
        table = np.array([level.bits for level in compare.levels] + [0.0])
        total += compare.weight * table[sample.levels[:, place]]
    return total


def _shares(question: QuestionSpec, levels: Ints, weight: Floats, prior: list[float] | None = None) -> list[float]:
    """Weighted share of each level among the pairs where its comparison speaks."""
    shares: list[float] = []
    for place, compare in enumerate(question.compares):
        count = len(compare.levels)
        spoken = levels[:, place] >= 0
        seen: Floats = np.bincount(levels[spoken, place], weights=weight[spoken], minlength=count).astype(np.float64)
        if prior is not None:
            seen = seen + compare.firm * _PRIOR_PAIRS * np.array(prior[len(shares) : len(shares) + count])
        else:
            seen = seen + 0.5 / count
        shares.extend((seen / seen.sum()).tolist())
    return shares


def _with(question: QuestionSpec, m: list[float], u: list[float]) -> QuestionSpec:
    at = 0
    compares = []
    for compare in question.compares:
        levels = []
        for level in compare.levels:
            levels.append(replace(level, m=max(m[at], 1e-4), u=max(u[at], _LEAST_U)))
            at += 1
        compares.append(replace(compare, levels=tuple(levels)))
    return replace(question, compares=tuple(compares))
