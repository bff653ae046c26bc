"""Many files become one run: rows with one numbering, findings with file and severity, the outcome as one value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_clean import ledger, pairs, proof
from umkm_clean.consolidate import row_names
from umkm_clean.errors import NothingToDo
from umkm_clean.model import Fate, FileReport, FileStatus, RunResult, letter
from umkm_clean.process import column_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.consolidate import Consolidated
    from umkm_clean.link import LinkResult
    from umkm_clean.model import FileResult
    from umkm_clean.spec.types import Spec

ISSUES = (
    "code severity actor field file sheet row column cell header count raw fixed facts related".split()  # noqa: SIM905
)
PLACE = ["file", "sheet", "row", "sha256", "errors", "notes", "withheld", "codes"]


def records(files: Sequence[FileResult]) -> pd.DataFrame:
    """Every data row of every file, typed, with its place and its judgement; index row_id runs over all files.

    Files are taken in the order of their content, so that the order on disk or on the command line does not matter.
    """
    parts = []
    for result in ordered(files):
        if result.batch is not None:
            origin = result.batch.origin[["sheet", "row", "errors", "notes", "withheld", "codes"]]
            parts.append(
                pd.concat([result.batch.values, origin.assign(file=result.path, sha256=result.sha256)], axis=1)
            )
    if not parts:
        return pd.DataFrame(columns=PLACE).astype({"withheld": bool})
    joined = pd.concat(parts, ignore_index=True)
    joined.index.name = "row_id"
    return joined


def ordered(files: Sequence[FileResult]) -> list[FileResult]:
    """Files by content, then by path: same inputs, same order, under any name of folder or order of arguments."""
    return sorted(files, key=lambda result: (result.sha256, result.path))


def fate_alone(rows: pd.DataFrame) -> pd.Series[Any]:
    """Fates where nothing is merged: withheld or kept."""
    return rows["withheld"].map({True: Fate.WITHHELD.value, False: Fate.KEPT.value})


def fated(rows: pd.DataFrame, accepted: pd.DataFrame, fates: pd.DataFrame) -> pd.DataFrame:
    """`rows` with fate, id_umkm and into ("file#sheet!row" of the row that speaks for the business)."""
    given = fates.set_index(accepted["row_id"].to_numpy())
    into = row_names(accepted).reindex(fates["into"]).to_numpy()
    merged = (given["fate"] == Fate.MERGED.value).to_numpy()
    given["into"] = pd.array(
        [place if is_merged else None for place, is_merged in zip(into, merged, strict=True)], dtype="string"
    )
    out = rows.drop(columns=[name for name in ("id_umkm",) if name in rows]).join(given, how="left")
    out["fate"] = out["fate"].fillna(Fate.WITHHELD.value)
    return out


def outcome(
    command: str,
    files: Sequence[FileResult],
    rows: pd.DataFrame,
    spec: Spec,
    one: Consolidated | None = None,
    linked: LinkResult | None = None,
    accepted: pd.DataFrame | None = None,
) -> RunResult:
    """The run as one value, its ledger proved. Raises `NothingToDo` for no file, `LedgerError` where rows are lost."""
    if not files:
        raise NothingToDo("no-input")
    found = [issues_of(files, spec)]
    review = lineage = None
    if one is not None and linked is not None and accepted is not None:
        linking = [
            pairs.merged_findings(accepted, one),
            pairs.conflict_findings(accepted, one, places_of(files, spec)),
            pairs.doubtful_findings(accepted, linked),
            pairs.note_findings(accepted, linked),
        ]
        found += [judged(part, spec) for part in linking if len(part)]
        review = pairs.review_table(accepted, one, linked.review, spec)
        place = accepted.loc[one.lineage["row_id"].astype("int64"), ["file", "sheet", "row"]].reset_index(drop=True)
        lineage = pd.concat([one.lineage.drop(columns="row_id").reset_index(drop=True), place], axis=1)
    issues = pd.concat([part for part in found if len(part)] or [found[0]], ignore_index=True)
    issues = arranged(issues)
    for result in files:
        proof.prove_cells(result, spec)
    if one is not None:
        proof.prove_city(rows, one.city)
    lines = ledger.build(files, rows)
    return RunResult(
        command=command,
        files=tuple(report(result, lines, issues, spec) for result in files),
        issues=issues,
        ledger=lines,
        changes=changes_of(files),
        records=rows,
        withheld=withheld_of(files, rows),
        city=None if one is None else one.city,
        lineage=lineage,
        review=review,
    )


def issues_of(files: Sequence[FileResult], spec: Spec) -> pd.DataFrame:
    """All findings of all files, located: the columns of `ISSUES`."""
    parts = []
    for result in files:
        if result.refused is not None:
            facts = json.dumps(dict(result.refused.facts), ensure_ascii=False, sort_keys=True, default=str)
            parts.append(pd.DataFrame([{"code": result.refused.code, "count": 1, "facts": facts, "file": result.path}]))
        if len(result.issues):
            parts.append(presented(result))
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in ISSUES})
    return judged(pd.concat(parts, ignore_index=True), spec)


def presented(result: FileResult) -> pd.DataFrame:
    """Findings of one file with the file's path, column letters, and related rows as places."""
    at = result.issues.assign(file=result.path, column=result.issues["letter"])
    at["row"] = at["row"].where(at["row"] > 0)
    related = at["related"].fillna("")
    if (related != "").any() and result.batch is not None:
        origin = result.batch.origin
        at["related"] = [_places(text, result.path, origin) if text else "" for text in related]
    return at


def _places(text: str, file: str, origin: pd.DataFrame) -> str:
    places = [item if isinstance(item, dict) else _place(int(item), file, origin) for item in json.loads(text)]
    return json.dumps(places, ensure_ascii=False)


def _place(row_id: int, file: str, origin: pd.DataFrame) -> dict[str, Any]:
    return {"file": file, "sheet": str(origin.at[row_id, "sheet"]), "row": int(origin.at[row_id, "row"])}  # type: ignore[arg-type]


def judged(issues: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """Findings with severity and actor looked up, columns in order."""
    rules = {code: spec.rules[code] for code in issues["code"].unique()}
    out = issues.assign(
        severity=issues["code"].map({code: rule.severity.value for code, rule in rules.items()}),
        actor=issues["code"].map({code: rule.actor.value for code, rule in rules.items()}),
    )
    return out.reindex(columns=list(ISSUES))


def arranged(issues: pd.DataFrame) -> pd.DataFrame:
    """Findings in the order of their places, columns typed: text, but `row` and `count` whole numbers."""
    typed = issues.astype({name: "string" for name in ISSUES if name not in ("row", "count")})
    typed = typed.assign(
        row=pd.to_numeric(typed["row"]).astype("Int64"), count=pd.to_numeric(typed["count"]).astype("Int64")
    )
    width = typed["column"].str.len().fillna(0)
    by = ["file", "sheet", "row", "_width", "column", "code", "field"]
    return (
        typed.assign(_width=width)
        .sort_values(by, kind="stable", na_position="first", ignore_index=True)
        .drop(columns="_width")
    )


def places_of(files: Sequence[FileResult], spec: Spec) -> pd.DataFrame:
    """Where each file's fields stand: file, sheet, table, field, column (letters), header."""
    parts = []
    for result in files:
        at = column_places(tuple(sheet.layout for sheet in result.sheets), spec)
        parts.append(at.assign(file=result.path, column=at["column"].map(lambda number: letter(int(number)))))
    return pd.concat(parts, ignore_index=True)


def changes_of(files: Sequence[FileResult]) -> pd.DataFrame:
    """Every changed cell of every file: file, sheet, row, cell, field, code, before, after."""
    columns = ["file", "sheet", "row", "cell", "field", "code", "before", "after"]
    parts = [result.changes.assign(file=result.path)[columns] for result in files if len(result.changes)]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True).sort_values(columns[:5], kind="stable", ignore_index=True)


def withheld_of(files: Sequence[FileResult], rows: pd.DataFrame) -> pd.DataFrame:
    """Withheld rows as they were written: file, sheet, row, codes, then a text column for each field some file has."""
    parts = []
    for result in files:
        if result.batch is not None and result.batch.origin["withheld"].any():
            held = result.batch.origin[result.batch.origin["withheld"]]
            raw = result.batch.raw.loc[held.index]
            parts.append(pd.concat([held[["sheet", "row", "codes"]].assign(file=result.path), raw], axis=1))
    if not parts:
        return pd.DataFrame(columns=["file", "sheet", "row", "codes"])
    joined = pd.concat(parts, ignore_index=True)
    texts = [name for name in rows.columns if name in joined and name not in ("file", "sheet", "row", "codes")]
    others = [name for name in joined.columns if name not in ("file", "sheet", "row", "codes", *texts)]
    return joined[["file", "sheet", "row", "codes", *texts, *others]].sort_values(
        ["file", "sheet", "row"], ignore_index=True
    )


def report(result: FileResult, lines: pd.DataFrame, issues: pd.DataFrame, spec: Spec) -> FileReport:
    """What is said about one file: its status and the counts that must balance."""
    own = lines[lines["file"] == result.path]
    counts = own.groupby(["sheet", "fate"]).size()
    rows = {
        sheet.name: {fate: int(counts.get((sheet.name, fate.value), 0)) for fate in Fate} for sheet in result.sheets
    }
    kelurahan = None
    if result.batch is not None:
        names = result.batch.values["kelurahan"].dropna().value_counts()
        if len(names) and names.iloc[0] > 0.5 * names.sum():
            kelurahan = str(names.index[0])
    found = issues[issues["file"] == result.path]
    status = status_of(result, rows, found)
    return FileReport(result.path, result.sha256, result.format, status, result.refused, kelurahan, result.sheets, rows)


def status_of(result: FileResult, rows: dict[str, dict[Fate, int]], found: pd.DataFrame) -> FileStatus:
    """Refused: nothing usable. In part: rows withheld. With notes: findings that someone must mend. Else accepted."""
    withheld = sum(count[Fate.WITHHELD] for count in rows.values())
    used = sum(count[Fate.KEPT] + count[Fate.MERGED] for count in rows.values())
    if result.refused is not None or used == 0:
        return FileStatus.DITOLAK
    if withheld:
        return FileStatus.SEBAGIAN
    return FileStatus.DENGAN_CATATAN if found["severity"].isin(["error", "warning"]).any() else FileStatus.DITERIMA
