"""Parquet: the column names are row 1, the rows follow from row 2; every column becomes text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from umkm_clean import codes
from umkm_clean.read.arrow_columns import needs_care, to_column
from umkm_clean.read.grid import ArrowColumn, Column, Finding, Found, Grid, pack
from umkm_clean.read.plain import BOOLEAN, DATE, LETTERS, NUMBER, TEXT, WRITERS, is_blank, number_text
from umkm_clean.read.refused import Refused, check_flat, largest_gap, megabytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

_ROWS = 50_000
_EMPTY_LETTERS = bytes([TEXT])


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read a Parquet file as one sheet named like the file. Raises `Refused` for damage and past the limits."""
    try:
        file = pq.ParquetFile(source.path if source.large else io.BytesIO(source.data))
        names = [str(name) for name in file.schema_arrow.names]
        rows = file.metadata.num_rows
        inflated = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
    except (pa.ArrowException, OSError, ValueError):
        raise Refused(codes.SRC_BROKEN, problem="parquet") from None
    check_flat(limits, source.stem, (rows + 1) * len(names), len(names), 0)
    if inflated > limits.flat_bytes:
        raise Refused(codes.SRC_INFLATED_BYTES, found=megabytes(inflated), limit=megabytes(limits.flat_bytes))
    found = Found()
    grid = Grid(source.stem)
    grid.chunks = _chunks(file, names, rows, limits, grid, found)
    found.grids.append(grid)
    return found


def _chunks(
    file: Any, names: list[str], rows: int, limits: Limits, grid: Grid, found: Found
) -> Iterator[tuple[int, list[Column] | list[ArrowColumn]]]:
    held: list[int] = [1] if any(not is_blank(name) for name in names) else []
    changed: dict[tuple[int, str], int] = {}
    yield 1, [pack([name], bytes([TEXT]), [], limits.text_length).column for name in names]
    done = 1
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            columns = []
            for number, array in enumerate(batch.columns, 1):
                column, said, stood = _column(array, limits)
                grid.note(number, done, stood)
                columns.append(column)
                for code, count, _ in said:
                    changed[number, code] = changed.get((number, code), 0) + count
            held += (np.flatnonzero(_filled(batch)) + done + 1).tolist()
            done += batch.num_rows
            yield batch.num_rows, columns
    except (pa.ArrowException, OSError, ValueError):
        raise Refused(codes.SRC_BROKEN, problem="parquet") from None
    if done != rows + 1:
        raise Refused(codes.SRC_ROWS_DIFFER, sheet=grid.name, found=done, other=rows + 1)
    if (gap := largest_gap(held)) > limits.row_gap:
        raise Refused(codes.SRC_ROW_GAP, sheet=grid.name, found=gap, limit=limits.row_gap)
    grid.held = held
    for (number, code), count in sorted(changed.items()):
        found.findings.append(Finding(code, grid.name, number, cells=count, facts={"limit": limits.text_length}))


def _column(array: Any, limits: Limits) -> tuple[ArrowColumn, list[tuple[str, int, dict[str, Any]]], dict[int, str]]:
    """A column as it travels, and the rest of `Packed`."""
    texts, letters = _texts(array)
    column = to_column(texts, letters)
    if not needs_care(column, limits.text_length):
        return column, [], {}
    packed = pack(texts.to_pylist(), letters, [], limits.text_length)
    return to_column(pa.array(packed.column.text.decode().split("\0"), pa.string()), letters), packed.said, packed.stood


def _texts(array: Any) -> tuple[Any, bytes]:
    """An array of any type as text without nulls, and its storage letters."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.fill_null(array.cast(pa.string()), ""), bytes([TEXT])
    if pa.types.is_integer(kind):
        return pc.fill_null(array.cast(pa.string()), ""), bytes([NUMBER])
    if pa.types.is_floating(kind):
        values = array.to_pylist()  # a missing number in a column made by pandas is "not a number"
        texts = ["" if value is None or value != value else number_text(value) for value in values]
        return pa.array(texts, pa.string()), bytes([NUMBER])
    values = array.to_pylist()
    letter = BOOLEAN if pa.types.is_boolean(kind) else DATE if pa.types.is_temporal(kind) else TEXT
    letter = NUMBER if pa.types.is_decimal(kind) else letter
    return pa.array(list(map(_text, values)), pa.string()), bytes([letter])


def _text(value: Any) -> str:
    if value is None:
        return ""
    writer = WRITERS.get(type(value)) if type(value) in LETTERS else None
    if writer:
        return writer(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)


def _filled(batch: Any) -> Any:
    """Which rows hold anything: told from Arrow's values, not from the texts that are handed on."""
    filled = np.zeros(batch.num_rows, dtype=bool)
    for array in batch.columns:
        values = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            shows = np.array(pc.greater(pc.utf8_length(values), 0).fill_null(False))
            doubtful = np.flatnonzero(shows & ~filled)  # it may be blanks only
            texts = values.take(pa.array(doubtful)).to_pylist() if len(doubtful) else []
            shows[doubtful] = [not is_blank(text) for text in texts]
        else:
            shows = np.array(values.is_valid())
            if pa.types.is_floating(values.type):
                shows &= ~np.array(pc.is_nan(values).fill_null(True))
        filled |= shows
    return filled
