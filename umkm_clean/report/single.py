"""`validate --report PATH`: one report in one file, its kind told by the suffix."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_clean.errors import UsageError
from umkm_clean.report import figures, issues_json, issues_xlsx, run_json
from umkm_clean.report.plain import safe_text
from umkm_clean.report.write import atomic_file

if TYPE_CHECKING:
    from umkm_clean.model import RunResult
    from umkm_clean.report.findings import Findings
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words

SUFFIXES = (".xlsx", ".html", ".json", ".jsonl", ".csv")
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_report(result: RunResult, found: Findings, path: str, words: Words, frame: RunFrame) -> None:
    """Write the findings of a run as .xlsx, .html, .json, .jsonl or .csv; raises `UsageError` for other suffixes."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError("report-suffix", path=path)
    with atomic_file(path) as temporary:
        if suffix == ".xlsx":
            issues_xlsx.write_issues(found, figures.count(result, words.spec), words, temporary)
        elif suffix == ".html":
            from umkm_clean.report import html

            html.write_page(found, figures.count(result, words.spec), words, frame, temporary)
        elif suffix == ".jsonl":
            issues_json.write_jsonl(found, temporary)
        elif suffix == ".json":
            record = run_json.run_record(result, found, words, frame, ()) | {
                "issues_list": list(issues_json.issue_lines(found))
            }
            temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        else:
            _write_csv(found, temporary)


def write_returned_folder(result: RunResult, found: Findings, folder: str, words: Words, frame: RunFrame) -> None:
    """`validate --returned DIR`: the senders' own workbooks, annotated."""
    from umkm_clean.report import returned
    from umkm_clean.report.write import atomic_folder

    with atomic_folder(folder) as fresh:
        returned.write_returned(result, words.spec, frame, fresh)


def _write_csv(found: Findings, path: Path) -> None:
    """The findings as a table; a text that a spreadsheet would take for a formula gets an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for line in issues_json.issue_lines(found):
            plain = {
                key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
                for key, value in line.items()
            }
            shown = {key: _guarded(value) if isinstance(value, str) else value for key, value in plain.items()}
            if writer is None:
                writer = csv.DictWriter(file, list(shown))
                writer.writeheader()
            writer.writerow(shown)


def _guarded(text: str) -> str:
    clean = safe_text(text)
    return "'" + clean if clean.startswith(TRIGGERS) else clean
