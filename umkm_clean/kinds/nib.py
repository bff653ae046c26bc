"""NIB: 13 digits. Three in ten new ones begin with 0 and lose it in a number cell; many forms hold a word instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.digits import counting, placeholders, read_digits, repeated
from umkm_clean.kinds.written.states import IN_PROCESS, YES, state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

ZERO_LOST = "NIB101"
IS_NIK = "NIB102"
ONLY_YES = "NIB103"
PENDING = "NIB104"
LOST = "NIB105"
LETTERS = "NIB106"
PLACEHOLDER = "NIB107"
UNREADABLE = "NIB108"

LENGTH = 13
NIK_LENGTH = 16
LABELS = ("nib", "oss", "rba")


def read(text: str, stored: str, context: Context) -> Reading:
    """The 13 digits. "ada" says there is one without saying which; "tidak ada" says there is none, so it is empty."""
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
    digits = found.digits
    if not digits.strip("0"):
        return BLANK
    if state(digits, context.spec) == YES:
        return Reading(code=ONLY_YES, facts={"state": YES})
    if repeated(digits) or counting(digits):
        return Reading(code=PLACEHOLDER)
    if len(digits) == LENGTH - 1:
        return Reading(value="0" + digits, code=ZERO_LOST, note=found.note)
    return Reading(code=IS_NIK) if len(digits) == NIK_LENGTH else Reading(value=digits, note=found.note)


KIND = Kind("nib", "string", read, shown, plain="[0-9]{13}", plain_stored="tn", doubt=placeholders(LENGTH))
