"""Years: four digits, taken out of dates and of words like "sejak tahun 2015"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown, tidy
from umkm_clean.kinds.written.dates import read_date

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNCLEAR = "WKT110"
RELATIVE = "WKT111"
TWO_DIGITS = "WKT112"
OUT_OF_RANGE = "WKT113"

_TWO = re.compile(r"(?:th|thn|tahun|')\s*\.?\s*'?([0-9]{2})|([0-9]{2})")


def read(text: str, stored: str, context: Context) -> Reading:
    """The year; a span of time ("5 th yang lalu") is not counted back, since nobody knows from when."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    dated = read_date(text, stored, context.as_of)
    if dated.serial and text.startswith(
        ("19", "20")
    ):  # "20155" is a year with a digit too many, not day 20155 of Excel
        return Reading(code=UNCLEAR)
    if dated.iso:
        return Reading(value=int(dated.iso[:4]))
    short = _TWO.fullmatch(compatible(text).casefold().replace("’", "'"))
    if short and (short[1] or stored != "n" or int(text) > context.as_of.year % 100):
        year = int(short[1] or short[2])
        return Reading(value=year + (2000 if 2000 + year <= context.as_of.year else 1900), code=TWO_DIGITS)
    if dated.problem == "relative":
        return Reading(code=RELATIVE, note=tidy(text))
    return Reading(code=OUT_OF_RANGE if dated.problem == "year" else UNCLEAR)


KIND = Kind("year", "Int64", read, shown, plain="19[0-9]{2}|20[01][0-9]|202[0-5]", plain_stored="tn")
