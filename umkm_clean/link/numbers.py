"""Numbers and dates: each factory takes the options of `link.toml` and gives text → prepared ("" = unknown)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from umkm_clean.link.words import SEP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.link.words import Prepare

_NOT_DIGIT = re.compile("[^0-9]")
_SEVERAL = re.compile(rf"[|/;,{SEP}]")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


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
    if piece.isascii() and piece.isdigit():
        return piece
    piece = piece.strip().casefold()
    if "e+" in piece:
        return ""
    return _NOT_DIGIT.sub("", piece.removesuffix(".0"))


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
            number = _NOT_DIGIT.sub("", piece)
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
        found = _digits(piece.removeprefix("+"))
        if country and found.startswith(country) and len(found) > len(country) + 7:
            found = found[len(country) :]
        found = found.lstrip("0")
        return found if least <= len(found) <= 15 and not dummy(found) else ""

    def prepare(text: str) -> str:
        if text.isascii() and text.removeprefix("+").isdigit():
            return one(text)
        pieces = (one(piece) for piece in _SEVERAL.split(text))
        return SEP.join(dict.fromkeys(piece for piece in pieces if piece))

    return prepare
