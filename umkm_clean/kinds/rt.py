"""RT: three digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown
from umkm_clean.kinds.written.rtrw import read_pair, three

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL112"
AS_DATE = "WIL113"

_ROMAN = re.compile("x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2}", re.IGNORECASE)


def read(text: str, stored: str, context: Context) -> Reading:
    """The number; where the cell names both RT and RW, each goes to its field."""
    if stored == "d":
        return Reading(code=AS_DATE)
    early = first_look(text, stored, context)
    if early:
        return early
    own, other = ("rt", "rw") if context.field == "rt" else ("rw", "rt")
    bare = compatible(text).strip(" .:;,-")
    if bare.removesuffix(".0").isdigit() and bare.isascii():
        number = three(bare.removesuffix(".0"))
        return Reading(code=UNCLEAR) if number == "?" else Reading(value=number) if number else BLANK
    if _ROMAN.fullmatch(bare):
        return Reading(value=three(bare.casefold()))
    pair = read_pair(text)
    number = getattr(pair, own, "") if pair else ""
    if pair is None or "?" in (pair.rt, pair.rw):
        return Reading(code=UNCLEAR)
    if not number:
        return Reading(code=UNCLEAR, parts={other: getattr(pair, other)}) if getattr(pair, other) else BLANK
    return Reading(
        value=number, parts={other: getattr(pair, other)} if getattr(pair, other) else {}, note=pair.rest or None
    )


KIND = Kind("rt", "string", read, shown, plain="[0-9]{2}[1-9]|[0-9][1-9]0|[1-9]00", plain_stored="t")
