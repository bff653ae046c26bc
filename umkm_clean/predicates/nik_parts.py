"""A column of NIK decoded once: region, birth date, sex, serial as arrays (the same answers as `spec/nik.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import Bools, Days, Ints, age, civil, digits, strings
from umkm_clean.spec.nik import LEAST_AGE, WOMEN

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting


@dataclass(frozen=True, slots=True)
class NikParts:
    """Aligned with the rows; where `known` is false (missing, not 16 digits) the other arrays mean nothing.

    `birth` is NaT where the date does not exist; `young` marks births that leave the owner younger than 15.
    """

    known: Bools
    region: Ints
    day: Ints
    month: Ints
    birth: Days
    woman: Bools
    serial: Ints
    young: Bools
    number: Ints


def decoded(values: pd.DataFrame, field: str, setting: Setting) -> NikParts:
    """The parts of a NIK column, worked out once per run of rules."""
    key = f"nik.{field}"
    if key not in setting.memo:
        setting.memo[key] = decode_all(strings(values, field), setting.as_of)
    return setting.memo[key]  # type: ignore[no-any-return]


def decode_all(column: pd.Series[Any], as_of: datetime.date) -> NikParts:
    """Decode every NIK of a column, judged on `as_of`."""
    known, number = digits(column, "[0-9]{16}")
    region, rest = np.divmod(number, 10**10)
    dated, serial = np.divmod(rest, 10**4)
    day, month, year = dated // 10**4, dated // 100 % 100, dated % 100
    woman = day > WOMEN
    day = np.where(woman, day - WOMEN, day)
    late, early = civil(2000 + year, month, day), civil(1900 + year, month, day)
    late[late > np.datetime64(as_of, "D")] = np.datetime64("NaT")
    young = age(late, as_of) < LEAST_AGE
    earlier = np.isnat(late) | (young & (age(early, as_of) <= 100))
    birth = np.where(earlier, early, late)
    birth[~known] = np.datetime64("NaT")
    return NikParts(known, region, day, month, birth, woman & known, serial, young & ~earlier & known, number)
