"""Degrees as people write and copy them: decimal point or comma, degrees, minutes, seconds, hemispheres."""

from __future__ import annotations

import re
from dataclasses import dataclass

from umkm_clean.kinds.written.cell import compatible

_DECIMAL = r"[-+−]?[0-9]{1,3}(?:[.,][0-9]{1,17})?"
_HEMISPHERE = r"l\.?\s?u|l\.?\s?s|b\.?\s?t|b\.?\s?b|lintang\s*(?:utara|selatan)|bujur\s*(?:timur|barat)|[nsewu]"
_ONE = re.compile(rf"({_HEMISPHERE})?\s*({_DECIMAL})\s*°?\s*({_HEMISPHERE})?\.?")
_SEXAGESIMAL = re.compile(
    rf"({_HEMISPHERE})?\s*([-+−]?[0-9]{{1,3}})\s*[°º]\s*([0-9]{{1,2}}(?:[.,][0-9]+)?)\s*['’′`]?\s*(?:([0-9]{{1,2}}(?:[.,][0-9]+)?)\s*(?:[\"”″]|''|’’)?)?\s*({_HEMISPHERE})?\.?"
)
_LABEL = re.compile(r"^(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|lintang|bujur|koordinat|x|y)\s*[:=]?\s*(?=[-+−0-9])")
_LINK = re.compile(r"(?:[@=/]|%20|\s)(-?[0-9]{1,2}\.[0-9]{2,17})(?:,|%2c|\+|\s)+(-?[0-9]{2,3}\.[0-9]{2,17})")
_TWO = re.compile(rf"({_DECIMAL})\s*(?:[;/|]|,\s+|\s+|,(?=-?[0-9]{{2,3}}[.,]))\s*({_DECIMAL})")
DIGITS = 9  # decimals kept: a tenth of a millimetre; maps write up to fifteen


@dataclass(frozen=True, slots=True)
class Degrees:
    """An angle as written.

    `axis`: "latitude" or "longitude" where a letter says so. `problem`: "" | "no-point" | "groups" | "unclear".
    """

    value: float | None = None
    axis: str = ""
    problem: str = ""


def read_degrees(text: str) -> Degrees:
    """One angle in degrees; one without its decimal point, or with points for groups, is told and not mended."""
    bare = _LABEL.sub("", compatible(text).casefold().strip(" ;,'"))
    if len(bare) > 60:
        return Degrees(problem="unclear")
    found = _ONE.fullmatch(bare)
    if found:
        value = float(found[2].replace(",", ".").replace("−", "-"))
        return _signed(value, found[1] or found[3] or "")
    found = _SEXAGESIMAL.fullmatch(bare)
    if found:
        minutes, seconds = (float((part or "0").replace(",", ".")) for part in (found[3], found[4]))
        whole = float(found[2].replace("−", "-"))
        if minutes >= 60 or seconds >= 60:
            return Degrees(problem="unclear")
        size = abs(whole) + minutes / 60 + seconds / 3600
        return _signed(-size if found[2].startswith(("-", "−")) else size, found[1] or found[5] or "")
    if re.fullmatch(r"[-−]?[0-9]{4,20}", bare):
        return Degrees(problem="no-point")
    return Degrees(problem="groups" if re.fullmatch(r"[-−]?[0-9]{1,3}(?:[.,][0-9]+){2,}", bare) else "unclear")


def read_two(text: str) -> tuple[Degrees, Degrees] | None:
    """Two angles in one text, in the order written: a pair of numbers, or a link to a map."""
    bare = compatible(text)
    if len(bare) > 500:
        return None
    linked = _LINK.search(" " + bare.casefold())
    if linked:
        return read_degrees(linked[1]), read_degrees(linked[2])
    plain = _TWO.fullmatch(bare.strip(" ()[]"))
    if plain:
        return read_degrees(plain[1]), read_degrees(plain[2])
    pieces = [
        piece
        for piece in re.split(
            r"\s*[;|]\s*|,\s+|(?<=[nsewNSEWutlbUTLB])[\s,/]+|\s+(?=[A-Za-z]{3,}\s*[:=])", bare.strip(" ()[]")
        )
        if piece
    ]
    if len(pieces) != 2:
        return None
    first, second = read_degrees(pieces[0]), read_degrees(pieces[1])
    return None if first.problem or second.problem else (first, second)


def _signed(value: float, letters: str) -> Degrees:
    name = re.sub(r"[^a-z]", "", letters)
    south = name in ("s", "ls") or name.endswith("selatan")
    west = name in ("w", "bb") or name.endswith("barat")
    axis = ""
    if name:
        axis = "latitude" if south or name in ("n", "u", "lu") or name.endswith("utara") else "longitude"
    return Degrees(round(-abs(value) if south or west else value, DIGITS), axis)
