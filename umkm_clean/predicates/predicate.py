"""What a predicate is: a named, vectorised test, true for good values.

A predicate is total: any frame of typed values in, one boolean per row out, never an exception. Null passes
every predicate except `filled`. It judges the columns named by the rule and never changes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    import pandas as pd

    from umkm_clean.spec.types import Spec


@dataclass(frozen=True, slots=True)
class Setting:
    """What a predicate may need to know beyond the values: the spec and the day the data is judged on.

    `raw` and `stored` are frames of the same shape as `values` (text as written; `Stored` letters), for tests
    that need the witness (an Excel fill, a blank cell); `origin` says file, sheet, table and row. `memo` keeps what
    several predicates work out of the same column (a decoded NIK).
    """

    spec: Spec
    as_of: datetime.date
    raw: pd.DataFrame
    stored: pd.DataFrame
    origin: pd.DataFrame
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Predicate:
    """`test(values, fields, setting, **params)` → boolean Series aligned with `values`, no nulls.

    `facts(failing, fields, setting, **params)` → one text column per fact that the rule's message names,
    computed for the failing rows only; a column `related` holds row ids of other rows (JSON list). Facts are shown
    as they are: nothing personal belongs there. With `whole_column`, the failing rows of a table are one finding.
    """

    test: Callable[..., pd.Series[Any]]
    facts: Callable[..., pd.DataFrame] | None = None
    whole_column: bool = False
