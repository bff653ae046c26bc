"""Names of businesses: case and spelling stay as written; "Toko" and "Warung" belong to the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

BECAME_DATE = "USH101"
ONLY_DIGITS = "USH102"


def read(text: str, stored: str, context: Context) -> Reading:
    """The name of a business with collapsed blanks. A bare number is kept, but hardly meant."""
    clean = tidy(text)
    early = first_look(clean, stored, context, dates=True)
    if early or not clean:
        return early or BLANK
    if stored == "d":
        return Reading(code=BECAME_DATE)
    if not any(char.isalpha() for char in clean):
        return Reading(value=clean, code=ONLY_DIGITS)
    return Reading(value=clean)


KIND = Kind(
    "business_name",
    "string",
    read,
    shown,
    plain=r"[A-Za-z0-9'.,&()/+-]*[A-Za-z][A-Za-z0-9'.,&()/+-]*(?: [A-Za-z0-9'.,&()/+-]+)*",
)
