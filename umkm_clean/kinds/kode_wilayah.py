"""Codes of places: written dotted, as the Ministry of Home Affairs does; other forms are judged against the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL122"
TWO_SCHEMES = "WIL127"


def read(text: str, stored: str, context: Context) -> Reading:
    """The dotted code of a kelurahan of the city."""
    early = first_look(text, stored, context)
    if early:
        return early
    found = gazetteer(context.spec.city).village_code(text)
    if found and found.how == "two-codes":
        return Reading(code=TWO_SCHEMES, facts={"candidates": ", ".join(found.candidates)})
    return Reading(value=found.code) if found and found.how == "exact" else Reading(code=UNCLEAR)


KIND = Kind("kode_wilayah", "string", read, shown)
