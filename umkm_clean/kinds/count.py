"""Numbers of persons or things: whole numbers from 0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.amounts import Amount, number_words, read_amount
from umkm_clean.kinds.written.cell import compatible, first_look, nothing, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNREADABLE = "KEU120"
RANGE = "KEU121"
NEGATIVE = "KEU122"
FRACTION = "KEU123"
APPROXIMATE = "KEU124"
NO_NUMBER = "KEU125"

MOST = 10**9
_THINGS = re.compile(
    r"\b(?:orang|org|orng|oran|pekerja|karyawan|karyawati|pegawai|tenaga(?:\s*kerja)?|tk|naker|jiwa|unit|buah|bh|pcs|anggota)\b\.?"
)
_MEN = r"(?:laki(?:\s*[-2]?\s*laki)?|lk|l|pria)"
_WOMEN = r"(?:perempuan|wanita|pr|p|w)"
_SPLIT = (
    re.compile(rf"{_MEN}\s*[:=.]?\s*([0-9]{{1,4}})\s*[,;/&+dan-]*\s*{_WOMEN}\s*[:=.]?\s*([0-9]{{1,4}})"),
    re.compile(rf"([0-9]{{1,4}})\s*[-(]?\s*{_MEN}\)?\s*[,;/&+dan-]*\s*([0-9]{{1,4}})\s*[-(]?\s*{_WOMEN}\)?"),
)
_SPLIT_BACK = (
    re.compile(rf"{_WOMEN}\s*[:=.]?\s*([0-9]{{1,4}})\s*[,;/&+dan-]*\s*{_MEN}\s*[:=.]?\s*([0-9]{{1,4}})"),
    re.compile(rf"([0-9]{{1,4}})\s*[-(]?\s*{_WOMEN}\)?\s*[,;/&+dan-]*\s*([0-9]{{1,4}})\s*[-(]?\s*{_MEN}\)?"),
)


def read(text: str, stored: str, context: Context) -> Reading:
    """The number; "2 L, 1 P" in a column of totals is split as well."""
    early = first_look(text, stored, context, means=("kosong", "alasan"))
    if early:
        return early
    bare = _THINGS.sub(" ", compatible(text).casefold()).strip(" .,;:_=") if stored != "n" else text
    if not bare.strip("-–"):
        return Reading(code=NO_NUMBER, note=tidy(text)) if any(char.isalnum() for char in text) else BLANK
    if nothing(bare, context.spec) == "tidak":
        return Reading(value=0)
    both = _both(bare)
    if both and context.field.endswith("_total"):
        stem = context.field.removesuffix("_total")
        return Reading(value=sum(both), parts={f"{stem}_laki": both[0], f"{stem}_perempuan": both[1]})
    amount = read_amount(bare)
    if "," in bare or stored == "n":
        amount = _decimal(bare) or amount
    return _whole(amount, text)


def _both(bare: str) -> tuple[int, int] | None:
    for shape in _SPLIT:
        found = shape.fullmatch(bare)
        if found:
            return int(found[1]), int(found[2])
    for shape in _SPLIT_BACK:
        found = shape.fullmatch(bare)
        if found:
            return int(found[2]), int(found[1])
    return None


def _decimal(bare: str) -> Amount | None:
    from decimal import Decimal

    found = re.fullmatch(r"(-?)([0-9]{1,12})[.,]([0-9]{1,12})", bare)
    if not found:
        return None
    value = Decimal(f"{found[2]}.{found[3]}")
    return Amount(low=value, high=value, negative=bool(found[1]) and value != 0)


def _whole(amount: Amount, text: str) -> Reading:
    if amount.problem or amount.low is None:
        if amount.ranged:
            return Reading(code=RANGE)
        return Reading(code=UNREADABLE) if number_words(text) else Reading(code=NO_NUMBER, note=tidy(text))
    if amount.ranged:
        high = None if amount.high is None else int(amount.high)
        return Reading(code=RANGE, facts={"low": int(amount.low), "high": high})
    if amount.period or amount.low > MOST:
        return Reading(code=UNREADABLE)
    if amount.low != amount.low.to_integral_value():
        return Reading(code=FRACTION)
    if amount.negative:
        return Reading(code=NEGATIVE)
    return Reading(value=int(amount.low), code=APPROXIMATE if amount.approximate else None, note=amount.note)


KIND = Kind("count", "Int64", read, shown, plain="[0-9]{1,9}", plain_stored="tn")
