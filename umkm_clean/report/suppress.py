"""Counts that say too much about single people are not shown, nor the counts from which they could be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEW = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """A column of counts whose sum is known too: which of them may be shown."""

    values: Sequence[int]
    hidden: frozenset[int] = frozenset()


def counts(values: Iterable[int], public: bool) -> Counts:
    """Hide counts from 1 to 4; where only one would be hidden, hide the next smallest too, or the sum would tell it."""
    given = tuple(values)
    if not public:
        return Counts(given)
    hidden = {at for at, value in enumerate(given) if 0 < value < FEW}
    if len(hidden) == 1:
        others = [(value, at) for at, value in enumerate(given) if value and at not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return Counts(given, frozenset(hidden))
