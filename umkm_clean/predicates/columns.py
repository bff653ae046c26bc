"""Typed columns as plain arrays: what predicates calculate with. Missing numbers are NaN, missing dates NaT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from umkm_clean.predicates.predicate import Setting
    from umkm_clean.spec.types import Spec

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Objects = np.ndarray[Any, np.dtype[np.object_]]
Days = np.ndarray[Any, np.dtype[np.datetime64]]


def present(values: pd.DataFrame, field: str) -> Bools:
    """Which rows have a value; none where no row has one (such columns are left out)."""
    if field not in values:
        return np.zeros(len(values), dtype=bool)
    return np.asarray(~values[field].array.isna(), dtype=bool)


def numbers(values: pd.DataFrame, field: str, setting: Setting | None = None) -> Floats:
    """A number column as float64 with NaN (whole rupiah are exact up to 2^53); all NaN where the form lacks it.

    With `setting` the array is kept for the other rules of the same run.
    """
    made: Floats = _kept(setting, f"numbers.{field}", lambda: _numbers(values, field))
    return made


def _numbers(values: pd.DataFrame, field: str) -> Floats:
    if field not in values:
        return np.full(len(values), np.nan)
    return values[field].to_numpy(dtype="float64", na_value=np.nan)


def strings(values: pd.DataFrame, field: str) -> pd.Series[Any]:
    """A text column, all missing where the form lacks it or no row has a value."""
    if field not in values:
        return pd.Series(pd.NA, index=values.index, dtype="string")
    return values[field].astype("string")


def texts(values: pd.DataFrame, field: str, setting: Setting | None = None) -> Objects:
    """A text column as objects, "" where missing or where the form lacks it; kept like `numbers`."""
    made: Objects = _kept(setting, f"texts.{field}", lambda: _texts(values, field))
    return made


def _texts(values: pd.DataFrame, field: str) -> Objects:
    if field not in values:
        return np.full(len(values), "", dtype=object)
    return values[field].to_numpy(dtype=object, na_value="")


def _kept(setting: Setting | None, key: str, make: Callable[[], Any]) -> Any:
    if setting is None:
        return make()
    if key not in setting.memo:
        setting.memo[key] = make()
    return setting.memo[key]


def holds(values: pd.DataFrame, passes: Bools) -> pd.Series[Any]:
    """The answer of a predicate."""
    return pd.Series(passes, index=values.index, dtype=bool)


def day(values: pd.DataFrame, field: str, setting: Setting | None = None) -> Days:
    """ISO dates as days; texts that are no full date (a year alone) are missing; kept like `numbers`."""
    made: Days = _kept(setting, f"day.{field}", lambda: _day(values, field))
    return made


def _day(values: pd.DataFrame, field: str) -> Days:
    """Each distinct date is parsed once."""
    if field not in values:
        return np.full(len(values), np.datetime64("NaT", "D"))
    place, distinct = pd.factorize(values[field])
    parsed = pd.to_datetime(pd.Series(distinct, dtype="string"), format="%Y-%m-%d", errors="coerce")
    return np.append(parsed.to_numpy().astype("datetime64[D]"), np.datetime64("NaT", "D"))[place]


def digits(column: pd.Series[Any], pattern: str) -> tuple[Bools, Ints]:
    """Which texts fully match `pattern` (digits, 18 at most), and the number that each of those is (0 elsewhere)."""
    known = column.str.fullmatch(pattern).fillna(False).to_numpy(dtype=bool)
    number = np.zeros(len(column), dtype=np.int64)
    if known.any():
        number[known] = np.asarray(pc.cast(pa.array(column[known]), pa.int64()))
    return known, number


def civil(year: Any, month: Any, day_of_month: Any) -> Days:
    """Days out of year, month and day (int arrays); NaT where there is no such date."""
    possible = (month >= 1) & (month <= 12) & (day_of_month >= 1) & (day_of_month <= 31)
    months = ((year - 1970) * 12 + np.where(possible, month, 1) - 1).astype("datetime64[M]")
    dates: Days = months.astype("datetime64[D]") + (np.where(possible, day_of_month, 1) - 1)
    dates[~possible | (dates.astype("datetime64[M]") != months)] = np.datetime64("NaT")
    return dates


def age(birth: Days, as_of: datetime.date) -> Floats:
    """Whole years between birth and `as_of`; NaN where missing, negative for births in the future."""
    known = ~np.isnat(birth)
    month = birth.astype("datetime64[M]").astype("int64")
    month_of_year, year = month % 12 + 1, month // 12 + 1970
    day_of_month = (birth - birth.astype("datetime64[M]").astype("datetime64[D]")).astype("int64") + 1
    before = (month_of_year > as_of.month) | ((month_of_year == as_of.month) & (day_of_month > as_of.day))
    return np.where(known, as_of.year - year - before, np.nan)


def year_of(days: Days) -> Floats:
    """Years of dates, NaN where missing."""
    return np.where(np.isnat(days), np.nan, days.astype("datetime64[Y]").astype("int64") + 1970)


def fact(failing: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Facts for the failing rows: one text column each; a single text stands for all rows."""
    return pd.DataFrame(
        {name: pd.Series(column, index=failing.index, dtype="string") for name, column in columns.items()}
    )


def listed(setting: Setting, table: str, column: str) -> frozenset[str]:
    """One column of a reference list."""
    return column_of(setting.spec, table, column)


def column_of(spec: Spec, table: str, column: str) -> frozenset[str]:
    """One column of a reference list, gathered once for a spec."""
    made: dict[tuple[str, str], frozenset[str]] = _lists(spec.tables)
    if (table, column) not in made:
        made[table, column] = frozenset(row[column] for row in spec.tables[table])
    return made[table, column]


def _nothing(_: Any) -> dict[tuple[str, str], frozenset[str]]:
    return {}


_lists = Memo(_nothing)


def tables(values: pd.DataFrame, setting: Setting) -> Ints:
    """A number for the table that each row stands in."""
    made: Ints = _kept(setting, "tables", lambda: _tables(setting.origin))
    return made[values.index.to_numpy()] if len(made) != len(values) else made


def _tables(origin: pd.DataFrame) -> Ints:
    sheet, _ = pd.factorize(origin["sheet"])
    table = origin["table"].to_numpy(dtype="int64")
    return np.asarray(pd.factorize(sheet * (table.max(initial=0) + 1) + table)[0], dtype=np.int64)
