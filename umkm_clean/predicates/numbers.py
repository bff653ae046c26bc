"""Numbers: bounds, sums, check digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import digits, fact, holds, numbers, strings
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting


def at_most(values: pd.DataFrame, fields: Sequence[str], setting: Setting, bound: float) -> pd.Series[Any]:
    """The number is `bound` or less."""
    return holds(values, ~(numbers(values, fields[0], setting) > bound))


def sums_to(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The first field is the sum of the others; silent unless all are there."""
    total, *parts = (numbers(values, field, setting) for field in fields)
    together = np.sum(parts, axis=0)
    return holds(values, np.isnan(total) | np.isnan(together) | (total == together))


def sum_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.DataFrame:
    """Total as given, sum of the parts."""
    total, *parts = (numbers(failing, field) for field in fields)
    return fact(failing, total=_whole(total), sum=_whole(np.sum(parts, axis=0)))


def check_digit_right(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The ninth digit of an NPWP of 15 digits (or 0 and 15 digits) is the Luhn check of the eight before it."""
    column = strings(values, fields[0])
    old, number = digits(column.str.slice(-15), "[0-9]{15}")
    old &= column.str.fullmatch("0?[0-9]{15}").fillna(False).to_numpy(dtype=bool)
    nine = number // 10**6
    total = np.zeros(len(number), dtype=np.int64)
    for place in range(9):
        digit = nine // 10**place % 10
        total += digit * 2 - 9 * (digit > 4) if place % 2 else digit
    return holds(values, ~old | (total % 10 == 0))


def _whole(column: Any) -> list[str]:
    return [f"{number:.0f}" for number in column]


PREDICATES = {
    "at_most": Predicate(at_most),
    "sums_to": Predicate(sums_to, sum_facts),
    "check_digit_right": Predicate(check_digit_right),
}
