"""Raw text → typed values, remembering the cell: each distinct text of a column is read once.

Texts that are in standard form already (`Kind.plain`) are taken as they are, by whole columns; the rest goes through
`Kind.read`. What a text says about other fields (`Reading.parts`) fills those that have no text of their own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.issues import IssueLog, facts_text
from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import BLANK, Context, Kind, Reading
from umkm_clean.model import Batch, Severity

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from umkm_clean.model import ColumnMap, RawSheet, Table
    from umkm_clean.spec.types import FieldSpec, Spec

STANDARDISED, DISAGREE, FILLED, FROM_TITLE = "KIN004", "KIN005", "KIN007", "KIN008"
TEXT = pd.StringDtype("pyarrow", na_value=pd.NA)
CHANGES = ("row_id", "field", "code", "before", "after")
#: parts that only fill an empty neighbour: an address that names another RT than its column is no contradiction
QUIET_KINDS = frozenset({"address", "rt", "rw", "count"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """One table, parsed: its batch, its findings and every changed cell (row_id, field, code, before, after)."""

    batch: Batch
    issues: pd.DataFrame
    changes: pd.DataFrame


@dataclass(slots=True)
class _Work:
    """A table at work."""

    spec: Spec
    sheet: str
    table: int
    size: int
    log: IssueLog
    raw: dict[str, pd.Series[Any]] = field(default_factory=dict)
    stored: dict[str, pd.Series[Any]] = field(default_factory=dict)
    values: dict[str, pd.Series[Any]] = field(default_factory=dict)
    parts: list[tuple[str, str, pd.Series[Any]]] = field(default_factory=list)  # field, from which, values
    notes: list[pd.Series[Any]] = field(default_factory=list)
    changes: list[pd.DataFrame] = field(default_factory=list)


def parse(sheet: RawSheet, table: Table, spec: Spec, as_of: datetime.date, table_no: int, file_no: int) -> Parsed:
    """Type the data rows of one table. Frames share a RangeIndex; `values` has a column for every field of the spec."""
    work = _Work(spec, sheet.name, table_no, len(table.data_rows), IssueLog())
    at = np.asarray(table.data_rows, dtype="int64") - 1
    own: dict[int, tuple[str, pd.Series[Any]]] = {}
    for column in table.columns:
        raw, stored = _cells(sheet, table, column, at, work)
        if column.field is None:
            own[column.column] = (column.header or f"kolom {column.column}", raw)
        else:
            context = Context(spec, column.field, spec.fields[column.field].params, as_of, column.unit, column.period)
            _read_column(work, spec.fields[column.field], raw, stored, context, column)
    for name, (text, _) in table.context.items():
        _read_context(work, name, text, as_of)
    _place_parts(work)
    values = _all_fields(work)
    values["lainnya"] = _others(own, work, values.get("lainnya"))
    _keep_notes(work, values)
    origin = pd.DataFrame({"file": file_no, "sheet": sheet.name, "table": table_no, "row": at + 1})
    origin["sheet"] = origin["sheet"].astype(TEXT)
    batch = Batch(_frame(work.raw, work.size), _frame(work.stored, work.size), pd.DataFrame(values), origin)
    empty = pd.DataFrame({name: pd.Series(dtype="int64" if name == "row_id" else TEXT) for name in CHANGES})
    changes = pd.concat([part for part in work.changes if len(part)] or [empty], ignore_index=True)
    return Parsed(batch, work.log.frame(), changes)


def _cells(
    sheet: RawSheet, table: Table, column: ColumnMap, at: np.ndarray[Any, Any], work: _Work
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Texts and `Stored` letters of a column's data rows, merged and ditto cells filled in."""
    number = column.column - 1
    texts = pd.Series(sheet.columns[number].take(at).to_pandas(), dtype=TEXT)
    letters = np.frombuffer(sheet.stored[number], dtype="S1")[at].astype("U1")
    fills = {row: source for (row, filled), source in table.fills.items() if filled == column.column}
    if fills:
        position = {int(row) + 1: index for index, row in enumerate(at)}
        hit = [row for row in fills if row in position]
        rows = [position[row] for row in hit]
        sources = np.asarray([fills[row] for row in hit], dtype="int64") - 1
        texts.iloc[rows] = sheet.columns[number].take(sources).to_pylist()
        letters[rows] = np.frombuffer(sheet.stored[number], dtype="S1")[sources].astype("U1")
        if rows:
            place = {"sheet": sheet.name, "table": work.table, "column": column.column, "header": column.header}
            count = len(rows)
            work.log.at_column(FILLED, column.field, count=count, facts={"count": count}, **place)  # type: ignore[arg-type]
    return texts, pd.Series(letters, dtype=TEXT)


def _read_column(
    work: _Work, spec: FieldSpec, raw: pd.Series[Any], stored: pd.Series[Any], context: Context, column: ColumnMap
) -> None:
    """Type one column; a second column of the same field (two telephone columns) adds to the first."""
    name, how = spec.name, kind(spec.kind)
    stripped = raw.str.strip()
    values = pd.Series(pd.NA, index=raw.index, dtype=how.dtype if how.dtype != "string" else TEXT)
    plain = _plain(stripped, stored, how, context)
    if plain.any():
        given = stripped[plain]
        if how.plain_to:
            given = given.str.replace(f"^(?:{how.plain})$", how.plain_to, regex=True)
        values[plain] = pd.to_numeric(given).astype(how.dtype) if how.dtype != "string" else given
    rest = ~plain & (stripped != "")
    findings = pd.Series(pd.NA, index=raw.index, dtype=TEXT)
    if rest.any():
        _read_rest(work, spec, how, stripped[rest], stored[rest], context, values, findings)
    _record(work, spec, how, stripped, values, findings, column)
    if name in work.values:
        first = work.values[name]
        both = first.notna() & values.notna() & (first != values)
        joined = first.fillna(values)
        if how.dtype == "string":
            joined = joined.mask(both, first + " | " + values)
        work.values[name] = joined
        return
    work.raw[name], work.stored[name], work.values[name] = raw, stored, values


def _plain(texts: pd.Series[Any], stored: pd.Series[Any], how: Kind, context: Context) -> pd.Series[Any]:
    """Rows whose text is in standard form already; a unit or period of the header means that it must be read."""
    if how.plain is None or (context.unit != 1 or (context.period and how.name == "money")):
        return pd.Series(False, index=texts.index)
    fits = texts.str.fullmatch(how.plain).fillna(False).astype(bool)
    fits &= stored.isin(list(how.plain_stored)).astype(bool)
    if how.doubt:
        fits &= ~texts.str.contains(how.doubt, regex=True).fillna(False).astype(bool)
    return fits


def _read_rest(
    work: _Work,
    spec: FieldSpec,
    how: Kind,
    texts: pd.Series[Any],
    stored: pd.Series[Any],
    context: Context,
    values: pd.Series[Any],
    findings: pd.Series[Any],
) -> None:
    """Each distinct pair of text and letter once; values and finding codes land in place, parts and notes are kept."""
    keys = texts.str.cat(stored)
    codes, distinct = pd.factorize(keys)
    readings = [_reading(how, str(key)[:-1], str(key)[-1], context) for key in distinct]
    rules = work.spec.rules
    wrong = [bool(r.code) and rules[r.code].severity is Severity.ERROR for r in readings]  # type: ignore[index]
    taken = [None if bad else reading.value for reading, bad in zip(readings, wrong, strict=True)]
    typed = pd.array(taken, dtype=values.dtype)
    values.loc[texts.index] = typed.take(codes)
    by_code: dict[str, list[int]] = {}
    for number, reading in enumerate(readings):
        if reading.code:
            by_code.setdefault(reading.code, []).append(number)
    for code, numbers in by_code.items():
        hit = np.isin(codes, numbers)
        rows = texts.index[hit]
        findings.loc[rows] = code
        facts = {number: facts_text(readings[number].facts) for number in numbers}
        shown = {number: how.show(readings[number].value) if taken[number] is not None else None for number in numbers}
        fixed = [
            shown[number] if shown[number] != text else None
            for number, text in zip(codes[hit], texts[hit], strict=True)
        ]
        work.log.at_cells(
            code, rows, spec.name, raw=texts[hit], fixed=fixed, facts=[facts[number] for number in codes[hit]]
        )
    _collect(work, spec, readings, codes, texts)


def _reading(how: Kind, text: str, stored: str, context: Context) -> Reading:
    return how.read(text, stored, context) if text else BLANK


def _collect(
    work: _Work, spec: FieldSpec, readings: list[Reading], codes: np.ndarray[Any, Any], texts: pd.Series[Any]
) -> None:
    """What the readings say about other fields, and their words for the remarks."""
    for target in sorted({name for reading in readings for name in reading.parts}):
        given = [reading.parts.get(target) for reading in readings]
        dtype = kind(work.spec.fields[target].kind).dtype
        part = pd.array(given, dtype=TEXT if dtype == "string" else dtype).take(codes)
        work.parts.append((target, spec.name, pd.Series(part, index=texts.index)))
    if any(reading.note for reading in readings) and spec.name != "keterangan":
        notes = pd.array([reading.note for reading in readings], dtype=TEXT).take(codes)
        label = spec.label.get("id", spec.name)
        work.notes.append(label + ": " + pd.Series(notes, index=texts.index))


def _record(
    work: _Work,
    spec: FieldSpec,
    how: Kind,
    texts: pd.Series[Any],
    values: pd.Series[Any],
    findings: pd.Series[Any],
    column: ColumnMap,
) -> None:
    """Every value that differs from its text is a change; rewriting alone is one finding for the column."""
    shown = _shown(values, how)
    changed = (texts != "") & (shown != texts)
    combined = bool(spec.parts)
    if not changed.any():
        return
    rows = texts.index[changed]
    code = findings[changed].fillna(STANDARDISED)
    line = {"row_id": rows, "field": spec.name, "code": code.to_numpy(), "before": texts[changed].to_numpy()}
    work.changes.append(pd.DataFrame(line | {"after": shown[changed].to_numpy()}))
    rewritten = int((changed & findings.isna() & values.notna()).sum())
    if rewritten and not combined:
        place = {"sheet": work.sheet, "table": work.table, "column": column.column, "header": column.header}
        work.log.at_column(STANDARDISED, spec.name, count=rewritten, facts={"count": rewritten}, **place)  # type: ignore[arg-type]


def _shown(values: pd.Series[Any], how: Kind) -> pd.Series[Any]:
    """Values as text in standard form, empty where null."""
    if how.dtype == "Float64":
        return pd.Series(
            [how.show(float(value)) if value is not pd.NA else "" for value in values], index=values.index, dtype=TEXT
        )
    return values.astype(TEXT).fillna("")


def _read_context(work: _Work, name: str, text: str, as_of: datetime.date) -> None:
    """A value that stands in the title, the sheet's or the file's name holds for every row without one of its own."""
    spec = work.spec.fields.get(name)
    if spec is None or not work.size:
        return
    reading = _reading(kind(spec.kind), text.strip(), "t", Context(work.spec, name, spec.params, as_of))
    if reading.value is None:
        return
    known = work.values.get(name)
    filled = pd.Series([reading.value] * work.size, dtype=TEXT)
    if known is None:
        work.values[name] = filled
        count = work.size
    else:
        lacking = known.isna() & (work.raw[name].str.strip() == "")
        count = int(lacking.sum())
        work.values[name] = known.mask(lacking, filled)
    if count:
        facts = {"count": count, "value": str(reading.value)}
        work.log.at_column(FROM_TITLE, name, sheet=work.sheet, table=work.table, count=count, raw=text, facts=facts)


def _place_parts(work: _Work) -> None:
    """Parts fill fields that have no value; a field's own text wins, and a contradiction is said."""
    for target, source, part in work.parts:
        spec = work.spec.fields[target]
        dtype = kind(spec.kind).dtype
        known = work.values.get(target)
        if known is None:
            known = pd.Series(pd.NA, index=range(work.size), dtype=TEXT if dtype == "string" else dtype)
        given = part.reindex(known.index)
        own = work.raw[target].str.strip() != "" if target in work.raw else pd.Series(False, index=known.index)
        free = known.isna() & ~own & given.notna()
        if target not in work.raw and free.any():
            work.raw[target] = pd.Series("", index=known.index, dtype=TEXT)
            work.stored[target] = pd.Series(" ", index=known.index, dtype=TEXT)
        if free.any() and source in work.raw:
            work.raw[target] = work.raw[target].mask(free, work.raw[source])
            work.stored[target] = work.stored[target].mask(free, work.stored[source])
        apart = (known != given).fillna(False).astype(bool) & known.notna() & given.notna()
        if apart.any() and work.spec.fields[source].kind not in QUIET_KINDS:
            work.log.at_cells(DISAGREE, known.index[apart], target, raw=work.raw.get(target, part)[apart])
        work.values[target] = known.mask(free, given)


def _all_fields(work: _Work) -> dict[str, pd.Series[Any]]:
    """A column for every field of the spec, typed, null where this table has none."""
    out = {}
    for name, spec in work.spec.fields.items():
        dtype = kind(spec.kind).dtype
        empty = pd.Series(pd.NA, index=range(work.size), dtype=TEXT if dtype == "string" else dtype)
        out[name] = work.values.get(name, empty)
    return out


def _others(own: Mapping[int, tuple[str, pd.Series[Any]]], work: _Work, known: pd.Series[Any] | None) -> pd.Series[Any]:
    """The sender's own columns as JSON text, one object a row with sorted keys; null where they are all empty."""
    columns = [
        (header, texts.str.strip()) for _, (header, texts) in sorted(own.items()) if (texts.str.strip() != "").any()
    ]
    if not columns:
        return known if known is not None else pd.Series(pd.NA, index=range(work.size), dtype=TEXT)
    names = _unlike([header for header, _ in columns])
    lines = list(_objects(names, [texts.tolist() for _, texts in columns]))
    made = pd.Series(lines, dtype=TEXT)
    return known.fillna(made) if known is not None else made


def _objects(names: list[str], columns: list[list[str]]) -> Iterator[str | None]:
    written: dict[tuple[str, ...], str | None] = {}
    for cells in zip(*columns, strict=True):
        if cells not in written:
            filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
            written[cells] = json.dumps(filled, ensure_ascii=False, sort_keys=True) if filled else None
        yield written[cells]


def _unlike(headers: list[str]) -> list[str]:
    """Headers without line breaks, each once: a second "Foto" becomes "Foto (2)"."""
    seen: dict[str, int] = {}
    out = []
    for header in headers:
        name = re.sub(r"\s+", " ", header).strip()
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _keep_notes(work: _Work, values: dict[str, pd.Series[Any]]) -> None:
    """Words of cells that their values do not hold go to the remarks, each behind its column's name."""
    for note in work.notes:
        spread = note.reindex(values["keterangan"].index)
        known = values["keterangan"]
        values["keterangan"] = known.fillna(spread).mask(known.notna() & spread.notna(), known + "; " + spread)


def _frame(columns: dict[str, pd.Series[Any]], size: int) -> pd.DataFrame:
    return pd.DataFrame(columns, index=range(size))
