"""`run.json`: the record of the run, the only output with a clock in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from umkm_clean.model import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_clean.model import FileReport, RunResult, SheetResult
    from umkm_clean.report.findings import Findings
    from umkm_clean.report.frame import RunFrame, Written
    from umkm_clean.report.words import Words

SCHEMA = "umkm-clean.run/1"
#: Evidence for a field that has no column: where its text was taken from instead.
_NO_COLUMN: dict[str, Any] = {"column": None, "header": None}


def run_record(
    result: RunResult, findings: Findings, words: Words, frame: RunFrame, outputs: Sequence[Written]
) -> dict[str, Any]:
    """The run as plain values; keys in a fixed order."""
    files = [_file(report, words) for report in result.files]
    fates = {
        fate: sum(sheet.get(fate, 0) for report in result.files for sheet in report.rows.values()) for fate in Fate
    }
    refused = sum(report.refused is not None for report in result.files)
    counts: dict[str, int] = {}
    for group in sorted(findings.groups, key=lambda group: group.code):
        counts[group.code] = group.count
    found = frame.files_found if frame.files_found is not None else len(result.files) + result.files_unchanged
    return {
        "schema": SCHEMA,
        "version": frame.version,
        "spec": {"name": words.spec.name, "hash": words.spec.hash},
        "command": result.command,
        "started": frame.started.isoformat() if frame.started else None,
        "finished": frame.finished.isoformat() if frame.finished else None,
        "exit_code": frame.exit_code,
        "files": files,
        "totals": {
            "files_found": found,
            "files_read": len(result.files) - refused - result.files_unchanged,
            "files_refused": refused,
            "files_unchanged": result.files_unchanged,
            "rows": sum(fates.values()),
            **{fate.value: fates[fate] for fate in Fate},
        },
        "issues": counts,
        "outputs": [{"path": output.path, "sha256": output.sha256, "rows": output.rows} for output in outputs],
    }


def write_run(record: dict[str, Any], path: Path) -> None:
    """Write the record."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _file(report: FileReport, words: Words) -> dict[str, Any]:
    refused = None
    if report.refused is not None:
        facts = json.dumps(dict(report.refused.facts), ensure_ascii=False, default=str)
        refused = {"code": report.refused.code, "message": words.message(report.refused.code, None, None, None, facts)}
    return {
        "path": report.path,
        "sha256": report.sha256,
        "format": report.format,
        "status": report.status.value,
        "kelurahan": report.kelurahan,
        "refused": refused,
        "sheets": [_sheet(sheet, report) for sheet in report.sheets],
    }


def _sheet(sheet: SheetResult, report: FileReport) -> dict[str, Any]:
    """A sheet with its first table's header and the columns of all its tables."""
    from umkm_clean.model import letter

    tables = sheet.layout.tables
    mapping: dict[str, Any] = {}
    unknown: list[dict[str, str]] = []
    for table in tables:
        for column in table.columns:
            if column.field is None:
                if column.header:
                    unknown.append({"column": letter(column.column), "header": column.header})
                continue
            evidence = column.evidence.value if column.evidence else None
            mapping.setdefault(
                column.field, {"column": letter(column.column), "header": column.header, "evidence": evidence}
            )
        for field, (_, evidence_of) in table.context.items():
            mapping.setdefault(field, _NO_COLUMN | {"evidence": evidence_of.value})
    rows = report.rows.get(sheet.name, {})
    return {
        "name": sheet.name,
        "state": sheet.state,
        "header_row": tables[0].header_rows[0] if tables and tables[0].header_rows else None,
        "mapping": mapping,
        "unknown_columns": unknown,
        "missing_fields": sorted({field for table in tables for field in table.missing_fields}),
        "rows": {fate.value: rows.get(fate, 0) for fate in (Fate.LAYOUT, Fate.KEPT, Fate.MERGED, Fate.WITHHELD)},
    }
