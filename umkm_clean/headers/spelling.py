"""Close typing errors in header words, and only those: never NIK for NIB.

Words of three letters and fewer, and words that are right as they stand (they occur in the dictionary), may not be
changed; so what is repaired is always a longer word that no known header holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST = 5  # letters of a whole header, written or meant, below which nothing is guessed


def distance(left: str, right: str, most: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours), `most` + 1 where it is larger."""
    return OSA.distance(left, right, score_cutoff=most)


def allowed(length: int) -> int:
    """How many typing errors a word of this length may hold."""
    return 0 if length < 4 else 1 if length < 8 else 2


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    words: tuple[str, ...]
    joined: str
    letters: int  # set of letters as bits
    target: str


class Speller:
    """Finds the one target whose key is a close typing error away."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._entries = [
            _Entry(key, tuple(key.split()), key.replace(" ", ""), _letters(key), target)
            for key, target in sorted(keys.items())
        ]
        self._known = frozenset(word for entry in self._entries for word in entry.words)
        self._joined = {entry.joined: entry for entry in self._entries if len(entry.joined) >= LEAST}
        self._near: dict[int, list[_Entry]] = {}

    def nearest(self, key: str) -> tuple[str, str] | None:
        """(target, key meant) for a mistyped key; None where nothing or more than one target is near."""
        joined = key.replace(" ", "")
        if len(joined) < LEAST - 1 or not joined.isascii():
            return None
        if joined in self._joined:  # "namausaha", "nama u saha"
            return self._joined[joined].target, self._joined[joined].key
        words, letters = tuple(key.split()), _letters(key)
        if all(word in self._known for word in words):
            return None
        best: dict[str, tuple[int, str]] = {}
        for entry in self._as_long(len(joined)):
            if (letters ^ entry.letters).bit_count() > 4:
                continue
            cost = self._cost(words, entry)
            if cost is not None and cost < best.get(entry.target, (9, ""))[0]:
                best[entry.target] = (cost, entry.key)
        if not best:
            return None
        least = min(cost for cost, _ in best.values())
        nearest = [(target, meant) for target, (cost, meant) in sorted(best.items()) if cost == least]
        return nearest[0] if len(nearest) == 1 else None

    def _as_long(self, length: int) -> list[_Entry]:
        """Entries of about this length: two letters more or less, one of both long enough to be told from another."""
        if length not in self._near:
            self._near[length] = [
                entry
                for entry in self._entries
                if abs(length - len(entry.joined)) <= 2 and max(length, len(entry.joined)) >= LEAST
            ]
        return self._near[length]

    def _cost(self, words: tuple[str, ...], entry: _Entry) -> int | None:
        if len(words) == len(entry.words):
            total = 0
            for word, meant in zip(words, entry.words, strict=True):
                if word == meant:
                    continue
                most = allowed(min(len(word), len(meant)))
                if word in self._known or not most or word[0] not in meant[:2]:
                    return None
                found = distance(word, meant, most)
                if found > most:
                    return None
                total += found
            return total
        lone = {word for word in words if len(word) == 1}
        if len(entry.joined) < 8 or (self._kept(words) | lone) - set(entry.words):
            return None
        found = distance("".join(words), entry.joined, 1)
        return found + 1 if found <= 1 else None

    def _kept(self, words: Iterable[str]) -> set[str]:
        return {word for word in words if word in self._known}


def _letters(key: str) -> int:
    bits = 0
    for char in key:
        if "a" <= char <= "z":
            bits |= 1 << (ord(char) - 97)
    return bits
