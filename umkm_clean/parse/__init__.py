"""Raw text → typed values, remembering the cell: each distinct text of a column is read once.

Texts that are in standard form already (`Kind.plain`) are taken by whole arrays; the rest goes through `Kind.read`.
What a text says about other fields (`Reading.parts`) fills those that have nothing of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import Context
from umkm_clean.model import Batch
from umkm_clean.parse.beside import from_context, keep_notes, place_parts
from umkm_clean.parse.cells import STRING, TEXT, cells_of, nulls, series, words
from umkm_clean.parse.column import Column, read_column
from umkm_clean.parse.others import as_json, merged
from umkm_clean.parse.table import FILLED, Work, take_in

if TYPE_CHECKING:
    import datetime

    from umkm_clean.model import RawSheet, Table
    from umkm_clean.parse.cells import Cells
    from umkm_clean.spec.types import Spec

OTHERS = "lainnya"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One table, parsed: its batch, its findings and every changed cell (row_id, field, code, before, after)."""

    batch: Batch
    issues: pd.DataFrame
    changes: pd.DataFrame


def parse(sheet: RawSheet, table: Table, spec: Spec, as_of: datetime.date, table_no: int, file_no: int) -> Parsed:
    """Type the data rows of one table.

    The frames share a RangeIndex; `values` has a column for every field of the spec that is written out or is not a
    combined one, typed, null where the table has none. `raw` holds what was written: of merged cells, ditto marks and
    ticks the text they stand for.
    """
    at = np.asarray(table.data_rows, dtype=np.int64) - 1
    work = Work(spec, sheet.name, table_no, len(at))
    columns, own = _columns(work, sheet, table, at, as_of)
    for column in columns:
        take_in(work, column)
    combined = [column for column in columns if column.spec.parts]
    for column in combined:
        place_parts(work, column)
    from_context(work, table.context, as_of)
    for column in columns:
        if not column.spec.parts:  # what an address mentions is less than what the title says
            place_parts(work, column)
    keep_notes(work, columns)
    empty = {dtype: nulls(work.size, dtype) for dtype in ("string", "Int64", "Float64", "boolean")}
    values = {
        name: work.values[name] if name in work.values else empty[kind(known.kind).dtype]
        for name, known in spec.fields.items()
    }
    made = as_json(own, work.size)
    values[OTHERS] = merged(values[OTHERS], made) if OTHERS in work.values else made
    origin = pd.DataFrame(
        {"file": file_no, "sheet": pd.array([sheet.name] * len(at), dtype=TEXT), "table": table_no, "row": at + 1}
    )
    index = pd.RangeIndex(len(at))
    raw, stored, typed = (pd.DataFrame(part, index=index, copy=False) for part in (work.raw, work.stored, values))
    return Parsed(Batch(raw, stored, typed, origin), work.log.frame(), _changes(work))


def _columns(
    work: Work, sheet: RawSheet, table: Table, at: np.ndarray[tuple[int], np.dtype[np.int64]], as_of: datetime.date
) -> tuple[list[Column], list[tuple[int, str, Cells]]]:
    """The columns of known fields, read; and the sender's own."""
    fills: dict[int, dict[int, int]] = {}
    for (row, number), source in table.fills.items():
        fills.setdefault(number, {})[row] = source
    known, own = [], []
    for column in table.columns:
        cells = cells_of(sheet, column.column, at, fills.get(column.column, {}))
        if column.field is None or column.field not in work.spec.fields:
            own.append((column.column, column.header, cells))
            continue
        params = work.spec.fields[column.field].params
        known.append(
            read_column(cells, column, Context(work.spec, column.field, params, as_of, column.unit, column.period))
        )
        ticks = set(table.header_rows)
        copied = sum(1 for row in np.flatnonzero(cells.filled) if fills[column.column][int(at[row]) + 1] not in ticks)
        if copied:
            work.at_column(FILLED, column.field, column, copied)
    return known, own


def _changes(work: Work) -> pd.DataFrame:
    lines = [(name, change) for name, changes in work.changes.items() for change in changes if len(change.rows)]
    sizes = np.asarray([len(change.rows) for _, change in lines], dtype=np.int64)
    which = np.repeat(np.arange(len(lines)), sizes)
    rows = np.concatenate([change.rows for _, change in lines]) if lines else np.empty(0, dtype=np.int64)
    texts = {
        "field": words([name for name, _ in lines], which),
        **{
            name: pa.concat_arrays(
                [getattr(change, name).cast(STRING) for _, change in lines] or [pa.array([], STRING)]
            )
            for name in ("code", "before", "after")
        },
    }
    return pd.DataFrame({"row_id": rows} | {name: series(made, "string") for name, made in texts.items()})
