"""One column for both coordinates: "-7.7543, 113.2159", or a link to a map that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.degrees import Degrees, read_two

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL121"
SIGN_LOST = "WIL126"


def read(text: str, stored: str, context: Context) -> Reading:
    """Latitude and longitude, each to its field, in whatever order they stand; letters or sizes tell them apart."""
    early = first_look(text, stored, context)
    if early:
        return early
    two = read_two(text)
    if two is None or two[0].value is None or two[1].value is None:
        return Reading(code=UNCLEAR)
    north, east = _ordered(*two)
    if north == 0 and east == 0:
        return BLANK
    if abs(north) > 90 or abs(east) > 180:
        return Reading(code=UNCLEAR)
    box = context.spec.city.box
    lost = box is not None and not box[0] <= north <= box[2] and box[0] <= -north <= box[2] and box[1] <= east <= box[3]
    north = -north if lost else north
    return Reading(
        value=f"{shown(north)}, {shown(east)}",
        code=SIGN_LOST if lost else None,
        parts={"latitude": north, "longitude": east},
    )


def _ordered(first: Degrees, second: Degrees) -> tuple[float, float]:
    one, two = first.value or 0.0, second.value or 0.0
    turned = first.axis == "longitude" or second.axis == "latitude" or (not first.axis and abs(one) > 90 >= abs(two))
    return (two, one) if turned else (one, two)


KIND = Kind("koordinat", "string", read, shown)
