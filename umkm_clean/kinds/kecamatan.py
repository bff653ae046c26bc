"""Kecamatan: the official spelling, from the closed list of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNKNOWN = "WIL107"
NEAR = "WIL108"


def read(text: str, stored: str, context: Context) -> Reading:
    """The kecamatan, by name or code."""
    early = first_look(text, stored, context)
    if early:
        return early
    places = gazetteer(context.spec.city)
    found = places.district_code(text) or places.kecamatan.find(text)
    if found.how in ("exact", "near"):
        return Reading(value=found.name, code=NEAR if found.how == "near" else None)
    facts = {"candidates": ", ".join(found.candidates), "where": found.where}
    return Reading(code=UNKNOWN, facts={name: value for name, value in facts.items() if value})


KIND = Kind("kecamatan", "string", read, shown)
