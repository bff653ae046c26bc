"""P-IRT: 15 digits (13 without the year of expiry); "ada", "proses" and "tidak" are answers, not numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.digits import read_digits
from umkm_clean.kinds.written.states import state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

LENGTH = "LGL101"
UNCLEAR = "LGL102"
YEAR_MISSING = "LGL103"

LABELS = ("p", "irt", "pirt", "no", "nomor", "spp", "dinkes")


def read(text: str, stored: str, context: Context) -> Reading:
    """The digits without prefix, dashes and blanks."""
    early = first_look(text, stored, context, means=("kosong", "alasan", "nol"))
    if early:
        return early
    answer = state(text, context.spec)
    if answer:
        return Reading(value=answer)
    found = read_digits(text, LABELS)
    digits = found.digits
    if not digits:
        return Reading(code=UNCLEAR, note=tidy(text))
    if not digits.strip("0"):
        return BLANK
    if len(digits) == 13:
        return Reading(value=digits, code=YEAR_MISSING)
    return Reading(value=digits) if len(digits) == 15 else Reading(code=LENGTH, facts={"digits": len(digits)})


KIND = Kind("pirt", "string", read, shown, plain="[1-8][0-9]{14}", plain_stored="t")
