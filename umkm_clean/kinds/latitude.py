"""Coordinates: decimal degrees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL120"

_PLAIN = re.compile(r"(-?)([0-9]{1,3})[.,]([0-9]{1,15})")


def read(text: str, stored: str, context: Context) -> Reading:
    """A decimal number with point or comma; anything else is not repaired."""
    early = first_look(text, stored, context)
    if early:
        return early
    bare = compatible(text).strip(" '’°").replace("−", "-")
    found = _PLAIN.fullmatch(bare)
    if found:
        value = float(f"{found[1]}{found[2]}.{found[3]}")
        return BLANK if value == 0 else Reading(value=value)
    if re.fullmatch(r"-?[0-9]{1,3}", bare):
        return BLANK if int(bare) == 0 else Reading(value=float(bare))
    return Reading(code=UNCLEAR)


KIND = Kind("latitude", "Float64", read, shown)
