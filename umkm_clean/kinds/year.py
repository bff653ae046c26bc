"""Years: four digits, taken out of dates and of words like "sejak tahun 2015"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.dates import read_date

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WKT110"
RELATIVE = "WKT111"


def read(text: str, stored: str, context: Context) -> Reading:
    """The year; a span of time ("5 th yang lalu") is not counted back, since nobody knows from when."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    dated = read_date(text, stored, context.as_of)
    if dated.iso:
        return Reading(value=int(dated.iso[:4]))
    if dated.problem == "relative":
        return Reading(code=RELATIVE, note=tidy(text))
    return Reading(code=UNCLEAR)


KIND = Kind("year", "Int64", read, shown, plain="(?:19|20)[0-9]{2}", plain_stored="tn")
