"""A number that is a name and has no kind of its own (No KK): digits kept as text. `params.length`: how many it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.digits import counting, placeholders, read_digits, repeated
from umkm_clean.kinds.written.states import state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

CUT = "KIN020"
LOST = "KIN021"
LETTERS = "KIN022"
PLACEHOLDER = "KIN023"
UNREADABLE = "KIN024"

EXACT_DIGITS = 15  # what Excel keeps of a typed number
LABELS = ("kk", "kartu", "keluarga")


def read(text: str, stored: str, context: Context) -> Reading:
    """The digits; a number cell with more of them than Excel keeps is cut where it ends in 0."""
    early = first_look(text, stored, context)
    if early:
        return early
    found = read_digits(text, LABELS)
    if found.scientific:
        return Reading(code=LOST)
    if not found.digits:
        if found.letters:
            return Reading(code=LETTERS, facts={"letters": found.letters, "position": found.position})
        return Reading(blank=True, note=tidy(text)) if state(text, context.spec) else Reading(code=UNREADABLE)
    digits = found.digits
    if not digits.strip("0"):
        return BLANK
    if repeated(digits) or counting(digits):
        return Reading(code=PLACEHOLDER)
    if (stored == "n" or found.float_form) and len(digits) > EXACT_DIGITS and digits.endswith("0"):
        return Reading(code=LOST if digits.endswith("0" * 8) else CUT)
    return Reading(value=digits, note=found.note)


KIND = Kind("digits", "string", read, shown, plain="[1-9][0-9]{15}", doubt=placeholders(16))
