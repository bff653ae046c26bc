"""Everything done to one file, as one pure function of values: headers → parse → derive → validate → judge.

A pool of processes maps `process_file` over 29 files; an engine for a ministry's files can map the very same
function, since its frames survive Arrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean import codes, headers, parse, validate
from umkm_clean.derive import derive
from umkm_clean.issues import IssueLog, collapse, conform, locate, suppress
from umkm_clean.model import Batch, FileResult, Severity, SheetResult
from umkm_clean.parse.table import FILLED

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from umkm_clean.headers import LayoutOptions
    from umkm_clean.model import RawFile, RawSheet, SheetLayout, Table
    from umkm_clean.spec.types import Spec

CHANGES = ("row_id", "field", "code", "before", "after")


@dataclass(frozen=True, slots=True)
class Judging:
    """What processing one file depends on beyond the file: part of the key under which a result is remembered."""

    as_of: datetime.date
    layout: LayoutOptions


def process_file(raw: RawFile, spec: Spec, judging: Judging) -> FileResult:
    """Understand, parse, check and judge one file; nothing here opens a file, a terminal or a clock."""
    layouts = headers.understand(raw.sheets, spec, judging.layout)
    log = IssueLog()
    log.at_source(raw.findings)
    for layout in layouts:
        log.at_source(layout.findings)
    pieces = []
    for sheet, layout in zip(raw.sheets, layouts, strict=True):
        for number, table in enumerate(layout.tables):
            piece = parse.parse(sheet, table, spec, judging.as_of, number, 0)
            pieces.append(replace(piece, changes=pd.concat([read_as(sheet, table), piece.changes], ignore_index=True)))
            log.at_source(headers.check_totals(table, amounts(table, piece.batch), sheet.name))
    batch, changes = _join(pieces, log)
    if batch is not None:
        values, notes, derived = derive(batch, spec, judging.as_of)
        batch = replace(batch, values=values)
        log.add(notes)
        validate.validate(batch, spec, judging.as_of, log)
        changes = pd.concat([changes, derived], ignore_index=True)
    issues = suppress(log.frame(), spec)
    if batch is not None:
        issues = _without_known_gaps(issues, batch)
    if batch is not None:
        columns = column_places(layouts, spec)
        batch, blanked = _judge(batch, issues, spec)
        changes = pd.concat([changes, blanked], ignore_index=True)
        issues = _tidy(issues, batch, layouts)
        issues = locate(issues, batch.origin, columns)
        changes = _place(changes, batch, columns)
    else:
        issues = locate(issues, pd.DataFrame(columns=["sheet", "table", "row"]), column_places(layouts, spec))
    sheets = tuple(
        SheetResult(sheet.name, sheet.state, layout, sheet.held_rows)
        for sheet, layout in zip(raw.sheets, layouts, strict=True)
    )
    return FileResult(raw.path, raw.sha256, raw.size, raw.format, raw.refused, sheets, batch, issues, changes)


def column_places(layouts: tuple[SheetLayout, ...], spec: Spec) -> pd.DataFrame:
    """Where each field stands: sheet, table, field, column (number), header; parts of a combined column stand in it."""
    lines = []
    for layout in layouts:
        for number, table in enumerate(layout.tables):
            mapped = [column for column in table.columns if column.field]
            lines += [(layout.sheet, number, at.field, at.column, at.header) for at in mapped]
            lines += [
                (layout.sheet, number, part, at.column, at.header)
                for at in mapped
                for part in spec.fields[at.field or ""].parts
            ]
    return pd.DataFrame(lines, columns=["sheet", "table", "field", "column", "header"])


def read_as(sheet: RawSheet, table: Table) -> pd.DataFrame:
    """Cells whose text is not the one in the file: without its invisible characters; in columns that are not parsed
    also those taken from a cell above.

    `CHANGES` and column (number); of the sender's own columns the field is `lainnya`.
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
    found = pd.DataFrame(lines, columns=[*CHANGES, "column"])
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
    empty = pd.DataFrame({name: pd.Series(dtype="int64" if name == "row_id" else "string") for name in CHANGES})
    pieces = [piece for piece in pieces if len(piece.batch.values)]
    if not pieces:
        return None, empty
    start, changes = 0, []
    for piece in pieces:
        log.add(
            piece.issues.assign(
                row_id=piece.issues["row_id"].where(piece.issues["row_id"] < 0, piece.issues["row_id"] + start)
            )
        )
        changes.append(piece.changes.assign(row_id=piece.changes["row_id"] + start))
        start += len(piece.batch.values)
    frames = {
        name: pd.concat([getattr(piece.batch, name) for piece in pieces], ignore_index=True)
        for name in ("raw", "stored", "values", "origin")
    }
    for name in ("raw", "stored"):
        frames[name] = frames[name].fillna(" " if name == "stored" else "")
    return Batch(**frames), pd.concat([empty, *changes], ignore_index=True)


def _judge(batch: Batch, issues: pd.DataFrame, spec: Spec) -> tuple[Batch, pd.DataFrame]:
    """Blank the cells that are certainly wrong; say of each row its codes, errors, notes and whether it is withheld."""
    at = issues[issues["row_id"] >= 0]
    rules = {code: spec.rules[code] for code in at["code"].unique()}
    severity = at["code"].map({code: rule.severity.value for code, rule in rules.items()})
    is_error = severity == Severity.ERROR.value
    holds = {code: rule.withholds for code, rule in rules.items()}
    own = at["field"].map({name: field.withholds for name, field in spec.fields.items()}).fillna(False)
    withholding = is_error & at["code"].map(holds).astype("boolean").fillna(own.astype("boolean")).astype(bool)
    count = len(batch.values)
    origin = batch.origin.copy()
    origin["errors"] = np.bincount(at.loc[is_error, "row_id"], minlength=count)
    origin["notes"] = np.bincount(at.loc[severity == Severity.WARNING.value, "row_id"], minlength=count)
    origin["withheld"] = np.bincount(at.loc[withholding, "row_id"], minlength=count) > 0
    codes = at[["row_id", "code"]].drop_duplicates().sort_values(["row_id", "code"])
    origin["codes"] = codes.groupby("row_id")["code"].agg(" ".join).reindex(origin.index).astype("string").fillna("")
    values, blanked = batch.values.copy(), []
    groups: Iterable[tuple[Any, pd.DataFrame]] = at[is_error].groupby(["code", "field"], observed=True)
    for (code, name), cells in groups:
        if name not in values:
            continue
        rows = cells["row_id"].unique()
        rows = rows[values.loc[rows, name].notna().to_numpy()]
        if len(rows):
            before = values.loc[rows, name].astype("string").to_numpy()
            blanked.append(pd.DataFrame({"row_id": rows, "field": name, "code": code, "before": before, "after": ""}))
            values.loc[rows, name] = pd.NA
    empty = pd.DataFrame({name: pd.Series(dtype="int64" if name == "row_id" else "string") for name in CHANGES})
    return replace(batch, values=values, origin=origin), pd.concat([empty, *blanked], ignore_index=True)


def _without_known_gaps(issues: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Rows of our own list that were accepted with notes: what they lack was said when they first came in."""
    known = batch.values["id_umkm"].notna() & batch.values["status_validasi"].eq("valid_dengan_catatan").fillna(False)
    said = issues["row_id"].isin(known.index[known]) & (issues["code"].str[:3] == "WJB")
    return issues[~said].reset_index(drop=True)


def _tidy(issues: pd.DataFrame, batch: Batch, layouts: tuple[SheetLayout, ...]) -> pd.DataFrame:
    """One mistake, one message: a missing column speaks for its rows, a fault that fills a column is one finding."""
    parts = [issues[issues["row_id"] < 0]]
    at = issues[issues["row_id"] >= 0]
    place = batch.origin.loc[at["row_id"], ["sheet", "table"]].set_index(at.index)
    sizes: Mapping[Any, int] = batch.origin.groupby(["sheet", "table"], sort=False).size().to_dict()
    missing = {
        (layout.sheet, number): set(table.missing_fields)
        for layout in layouts
        for number, table in enumerate(layout.tables)
    }
    for (sheet, table), size in sizes.items():
        cells = at[(place["sheet"] == sheet) & (place["table"] == table)]
        said = (cells["code"].str[:3] == "WJB") & cells["field"].isin(list(missing.get((sheet, table), ())))
        part = collapse(cells[~said], int(size))
        whole = part["row_id"] < 0
        parts.append(part.assign(sheet=part["sheet"].mask(whole, sheet), table=part["table"].mask(whole, table)))
    return conform(pd.concat(parts, ignore_index=True))


def _place(changes: pd.DataFrame, batch: Batch, columns: pd.DataFrame) -> pd.DataFrame:
    """Changes with sheet, row and cell."""
    told = changes[[name for name in ("row_id", "field", "code", "column") if name in changes]]
    located: Any = locate(conform(told), batch.origin, columns)
    return changes.assign(
        sheet=located["sheet"].to_numpy(), row=located["row"].to_numpy(), cell=located["cell"].to_numpy()
    )
