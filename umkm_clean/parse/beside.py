"""What stands beside a field's own cell: parts that other columns tell, texts of the title, words for the remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import Context
from umkm_clean.model import Severity
from umkm_clean.parse.cells import STRING, TEXT, nulls, series, words
from umkm_clean.parse.table import NOTED, Change, code_of, disagree, texts_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from umkm_clean.model import Evidence
    from umkm_clean.parse.cells import Ints
    from umkm_clean.parse.column import Column
    from umkm_clean.parse.table import Work

FROM_TITLE = "KIN008"
REMARKS = "keterangan"


def place_parts(work: Work, column: Column) -> None:
    """What a column tells about other fields fills those that have no value of their own; a contradiction is said."""
    for target, told in column.parts.items():
        _place(work, column, target, told)


def _place(work: Work, column: Column, target: str, told: pa.Array) -> None:
    dtype = kind(work.spec.fields[target].kind).dtype
    given = series(column.cells.spread(told), dtype)
    known = work.values.get(target, nulls(work.size, dtype))
    own = work.found.get(target, np.zeros(work.size, dtype=bool))
    has = given.notna().to_numpy(dtype=bool)
    free = has & known.isna().to_numpy(dtype=bool) & ~own
    apart = has & known.notna().to_numpy(dtype=bool) & (known != given).fillna(False).to_numpy(dtype=bool)
    if apart.any():
        disagree(work, target, np.flatnonzero(apart), column.map.header)
    work.values[target] = known.mask(free, given)
    rows = np.flatnonzero(free)
    if not len(rows):
        return
    at = column.cells.rows[rows]
    names, codes = code_of(column)
    after = texts_of(given.iloc[rows].astype(TEXT))
    work.change(target, rows, column.cells.text.take(pa.array(at)), after, words(names, codes[at]))
    if column.spec.parts or column.kind.name == "money":  # the whole cell is about this field: it is its raw text too
        raw = work.raw.get(target, pd.Series("", index=range(work.size), dtype=TEXT))
        stored = work.stored.get(target, pd.Series(" ", index=range(work.size), dtype=TEXT))
        work.raw[target] = raw.mask(free, work.raw[column.spec.name])
        work.stored[target] = stored.mask(free, work.stored[column.spec.name])


def from_context(work: Work, context: Mapping[str, tuple[str, Evidence]], as_of: datetime.date) -> None:
    """A text of the title, the sheet's or the file's name holds for every row that says nothing itself."""
    for name, (text, _) in context.items():
        known = work.spec.fields.get(name)
        if known is None or not work.size or not text.strip():
            continue
        how = kind(known.kind)
        reading = how.read(text.strip(), "t", Context(work.spec, name, known.params, as_of))
        has = work.values.get(name, nulls(work.size, how.dtype))
        own = work.found.get(name, np.zeros(work.size, dtype=bool))
        free = has.isna().to_numpy(dtype=bool) & ~own
        rows = np.flatnonzero(free)
        if not len(rows):
            continue
        rule = work.spec.rules.get(reading.code or "")
        wrong = rule is not None and rule.severity is Severity.ERROR
        if rule is not None:
            facts = dict(reading.facts) | {"count": len(rows)}
            work.log.at_column(
                rule.code, name, sheet=work.sheet, table=work.table, count=len(rows), raw=text.strip(), facts=facts
            )
        if wrong or reading.value is None:
            continue
        work.values[name] = has.mask(free, reading.value)
        shown = how.show(reading.value)
        work.change(name, rows, "", shown, FROM_TITLE)
        facts = {"count": len(rows), "value": shown}
        work.log.at_column(
            FROM_TITLE, name, sheet=work.sheet, table=work.table, count=len(rows), raw=text.strip(), facts=facts
        )


def keep_notes(work: Work, columns: list[Column]) -> None:
    """Words of cells that their values do not hold go to the remarks, each behind its column's name."""
    if REMARKS not in work.spec.fields:
        return
    remarks = work.values.get(REMARKS, nulls(work.size, "string"))
    noted = np.zeros(work.size, dtype=bool)
    for column in columns:
        notes: list[str | None] = [None] * len(column.cells.text)
        for number, reading in column.readings.items():
            notes[number] = reading.note
        if column.spec.name == REMARKS or not any(notes):
            continue
        said = series(column.cells.spread(pa.array(notes, type=STRING)), "string")
        has = said.notna()
        line = column.spec.label.get("id", column.spec.name) + ": " + said
        remarks = remarks.mask(has & remarks.isna(), line).mask(has & remarks.notna(), remarks + "; " + line)
        noted |= has.to_numpy(dtype=bool)
        work.at_column(NOTED, column.spec.name, column.map, int(has.sum()))
    if not noted.any():
        return
    rows = np.flatnonzero(noted)
    written = work.raw[REMARKS].str.strip().iloc[rows] if REMARKS in work.raw else None
    work.changes[REMARKS] = [_without(part, rows) for part in work.changes.get(REMARKS, [])]
    work.values[REMARKS] = remarks
    work.change(REMARKS, rows, "" if written is None else texts_of(written), texts_of(remarks.iloc[rows]), NOTED)


def _without(change: Change, rows: Ints) -> Change:
    kept = np.flatnonzero(~np.isin(change.rows, rows))
    at = pa.array(kept)
    return Change(change.rows[kept], change.before.take(at), change.after.take(at), change.code.take(at))
