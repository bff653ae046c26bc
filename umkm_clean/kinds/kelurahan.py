"""Kelurahan: the official spelling, from the closed list of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer, parts_of

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

OUTSIDE = "WIL101"
AMBIGUOUS = "WIL102"
UNKNOWN = "WIL103"
NEAR = "WIL104"
FAR = "WIL105"
TWO_CODES = "WIL106"


def read(text: str, stored: str, context: Context) -> Reading:
    """One letter off is mended and said; a bare base word ("Jrebeng") asks, since it names several places."""
    early = first_look(text, stored, context)
    if early:
        return early
    places = gazetteer(context.spec.city)
    pieces = parts_of(text)
    if not pieces:
        return BLANK
    found = places.village_code(text) or places.kelurahan.find(text)
    parts: dict[str, Value] = {}
    if found.how not in ("exact", "near", "far") and len(pieces) > 1:
        first, district = places.kelurahan.find(pieces[0]), places.kecamatan.find(pieces[-1])
        if first.how in ("exact", "near"):
            found = first
            parts = {"kecamatan": district.name} if district.how == "exact" else {}
    if found.how in ("exact", "near"):
        return Reading(value=found.name, code=NEAR if found.how == "near" else None, parts=parts)
    codes = {"far": FAR, "ambiguous": AMBIGUOUS, "outside": OUTSIDE, "two-codes": TWO_CODES}
    facts = {"candidates": ", ".join(found.candidates or ((found.name,) if found.name else ())), "where": found.where}
    return Reading(code=codes.get(found.how, UNKNOWN), facts={name: value for name, value in facts.items() if value})


KIND = Kind("kelurahan", "string", read, shown)
