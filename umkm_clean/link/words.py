"""Texts made of words: each factory takes the options of `link.toml` and gives text → prepared ("" = unknown).

Word lists and spelling tables are data (`link.toml`); here is only how they are applied. Values of several source
columns arrive joined by `SEP`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Prepare = Callable[[str], str]
SEP = "\x1f"

_APOSTROPHE = re.compile("['`´’‘\"]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LAST_RUN = re.compile(r"(.)\1+")
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(map(ord, "'`\""))
_REMEMBERED = 1 << 17  # texts whose words are remembered: several columns are made of one text


def plain(text: str) -> str:
    """Lower case, no accents, no apostrophes; everything else that is no letter or digit becomes one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
        return _NOT_WORD.sub(" ", _APOSTROPHE.sub("", text)).strip()
    return " ".join(text.lower().translate(_ASCII).split())


@lru_cache(_REMEMBERED)
def _bare_words(text: str) -> tuple[str, ...]:
    """Words outside brackets; those inside where there are no others."""
    if "(" in text or "[" in text:
        return tuple(plain(_BRACKETS.sub(" ", text)).split() or plain(text).split())
    return tuple(plain(text).split())


def words(options: Mapping[str, Any]) -> Prepare:
    """Words without those in `drop`, long forms for short ones (`replace`), spelling folded (`spelling`, `sounds`).

    `lead`: words dropped only in front, `tail`: only behind (also two joined: "S. Pd" is "spd"), both only while
    another word remains. `ends`: the text is cut at these words. `once`: repeated words count once. `order = "sorted"`:
    order does not count.
    """
    drop = frozenset(options.get("drop", ()))
    lead, tail = frozenset(options.get("lead", ())), frozenset(options.get("tail", ()))
    ends = frozenset(options.get("ends", ()))
    replace = dict(options.get("replace", {}))
    fold = _folder(options)
    ordered, once = options.get("order") == "sorted", bool(options.get("once"))

    def prepare(text: str) -> str:
        found: Sequence[str] = (
            [word for piece in text.split(SEP) for word in _bare_words(piece)] if SEP in text else _bare_words(text)
        )
        if ends:
            found = _cut_at(found, ends)
        kept = [replace.get(word, word) for word in found if word not in drop]
        if lead or tail:
            kept = _inner(kept, lead, tail)
        folded = " ".join([fold(word) for word in kept]).split()
        if once:
            folded = list(dict.fromkeys(folded))
        if ordered:
            folded.sort()
        return " ".join(folded)

    return prepare


def _inner(kept: list[str], lead: frozenset[str], tail: frozenset[str]) -> list[str]:
    """Without titles in front and degrees behind, while a word remains."""
    start, stop = 0, len(kept)
    while stop - start > 1:
        if stop - start > 2 and kept[stop - 2] + kept[stop - 1] in tail:
            stop -= 2
        elif kept[stop - 1] in tail:
            stop -= 1
        else:
            break
    while stop - start > 1 and kept[start] in lead:
        start += 1
    return kept[start:stop]


def _cut_at(found: Sequence[str], ends: frozenset[str]) -> Sequence[str]:
    for place, word in enumerate(found):
        if word in ends and place:
            return found[:place]
    return found


def _folder(options: Mapping[str, Any]) -> Prepare:
    """Spelling of one word made uniform; remembered, since the same words come again and again."""
    pairs = [(old, new) for table in ("spelling", "sounds") for old, new in options.get(table, ())]
    squeeze, inner = bool(options.get("squeeze")), frozenset(options.get("silent", ""))
    known: dict[str, str] = {}

    def fold(word: str) -> str:
        folded = known.get(word)
        if folded is None:
            folded = word
            for old, new in pairs:
                if old in folded:
                    folded = folded.replace(old, new)
            if inner:
                folded = folded[:1] + "".join(letter for letter in folded[1:] if letter not in inner)
            if squeeze:
                folded = _LAST_RUN.sub(r"\1", folded)
            known[word] = folded
        return folded

    return fold


def skeleton(options: Mapping[str, Any]) -> Prepare:
    """Consonants of each word (its first letter stays), spaces dropped; words in alphabetical order if `order =
    "sorted"`.
    """
    ordered = options.get("order") == "sorted"
    vowels = str.maketrans("", "", "aeiou")
    known: dict[str, str] = {}

    def bone(word: str) -> str:
        found = known.get(word)
        if found is None:
            found = known[word] = word[0] + word[1:].translate(vowels)
        return found

    def prepare(text: str) -> str:
        found = plain(text).split()
        return _LAST_RUN.sub(r"\1", "".join([bone(word) for word in (sorted(found) if ordered else found)]))

    return prepare


def initials(options: Mapping[str, Any]) -> Prepare:
    """First letters (`size` of each word, default 1) in alphabetical order, at least two words."""
    size = int(options.get("size", 1))

    def prepare(text: str) -> str:
        found = sorted(word[:size] for word in plain(text).split())
        return "".join(found) if len(found) > 1 else ""

    return prepare


def tokens(options: Mapping[str, Any]) -> Prepare:
    """Each word as a value of its own, or (`pairs`) each two neighbours: keys for texts that share a rare word."""
    pairs = bool(options.get("pairs"))

    def prepare(text: str) -> str:
        found = plain(text).split()
        found = (
            [a + b for a, b in itertools.pairwise(found)]
            if pairs
            else [word for word in found if len(word) > 2 or word.isdigit()]
        )
        return SEP.join(dict.fromkeys(found))

    return prepare


def text(options: Mapping[str, Any]) -> Prepare:
    """Lower case without punctuation: for codes, zip codes, places."""
    return lambda value: plain(value.removesuffix(".0"))
