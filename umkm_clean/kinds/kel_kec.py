"""One column for kelurahan and kecamatan: "Jati / Mayangan"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer, parts_of

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

UNCLEAR = "WIL109"
GOOD = ("exact", "near")


def read(text: str, stored: str, context: Context) -> Reading:
    """Both names, each to its field; the kelurahan must be clear, and no order of the two is taken for granted."""
    early = first_look(text, stored, context)
    if early:
        return early
    places, pieces = gazetteer(context.spec.city), parts_of(text)
    if not pieces:
        return BLANK
    if len(pieces) == 1 and "-" in text:
        pieces = [piece for piece in re.split(r"\s*-\s*", text) if piece]
    village, district = places.kelurahan.find(pieces[0]), places.kecamatan.find(pieces[-1])
    turned, first = places.kelurahan.find(pieces[-1]), places.kecamatan.find(pieces[0])
    if (
        len(pieces) > 1
        and turned.how in GOOD
        and first.how in GOOD
        and not (village.how in GOOD and district.how in GOOD)
    ):
        village, district = turned, first
    if village.how not in GOOD:
        meant = village.candidates or ((village.name,) if village.name else ())
        return Reading(code=UNCLEAR, facts={"candidates": ", ".join(meant)} if meant else {})
    parts: dict[str, Value] = {"kelurahan": village.name}
    if len(pieces) > 1 and district.how in GOOD:
        parts["kecamatan"] = district.name
    return Reading(value=", ".join(str(part) for part in parts.values()), parts=parts)


KIND = Kind("kel_kec", "string", read, shown)
