"""A table at work: values, raw texts, findings and changes by field, until every field has its column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.issues import IssueLog, facts_text
from umkm_clean.parse.cells import STRING, TEXT, letters_series, series, to_numpy, words

if TYPE_CHECKING:
    from umkm_clean.model import ColumnMap
    from umkm_clean.parse.cells import Bools, Ints
    from umkm_clean.parse.column import Column
    from umkm_clean.spec.types import Spec

STANDARDISED = "KIN004"
DISAGREE = "KIN005"
FILLED = "KIN007"
NOTED = "KIN009"
READ_AS_EMPTY = "KIN010"
BY_COLUMN = "KIN012"

JOINT = " | "
#: kinds of which a row may have several: a second column adds to the first
SEVERAL = {"phone": JOINT, "email": JOINT, "kbli": JOINT, "text": "; "}


@dataclass(frozen=True, slots=True)
class Change:
    """Cells that changed alike: their rows, and Arrow arrays of texts before, after, and codes."""

    rows: Ints
    before: pa.Array
    after: pa.Array
    code: pa.Array


@dataclass(slots=True)
class Work:
    """What is known of a table so far; every Series has the same RangeIndex."""

    spec: Spec
    sheet: str
    table: int
    size: int
    log: IssueLog = field(default_factory=IssueLog)
    raw: dict[str, pd.Series[Any]] = field(default_factory=dict)
    stored: dict[str, pd.Series[Any]] = field(default_factory=dict)
    values: dict[str, pd.Series[Any]] = field(default_factory=dict)
    found: dict[str, Bools] = field(default_factory=dict)  # rows with a finding at this field's own cell
    columns: dict[str, Column] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)

    def change(self, name: str, rows: Any, before: Any, after: Any, code: Any) -> None:
        """Changed cells of a field; `before`, `after` and `code` are one text for all rows, or an Arrow array."""
        if len(rows):
            texts = [
                pa.repeat(pa.scalar(given, STRING), len(rows)) if isinstance(given, str) else given
                for given in (before, after, code)
            ]
            self.changes.setdefault(name, []).append(Change(np.asarray(rows, dtype=np.int64), *texts))

    def at_column(self, code: str, name: str | None, column: ColumnMap | None, count: int, **facts: Any) -> None:
        """One finding for a column."""
        place = {"column": column.column, "header": column.header} if column else {}
        facts |= {"count": count}
        self.log.at_column(code, name, sheet=self.sheet, table=self.table, count=count, facts=facts, **place)  # type: ignore[arg-type]


def take_in(work: Work, column: Column) -> None:
    """Values, findings and changes of one column; a second column of the same field is joined to the first."""
    name = column.spec.name
    values = series(column.row_values(), column.kind.dtype)
    raw, stored = series(column.cells.raw, "string"), letters_series(column.cells.stored)
    _findings(work, column)
    if name in work.values:
        _second(work, column, raw, stored, values)
    else:
        work.raw[name], work.stored[name], work.values[name] = raw, stored, values
        work.found[name], work.columns[name] = column.has_code(), column
        _changes(work, column)
    _sums(work, column)


def _findings(work: Work, column: Column) -> None:
    """One line for every row whose text has a code."""
    rows = np.flatnonzero(column.has_code())
    if not len(rows):
        return
    at = column.cells.rows[rows]
    fixed, raw = column.shown.take(pa.array(at)), column.cells.text.take(pa.array(at))
    work.log.at_cells(
        [column.codes[number] for number in at.tolist()],
        rows,
        column.spec.name,
        raw=raw,
        fixed=pc.if_else(pc.or_(pc.equal(fixed, ""), pc.equal(fixed, raw)), pa.scalar(None, STRING), fixed),
        facts=[column.facts[number] for number in at.tolist()],
        column=column.map.column,
        header=column.map.header,
    )


def _changes(work: Work, column: Column) -> None:
    """Every value that differs from its text by more than outer blanks; a split column speaks through its parts."""
    if column.spec.parts:
        return
    cells = column.cells
    filled = cells.filled & ~cells.empty if cells.filled.any() else cells.filled
    rows = np.flatnonzero(column.changed() | filled)
    if not len(rows):
        return
    at = cells.rows[rows]
    names, codes = code_of(column)
    codes[[number for number, reading in column.readings.items() if reading.blank]] = names.index(READ_AS_EMPTY)
    before = cells.text.take(pa.array(at))
    if filled.any():
        own = pc.utf8_trim_whitespace(cells.own.take(pa.array(rows)))
        before = pc.if_else(pa.array(filled[rows]), own, before)
    code = words(names, np.where(filled[rows], names.index(FILLED), codes[at]))
    work.change(column.spec.name, rows, before, column.shown.take(pa.array(at)), code)


def code_of(column: Column) -> tuple[list[str], Ints]:
    """Codes, and which of them says why a value differs from its text: the finding, or mere rewriting."""
    names = [STANDARDISED, READ_AS_EMPTY, FILLED, *sorted(set(column.codes.values()))]
    place = {name: number for number, name in enumerate(names)}
    codes = np.zeros(len(column.cells.text), dtype=np.int64)
    for number, code in column.codes.items():
        codes[number] = place[code]
    return names, codes


def _sums(work: Work, column: Column) -> None:
    """What happened to many cells in the same way is one finding for the column."""
    name = column.spec.name
    blank = column.blank()
    kept = ~to_numpy(column.values.is_null())[column.cells.rows]
    rewritten = int((column.changed() & ~column.has_code() & ~blank & kept).sum())
    if rewritten and not column.spec.parts:
        work.at_column(STANDARDISED, name, column.map, rewritten)
    if blank.any():
        work.at_column(READ_AS_EMPTY, name, column.map, int(blank.sum()))
    if column.swapped:
        work.at_column(BY_COLUMN, name, column.map, int((~column.cells.empty).sum()), words=column.swapped)


def _second(work: Work, column: Column, raw: pd.Series[Any], stored: pd.Series[Any], values: pd.Series[Any]) -> None:
    """Another column of a field that has one: several numbers are joined, of single values the first stands."""
    name = column.spec.name
    first, was = work.values[name], work.raw[name]
    joint = SEVERAL.get(column.kind.name)
    empty = was.str.strip() == ""
    both = first.notna() & values.notna()
    apart = both & (first != values).fillna(False).astype(bool)
    merged = first.fillna(values)
    if joint:
        merged = merged.mask(apart, _united(first, values, joint))
    else:
        disagree(work, name, np.flatnonzero(apart), column.map.header)
    written = raw.str.strip() != ""
    work.raw[name] = was.mask(empty, raw).mask(~empty & written, was + (joint or JOINT) + raw)
    work.stored[name] = work.stored[name].mask(empty, stored)
    work.values[name] = merged
    work.found[name] = work.found[name] | (column.has_code() & empty.to_numpy(dtype=bool))
    work.changes.pop(name, None)
    before, after = work.raw[name].str.strip(), merged.astype(TEXT).fillna("")
    rows = np.flatnonzero((before != after).to_numpy(dtype=bool))
    work.change(name, rows, texts_of(before.iloc[rows]), texts_of(after.iloc[rows]), STANDARDISED)


def _united(first: pd.Series[Any], second: pd.Series[Any], joint: str) -> pd.Series[Any]:
    """Both texts, what they share only once."""
    out = [
        None
        if one is pd.NA or two is pd.NA
        else joint.join(dict.fromkeys([*str(one).split(joint), *str(two).split(joint)]))
        for one, two in zip(first, second, strict=True)
    ]
    return pd.Series(out, index=first.index, dtype=TEXT)


def disagree(work: Work, name: str, rows: Ints, other: str) -> None:
    """Two columns say different things about one field; what stands in its own column is used."""
    raw = work.raw[name].str.strip().iloc[rows] if name in work.raw else None
    facts = [facts_text({"other": other})] * len(rows)
    work.log.at_cells(DISAGREE, rows, name, raw=raw, facts=facts)


def texts_of(column: pd.Series[Any]) -> pa.Array:
    """A text column as an Arrow array, null as empty."""
    made = pa.array(column.array, type=STRING)
    return pc.fill_null(made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made, "")
