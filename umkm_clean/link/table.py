"""Prepared columns: every distinct text once, rows as codes into them. What keys, measures and engines read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

WORDS = 6  # words of a text that are compared; later ones are left out
_PSEUDO_ROWS = 500  # a word's rarity in a small table is drawn towards "one row in 500"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column's distinct values.

    `ids` has one line a value and `WORDS` places, -1 where there is no word; `bits` is the rarity of each word.
    """

    ids: Ints
    texts: Sequence[str]
    bits: Floats


@dataclass(frozen=True)
class Column:
    """One prepared column of n rows: `codes` (n) into `values`, -1 where empty.

    `more` (n × k, -1 padded, first place = `codes`) is set where a cell may hold several values (phones).
    """

    name: str
    values: npt.NDArray[np.object_]
    codes: Ints
    more: Ints | None = None

    @property
    def many(self) -> Ints:
        """Codes as a matrix, also for columns with one value a cell."""
        return self.codes[:, None] if self.more is None else self.more

    @cached_property
    def counts(self) -> Ints:
        """How many cells hold each distinct value."""
        held = self.many[self.many >= 0]
        return np.bincount(held, minlength=len(self.values)).astype(np.int64)

    @cached_property
    def repeat(self) -> float:
        """Chance that two random filled cells hold the same value."""
        held = float(self.counts.sum())
        if held < 2:
            return 1.0
        pairs = float((self.counts * (self.counts - 1)).sum())
        return max(pairs, 1.0) / (held * (held - 1))

    @cached_property
    def lengths(self) -> Ints:
        """Length of each distinct value."""
        return np.fromiter((len(value) for value in self.values), np.int64, len(self.values))

    @cached_property
    def words(self) -> Words:
        """Words and their rarity, from the table itself, smoothed so that small tables do not overrate."""
        known: dict[str, int] = {}
        ids = np.full((len(self.values), WORDS), -1, np.int64)
        for line, value in enumerate(self.values):
            for place, word in enumerate(value.split()[:WORDS]):
                ids[line, place] = known.setdefault(word, len(known))
        held = ids >= 0
        weight = np.broadcast_to(self.counts[:, None], ids.shape)[held]
        seen = np.bincount(ids[held], weights=weight, minlength=len(known))
        rows = float(self.counts.sum())
        bits = np.log2((rows + _PSEUDO_ROWS) / (seen + 1.0))
        return Words(ids, list(known), np.clip(bits, 1.0, 14.0))

    @cached_property
    def spaceless(self) -> list[str]:
        """Values without spaces, for measures that must not mind a missing space."""
        return [value.replace(" ", "") for value in self.values]

    def text(self, row: int) -> str:
        """The prepared text of a row, "" where empty."""
        code = self.codes[row]
        return str(self.values[code]) if code >= 0 else ""

    def cut(self, length: int) -> Column:
        """The same column cut to its first (length > 0) or last (length < 0) characters.

        A shorter text is its own beginning ("tahu" is all of a key of five letters), but has no such ending.
        """
        if length == 0:
            return self
        size = abs(length)
        known: dict[str, int] = {}
        to = np.full(len(self.values) + 1, -1, np.int64)
        for code, value in enumerate(self.values):
            bare = value.replace(" ", "")
            if length > 0 or len(bare) >= size:
                piece = bare[:size] if length > 0 else bare[-size:]
                to[code] = known.setdefault(piece, len(known))
        values = np.array(list(known), dtype=object)
        more = None if self.more is None else to[self.more]
        return Column(f"{self.name}[{length}]", values, to[self.codes], more)


@dataclass(frozen=True)
class Table:
    """All prepared columns of n rows, and the rarity that agreement on a value has."""

    rows: int
    columns: Mapping[str, Column]
    _cut: dict[tuple[str, int], Column] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def part(self, name: str, cut: int) -> Column:
        """A column, whole or cut; cut columns are made once."""
        if not cut:
            return self.columns[name]
        found = self._cut.get((name, cut))
        if found is None:
            found = self._cut[name, cut] = self.columns[name].cut(cut)
        return found
