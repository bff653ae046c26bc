"""Kelurahan: the official spelling, from the closed list of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import Found, gazetteer, parts_of

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

OUTSIDE = "WIL101"
AMBIGUOUS = "WIL102"
UNKNOWN = "WIL103"
NEAR = "WIL104"
FAR = "WIL105"
TWO_CODES = "WIL106"
CODES = {"near": NEAR, "far": FAR, "ambiguous": AMBIGUOUS, "outside": OUTSIDE, "two-codes": TWO_CODES}


def read(text: str, stored: str, context: Context) -> Reading:
    """One letter off is mended and said; two are asked, and so is a bare base word ("Jrebeng": four kelurahan)."""
    early = first_look(text, stored, context)
    if early:
        return early
    places = gazetteer(context.spec.city)
    pieces = parts_of(text)
    if not pieces:
        return BLANK
    found = places.village_code(text) or places.kelurahan.find(text)
    parts: dict[str, Value] = {}
    if found.how not in ("exact", "near") and len(pieces) > 1:
        found, district = places.kelurahan.find(pieces[0]), places.kecamatan.find(pieces[1])
        parts = {"kecamatan": district.name} if district.how == "exact" else {}
    if found.how in ("exact", "near"):
        return Reading(value=found.name, code=NEAR if found.how == "near" else None, facts=_facts(found), parts=parts)
    return Reading(code=CODES.get(found.how, UNKNOWN), facts=_facts(found))


def _facts(found: Found) -> dict[str, str]:
    meant = found.candidates or ((found.name,) if found.name and found.how != "exact" else ())
    return {name: value for name, value in (("candidates", ", ".join(meant)), ("where", found.where)) if value}


KIND = Kind("kelurahan", "string", read, shown)
