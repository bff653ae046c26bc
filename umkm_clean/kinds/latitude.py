"""Coordinates: decimal degrees, each kind for both axes. The city's box tells a lost sign and swapped columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.degrees import read_degrees, read_two

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL120"
POINT_LOST = "WIL123"
SIGN_LOST = "WIL124"
SWAPPED = "WIL125"

LIMITS = {"latitude": 90.0, "longitude": 180.0}


def read(text: str, stored: str, context: Context) -> Reading:
    """A decimal number with point or comma, or degrees with minutes; anything else is not repaired."""
    early = first_look(text, stored, context)
    if early:
        return early
    axis, other = ("longitude", "latitude") if context.field.startswith("lon") else ("latitude", "longitude")
    found = read_degrees(text)
    if found.problem:
        two = read_two(text)
        if two and two[0].value is not None and two[1].value is not None:
            pair = {"latitude": two[0].value, "longitude": two[1].value}
            return Reading(value=pair[axis], parts={other: pair[other]})
        return Reading(code=POINT_LOST if found.problem in ("no-point", "groups") else UNCLEAR)
    value = found.value or 0.0
    if value == 0:
        return BLANK
    if not within(value, axis, context) and (found.axis == other or within(value, other, context)):
        return Reading(code=SWAPPED, parts={other: value})
    if abs(value) > LIMITS[axis]:
        return Reading(code=UNCLEAR)
    if not within(value, axis, context) and within(-value, axis, context):
        return Reading(value=-value, code=SIGN_LOST)
    return Reading(value=value)


def within(value: float, axis: str, context: Context) -> bool:
    """Whether a coordinate lies in the city's box; never where the city has none."""
    box = context.spec.city.box
    if box is None:
        return False
    low, high = (box[0], box[2]) if axis == "latitude" else (box[1], box[3])
    return low <= value <= high


KIND = Kind("latitude", "Float64", read, shown)
