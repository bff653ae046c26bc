"""One column for kelurahan and kecamatan: "Jati / Mayangan"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.places import gazetteer, parts_of

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

UNCLEAR = "WIL109"
GOOD = ("exact", "near")


def read(text: str, stored: str, context: Context) -> Reading:
    """Both names, each to its field; the kelurahan must be clear."""
    early = first_look(text, stored, context)
    if early:
        return early
    places, pieces = gazetteer(context.spec.city), parts_of(text)
    if not pieces:
        return BLANK
    village, district = places.kelurahan.find(pieces[0]), places.kecamatan.find(pieces[-1])
    if village.how not in GOOD:
        return Reading(code=UNCLEAR)
    parts: dict[str, Value] = {"kelurahan": village.name}
    if len(pieces) > 1 and district.how in GOOD:
        parts["kecamatan"] = district.name
    return Reading(value=", ".join(str(part) for part in parts.values()), parts=parts)


KIND = Kind("kel_kec", "string", read, shown)
