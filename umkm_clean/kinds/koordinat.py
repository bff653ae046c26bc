"""One column for both coordinates: "-7.7543, 113.2159", or a link to a map that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.degrees import Degrees, read_two

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WIL121"
SWAPPED = "WIL125"
SIGN_LOST = "WIL126"


def read(text: str, stored: str, context: Context) -> Reading:
    """Latitude and longitude, each to its field, in whatever order they stand; letters or sizes tell them apart."""
    early = first_look(text, stored, context)
    if early:
        return early
    two = read_two(text)
    if two is None or two[0].value is None or two[1].value is None:
        return Reading(code=UNCLEAR)
    turned, told = _turned(*two)
    east, north = (two[0].value, two[1].value) if turned else (two[1].value, two[0].value)
    if north == 0 and east == 0:
        return BLANK
    if abs(north) > 90 or abs(east) > 180:
        return Reading(code=UNCLEAR)
    box = context.spec.city.box
    lost = box is not None and not box[0] <= north <= box[2] and box[0] <= -north <= box[2] and box[1] <= east <= box[3]
    north = -north if lost else north
    return Reading(
        value=f"{shown(north)}, {shown(east)}",
        code=SIGN_LOST if lost else SWAPPED if turned and not told else None,
        parts={"latitude": north, "longitude": east},
    )


def _turned(first: Degrees, second: Degrees) -> tuple[bool, bool]:
    """Whether the longitude stands first, and whether letters say so (else only the sizes do)."""
    if first.axis or second.axis:
        return first.axis == "longitude" or second.axis == "latitude", True
    return abs(first.value or 0.0) > 90 >= abs(second.value or 0.0), False


KIND = Kind("koordinat", "string", read, shown)
