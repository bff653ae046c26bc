"""A value of a closed list (`params.vocab`): the written form is looked up; what is not on the list is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, fold, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNKNOWN = "KIN030"


def read(text: str, stored: str, context: Context) -> Reading:
    """The value of the list; an unknown one is a finding, its words stay as a note."""
    vocab = context.spec.vocab.get(str(context.params.get("vocab", "")))
    known = vocab.variants if vocab else {}
    found = known.get(fold(text))
    if found:
        return Reading(value=found)
    early = first_look(text, stored, context)
    if early:
        return early
    clean = tidy(text)
    if not any(char.isalnum() for char in clean):
        return BLANK
    values = ", ".join(vocab.values[:12]) if vocab else ""
    return Reading(code=UNKNOWN, facts={"values": values}, note=clean)


KIND = Kind("choice", "string", read, shown)
