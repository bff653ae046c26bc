"""NIK: 16 digits, kept as text. What Excel did to a typed number shows only in how the cell was stored.

Structure (date, region, serial, length) is judged by rules on the value; here are the faults that need the text or
the cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.digits import Digits, counting, placeholders, read_digits, repeated
from umkm_clean.kinds.written.states import state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

CUT = "NIK101"
LOST = "NIK102"
LETTERS = "NIK103"
PLACEHOLDER = "NIK104"
COUNTING = "NIK105"
IMPRECISE = "NIK106"
UNREADABLE = "NIK107"
TWO = "NIK108"

LENGTH = 16
STEM = 15
EXACT = 2**53  # whole numbers above are not exact in a cell that holds a number
LABELS = ("nik", "ktp", "n", "i", "k", "e", "el", "ektp")


def read(text: str, stored: str, context: Context) -> Reading:
    """The digits of a NIK; a cut one gives its stem (`nik_batang`) instead. Nothing is ever repaired."""
    early = first_look(text, stored, context)
    if early:
        return early
    found = read_digits(text, LABELS)
    if found.scientific:
        return Reading(code=LOST)
    if not found.digits:
        return _no_digits(text, found, context)
    digits = found.digits
    if not digits.strip("0"):
        return BLANK
    if repeated(digits) and len(digits) > 5:
        return Reading(code=PLACEHOLDER, facts={"digit": digits[0]})
    if counting(digits):
        return Reading(code=COUNTING)
    if len(digits) == 2 * LENGTH:
        return Reading(code=TWO)
    if stored == "n" or found.float_form:
        return _numeric(digits, found.note)
    return Reading(value=digits, note=found.note)


def _no_digits(text: str, found: Digits, context: Context) -> Reading:
    if found.letters:
        return Reading(
            code=LETTERS, facts={"letters": found.letters, "position": found.position, "likely": bool(found.proposal)}
        )
    if state(text, context.spec):
        return Reading(blank=True, note=tidy(text))
    return Reading(code=UNREADABLE)


def _numeric(digits: str, note: str | None) -> Reading:
    """A number cell keeps 15 digits; one that ends in 0 was cut, one that ends in many was written as 3.57E+15."""
    if len(digits) == LENGTH and digits.endswith("0"):
        if digits.endswith("0" * 8):
            return Reading(code=LOST)
        return Reading(code=CUT, parts={"nik_batang": digits[:STEM]}, note=note)
    if len(digits) == LENGTH and int(digits) > EXACT:
        return Reading(value=digits, code=IMPRECISE, note=note)
    return Reading(value=digits, note=note)


KIND = Kind(
    "nik",
    "string",
    read,
    shown,
    # A date that can be and a province that exists: what else there is goes through `read`, and on to the rules.
    plain=r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-6])[0-9]{4}(?:[04][1-9]|[1256][0-9]|[37][01])(?:0[1-9]|1[0-2])[0-9]{6}",
    doubt=placeholders(LENGTH),
)
