"""Rupiah: whole numbers. Amount, period, approximation and range are kept apart, and a period is never multiplied away.

A range has no value: its middle was never written, so one number is asked for (`facts` keep both ends). A turnover
"per bulan" in a column of yearly turnover goes to the field of its own period. M is miliar (10⁹).
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.amounts import Amount, number_words, read_amount
from umkm_clean.kinds.written.cell import first_look, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

UNIT_DOUBTFUL = "KEU101"
THOUSAND_OR_DECIMAL = "KEU102"
BILLION = "KEU103"
RANGE = "KEU104"
NEGATIVE = "KEU105"
APPROXIMATE = "KEU106"
BROKEN_GROUPS = "KEU107"
NO_NUMBER = "KEU108"
UNREADABLE = "KEU109"
MOVED = "KEU110"
NO_FIELD = "KEU111"
FOREIGN = "KEU112"
HEADER_UNIT = "KEU113"

MOST = 10**15  # a quadrillion rupiah: more is no amount of a small business and no exact number in Excel
SMALL = 10_000
SUFFIXES = {"hari": "harian", "bulan": "bulanan", "tahun": "tahunan", "minggu": "mingguan"}


def read(text: str, stored: str, context: Context) -> Reading:
    """The amount in whole rupiah, or why it is none."""
    early = first_look(text, stored, context, means=("kosong", "tidak", "alasan"))
    if early:
        return early
    amount = _numeric(text) if stored == "n" else None
    amount = amount or read_amount(text)
    if amount.problem == "empty":
        return BLANK
    if amount.problem:
        code = {"broken": BROKEN_GROUPS, "foreign": FOREIGN}.get(
            amount.problem, UNREADABLE if number_words(text) else NO_NUMBER
        )
        return Reading(code=code, note=tidy(text) if code == NO_NUMBER else None)
    if amount.ranged:
        ends = {"low": _end(amount.low, amount, context), "high": _end(amount.high, amount, context)}
        return Reading(code=RANGE, facts=ends | _period(amount, context))
    return _single(amount, context)


def _numeric(text: str) -> Amount | None:
    """A number cell is written plainly, with a point before decimals, whatever the locale."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    if not value.is_finite():
        return None
    return Amount(low=abs(value), high=abs(value), negative=value < 0, fraction=value != value.to_integral_value())


def _single(amount: Amount, context: Context) -> Reading:
    """One amount: unit, sign and size first, then the period it is for."""
    written = amount.low or Decimal(0)
    if written * (1 if amount.united else context.unit) >= MOST:
        return Reading(code=UNREADABLE)
    if amount.fraction and not amount.united and context.unit == 1 and written < 1000:
        return Reading(code=UNIT_DOUBTFUL, facts={"proposal": int(written * 10**6)})
    value = _end(amount.low, amount, context) or 0
    if amount.negative:
        return Reading(code=NEGATIVE, facts={"amount": -value})
    code = None
    if amount.doubtful_unit:
        code = BILLION
    elif amount.grouped and written < SMALL and context.unit == 1:
        code = THOUSAND_OR_DECIMAL
    elif not amount.united and context.unit > 1 and written >= 10**9 / context.unit:
        code = HEADER_UNIT
    elif amount.approximate:
        code = APPROXIMATE
    return _placed(value, code, amount, context)


def _placed(value: int, code: str | None, amount: Amount, context: Context) -> Reading:
    """The value in this field, or in the one of its period."""
    period = amount.period or context.period
    own = context.params.get("period") or _own_period(context.field)
    facts: dict[str, Any] = {"approximate": True} if amount.approximate else {}
    if not period or period == own:
        return Reading(value=value, code=code, facts=facts | _period(amount, context), note=amount.note)
    target = field_for(context.field, period, context)
    facts |= {"period": period}
    if not target:
        return Reading(code=NO_FIELD, facts=facts | {"amount": value}, note=amount.note)
    if target == context.field:
        return Reading(value=value, code=code, facts=facts, note=amount.note)
    said_by_header = not amount.period
    return Reading(
        code=code or (None if said_by_header else MOVED),
        facts=facts | {"field": target},
        parts={target: value},
        note=amount.note,
    )


def field_for(field: str, period: str, context: Context) -> str | None:
    """The field of the same amount for a period (omzet_tahunan, "bulan" → omzet_bulanan), if the form has one."""
    stem = field.rpartition("_")[0] if _own_period(field) else field
    target = f"{stem}_{SUFFIXES.get(period, period)}"
    return target if target in context.spec.fields else None


def _own_period(field: str) -> str | None:
    return next((period for period, suffix in SUFFIXES.items() if field.endswith("_" + suffix)), None)


def _period(amount: Amount, context: Context) -> dict[str, Any]:
    period = amount.period or context.period
    return {"period": period} if period else {}


def _end(value: Decimal | None, amount: Amount, context: Context) -> int | None:
    if value is None:
        return None
    return int((value * (1 if amount.united else context.unit)).to_integral_value(ROUND_HALF_EVEN))


KIND = Kind("money", "Int64", read, shown, plain="[0-9]{1,15}", plain_stored="tn")
