"""Dates: ISO text. A year, or a month of a year, is kept as such where the field is not a birth date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown
from umkm_clean.kinds.written.dates import read_date

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

NO_SUCH_DAY = "WKT101"
MONTH_FIRST = "WKT102"
YEAR = "WKT103"
UNCLEAR = "WKT104"
INCOMPLETE = "WKT105"

PROBLEMS = {"no-such-day": NO_SUCH_DAY, "month-first": MONTH_FIRST, "year": YEAR}


def read(text: str, stored: str, context: Context) -> Reading:
    """The date in ISO form; day and month are never swapped by guessing (the NIK may settle them later)."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    dated = read_date(text, stored, context.as_of, birth=context.params.get("of") == "birth")
    if dated.problem:
        return Reading(
            code=PROBLEMS.get(dated.problem, UNCLEAR), facts={"proposal": dated.proposal} if dated.proposal else {}
        )
    return Reading(value=dated.iso, code=None if dated.complete else INCOMPLETE)


KIND = Kind("date", "string", read, shown)
