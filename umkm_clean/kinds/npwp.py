"""NPWP: 15 digits, or 16 (the NIK of a person, or 0 and the old 15). Kept as digits; punctuation is for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.digits import counting, placeholders, read_digits, repeated
from umkm_clean.kinds.written.states import IN_PROCESS, YES, state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

ZERO_LOST = "NPW101"
CUT = "NPW102"
LOST = "NPW103"
LETTERS = "NPW104"
PLACEHOLDER = "NPW105"
ONLY_YES = "NPW106"
PENDING = "NPW107"
UNREADABLE = "NPW108"

OLD, NEW = 15, 16
LABELS = ("npwp", "pajak")


def read(text: str, stored: str, context: Context) -> Reading:
    """The digits. A 16-digit number cell ending in 0 was cut by Excel; one of 14 digits lost its zero."""
    early = first_look(text, stored, context)
    if early:
        return early
    found = read_digits(text, LABELS)
    if found.scientific:
        return Reading(code=LOST)
    if not found.digits:
        said = state(text, context.spec)
        if said:
            return Reading(
                code={YES: ONLY_YES, IN_PROCESS: PENDING}.get(said),
                blank=said not in (YES, IN_PROCESS),
                facts={"state": said},
            )
        facts = {"letters": found.letters, "position": found.position}
        return Reading(code=LETTERS, facts=facts) if found.letters else Reading(code=UNREADABLE)
    digits, numeric = found.digits, stored == "n" or found.float_form
    if not digits.strip("0"):
        return BLANK
    if state(digits, context.spec) == YES:
        return Reading(code=ONLY_YES, facts={"state": YES})
    if repeated(digits) or counting(digits):
        return Reading(code=PLACEHOLDER)
    if numeric and len(digits) == NEW and digits.endswith("0"):
        return Reading(code=LOST if digits.endswith("0" * 8) else CUT)
    if numeric and len(digits) == OLD - 1:
        return Reading(value="0" + digits, code=ZERO_LOST, note=found.note)
    return Reading(value=digits, note=found.note)


KIND = Kind("npwp", "string", read, shown, plain="[0-9]{15,16}", doubt=placeholders(OLD, NEW))
