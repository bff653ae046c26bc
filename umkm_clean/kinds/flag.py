"""Tick columns ("Mikro | Kecil | Menengah"): any mark says yes, an empty cell says nothing.

`params.field` and `params.value`: what a tick here says about another field (`skala_usaha_tertulis`, "Mikro").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, fold, shown, tidy
from umkm_clean.kinds.written.states import YES, state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "KIN035"
TICKS = frozenset({"v", "x", "vv", "xx", "c", "p"})  # as typed, or what is left of a tick in Wingdings


def read(text: str, stored: str, context: Context) -> Reading:
    """`ya` for any tick, `tidak` where that is written."""
    words = fold(text)
    ticked = words in TICKS or tidy(text) in ("*", "●", "•", "■", "√", "+")
    if not ticked or stored in "ef":
        early = first_look(text, stored, context, means=("kosong", "alasan"))
        if early:
            return early
    answer = YES if ticked else state(text, context.spec)
    if not answer:
        return Reading(code=UNCLEAR, note=tidy(text)) if any(char.isalnum() for char in text) else BLANK
    target, value = context.params.get("field"), context.params.get("value")
    return Reading(value=answer, parts={str(target): str(value)} if target and value and answer == YES else {})


KIND = Kind("flag", "string", read, shown)
