"""One column for place and date of birth: "Probolinggo, 12-08-1980"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.dates import read_date

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

NO_DATE = "WKT106"
WRONG_DATE = "WKT107"

_SPLIT = re.compile(
    r"([^0-9]*?)[\s,./;:-]*((?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)[\s,]+)?[0-9].*)", re.IGNORECASE
)


def read(text: str, stored: str, context: Context) -> Reading:
    """Place and date, each to its field; a place alone is kept, a date that cannot be is a finding."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    clean = tidy(text)
    found = _SPLIT.fullmatch(clean)
    if not found:
        place = clean.strip(" ,./;:-")
        return Reading(value=place, code=NO_DATE, parts={"tempat_lahir": place}) if place else BLANK
    place, dated = found[1].strip(" ,./;:-"), read_date(found[2], stored, context.as_of, birth=True)
    parts: dict[str, Value] = {"tempat_lahir": place} if place else {}
    if dated.problem or not dated.complete:
        return Reading(code=WRONG_DATE, parts=parts, facts={"partial": dated.iso} if dated.iso else {})
    parts["tanggal_lahir"] = dated.iso
    return Reading(value=", ".join(part for part in (place, dated.iso) if part), parts=parts)


KIND = Kind("ttl", "string", read, shown)
