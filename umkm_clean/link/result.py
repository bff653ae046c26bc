"""What linking hands on: groups of rows, pairs for a person to judge, and why. Facts only; words come later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_clean.link.table import Floats, Ints


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence about a pair.

    `slug` names its words (`evidence.*` in `schemas/engine/texts.toml`), `column` the field it is about (so that the
    renderer knows what to mask), `left` and `right` are the values as they stand in the rows, `bits` the weight
    (positive: for, negative: against).
    """

    slug: str
    column: str
    left: str = field(repr=False)
    right: str = field(repr=False)
    bits: float


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Scored pairs as columns of one length; `left < right` are row ids.

    `score` is the probability that both are the same business, `owner_score` that both have the same owner.
    `reasons[i]` holds the evidence of pair i, strongest first.
    """

    left: Ints
    right: Ints
    score: Floats
    owner_score: Floats
    reasons: tuple[tuple[Reason, ...], ...]

    def __len__(self) -> int:
        return len(self.left)

    @classmethod
    def none(cls) -> Pairs:
        """No pairs."""
        empty = np.empty(0, np.int64)
        return cls(empty, empty, np.empty(0), np.empty(0), ())


@dataclass(frozen=True, slots=True)
class DroppedBlock:
    """Blocks of one key that were too large to compare: how many, their rows together, the largest."""

    key: str
    blocks: int
    rows: int
    largest: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What linking measured about itself and about the table; the caller decides whether to stop.

    `duplicate_share`: source → share of its rows that share a business with another row. `crowded`: rows that match
    more
    partners than the spec allows. `large_clusters`: (label, rows) of business groups above the spec's size.
    """

    rows: int = 0
    compared: int = 0
    engine: str = "own"
    dropped: tuple[DroppedBlock, ...] = ()
    duplicate_share: Mapping[str, float] = field(default_factory=dict)
    most_partners: int = 0
    crowded: tuple[int, ...] = ()
    large_clusters: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LinkResult:
    """Which rows are one.

    `business` and `owner` give each row the smallest row id of its group; a business lies within one owner.
    `review`: doubtful pairs, what matters most first. `merged_pairs`: exactly one pair for each row that joined
    another,
    the strongest links that hold each business group together.
    """

    business: Ints
    owner: Ints
    review: Pairs
    merged_pairs: Pairs
    notes: Notes


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided, as pairs of content keys (`content_key`): `same` (YA) and `different` (TIDAK)."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.same or self.different)


def content_key(values: Iterable[str | None]) -> str:
    """Key of a row by what it says: equal for rows that differ only in case, spaces and punctuation.

    `values` are the texts of the spec's `identity` columns, in that order; None and "" are the same. 128 bits,
    hexadecimal.
    """
    parts = ("".join(plain(value).split()) if value else "" for value in values)
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
