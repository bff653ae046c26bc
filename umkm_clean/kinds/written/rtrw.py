"""RT and RW inside a text: 59 shapes were counted in 68 rows of one register ("Rt 9 Rw 9", "RT/RW.9/9", "Rt.02/03")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from umkm_clean.kinds.written.cell import compatible

_RT, _RW = r"(?<![a-z])r\.?\s?t(?=rw|[^a-z]|$)", r"(?<![a-z])r\.?\s?w(?=rt|[^a-z]|$)"
_GAP = r"[\s.:;,/\\\-–|_=]{0,6}"
_N = r"([0-9]{1,4}(?![0-9])|[ivx]{1,5}(?![a-z]))"
_JOIN = r"\s*[/\\\-–,.|;]?\s*"
_RT_IN, _RW_IN = _RT.replace("(?<![a-z])", "", 1), _RW.replace("(?<![a-z])", "", 1)

_SHAPES = (
    re.compile(rf"{_RT}{_GAP}(?:{_RW_IN}|{_RT_IN}){_GAP}(?P<rt>{_N}){_JOIN}(?P<rw>{_N})"),
    re.compile(rf"{_RT}{_GAP}(?P<rt>{_N}){_GAP}(?:dan|&)?{_GAP}{_RW_IN}{_GAP}(?P<rw>{_N})"),
    re.compile(rf"{_RW}{_GAP}(?P<rw>{_N}){_GAP}(?:dan|&)?{_GAP}{_RT_IN}{_GAP}(?P<rt>{_N})"),
    re.compile(rf"{_RT}{_GAP}(?P<rt>{_N})\s*[/\\\-–|]\s*(?P<rw>{_N})"),
    re.compile(rf"{_RT}{_GAP}(?P<rt>{_N})"),
    re.compile(rf"{_RW}{_GAP}(?P<rw>{_N})"),
)
_BARE = re.compile(rf"{_N}\s*[/\\\-–|,.;]\s*{_N}|([0-9]{{1,3}})\s+([0-9]{{1,3}})")
_HINT = re.compile(r"r\.?\s?[tw]", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class RtRw:
    """RT and RW in three digits ("" where not said, "?" where the number is impossible) and the text around them."""

    rt: str = ""
    rw: str = ""
    rest: str = ""


def find_rt_rw(text: str) -> RtRw | None:
    """RT and RW named as such anywhere in a text; None where neither is named."""
    if not _HINT.search(text):
        return None
    whole = compatible(text)
    folded = whole.lower()
    if len(folded) != len(whole):
        whole = folded
    for shape in _SHAPES:
        found = shape.search(folded)
        if found:
            said = found.groupdict()
            rest = " ".join(
                (whole[: found.start()].rstrip(" ,.-/;") + " " + whole[found.end() :].lstrip(" ,.-/;")).split()
            )
            return RtRw(three(said.get("rt") or ""), three(said.get("rw") or ""), rest)
    return None


def read_pair(text: str) -> RtRw | None:
    """RT and RW in a column for both: named, or just "2/3"."""
    named = find_rt_rw(text)
    if named:
        return named
    found = _BARE.fullmatch(compatible(text).casefold())
    if not found:
        return None
    left, right = found[1] or found[3], found[2] or found[4]
    return RtRw(three(left), three(right))


def three(number: str) -> str:
    """Three digits: "2" → "002", "IV" → "004"; "" for none or zero, "?" for what is no RT or RW."""
    if not number:
        return ""
    value = int(number) if number.isdigit() else _roman(number)
    if value == 0:
        return ""
    return f"{value:03d}" if 0 < value <= 999 else "?"


def _roman(number: str) -> int:
    total = last = 0
    for char in reversed(number):
        value = _ROMAN[char]
        total, last = (total - value, last) if value < last else (total + value, value)
    return total if total > 0 else -1
