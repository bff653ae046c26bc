"""IssueLog: findings as columns, from the first mask to the edge.

A finding is a row of a frame, never an object: 11,600 of them are located by one join in 7 ms instead of
2.5 s. Severity, actor and words are looked up from the spec when they are shown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.model import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from umkm_clean.model import SourceFinding
    from umkm_clean.spec.types import Spec

#: row_id −1 stands for "no row": a finding about a file, a sheet or a column.
COLUMNS = {
    "code": "string",
    "row_id": "int64",
    "field": "string",
    "sheet": "string",
    "table": "int64",
    "column": "int64",
    "row": "int64",
    "header": "string",
    "count": "int64",
    "raw": "string",
    "fixed": "string",
    "facts": "string",
    "related": "string",
}


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts as JSON text with sorted keys, empty where there are none."""
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, default=str) if facts else ""


class IssueLog:
    """Collects findings of one file; `frame()` gives them as one table with `COLUMNS`."""

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []

    def at_cells(
        self,
        code: str | Sequence[str] | pd.Series[Any],
        row_ids: Sequence[int] | np.ndarray[Any, Any] | pd.Index[Any],
        field: str,
        *,
        raw: Any = None,
        fixed: Any = None,
        facts: Sequence[str] | pd.Series[Any] | None = None,
        related: Sequence[str] | None = None,
    ) -> None:
        """One finding for each row of `row_ids` at the cell of `field`; `facts` are JSON texts."""
        ids = np.asarray(row_ids, dtype="int64")
        if not len(ids):
            return
        given: dict[str, Any] = {"code": code, "row_id": ids, "field": field, "raw": raw, "fixed": fixed}
        given |= {"facts": facts if facts is not None else "", "related": related if related is not None else ""}
        columns = {name: value.to_numpy() if isinstance(value, pd.Series) else value for name, value in given.items()}
        self._parts.append(pd.DataFrame(columns | {"count": 1}, index=range(len(ids))))

    def at_column(
        self,
        code: str,
        field: str | None,
        *,
        sheet: str,
        table: int = 0,
        column: int = 0,
        header: str = "",
        count: int = 1,
        raw: str | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """One finding for a whole column, standing for `count` cells."""
        line = {"code": code, "row_id": -1, "field": field, "sheet": sheet, "table": table, "column": column}
        line |= {"header": header, "count": count, "raw": raw, "facts": facts_text(facts or {}), "related": ""}
        self._parts.append(pd.DataFrame([line]))

    def at_source(self, findings: Iterable[SourceFinding]) -> None:
        """Findings of the reader and the header stage."""
        for finding in findings:
            line: dict[str, Any] = {"code": finding.code, "row_id": -1, "sheet": finding.sheet}
            line |= {
                "column": finding.column or 0,
                "row": finding.row or 0,
                "header": finding.header,
                "raw": finding.raw,
            }
            line |= {"count": finding.count, "facts": facts_text(finding.facts), "related": ""}
            self._parts.append(pd.DataFrame([line]))

    def add(self, frame: pd.DataFrame) -> None:
        """Findings that already are a frame (of any of `COLUMNS`)."""
        if len(frame):
            self._parts.append(frame)

    def frame(self) -> pd.DataFrame:
        """All findings, `COLUMNS` in order, in the order they were added."""
        return conform(pd.concat(self._parts, ignore_index=True) if self._parts else pd.DataFrame())


def conform(frame: pd.DataFrame) -> pd.DataFrame:
    """The same findings with exactly `COLUMNS`, typed; absent numbers are 0 (row_id: −1), absent texts null."""
    out = {}
    for name, dtype in COLUMNS.items():
        absent = -1 if name == "row_id" else (1 if name == "count" else 0)
        if name not in frame:
            filler: Any = absent if dtype == "int64" else None
            out[name] = pd.Series([filler] * len(frame), index=frame.index, dtype=dtype)
        elif dtype == "int64":
            out[name] = pd.to_numeric(frame[name], errors="coerce").fillna(absent).astype("int64")
        else:
            out[name] = frame[name].astype("string")
    return pd.DataFrame(out, columns=list(COLUMNS))


def suppress(issues: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """Drop what a failed prerequisite on the same row explains: one mistake, one message."""
    needs = {code: frozenset(rule.needs) for code, rule in spec.rules.items() if rule.needs}
    judged = issues["code"].isin(list(needs)) & (issues["row_id"] >= 0)
    if not judged.any():
        return issues
    raised = issues.loc[issues["row_id"] >= 0, ["row_id", "code"]].drop_duplicates()
    pairs = pd.DataFrame(
        [(code, need) for code, wanted in needs.items() for need in sorted(wanted)], columns=["code", "need"]
    )
    asked = issues.loc[judged, ["row_id", "code"]].merge(pairs, on="code")
    hit = asked.merge(raised.rename(columns={"code": "need"}), on=["row_id", "need"])
    gone = pd.MultiIndex.from_frame(hit[["row_id", "code"]].drop_duplicates())
    keys = pd.MultiIndex.from_frame(issues[["row_id", "code"]])
    return issues.loc[~keys.isin(gone)].reset_index(drop=True)


def chosen(issues: pd.DataFrame, selected: frozenset[str], ignored: frozenset[str]) -> pd.DataFrame:
    """Only the findings asked for: `selected` (empty means all) without `ignored`."""
    keep = ~issues["code"].isin(list(ignored))
    if selected:
        keep &= issues["code"].isin(list(selected))
    return issues.loc[keep].reset_index(drop=True)


def collapse(issues: pd.DataFrame, rows: int, share: float = 0.95, least: int = 10) -> pd.DataFrame:
    """A fault that fills a whole column of one table (`rows` data rows) becomes one finding with its count.

    `raw` of the first cell stays as the example. Findings that name related rows stay as they are.
    """
    cells = issues[(issues["row_id"] >= 0) & (issues["related"].fillna("") == "")]
    counts = cells.groupby(["code", "field"], dropna=False, observed=True)["row_id"].transform("size")
    whole = cells.index[(counts >= least) & (counts >= share * rows)]
    if not len(whole):
        return issues
    grouped = issues.loc[whole].groupby(["code", "field"], dropna=False, observed=True, sort=False)
    merged = grouped.first().reset_index()
    merged["count"] = grouped.size().to_numpy()
    merged["row_id"] = -1
    merged["fixed"] = None
    return conform(pd.concat([issues.drop(index=whole), merged], ignore_index=True))


def locate(issues: pd.DataFrame, origin: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Findings with their place: one join with `origin` (index row_id), one with `columns`.

    `columns` says where a field stands: sheet, table, field, column (number), header. Adds `letter` and `cell`.
    """
    at = issues.copy()
    with_row = at["row_id"] >= 0
    if with_row.any():
        place = origin.reindex(at.loc[with_row, "row_id"])
        for name in ("sheet", "table", "row"):
            at.loc[with_row, name] = place[name].to_numpy()
    where = columns.drop_duplicates(["sheet", "table", "field"]).set_index(["sheet", "table", "field"])
    keys = pd.MultiIndex.from_frame(at[["sheet", "table", "field"]])
    found = where.reindex(keys)
    lacking = at["column"] == 0
    at["column"] = at["column"].where(~lacking, found["column"].fillna(0).astype("int64").to_numpy())
    header = at["header"].fillna("")
    at["header"] = header.where(header != "", found["header"].fillna("").to_numpy())
    letters = {number: letter(int(number)) for number in at["column"].unique()}
    at["letter"] = at["column"].map(letters).astype("string")
    addressed = (at["row"] > 0) & (at["column"] > 0)
    at["cell"] = (at["letter"] + at["row"].astype("string")).where(addressed, None)
    return at


def worst(issues: pd.DataFrame, spec: Spec) -> str | None:
    """The highest severity among the findings ("error", "warning", "info"), or None."""
    present = {spec.rules[code].severity.value for code in issues["code"].unique()}
    return next((level for level in ("error", "warning", "info") if level in present), None)
