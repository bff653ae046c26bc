"""Addresses: text as written; RT, RW and a named kelurahan inside it go to their own fields as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy
from umkm_clean.kinds.written.places import gazetteer
from umkm_clean.kinds.written.rtrw import find_rt_rw

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value

#: fields whose address says nothing about the place of business
ELSEWHERE = ("pemilik", "rumah", "ktp", "domisili")
_VILLAGE = re.compile(r"\bkel(?:urahan)?\b\.?\s*:?\s*([a-z]+(?:[ -][a-z]+)?)", re.IGNORECASE)


def read(text: str, stored: str, context: Context) -> Reading:
    """The address with blanks collapsed; nothing is cut out of it."""
    early = first_look(text, stored, context, dates=True)
    if early:
        return early
    clean = tidy(text)
    if not clean:
        return BLANK
    return Reading(
        value=clean, parts={} if any(word in context.field for word in ELSEWHERE) else _parts(clean, context)
    )


def _parts(clean: str, context: Context) -> dict[str, Value]:
    pair = find_rt_rw(clean)
    parts: dict[str, Value] = {}
    if pair:
        parts = {name: value for name, value in (("rt", pair.rt), ("rw", pair.rw)) if value and value != "?"}
    named = _VILLAGE.search(clean)
    if named:
        names = gazetteer(context.spec.city).kelurahan
        for words in (named[1], re.split("[ -]", named[1])[0]):
            found = names.find(words)
            if found.how == "exact":
                parts["kelurahan"] = found.name
                break
    return parts


KIND = Kind(
    "address",
    "string",
    read,
    shown,
    plain=r"[!-~]+(?: [!-~]+)*",
    doubt=r"(?i)^#|^err:|r\.? ?t|r\.? ?w|kel",
    split=r"(?:[!-~]+ )*(?i:RT)\.? ?(?P<rt>0{0,2}[1-9][0-9]?)(?: ?[/,-] ?| ?)"
    r"(?i:RW)\.? ?(?P<rw>0{0,2}[1-9][0-9]?)(?:,? [!-~]+)*",
    split_doubt=r"(?i)r\.? ?[tw].*r\.? ?[tw].*r\.? ?[tw]|kel",
)
