"""The city dataset for machines: `umkm_kota.csv` and `umkm_kota.parquet`, the same rows, identifiers always text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from umkm_clean.report.plain import csv_safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

#: pandas column type → Arrow type; everything else is text.
_TYPES = {"int": pa.int64(), "Int": pa.int64(), "flo": pa.float64(), "Flo": pa.float64(), "boo": pa.bool_()}


def table(shown: pd.DataFrame) -> pa.Table:
    """The dataset as an Arrow table: empty texts are null, so that empty stays empty."""
    return pa.table({str(name): _array(shown[name]) for name in shown})


def _array(column: pd.Series[Any]) -> pa.Array:
    kind = _TYPES.get(str(column.dtype)[:3], pa.string())
    if column.dtype == object:
        column = column.where(column.notna(), None).map(lambda value: value if value is None else str(value))
    array = pa.array(column, from_pandas=True).cast(kind)
    if kind != pa.string():
        return array
    empty = pa.compute.fill_null(pa.compute.equal(array, ""), False)
    return pa.compute.if_else(empty, pa.scalar(None, pa.string()), array)


def write_csv(dataset: pa.Table, path: Path) -> int:
    """UTF-8, comma, one header line; texts quoted; what a spreadsheet would run as a formula gets a leading `'`."""
    options = pa.csv.WriteOptions(quoting_style="needed")
    pa.csv.write_csv(safe(dataset), path, options)
    return int(dataset.num_rows)


def safe(dataset: pa.Table) -> pa.Table:
    """The dataset as the CSV file says it: nothing that a spreadsheet would run, truth values as words."""
    return pa.table({name: _safe(dataset[name]) for name in dataset.column_names})


def write_parquet(dataset: pa.Table, path: Path) -> int:
    """The dataset with its types."""
    pa.parquet.write_table(dataset, path, compression="zstd")
    return int(dataset.num_rows)


def _safe(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type == pa.bool_():
        return pa.compute.if_else(column, "true", "false")
    if column.type != pa.string():
        return column
    risky = pa.compute.match_substring_regex(column, r"^[=+\-@\t\r\n＝＋－＠]")
    if not pa.compute.any(risky).as_py():
        return column
    return pa.chunked_array([pa.array(_texts(column.to_pylist()), pa.string())])


def _texts(values: Sequence[Any]) -> list[str | None]:
    return [None if value is None else csv_safe(value) for value in values]
