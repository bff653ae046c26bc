"""Kecamatan: the official spelling, from the closed list of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer, parts_of

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNKNOWN = "WIL107"
NEAR = "WIL108"
OUTSIDE = "WIL115"


def read(text: str, stored: str, context: Context) -> Reading:
    """The kecamatan, by name or code."""
    early = first_look(text, stored, context)
    if early:
        return early
    if not parts_of(text):
        return BLANK
    places = gazetteer(context.spec.city)
    found = places.district_code(text) or places.kecamatan.find(text)
    facts = {
        "candidates": ", ".join(found.candidates or ((found.name,) if found.how != "exact" else ())),
        "where": found.where,
    }
    facts = {name: value for name, value in facts.items() if value}
    if found.how in ("exact", "near"):
        return Reading(value=found.name, code=NEAR if found.how == "near" else None, facts=facts)
    return Reading(code=OUTSIDE if found.how == "outside" else UNKNOWN, facts=facts)


KIND = Kind("kecamatan", "string", read, shown)
