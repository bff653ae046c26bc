"""One column for RT and RW: "02/03", "RT 2 RW 3"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.rtrw import read_pair

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

UNCLEAR = "WIL110"
AS_DATE = "WIL111"
PARTIAL = "WIL114"


def read(text: str, stored: str, context: Context) -> Reading:
    """Both numbers in three digits; a date is what Excel makes of "2/3", and only a person knows which is which."""
    if stored == "d":
        return Reading(code=AS_DATE)
    early = first_look(text, stored, context)
    if early:
        return early
    pair = read_pair(text)
    if pair is None or "?" in (pair.rt, pair.rw):
        return Reading(code=UNCLEAR)
    parts: dict[str, Value] = {name: value for name, value in (("rt", pair.rt), ("rw", pair.rw)) if value}
    if not parts:
        return BLANK
    both = bool(pair.rt and pair.rw)
    value = f"{pair.rt}/{pair.rw}" if both else " ".join(f"{name.upper()} {number}" for name, number in parts.items())
    return Reading(value=value, code=None if both else PARTIAL, parts=parts, note=pair.rest or None)


KIND = Kind("rt_rw", "string", read, shown)
