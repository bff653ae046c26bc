"""P-IRT: 15 digits (13 without the year of expiry); "ada", "proses" and "tidak" are answers, not numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import shown, tidy
from umkm_clean.kinds.written.digits import counting, placeholders, read_digits, repeated
from umkm_clean.kinds.written.states import answered

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

LENGTH = "LGL101"
UNCLEAR = "LGL102"
YEAR_MISSING = "LGL103"
LETTERS = "LGL104"
LOST = "LGL105"
PLACEHOLDER = "LGL106"

FULL, WITHOUT_YEAR = 15, 13
LABELS = ("p", "irt", "pirt", "spp", "dinkes", "i", "r", "t", "izin", "ijin", "sertifikat")


def read(text: str, stored: str, context: Context) -> Reading:
    """The digits without prefix, dashes and blanks, or an answer."""
    early = answered(text, stored, context)
    if early:
        return early
    found = read_digits(text, LABELS)
    digits = found.digits
    if found.scientific:
        return Reading(code=LOST)
    if not digits:
        if found.letters:
            return Reading(code=LETTERS, facts={"letters": found.letters, "position": found.position})
        return Reading(code=UNCLEAR, note=tidy(text))
    if not digits.strip("0"):
        return BLANK
    if repeated(digits) or counting(digits):
        return Reading(code=PLACEHOLDER)
    if len(digits) == WITHOUT_YEAR:
        return Reading(value=digits, code=YEAR_MISSING, note=found.note)
    return (
        Reading(value=digits, note=found.note)
        if len(digits) == FULL
        else Reading(code=LENGTH, facts={"digits": len(digits)})
    )


KIND = Kind("pirt", "string", read, shown, plain="[1-8][0-9]{14}", plain_stored="tn", doubt=placeholders(FULL))
