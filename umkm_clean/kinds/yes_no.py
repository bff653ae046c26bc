"""Yes, no, in process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.states import state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "KIN031"


def read(text: str, stored: str, context: Context) -> Reading:
    """`ya`, `tidak` or `proses`."""
    early = first_look(text, stored, context, means=("kosong", "alasan"))
    if early:
        return early
    answer = state(text, context.spec)
    return Reading(value=answer) if answer else Reading(code=UNCLEAR, note=tidy(text))


KIND = Kind("yes_no", "string", read, shown)
