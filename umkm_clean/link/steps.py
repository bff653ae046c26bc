"""The path of linking: prepare, sure keys, weigh, group, look for what a person must decide, explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_clean.link.breakers import measure
from umkm_clean.link.cluster import Linkage, cluster
from umkm_clean.link.engine import Engine, Scored, fitting, weigh
from umkm_clean.link.estimate import estimate
from umkm_clean.link.explain import explain, strongest
from umkm_clean.link.guard import Guards, unlike
from umkm_clean.link.prepare import all_texts, prepare, raw_texts
from umkm_clean.link.result import Decisions, LinkResult, Notes, Pairs
from umkm_clean.link.score import probability
from umkm_clean.link.sure import NO_PAIRS, decided, forced, row_keys, sure_edges
from umkm_clean.spec.link import ESTIMATE

if TYPE_CHECKING:
    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import LinkSpec


@dataclass(frozen=True, slots=True)
class _Work:
    """A table in canonical order, and what is known about its rows before any weighing."""

    records: pd.DataFrame
    table: Table
    spec: LinkSpec
    sure: list[tuple[str, Ints]]
    same: Ints
    different: Ints
    nodes: Ints


def link(
    records: pd.DataFrame,
    spec: LinkSpec,
    decisions: Decisions | None = None,
    *,
    engine: Engine | None = None,
    workers: int = 1,
) -> LinkResult:
    """Say which rows are one.

    `records`: any index, columns as the spec names them (missing and empty ones are allowed). Row ids in the result are
    places in `records`. The answer does not depend on the order of the rows.
    """
    texts = all_texts(records, spec)
    order = canonical_order(texts, spec)
    work = _work(texts.take(order).reset_index(drop=True), spec, decisions or Decisions())
    chosen = engine or fitting(spec, len(records), workers)
    scored = chosen.score(work.table, work.spec)
    business, owner = _groups(work, scored, workers)
    merged = _merged(work, scored, business)
    review = _review(work, scored, business)
    notes = measure(work.records, work.spec, business, scored, work.nodes, chosen.name)
    return _back(order, business, owner, review, merged, notes)


def row_content_keys(records: pd.DataFrame, spec: LinkSpec) -> list[str]:
    """Content key of every row: what decisions about a row are kept under."""
    return row_keys([raw_texts(records, name).tolist() for name in spec.identity])


def canonical_order(records: pd.DataFrame, spec: LinkSpec) -> Ints:
    """Places of the rows in an order that depends on what they say only, so that file order never matters."""
    names = [name for name in (*spec.raw_columns(), *((spec.source,) if spec.source else ())) if name in records]
    if not len(records) or not names:
        return np.arange(len(records))
    frame = pd.DataFrame({name: raw_texts(records, name).to_numpy(dtype=object) for name in names})
    return np.argsort(pd.util.hash_pandas_object(frame, index=False).to_numpy(), kind="stable").astype(np.int64)


def weighted(records: pd.DataFrame, spec: LinkSpec) -> LinkSpec:
    """The spec with its weights: itself, or with weights worked out from these records where it asks for that."""
    if spec.weights != ESTIMATE:
        return spec
    order = canonical_order(records, spec)
    return estimate(prepare(records.take(order).reset_index(drop=True), spec), spec)


def _work(records: pd.DataFrame, spec: LinkSpec, decisions: Decisions) -> _Work:
    table = prepare(records, spec)
    if spec.weights == ESTIMATE:
        spec = estimate(table, spec)
    same = different = NO_PAIRS
    if decisions:
        same, different = decided(row_content_keys(records, spec), decisions)
    sure, nodes = sure_edges(table, spec, different)
    return _Work(records, table, spec, sure, same, different, forced(nodes, same, different))


def _groups(work: _Work, scored: Scored, workers: int) -> tuple[Ints, Ints]:
    """Business groups, then owner groups, which never divide a business."""
    spec, table, decide = work.spec, work.table, work.spec.decide
    several = len(spec.questions) > 1

    def rate(last: bool, left: Ints, right: Ints) -> Floats:
        first_bits, last_bits = weigh(table, spec, left, right, workers)
        owner = probability(first_bits + decide.lift)
        return owner * probability(last_bits + decide.lift) if last and several else owner

    linkage = Linkage(decide.merge, decide.linkage, decide.component_cap)
    guards = Guards(table, spec.guards, work.nodes, work.different)
    business = cluster(
        work.nodes, scored.left, scored.right, scored.business(several), guards, linkage, lambda a, b: rate(True, a, b)
    )
    if not several:
        return business, business
    guards = Guards(table, [guard for guard in spec.guards if guard.question == 0], business, NO_PAIRS)
    owner = cluster(business, scored.left, scored.right, scored.owner, guards, linkage, lambda a, b: rate(False, a, b))
    return business, owner


def _merged(work: _Work, scored: Scored, business: Ints) -> Pairs:
    """The strongest pairs that hold each group together: one for every row that joined another."""
    inside = business[scored.left] == business[scored.right]
    several = len(work.spec.questions) > 1
    edges = [
        np.stack([scored.left[inside], scored.right[inside]], axis=1),
        *(pairs for _, pairs in work.sure),
        work.same,
    ]
    score = [
        scored.business(several)[inside],
        *(np.full(len(pairs), 1.0) for _, pairs in work.sure),
        np.full(len(work.same), 2.0),
    ]
    pairs = strongest(np.concatenate(edges), np.concatenate(score), business)
    return explain(work.records, work.table, work.spec, pairs, work.sure, work.same)


def _review(work: _Work, scored: Scored, business: Ints) -> Pairs:
    """Pairs in doubt, at most one (the likeliest) between any two groups, what matters most first."""
    spec, decide = work.spec, work.spec.decide
    score = scored.business(len(spec.questions) > 1)
    a, b = business[scored.left], business[scored.right]
    doubtful = (score >= decide.review) & (a != b)
    if len(work.different):
        said = Guards(work.table, (), business, work.different)
        doubtful[doubtful] = ~said.apart(a[doubtful], b[doubtful])
    places = np.flatnonzero(doubtful)
    if spec.guards and len(places):
        apart = unlike(work.table, spec.guards, scored.left[places], scored.right[places])
        places = places[~apart | (score[places] >= decide.guarded_review)]
    places = places[np.lexsort((scored.right[places], scored.left[places], -score[places]))]
    low, high = np.minimum(a[places], b[places]), np.maximum(a[places], b[places])
    _, first = np.unique(low * max(work.table.rows, 1) + high, return_index=True)
    places = places[np.sort(first)]
    pairs = np.stack([scored.left[places], scored.right[places]], axis=1)
    return explain(work.records, work.table, spec, pairs, [], NO_PAIRS)


def _back(order: Ints, business: Ints, owner: Ints, review: Pairs, merged: Pairs, notes: Notes) -> LinkResult:
    """From canonical order to the caller's rows."""
    return LinkResult(
        _relabel(order, business),
        _relabel(order, owner),
        _turn(order, review),
        _turn(order, merged),
        _turn_notes(order, business, notes),
    )


def _relabel(order: Ints, label: Ints) -> Ints:
    """Labels as the smallest row id of each group, in the caller's order."""
    smallest = np.full(len(order), len(order), np.int64)
    np.minimum.at(smallest, label, order)
    out = np.empty(len(order), np.int64)
    out[order] = smallest[label]
    return out


def _turn(order: Ints, pairs: Pairs) -> Pairs:
    if not len(pairs):
        return pairs
    left, right = order[pairs.left], order[pairs.right]
    swap = left > right
    reasons = tuple(
        tuple(type(r)(r.slug, r.column, r.right, r.left, r.bits) for r in some) if turn else some
        for some, turn in zip(pairs.reasons, swap, strict=True)
    )
    return Pairs(np.minimum(left, right), np.maximum(left, right), pairs.score, pairs.owner_score, reasons)


def _turn_notes(order: Ints, business: Ints, notes: Notes) -> Notes:
    new = _relabel(order, business)
    back = {int(old): int(new[row]) for row, old in zip(order, business, strict=True)}
    return Notes(
        notes.rows,
        notes.compared,
        notes.engine,
        notes.dropped,
        notes.duplicate_share,
        notes.most_partners,
        tuple(sorted(int(order[row]) for row in notes.crowded)),
        tuple(sorted((back[label], size) for label, size in notes.large_clusters)),
    )
