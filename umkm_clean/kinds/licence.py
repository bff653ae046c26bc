"""Other licences (BPOM, SIUP, merek …): free text, or an answer; numbers in scientific form are lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, shown, tidy
from umkm_clean.kinds.written.states import answered

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

LOST = "LGL112"

_BPOM = re.compile(r"(?:bpom\s*)?(?:ri\s*)?(MD|ML)[\s.:-]*([0-9][0-9\s.-]{10,20})", re.IGNORECASE)


def read(text: str, stored: str, context: Context) -> Reading:
    """The number as written (BPOM: MD or ML and its digits), or `ya`, `tidak`, `proses`."""
    early = answered(text, stored, context)
    if early:
        return early
    bare = compatible(text)
    if re.fullmatch(r"[0-9][.,][0-9]+e\+?[0-9]{1,2}", bare.casefold()):
        return Reading(code=LOST)
    found = _BPOM.fullmatch(bare)
    if found:
        return Reading(value=found[1].upper() + " " + re.sub(r"[^0-9]", "", found[2]))
    clean = tidy(text)
    return Reading(value=clean) if clean else BLANK


KIND = Kind("licence", "string", read, shown)
