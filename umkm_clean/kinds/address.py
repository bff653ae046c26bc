"""Addresses: text as written; RT and RW inside it go to their own fields as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.rtrw import find_rt_rw

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value


def read(text: str, stored: str, context: Context) -> Reading:
    """The address with blanks collapsed; nothing is cut out of it."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    clean = tidy(text)
    pair = find_rt_rw(clean)
    parts: dict[str, Value] = {}
    if pair:
        parts = {name: value for name, value in (("rt", pair.rt), ("rw", pair.rw)) if value and value != "?"}
    return Reading(value=clean, parts=parts) if clean else BLANK


KIND = Kind("address", "string", read, shown)
