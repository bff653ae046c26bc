"""Everything done to one file, as one pure function of values: headers → parse → derive → validate → judge.

A pool of processes maps `process_file` over 29 files; an engine for a ministry's files can map the very same
function, since its frames survive Arrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from umkm_clean import codes, headers, parse, validate
from umkm_clean.derive import derive
from umkm_clean.issues import IssueLog, as_text, cells, collapse, locate, suppress
from umkm_clean.model import Batch, FileResult, Severity, SheetResult
from umkm_clean.parse.table import FILLED

if TYPE_CHECKING:
    import datetime

    from umkm_clean.headers import LayoutOptions
    from umkm_clean.model import RawFile, RawSheet, SheetLayout, Table
    from umkm_clean.spec.types import Spec

CHANGES = ("row_id", "field", "code", "before", "after")
NO_CHANGES = pd.DataFrame({name: pd.Series(dtype="int64" if name == "row_id" else "string") for name in CHANGES})


@dataclass(frozen=True, slots=True)
class Judging:
    """What processing one file depends on beyond the file: part of the key under which a result is remembered."""

    as_of: datetime.date
    layout: LayoutOptions


def process_file(raw: RawFile, spec: Spec, judging: Judging) -> FileResult:
    """Understand, parse, check and judge one file; nothing here opens a file, a terminal or a clock."""
    layouts = headers.understand(raw.sheets, spec, judging.layout)
    log = IssueLog()
    unread = {layout.sheet for layout in layouts if not layout.tables}
    log.at_source(said for said in raw.findings if said.code != codes.SRC_HIDDEN_SHEET or said.sheet not in unread)
    for layout in layouts:
        log.at_source(layout.findings)
    pieces = []
    for sheet, layout in zip(raw.sheets, layouts, strict=True):
        for number, table in enumerate(layout.tables):
            piece = parse.parse(sheet, table, spec, judging.as_of, number, 0)
            changed = read_as(sheet, table)
            if len(changed):
                piece = replace(piece, changes=pd.concat([changed, piece.changes], ignore_index=True))
            pieces.append(piece)
            log.at_source(headers.check_totals(table, amounts(table, piece.batch), sheet.name))
    batch, changes = _join(pieces, log)
    if batch is not None:
        values, notes, derived = derive(batch, spec, judging.as_of)
        batch = replace(batch, values=values)
        log.add(notes)
        validate.validate(batch, spec, judging.as_of, log)
        changes = pd.concat([changes, derived], ignore_index=True)
    issues, columns = suppress(log.frame(), spec), column_places(layouts, spec)
    if batch is not None:
        issues = _without_known_gaps(issues, batch)
        batch, blanked = _judge(batch, issues, spec, derived[derived["before"] == ""])
        changes = pd.concat([changes, blanked], ignore_index=True)
        issues = locate(_tidy(issues, batch, layouts, spec), batch.origin, columns)
        changes = _place(changes, batch, columns)
    else:
        issues = locate(issues, pd.DataFrame(columns=["sheet", "table", "row"]), columns)
    sheets = tuple(
        SheetResult(sheet.name, sheet.state, layout, sheet.held_rows)
        for sheet, layout in zip(raw.sheets, layouts, strict=True)
    )
    return FileResult(raw.path, raw.sha256, raw.size, raw.format, raw.refused, sheets, batch, issues, changes)


def column_places(layouts: tuple[SheetLayout, ...], spec: Spec) -> pd.DataFrame:
    """Where each field stands: sheet, table, field, column (number), header; parts of a combined column stand in it."""
    lines: list[tuple[str, int, str, int, str]] = []
    for layout in layouts:
        for number, table in enumerate(layout.tables):
            mapped = [column for column in table.columns if column.field]
            own = [(column.field or "", column) for column in mapped]
            parts = [(part, column) for name, column in own for part in spec.fields[name].parts]
            lines += [(layout.sheet, number, name, column.column, column.header) for name, column in own + parts]
    return pd.DataFrame(lines, columns=["sheet", "table", "field", "column", "header"])


def read_as(sheet: RawSheet, table: Table) -> pd.DataFrame:
    """Cells whose text is not the one in the file: without its invisible characters, or taken from a cell above.

    The latter only in the sender's own columns, of which `parse` says nothing; their field is `lainnya`. `CHANGES`, and
    column (number).
    """
    position = {row: at for at, row in enumerate(table.data_rows)}
    lines = []
    for made in table.columns:
        texts, stood = sheet.columns[made.column - 1], sheet.stood.get(made.column, {})
        for row, before in stood.items():
            if row in position:
                after = texts[row - 1].as_py()
                lines.append((position[row], made.field, codes.SRC_INVISIBLE, before, after, made.column))
    own = {made.column for made in table.columns if made.field is None}
    for (row, column), source in table.fills.items():
        if column in own:
            texts = sheet.columns[column - 1]
            before, after = texts[row - 1].as_py(), texts[source - 1].as_py()
            lines.append((position[row], None, FILLED, before, after, column))
    found = pd.DataFrame(lines, columns=[*CHANGES, "column"]).astype({"row_id": "int64"})
    return found.assign(field=found["field"].fillna("lainnya"))


def amounts(table: Table, batch: Batch) -> dict[int, list[float | None]]:
    """Column number → the numbers of its data rows for `check_totals`: None where blank, NaN where not understood."""
    fields = [made.field for made in table.columns]
    out: dict[int, list[float | None]] = {}
    for made in table.columns:
        name = made.field
        if name is None or name not in batch.raw or fields.count(name) > 1:
            continue
        if pd.api.types.is_numeric_dtype(batch.values[name]):
            values = pd.to_numeric(batch.values[name]).astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
            blank = (batch.raw[name].str.strip() == "").to_numpy()
            out[made.column] = [None if gap else float(value) for value, gap in zip(values, blank, strict=True)]
    return out


def _join(pieces: list[parse.Parsed], log: IssueLog) -> tuple[Batch | None, pd.DataFrame]:
    """One batch out of the tables of a file: row ids run on from table to table."""
    pieces = [piece for piece in pieces if len(piece.batch.values)]
    if not pieces:
        return None, NO_CHANGES
    start, changes = 0, []
    for piece in pieces:
        rows = piece.issues["row_id"].to_numpy()
        log.add(piece.issues, row_id=np.where(rows < 0, rows, rows + start))
        changes.append(piece.changes.assign(row_id=piece.changes["row_id"] + start))
        start += len(piece.batch.values)
    if len(pieces) == 1:
        return pieces[0].batch, changes[0]
    frames = {
        name: pd.concat([getattr(piece.batch, name) for piece in pieces], ignore_index=True)
        for name in ("raw", "stored", "values", "origin")
    }
    for name in ("raw", "stored"):
        frames[name] = frames[name].fillna(" " if name == "stored" else "")
    return Batch(**frames), pd.concat(changes, ignore_index=True)


def _judge(batch: Batch, issues: pd.DataFrame, spec: Spec, completed: pd.DataFrame) -> tuple[Batch, pd.DataFrame]:
    """Blank the cells that are certainly wrong; say of each row its codes, errors, notes and whether it is withheld.

    `completed` (row_id, field) are values worked out from other cells (a total from L and P) because their own cell
    gave none: what is wrong with that cell is said, the value stays.
    """
    at = issues[issues["row_id"] >= 0]
    rows, count = at["row_id"].to_numpy(), len(batch.values)
    which, codes = pd.factorize(at["code"], sort=True)
    rules = [spec.rules[str(code)] for code in codes]
    severity = [rule.severity for rule in rules]
    is_error = np.array([one is Severity.ERROR for one in severity], dtype=bool)[which]
    is_note = np.array([one is Severity.WARNING for one in severity], dtype=bool)[which]
    field, names = pd.factorize(at["field"])
    # What the rule says about withholding, else what the field says; a finding without a field has the last place.
    own = np.array([name in spec.fields and spec.fields[name].withholds for name in names] + [False], dtype=bool)
    says = np.array([-1 if rule.withholds is None else int(rule.withholds) for rule in rules], dtype=int)[which]
    withholding = is_error & np.where(says < 0, own[field], says > 0)
    told = _codes_of_rows(rows, which, [str(code) for code in codes], count)
    origin = batch.origin.assign(
        errors=np.bincount(rows[is_error], minlength=count),
        notes=np.bincount(rows[is_note], minlength=count),
        withheld=np.bincount(rows[withholding], minlength=count) > 0,
        codes=as_text(pa.array(told, pa.large_string())),
    )
    values, blanked = batch.values.copy(deep=False), [NO_CHANGES]
    for number, name in enumerate(names):
        if name not in values:
            continue
        mine = is_error & (field == number) & values[name].notna().to_numpy()[rows]
        mine &= ~np.isin(rows, completed.loc[completed["field"] == name, "row_id"])
        if mine.any():
            cells, first = np.unique(rows[mine], return_index=True)
            before = values[name].iloc[cells].astype("string")
            code = codes[which[mine][first]]
            blanked.append(
                pd.DataFrame({"row_id": cells, "field": name, "code": code, "before": before.array, "after": ""})
            )
            gone = np.zeros(count, dtype=bool)
            gone[cells] = True
            values[name] = values[name].mask(gone)
    return replace(batch, values=values, origin=origin), pd.concat(blanked, ignore_index=True)


def _codes_of_rows(rows: Any, which: Any, codes: list[str], count: int) -> list[str]:
    """The codes of each row, sorted, blanks between."""
    told: list[list[str]] = [[] for _ in range(count)]
    for key in np.unique(rows * max(len(codes), 1) + which).tolist():
        row, code = divmod(key, len(codes))
        told[row].append(codes[code])
    return [" ".join(line) for line in told]


def _without_known_gaps(issues: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Rows of our own list that were accepted with notes: what they lack was said when they first came in."""
    if not batch.values["id_umkm"].notna().any():
        return issues
    known = batch.values["id_umkm"].notna() & batch.values["status_validasi"].eq("valid_dengan_catatan").fillna(False)
    said = issues["row_id"].isin(known.index[known]) & (issues["code"].str[:3] == "WJB")
    return issues[~said].reset_index(drop=True)


def _tidy(issues: pd.DataFrame, batch: Batch, layouts: tuple[SheetLayout, ...], spec: Spec) -> pd.DataFrame:
    """One mistake, one message: a missing column speaks for its rows, a fault that fills a column is one finding."""
    missing = {
        (layout.sheet, number, name)
        for layout in layouts
        for number, table in enumerate(layout.tables)
        for name in table.missing_fields
    }
    if missing:
        at = np.flatnonzero((issues["code"].str[:3] == "WJB").to_numpy() & (issues["row_id"] >= 0).to_numpy())
        place = batch.origin.iloc[issues["row_id"].iloc[at]]
        fields = zip(place["sheet"], place["table"], issues["field"].iloc[at], strict=True)
        said = np.zeros(len(issues), dtype=bool)
        said[at] = [field in missing for field in fields]
        issues = issues[~said]
    return suppress(collapse(issues.reset_index(drop=True), batch.origin), spec)


def _place(changes: pd.DataFrame, batch: Batch, columns: pd.DataFrame) -> pd.DataFrame:
    """Changes with sheet, row and cell."""
    own = changes.get("column")
    sheet, row, cell = cells(changes["row_id"].to_numpy(dtype="int64"), changes["field"], batch.origin, columns, own)
    return changes.assign(sheet=sheet, row=row, cell=cell)
