"""Groups that need no weighing: rows that agree on all columns of a sure key, and what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.cluster import components
from umkm_clean.link.guard import unlike
from umkm_clean.link.result import Decisions, content_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.link.table import Bools, Ints, Table
    from umkm_clean.spec.link import GuardSpec, LinkSpec

NO_PAIRS = np.empty((0, 2), np.int64)


def row_keys(texts: Sequence[Sequence[str]]) -> list[str]:
    """Content key of every row, from the texts of the identity columns (column by column)."""
    return [content_key(row) for row in zip(*texts, strict=True)]


def decided(keys: Sequence[str], decisions: Decisions) -> tuple[Ints, Ints]:
    """Decisions as pairs of rows (same, different). Rows with one key are alike: the first stands for them.

    "Different" holds for every row of either key, "same" joins every row of both keys.
    """
    rows: dict[str, list[int]] = {}
    wanted = {key for pairs in (decisions.same, decisions.different) for pair in pairs for key in pair}
    for row, key in enumerate(keys):
        if key in wanted:
            rows.setdefault(key, []).append(row)
    same = [
        (rows[a][0], other) for a, b in decisions.same if a in rows and b in rows for other in (*rows[a][1:], *rows[b])
    ]
    apart = [(x, y) for a, b in decisions.different if a != b for x in rows.get(a, ()) for y in rows.get(b, ())]
    return _pairs(same), _pairs(apart)


def _pairs(found: list[tuple[int, int]]) -> Ints:
    return np.array(sorted({(min(a, b), max(a, b)) for a, b in found if a != b}), np.int64).reshape(-1, 2)


def sure_edges(table: Table, spec: LinkSpec, different: Ints) -> tuple[list[tuple[str, Ints]], Ints]:
    """Per sure key its edges (from the first row of a group to each other one), and the nodes they make.

    In a group that holds contradicting guard values, only rows with the same value are joined; rows that a person set
    apart
    are left to the weighing. A key that would chain contradicting rows together gives way in that group.
    """
    nodes = np.arange(table.rows, dtype=np.int64)
    barred = np.unique(different)
    edges: list[tuple[str, Ints]] = []
    for key in spec.sure:
        pairs = _edges(table, spec, key.columns, barred)
        joined = components(table.rows, np.r_[nodes, pairs[:, 0]], np.r_[np.arange(table.rows), pairs[:, 1]])
        if spec.guards and len(pairs):
            bad = _contradicting(table, spec.guards, joined)
            pairs = pairs[~bad[joined[pairs[:, 0]]]]
            joined = components(table.rows, np.r_[nodes, pairs[:, 0]], np.r_[np.arange(table.rows), pairs[:, 1]])
        nodes = joined
        edges.append((key.name, pairs))
    return edges, nodes


def _edges(table: Table, spec: LinkSpec, columns: Sequence[str], barred: Ints) -> Ints:
    rows = np.arange(table.rows)
    held = np.ones(table.rows, np.bool_)
    held[barred] = False
    for name in columns:
        held &= table[name].codes >= 0
    rows = rows[held]
    if len(rows) < 2:
        return NO_PAIRS
    group = _number([table[name].codes[rows] for name in columns])
    for guard in spec.guards:
        if guard.column not in columns:
            rows, group = _divided(rows, group, table[guard.column].codes[rows])
    order = np.argsort(group, kind="stable")
    rows, group = rows[order], group[order]
    head = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    leader = np.repeat(rows[head], np.diff(np.r_[head, len(rows)]))
    star = leader != rows
    return np.stack([leader[star], rows[star]], axis=1)


def _divided(rows: Ints, group: Ints, guard: Ints) -> tuple[Ints, Ints]:
    """Groups that hold unlike guard values are divided by them; their rows without such a value are left out."""
    held = guard >= 0
    first = np.full(int(group.max(initial=-1)) + 1, -1, np.int64)
    first[group[held]] = guard[held]
    mixed = np.zeros(len(first), np.bool_)
    mixed[group[held & (guard != first[group])]] = True
    keep = ~mixed[group] | held
    return rows[keep], _number([group, np.where(mixed[group], guard, -2)])[keep]


def _number(codes: Sequence[Ints]) -> Ints:
    """One number for each combination of codes."""
    number = np.zeros(len(codes[0]), np.int64)
    for code in codes:
        low = int(code.min(initial=0))
        number = number * (int(code.max(initial=0)) - low + 1) + code - low
        number = np.unique(number, return_inverse=True)[1].astype(np.int64)
    return number


def _contradicting(table: Table, guards: Sequence[GuardSpec], nodes: Ints) -> Bools:
    """Which nodes hold unlike guard values."""
    bad = np.zeros(table.rows, np.bool_)
    for guard in guards:
        codes = table[guard.column].codes
        rows = np.flatnonzero(codes >= 0)
        held, first = np.unique(np.stack([nodes[rows], codes[rows]], axis=1), axis=0, return_index=True)
        same = held[1:, 0] == held[:-1, 0]
        for node in np.unique(held[1:, 0][same]):
            speakers = rows[first[held[:, 0] == node]]
            i, j = np.triu_indices(len(speakers), 1)
            bad[node] |= bool(unlike(table, [guard], speakers[i], speakers[j]).any())
    return bad


def forced(nodes: Ints, same: Ints, different: Ints) -> Ints:
    """Nodes after the pairs that people called the same are joined; a pair called different keeps its nodes apart."""
    label = nodes.copy()
    apart = [tuple(pair) for pair in different.tolist()]
    for a, b in same.tolist():
        low, high = sorted((int(label[a]), int(label[b])))
        if low == high:
            continue
        trial = np.where(label == high, low, label)
        if not any(trial[x] == trial[y] and label[x] != label[y] for x, y in apart):
            label = trial
    return label
