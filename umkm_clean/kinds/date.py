"""Dates: ISO text, complete. Day and month are never swapped by guessing (the NIK may settle them later)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.dates import Dated, read_date

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

NO_SUCH_DAY = "WKT101"
MONTH_FIRST = "WKT102"
YEAR = "WKT103"
UNCLEAR = "WKT104"
INCOMPLETE = "WKT105"
RELATIVE = "WKT108"
SERIAL = "WKT109"
PROBLEMS = {"no-such-day": NO_SUCH_DAY, "month-first": MONTH_FIRST, "year": YEAR, "relative": RELATIVE}

_WITH_PLACE = re.compile(r"([^0-9]{3,}?)[\s,./;:-]+([0-9].*)")


def read(text: str, stored: str, context: Context) -> Reading:
    """The date; a place of birth before it goes to its own field. A year alone is no date, so it is only told."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    birth = context.params.get("of") == "birth"
    dated = read_date(text, stored, context.as_of, birth)
    found = _WITH_PLACE.fullmatch(tidy(text)) if dated.problem == "unclear" else None
    if found and birth and not read_date(found[2], "t", context.as_of, birth).problem:
        place = found[1].strip(" ,./;:-")
        return _answer(read_date(found[2], "t", context.as_of, birth), {"tempat_lahir": place})
    return _answer(dated, {})


def _answer(dated: Dated, parts: dict[str, str]) -> Reading:
    if dated.problem:
        return Reading(
            code=PROBLEMS.get(dated.problem, UNCLEAR), facts={"proposal": dated.proposal} if dated.proposal else {}
        )
    if not dated.complete:
        return Reading(code=INCOMPLETE, facts={"partial": dated.iso}, parts=parts)
    return Reading(value=dated.iso, code=SERIAL if dated.serial else None, parts=parts)


_YEAR, _MONTH, _DAY = "(19[0-9]{2}|20[01][0-9])", "(0[1-9]|1[0-2])", "(0[1-9]|1[0-9]|2[0-8])"

KIND = Kind(
    "date",
    "string",
    read,
    shown,
    plain=f"{_YEAR}-{_MONTH}-{_DAY}|{_DAY}[-/.]{_MONTH}[-/.]{_YEAR}",
    plain_to=r"\1\6-\2\5-\3\4",
    plain_stored="td",
)
