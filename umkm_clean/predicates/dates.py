"""Dates and years, judged on the day of the run, never on the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import age, day, digits, fact, holds, numbers, strings, year_of
from umkm_clean.predicates.nik_parts import decoded
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting


def not_in_future(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The date is not after the day of judgement."""
    return holds(values, ~(day(values, fields[0], setting) > np.datetime64(setting.as_of, "D")))


def age_at_least(values: pd.DataFrame, fields: Sequence[str], setting: Setting, years: int) -> pd.Series[Any]:
    """Born `years` ago or earlier. A birth in the future passes: that is another rule's business."""
    grown = age(day(values, fields[0], setting), setting.as_of)
    return holds(values, ~((grown >= 0) & (grown < years)))


def age_at_most(values: pd.DataFrame, fields: Sequence[str], setting: Setting, years: int) -> pd.Series[Any]:
    """Born no more than `years` ago."""
    return holds(values, ~(age(day(values, fields[0], setting), setting.as_of) > years))


def year_not_in_future(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The year is not after the year of judgement."""
    return holds(values, ~(numbers(values, fields[0], setting) > setting.as_of.year))


def not_before_birth(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The business is not older than its owner; fields: year, birth date, NIK (used where the date is missing)."""
    born = year_of(day(values, fields[1], setting))
    born = np.where(np.isnan(born), year_of(decoded(values, fields[2], setting).birth), born)
    return holds(values, ~(numbers(values, fields[0], setting) < born))


def issued_before_today(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, years_ahead: int
) -> pd.Series[Any]:
    """Where the first six digits of a NIB read as a date (DDMMYY), it is not in the next `years_ahead` years.

    Newer numbers show a date there by observation, older ones (9120…, 0277…) do not: only a near future is odd.
    """
    known, number = digits(strings(values, fields[0]), "[0-9]{13}")
    day_of_month, month, year = number // 10**11, number // 10**9 % 100, 2000 + number // 10**7 % 100
    real = known & (day_of_month >= 1) & (day_of_month <= 31) & (month >= 1) & (month <= 12)
    now = setting.as_of
    today = now.year * 10**4 + now.month * 100 + now.day
    stamp = year * 10**4 + month * 100 + day_of_month
    return holds(values, ~(real & (stamp > today) & (year <= now.year + years_ahead)))


def still_valid(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The last two digits of a P-IRT number of 15 digits are a year that is not over."""
    return holds(values, ~(_expiry(values, fields[0]) < setting.as_of.year))


def expiry_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.DataFrame:
    """The year of expiry."""
    return fact(failing, year=[f"{year:.0f}" for year in _expiry(failing, fields[0])])


def _expiry(values: pd.DataFrame, field: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    known, number = digits(strings(values, field), "[0-9]{15}")
    return np.where(known, 2000 + number % 100, np.nan)


PREDICATES = {
    "not_in_future": Predicate(not_in_future),
    "age_at_least": Predicate(age_at_least),
    "age_at_most": Predicate(age_at_most),
    "year_not_in_future": Predicate(year_not_in_future),
    "not_before_birth": Predicate(not_before_birth),
    "issued_before_today": Predicate(issued_before_today),
    "still_valid": Predicate(still_valid, expiry_facts),
}
