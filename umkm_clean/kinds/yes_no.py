"""Yes, no, in process. In a question's column a dash says no; a cross is a tick to some and a no to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.states import NO, state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "KIN031"


def read(text: str, stored: str, context: Context) -> Reading:
    """`ya`, `tidak` or `proses`."""
    clean = tidy(text)
    if clean in ("-", "–", "—") and stored not in "ef":
        return Reading(value=NO)
    if clean.casefold() not in ("x", "xx"):
        early = first_look(text, stored, context, means=("kosong", "alasan"))
        if early:
            return early
    answer = state(text, context.spec)
    if answer:
        return Reading(value=answer)
    return Reading(code=UNCLEAR, note=clean) if any(char.isalnum() for char in clean) else BLANK


KIND = Kind("yes_no", "string", read, shown)
