"""What a predicate is: a named, vectorised test, true for good values.

A predicate is total: any frame of typed values in, one boolean per row out, never an exception. Null passes
every predicate except `filled`. It judges the columns named by the rule and never changes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from umkm_clean.spec.types import Spec


@dataclass(frozen=True, slots=True)
class Setting:
    """What a predicate may need to know beyond the values: the spec and the day the data is judged on.

    `raw` and `stored` are frames of the same shape as `values` (text as written; `Stored` letters), for tests
    that need the witness (an Excel fill, a blank cell); `origin` says file, sheet, table and row.
    """

    spec: Spec
    as_of: datetime.date
    raw: pd.DataFrame
    stored: pd.DataFrame
    origin: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Predicate:
    """`test(values, fields, setting, **params)` → boolean Series aligned with `values`, no nulls.

    `facts(failing, fields, setting, **params)` → one text column per fact that the rule's message names,
    computed for the failing rows only.
    """

    test: Callable[..., pd.Series[Any]]
    facts: Callable[..., pd.DataFrame] | None = None
