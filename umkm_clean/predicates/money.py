"""Amounts: is a turnover possible for the business, do month and year agree, does the size class fit the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import fact, holds, numbers, texts
from umkm_clean.predicates.predicate import Predicate
from umkm_clean.predicates.size_class import NAMES, UNKNOWN, by_law_now, possible_before, possible_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting


def not_tiny(values: pd.DataFrame, fields: Sequence[str], setting: Setting, bound: float) -> pd.Series[Any]:
    """The amount is nothing at all, or at least `bound`: less is a figure in thousands or millions."""
    amount = numbers(values, fields[0], setting)
    return holds(values, ~((amount > 0) & (amount < bound)))


def fits_workers(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, limit: float, each: float, forms: Sequence[str]
) -> pd.Series[Any]:
    """The turnover is no more than `limit`, or than `each` for every worker; fields: turnover, workers, legal form.

    Firms of one of `forms` may turn over anything. A business whose workers nobody counted has two.
    """
    amount, workers = numbers(values, fields[0], setting), numbers(values, fields[1], setting)
    allowed = np.maximum(limit, each * np.where(np.isnan(workers), 2, np.maximum(workers, 1)))
    return holds(values, ~((amount > allowed) & ~np.isin(texts(values, fields[2], setting), list(forms))))


def year_fits_month(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, low: float, high: float
) -> pd.Series[Any]:
    """Yearly turnover is between `low` and `high` times the twelvefold of the monthly one; fields: year, month."""
    year, months = numbers(values, fields[0], setting), numbers(values, fields[1], setting) * 12
    return holds(values, ~((months > 0) & (year > 0) & ((year < low * months) | (year > high * months))))


def class_by_law(values: pd.DataFrame, fields: Sequence[str], setting: Setting, old_law: bool) -> pd.Series[Any]:
    """The size class as written is one that PP 7/2021 allows; fields: class as written.

    With `old_law` only labels that UU 20/2008 explains fail, without it only those that no law explains.
    """
    label = texts(values, fields[0], setting)
    written = np.select([label == name for name in NAMES], list(range(len(NAMES))), UNKNOWN)
    now = by_law_now(values, setting.spec)
    fits, before = (
        np.logical_or.reduce([classes == written for classes in law(values, setting.spec)])
        for law in (possible_now, possible_before)
    )
    differs = (written != UNKNOWN) & (now != UNKNOWN) & ~fits
    return holds(values, ~(differs & (before if old_law else ~before)))


def class_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting, old_law: bool) -> pd.DataFrame:
    """The class as written and as computed."""
    return fact(
        failing, written=failing[fields[0]], computed=[NAMES[place] for place in by_law_now(failing, setting.spec)]
    )


PREDICATES = {
    "not_tiny": Predicate(not_tiny),
    "fits_workers": Predicate(fits_workers),
    "year_fits_month": Predicate(year_fits_month),
    "class_by_law": Predicate(class_by_law, class_facts),
}
