"""Pairs → groups: average linkage inside each component, with pairs that may never share a group.

Connected components alone chain strangers together; a group grows here only while the mean probability of all its pairs
stays high (Saeedi, David, Rahm, KEOD 2021). Rows come in canonical order, so ties fall the same way in every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.table import Bools, Floats, Ints

if TYPE_CHECKING:
    from umkm_clean.link.guard import Guards

Rate = Callable[[Ints, Ints], Floats]  # probabilities of pairs of rows

_WITNESSES = 3  # rows that speak for a node of many rows
_RAISES = 8  # how often the bar is raised for a component above the cap


@dataclass(frozen=True, slots=True)
class Linkage:
    """How groups grow: edges at `edge` or above make components, groups join while their mean stays at `mean`."""

    edge: float
    mean: float
    cap: int


def components(size: int, left: Ints, right: Ints) -> Ints:
    """Smallest member of each item's connected component."""
    label = np.arange(size, dtype=np.int64)
    while len(left):
        low = np.minimum(label[left], label[right])
        new = label.copy()
        np.minimum.at(new, left, low)
        np.minimum.at(new, right, low)
        np.minimum.at(new, label[left], low)
        np.minimum.at(new, label[right], low)
        new = new[new]
        if np.array_equal(new, label):
            break
        label = new
    return label


def cluster(nodes: Ints, left: Ints, right: Ints, score: Floats, guards: Guards, linkage: Linkage, rate: Rate) -> Ints:
    """Group rows: `nodes` (smallest row of each given group) stay whole, edges may join them.

    Returns the smallest row of each row's group. `rate` scores the pairs inside a component that no key brought
    together.
    """
    a, b = nodes[left], nodes[right]
    strong = (score >= linkage.edge) & (a != b)
    strong[strong] = ~guards.apart(a[strong], b[strong])
    a, b, p = a[strong], b[strong], score[strong]
    part = _components(len(nodes), a, b, p, linkage.cap)
    members = np.flatnonzero((nodes == np.arange(len(nodes))) & _many(part, nodes))
    members = members[np.argsort(part[members], kind="stable")]
    starts = np.flatnonzero(np.r_[True, part[members][1:] != part[members][:-1]]) if len(members) else members
    groups = np.split(members, starts[1:]) if len(members) else []
    joined = nodes.copy()
    pairs = [group for group in groups if len(group) == 2]
    if pairs:
        two = np.array(pairs)
        joined[two[:, 1]] = two[:, 0]
    larger = [group for group in groups if len(group) > 2]
    for group, matrix in zip(larger, _matrices(larger, nodes, rate), strict=True):
        joined[group] = group[_average(matrix, guards.between(group), linkage.mean)]
    return joined[nodes]


def _many(part: Ints, nodes: Ints) -> Bools:
    """Rows whose component holds more than one node."""
    heads = np.flatnonzero(nodes == np.arange(len(nodes)))
    size = np.bincount(part[heads], minlength=len(part))
    return size[part] > 1


def _components(size: int, a: Ints, b: Ints, p: Floats, cap: int) -> Ints:
    """Components; those above the cap are formed anew from their stronger edges."""
    part = components(size, a, b)
    doubt = 1 - p
    for _ in range(_RAISES):
        large = np.bincount(part, minlength=size)[part[a]] > cap if len(a) else np.zeros(0, np.bool_)
        if not large.any():
            return part
        bar = np.median(doubt[large])
        keep = ~large | (doubt < bar)
        a, b, doubt = a[keep], b[keep], doubt[keep]
        part = components(size, a, b)
    return part


def _matrices(groups: list[Ints], nodes: Ints, rate: Rate) -> list[Floats]:
    """For each group of nodes the mean probability between any two, over at most `_WITNESSES` rows of each."""
    if not groups:
        return []
    order = np.argsort(nodes, kind="stable")
    first = np.searchsorted(nodes[order], np.arange(len(nodes)))
    last = np.searchsorted(nodes[order], np.arange(len(nodes)), side="right")
    lefts, rights, shapes = [], [], []
    for group in groups:
        rows = [order[first[node] : min(last[node], first[node] + _WITNESSES)] for node in group]
        owner = np.repeat(np.arange(len(group)), [len(some) for some in rows])
        flat = np.concatenate(rows)
        i, j = np.triu_indices(len(flat), 1)
        other = owner[i] != owner[j]
        i, j = i[other], j[other]
        lefts.append(flat[i])
        rights.append(flat[j])
        shapes.append((len(group), owner[i], owner[j]))
    scores = rate(np.concatenate(lefts), np.concatenate(rights))
    matrices, at = [], 0
    for size, i, j in shapes:
        total, count = np.zeros((size, size)), np.zeros((size, size))
        np.add.at(total, (i, j), scores[at : at + len(i)])
        np.add.at(count, (i, j), 1)
        at += len(i)
        mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
        matrices.append(mean + mean.T)
    return matrices


def _average(matrix: Floats, apart: Bools, least: float) -> Ints:
    """Average linkage with cannot-link: place of the group's first member, for each member."""
    size = len(matrix)
    near = matrix.copy()
    near[apart] = -1.0
    np.fill_diagonal(near, -1.0)
    weight = np.ones(size)
    label = np.arange(size)
    while True:
        i, j = divmod(int(near.argmax()), size)
        if near[i, j] < least:
            return label
        i, j = min(i, j), max(i, j)
        blocked = (near[i] < 0) | (near[j] < 0)
        mean = (weight[i] * near[i] + weight[j] * near[j]) / (weight[i] + weight[j])
        mean[blocked] = -1.0
        near[i], near[:, i] = mean, mean
        near[j], near[:, j] = -1.0, -1.0
        near[i, i] = -1.0
        weight[i] += weight[j]
        label[label == j] = i
