"""Names of persons: case, titles and spelling stay as written, since nobody but the bearer knows better."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

BECAME_DATE = "USH101"
ONLY_DIGITS = "USH102"


def read(text: str, stored: str, context: Context) -> Reading:
    """The name of a person with collapsed blanks. A short bare number is kept, but hardly meant (long: a rule)."""
    clean = tidy(text)
    early = first_look(clean, stored, context, dates=True)
    if early or not clean:
        return early or BLANK
    if stored == "d":
        return Reading(code=BECAME_DATE)
    if not any(char.isalpha() for char in clean) and not re.search("[0-9]{4}", clean):
        return Reading(value=clean, code=ONLY_DIGITS)
    return Reading(value=clean)


KIND = Kind(
    "person_name",
    "string",
    read,
    shown,
    plain=r"[A-Za-z0-9'.,&()/+-]*[A-Za-z][A-Za-z0-9'.,&()/+-]*(?: [A-Za-z0-9'.,&()/+-]+)*",
)
