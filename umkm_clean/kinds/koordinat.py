"""One column for both coordinates: "-7.7543, 113.2159", or a link to a map that holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL121"

_PAIR = re.compile(r"(-?[0-9]{1,2}[.,][0-9]{2,15})\s*[,;/ ]\s*(-?[0-9]{2,3}[.,][0-9]{2,15})")


def read(text: str, stored: str, context: Context) -> Reading:
    """Latitude and longitude, each to its field."""
    early = first_look(text, stored, context)
    if early:
        return early
    found = _PAIR.search(compatible(text))
    if not found:
        return Reading(code=UNCLEAR)
    south, east = (float(part.replace(",", ".")) for part in found.groups())
    return Reading(value=f"{south}, {east}", parts={"latitude": south, "longitude": east})


KIND = Kind("koordinat", "string", read, shown)
