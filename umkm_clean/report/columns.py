"""Columns of a frame as plain Python values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def objects(column: pd.Series[Any], null: Any = None) -> list[Any]:
    """The values as Python objects, nulls as `null` (10 times as fast as iterating an Arrow column)."""
    values: Any = column
    return list(values.to_numpy(dtype=object, na_value=null).tolist())
