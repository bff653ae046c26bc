"""Halal certificates: ID and digits, older numbers as written; "ada", "proses" and "tidak" are answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, shown, tidy
from umkm_clean.kinds.written.states import answered

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

OTHER_NUMBER = "LGL110"
LOST = "LGL111"

_BPJPH = re.compile(
    r"(?:(?:sertifikat\s*)?halal\s*)?(?:no(?:mor)?\.?\s*)?:?\s*ID[\s.:-]*([0-9][0-9\s.-]{10,24})", re.IGNORECASE
)


def read(text: str, stored: str, context: Context) -> Reading:
    """The number in one piece where it is one of BPJPH, otherwise as written: owners often give the fatwa's number."""
    early = answered(text, stored, context)
    if early:
        return early
    bare = compatible(text)
    if re.fullmatch(r"[0-9][.,][0-9]+e\+?[0-9]{1,2}", bare.casefold()):
        return Reading(code=LOST)
    found = _BPJPH.fullmatch(bare)
    if found:
        return Reading(value="ID" + re.sub(r"[^0-9]", "", found[1]))
    clean = tidy(text)
    return Reading(value=clean, code=OTHER_NUMBER) if clean else BLANK


KIND = Kind("halal", "string", read, shown, plain="ID[0-9]{11,25}")
