"""Preparations of one text: each factory takes the options of `link.toml` and gives text → prepared ("" = unknown).

Word lists and spelling tables are data (`link.toml`); here is only how they are applied. Values of several source
columns arrive joined by `SEP`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Prepare = Callable[[str], str]
SEP = "\x1f"

_APOSTROPHE = re.compile("['`´’‘\"]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LAST_RUN = re.compile(r"(.)\1+")
_RT = re.compile(r"\brt[^0-9a-z]*([0-9]{1,3})(?:[^0-9a-z]*(?:rw[^0-9a-z]*|/[ ]*|-[ ]*)([0-9]{1,3}))?")
_RTRW = re.compile(r"\brt[ ./-]*rw[^0-9a-z]*([0-9]{1,3})[^0-9a-z]+(?:rw[^0-9a-z]*)?([0-9]{1,3})")
_RW = re.compile(r"\brw[^0-9a-z]*([0-9]{1,3})")
_NUMBER_SIGN = re.compile(r"(?:\bno(?:mor|mer)?\b[ .:]*|#[ ]*)([0-9]{1,5})[ -]?([a-z]?)\b")
_NUMBER = re.compile(r"\b([0-9]{1,6})[ -]?([a-z]?)\b")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


def plain(text: str) -> str:
    """Lower case, no accents, no apostrophes; everything else that is no letter or digit becomes one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _APOSTROPHE.sub("", text.casefold())
    return _NOT_WORD.sub(" ", text).strip()


def words(options: Mapping[str, Any]) -> Prepare:
    """Words without those in `drop`, long forms for short ones (`replace`), spelling folded (`spelling`, `sounds`).

    `lead`: words dropped only in front, `tail`: only behind (also two joined: "S. Pd" is "spd"), both only while
    another
    word remains. `ends`: the text is cut at these words. `once`: repeated words count once. `order = "sorted"`: order
    does not count.
    """
    drop = frozenset(options.get("drop", ()))
    lead, tail = frozenset(options.get("lead", ())), frozenset(options.get("tail", ()))
    ends = frozenset(options.get("ends", ()))
    replace = dict(options.get("replace", {}))
    fold = _folder(options)
    ordered, once = options.get("order") == "sorted", bool(options.get("once"))
    only_words = bool(options.get("only_letters"))

    def prepare(text: str) -> str:
        found = plain(_BRACKETS.sub(" ", text)).split() or plain(text).split()
        if ends:
            found = _cut_at(found, ends)
        kept = [replace.get(word, word) for word in found if word not in drop]
        start, stop = 0, len(kept)
        while tail and stop - start > 1:
            if stop - start > 2 and kept[stop - 2] + kept[stop - 1] in tail:
                stop -= 2
            elif kept[stop - 1] in tail:
                stop -= 1
            else:
                break
        while stop - start > 1 and kept[start] in lead:
            start += 1
        folded = [fold(word) for word in kept[start:stop] if not (only_words and word.isdigit())]
        folded = [word for part in folded if part for word in part.split()]
        folded = list(dict.fromkeys(folded)) if once else folded
        return " ".join(sorted(folded) if ordered else folded)

    return prepare


def _cut_at(found: list[str], ends: frozenset[str]) -> list[str]:
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
    vowels = re.compile("[aeiou]")

    def prepare(text: str) -> str:
        found = plain(text).split()
        bones = [word[0] + vowels.sub("", word[1:]) for word in (sorted(found) if ordered else found)]
        return _LAST_RUN.sub(r"\1", "".join(bones))

    return prepare


def initials(options: Mapping[str, Any]) -> Prepare:
    """First letters (`size` of each word, default 1) in alphabetical order, at least two words."""
    size = int(options.get("size", 1))

    def prepare(text: str) -> str:
        found = sorted(word[:size] for word in plain(text).split())
        return "".join(found) if len(found) > 1 else ""

    return prepare


def street(options: Mapping[str, Any]) -> Prepare:
    """Street of an address: RT/RW, house number and the words in `drop` removed, cut at the words in `ends`."""
    inner = words(options)

    def prepare(text: str) -> str:
        text = text.split(SEP)[0].casefold()
        text = _RW.sub(" ", _RT.sub(" ", _RTRW.sub(" ", text)))
        text = _NUMBER_SIGN.sub(" ", text)
        found = inner(text)
        kept = [word for word in found.split() if not word[0].isdigit()]
        return " ".join(kept) if kept else found

    return prepare


def house_number(options: Mapping[str, Any]) -> Prepare:
    """House number of an address: after "No"/"#", else the first free number; "12 A" and "12a" are one."""

    def prepare(text: str) -> str:
        for piece in text.casefold().split(SEP):
            bare = _RW.sub(" ", _RT.sub(" ", _RTRW.sub(" ", piece)))
            if found := _NUMBER_SIGN.search(bare) or _NUMBER.search(bare):
                return f"{int(found[1])}{found[2]}"
        return ""

    return prepare


def rt_rw(options: Mapping[str, Any]) -> Prepare:
    """`rt`, `rw` (columns) or what an address says: "3/7"; "" unless both are known."""

    def prepare(text: str) -> str:
        rt, rw, *rest = [*text.split(SEP), "", ""]
        left, right = re.sub("[^0-9]", "", rt), re.sub("[^0-9]", "", rw)
        if not (left and right):
            address = " ".join(rest).casefold()
            both = _RTRW.search(address) or _RT.search(address)
            behind = _RW.search(address)
            left = left or (both[1] if both else "")
            right = right or ((both[2] or "") if both else "") or (behind[1] if behind else "")
        return f"{int(left)}/{int(right)}" if left and right and int(left) + int(right) else ""

    return prepare


def digits(options: Mapping[str, Any]) -> Prepare:
    """Digits only; `length` (if given) must fit, `first`/`last` keeps that many, dummies are void.

    The first source that gives something counts. A number that Excel wrote as 3.57E+15 is lost, hence unknown.
    """
    length, last = int(options.get("length", 0)), int(options.get("last", 0))
    least, first = int(options.get("least", 1)), int(options.get("first", 0))

    def prepare(text: str) -> str:
        for piece in text.split(SEP):
            found = _digits(piece)
            if len(found) < least or (length and len(found) != length) or dummy(found):
                continue
            return found[:first] if first else found[-last:] if last else found
        return ""

    return prepare


def _digits(piece: str) -> str:
    piece = piece.strip().casefold()
    if "e+" in piece:
        return ""
    return re.sub("[^0-9]", "", piece.removesuffix(".0"))


def dummy(number: str) -> bool:
    """A number that stands for no number: one or two different digits, or counting up."""
    return len(number) > 4 and (
        len(set(number)) < 2 or number in "123456789012345678901234567890" or not number.strip("09")
    )


def nik(options: Mapping[str, Any]) -> Prepare:
    """A NIK of 16 digits with a possible birth date, else its 15-digit stem from the second source, else unknown."""

    def prepare(text: str) -> str:
        whole, *stems = text.split(SEP)
        found = _digits(whole)
        if len(found) == 16 and _plausible(found) and found[12:] != "0000":
            return found
        for stem in stems:
            found = _digits(stem)
            if len(found) == 15 and _plausible(found):
                return found
        return ""

    return prepare


def _plausible(number: str) -> bool:
    day, month = int(number[6:8]), int(number[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12 and not dummy(number)


def birth(options: Mapping[str, Any]) -> Prepare:
    """Birth date as YYMMDD, from a date or out of a NIK (day + 40 for women): the first source that gives one."""
    date_of = date(options)

    def prepare(text: str) -> str:
        for piece in text.split(SEP):
            number = re.sub("[^0-9]", "", piece)
            if len(number) in (15, 16):
                day = int(number[6:8])
                return f"{number[10:12]}{number[8:10]}{day - 40 if day > 40 else day:02d}"
            if found := date_of(piece):
                return found[2:]
        return ""

    return prepare


def date(options: Mapping[str, Any]) -> Prepare:
    """A date as YYYYMMDD, from ISO, from eight digits with the year in front, or with day first (`month_first` turns
    it).
    """
    month_first = bool(options.get("month_first"))

    def prepare(text: str) -> str:
        text = text.removesuffix(".0")
        parts: list[str] = re.findall("[0-9]+", text.split("T")[0] if "-" in text else text)
        if len(parts) >= 3 and len(parts[0]) == 4:
            return parts[0] + parts[1].zfill(2) + parts[2].zfill(2)
        if len(parts) >= 3 and len(parts[2]) == 4:
            day, month = (parts[1], parts[0]) if month_first else (parts[0], parts[1])
            return parts[2] + month.zfill(2) + day.zfill(2)
        whole = "".join(parts)
        return whole if len(whole) == 8 else ""

    return prepare


def year(options: Mapping[str, Any]) -> Prepare:
    """The first year (1900–2099) in the text."""

    def prepare(text: str) -> str:
        found = _YEAR.search(text)
        return found[1] if found else ""

    return prepare


def phone(options: Mapping[str, Any]) -> Prepare:
    """National digits without the leading zero and the `country` code; several numbers stay apart, joined by `SEP`."""
    country, least = str(options.get("country", "")), int(options.get("least", 6))

    def one(piece: str) -> str:
        found = _digits(piece)
        if country and found.startswith(country) and len(found) > len(country) + 7:
            found = found[len(country) :]
        found = found.lstrip("0")
        return found if least <= len(found) <= 15 and not dummy(found) else ""

    def prepare(text: str) -> str:
        pieces = (one(piece) for piece in re.split(rf"[|/;,{SEP}]", text))
        return SEP.join(dict.fromkeys(piece for piece in pieces if piece))

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


PREPARATIONS: Mapping[str, Callable[[Mapping[str, Any]], Prepare]] = {
    "birth": birth,
    "date": date,
    "digits": digits,
    "house_number": house_number,
    "initials": initials,
    "nik": nik,
    "phone": phone,
    "rt_rw": rt_rw,
    "skeleton": skeleton,
    "street": street,
    "text": text,
    "tokens": tokens,
    "words": words,
    "year": year,
}
