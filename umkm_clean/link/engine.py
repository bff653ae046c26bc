"""The seam for size: an engine may change how fast pairs are found and weighed, never what a pair is worth.

`OwnEngine` (rapidfuzz and numpy) is the yardstick; `splink_engine.py` does the same work in DuckDB for large tables.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from umkm_clean.link.block import candidates
from umkm_clean.link.score import evidence, odds, probability

if TYPE_CHECKING:
    from umkm_clean.link.result import DroppedBlock
    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import LinkSpec

FLOOR = 0.005  # pairs whose first question is answered "no" this plainly are not carried further


@dataclass(frozen=True, slots=True)
class Scored:
    """Weighed pairs: `first` is the log-odds (bits) of the first question, `last` of the last one."""

    left: Ints
    right: Ints
    first: Floats
    last: Floats
    compared: int
    dropped: tuple[DroppedBlock, ...] = ()

    @property
    def owner(self) -> Floats:
        """Probability of the first question."""
        return probability(self.first)

    def business(self, several: bool) -> Floats:
        """Probability that all questions are answered yes."""
        return self.owner * probability(self.last) if several else self.owner


class Engine(Protocol):
    """Finds and weighs pairs."""

    name: str

    def score(self, table: Table, spec: LinkSpec) -> Scored:
        """All pairs worth a thought, left < right, in order."""
        ...


class OwnEngine:
    """Blocks, measures and weighs in numpy; `workers` threads change the time, not the answer."""

    name = "own"

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def score(self, table: Table, spec: LinkSpec) -> Scored:
        """See `Engine.score`."""
        left, right, dropped = candidates(table, spec)
        first, last = weigh(table, spec, left, right, self.workers)
        keep = probability(first) >= FLOOR
        return Scored(left[keep], right[keep], first[keep], last[keep], len(left), dropped)


def fitting(spec: LinkSpec, rows: int, workers: int) -> Engine:
    """Our own engine, or Splink where the spec hands tables of this size to it and it is installed."""
    if 0 < spec.splink_from <= rows and importlib.util.find_spec("splink") is not None:
        from umkm_clean.link.splink_engine import SplinkEngine

        return SplinkEngine()
    return OwnEngine(workers)


def weigh(table: Table, spec: LinkSpec, left: Ints, right: Ints, workers: int = 1) -> tuple[Floats, Floats]:
    """Log-odds of the first and the last question for pairs of rows; the last is only asked where the first may be
    yes.
    """
    first_question, last_question = spec.questions[0], spec.questions[-1]
    first = odds(table, spec, first_question, evidence(table, spec, first_question, left, right, workers))
    if len(spec.questions) == 1:
        return first, first
    last = np.full(len(left), -60.0)
    ask = np.flatnonzero(probability(first) >= FLOOR)
    found = evidence(table, spec, last_question, left[ask], right[ask], workers)
    last[ask] = odds(table, spec, last_question, found)
    return first, last
