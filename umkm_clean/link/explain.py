"""Why two rows are (perhaps) one: the evidence of each pair as facts, strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.prepare import raw_texts
from umkm_clean.link.result import Pairs, Reason
from umkm_clean.link.score import SILENT, Evidence, evidence, odds, probability

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import LinkSpec, QuestionSpec

_FAINT = 0.4  # evidence weaker than this many bits is not worth a word
_CERTAIN = 60.0


def strongest(edges: Ints, score: Floats, groups: Ints) -> Ints:
    """Edges (k × 2) of the strongest tree inside every group, in order of their rows."""
    edges = np.sort(edges, axis=1)
    order = np.lexsort((edges[:, 1], edges[:, 0], -score))
    size = np.bincount(groups, minlength=len(groups))
    kept: list[int] = []
    parent = np.arange(len(groups)).tolist()

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return int(row)

    left, right = edges[order, 0].tolist(), edges[order, 1].tolist()
    for place, a, b in zip(order.tolist(), left, right, strict=True):
        if groups[a] != groups[b] or size[groups[a]] < 2:
            continue
        x, y = root(a), root(b)
        if x != y:
            parent[max(x, y)] = min(x, y)
            kept.append(place)
    found = edges[kept]
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def explain(
    records: pd.DataFrame, table: Table, spec: LinkSpec, pairs: Ints, sure: Sequence[tuple[str, Ints]], same: Ints
) -> Pairs:
    """Scores and reasons of pairs; those joined by a sure key or by a decision say so first."""
    if not len(pairs):
        return Pairs.none()
    left, right = pairs[:, 0], pairs[:, 1]
    rows, at_row = np.unique(pairs, return_inverse=True)
    spoken = _Spoken(records.take(rows), spec, at_row.reshape(pairs.shape))
    reasons: list[list[Reason]] = [[] for _ in range(len(pairs))]
    sums = []
    for question in spec.questions:
        found = evidence(table, spec, question, left, right, 1)
        sums.append(probability(odds(table, spec, question, found)))
        spoken.add(question, found, reasons)
    owner = sums[0]
    score = owner * sums[-1] if len(sums) > 1 else owner.copy()
    for some in reasons:
        some.sort(key=lambda reason: (-abs(reason.bits), reason.slug))
    place = {(int(a), int(b)): i for i, (a, b) in enumerate(pairs)}
    for name, edges in [*sure, ("keputusan", same)]:
        for a, b in np.sort(edges, axis=1).tolist():
            at = place.get((a, b))
            if at is not None:
                score[at] = owner[at] = 1.0
                reasons[at].insert(0, Reason(f"pasti_{name}", "", "", "", _CERTAIN))
    return Pairs(left, right, score, owner, tuple(tuple(some) for some in reasons))


class _Spoken:
    """Turns evidence about pairs into reasons, with the texts of the rows concerned."""

    def __init__(self, records: pd.DataFrame, spec: LinkSpec, places: Ints) -> None:
        """`places`: k × 2 places in `records` of the pairs' rows."""
        self._records, self._places = records, places
        self._origin = {column.name: column.sources for column in spec.columns}

    def add(self, question: QuestionSpec, found: Evidence, reasons: list[list[Reason]]) -> None:
        for place, compare in enumerate(question.compares):
            column = _raw(compare.column, self._origin)
            texts = raw_texts(self._records, column).to_numpy(dtype=object)
            loud = np.flatnonzero((found.levels[:, place] != SILENT) & (np.abs(found.bits[:, place]) >= _FAINT))
            slugs = [f"{compare.name}_{level.name}" for level in compare.levels]
            levels, bits = found.levels[loud, place].tolist(), np.round(found.bits[loud, place], 1).tolist()
            left, right = (texts[self._places[loud, side]].tolist() for side in (0, 1))
            for at, level, weight, one, two in zip(loud.tolist(), levels, bits, left, right, strict=True):
                reasons[at].append(Reason(slugs[level], column, str(one), str(two), weight))


def _raw(column: str, origin: dict[str, tuple[str, ...]]) -> str:
    """The raw column that a prepared column is (first) made of."""
    seen: set[str] = set()
    while column in origin and column not in seen:
        seen.add(column)
        column = origin[column][0]
    return column
