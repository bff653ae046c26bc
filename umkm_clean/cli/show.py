"""The last step of the commands that read spreadsheets: reports asked for, the screen, the exit code."""

from __future__ import annotations

import datetime
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean import __version__
from umkm_clean.cli.journal import note
from umkm_clean.cli.session import exit_code, only_shown, out
from umkm_clean.report.findings import Findings, prepare
from umkm_clean.report.frame import RunFrame
from umkm_clean.report.words import Words
from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.cli.memory import Memory
    from umkm_clean.cli.session import Session
    from umkm_clean.model import RunResult
    from umkm_clean.read.pool import ReadingPool


def validated(
    result: RunResult, current: Session, reports: Sequence[str], returned: str, form: str, layout: bool, timings: bool
) -> int:
    """Write the reports asked for, print the findings (or the run as JSON), give the exit code."""
    current.watch.lap("check")
    code, shown = exit_code(result, current), only_shown(result, current)
    frame = frame_of(current, code)
    words = Words(current.spec, frame.lang, frame.unmask)
    found = prepare(shown.issues, words)
    if reports or returned:
        from umkm_clean.report.single import write_report, write_returned_folder

        for path in reports:
            write_report(shown, found, path, words, frame)
        if returned:
            write_returned_folder(shown, found, returned, words, frame)
    _journal(current, code, shown)
    if form == "json":
        out(json.dumps(_as_json(shown, found, words, frame), ensure_ascii=False, indent=1))
    elif not current.settings.quiet:
        _on_screen(shown, found, words, current, layout)
    if timings:
        _timings(current)
    return code


def merged(result: RunResult, current: Session, target: str, dry_run: bool, timings: bool, memory: Memory) -> int:
    """Write the output folder (unless nothing came in, or it is a dry run), print the summary, give the exit code."""
    from umkm_clean.errors import NothingToDo

    current.watch.lap("merge")
    code, shown = exit_code(result, current), only_shown(result, current)
    frame = frame_of(current, code)
    words = Words(current.spec, frame.lang, frame.unmask)
    found = prepare(shown.issues, words)
    nothing = not (result.ledger["fate"] != "layout").any()
    if not nothing:
        memory.check(result, current)
        if not dry_run:
            memory.write(result, shown, target, current, frame)
    code = NothingToDo.exit_code if nothing else code
    _journal(current, code, shown)
    if not current.settings.quiet:
        _on_screen(shown, found, words, current, layout=False)
        key = "error.no-rows" if nothing else "done.dry-run" if dry_run else "done.written"
        out(say("cli", key, frame.lang, folder=target))
    if timings:
        _timings(current)
    return code


def frame_of(current: Session, code: int) -> RunFrame:
    """Language, masking, view and times of this run."""
    settings = current.settings
    return RunFrame(
        lang=settings.lang,
        unmask=settings.unmask,
        view=settings.view,
        version=__version__,
        started=current.started,
        finished=datetime.datetime.now(datetime.UTC),
        exit_code=code,
        as_of=current.as_of,
        files_found=len(current.found.files),
        reread=partial(_reread, current),
    )


def _reread(current: Session, paths: Sequence[str]) -> ReadingPool:
    """Senders' files as text once more, for formats whose copy is made from the texts; reading starts at once."""
    from umkm_clean.intake import limits_of
    from umkm_clean.read.pool import ReadingPool

    return ReadingPool(paths, limits_of(current.settings))


def proposed(result: RunResult, current: Session, path: str) -> int:
    """Values that no choice list knows, as rows for a person to accept: field, value (empty), variant, count."""
    import csv

    from umkm_clean.report.write import atomic_file

    unknown = result.issues[result.issues["code"] == "KIN030"]
    counts = unknown.groupby(["field", "raw"], sort=True)["count"].sum().reset_index()
    with atomic_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["field", "value", "variant", "count"])
        writer.writerows([field, "", raw, int(count)] for field, raw, count in counts.itertuples(index=False))
    out(say("cli", "done.written", current.settings.lang, folder=path))
    return 0


def _on_screen(result: RunResult, found: Findings, words: Words, current: Session, layout: bool) -> None:
    from umkm_clean.report.console import show_summary

    for lock in current.found.locks:
        out(say("cli", "note.lock-file", words.lang, path=Path(lock).name))
    if layout:
        from umkm_clean.report.layout import layout_lines

        out("\n".join(layout_lines(result, words)) + "\n")
    show_summary(result, found, words)


def _as_json(result: RunResult, found: Findings, words: Words, frame: RunFrame) -> dict[str, Any]:
    from umkm_clean.report.issues_json import issue_lines
    from umkm_clean.report.run_json import run_record

    return run_record(result, found, words, frame, ()) | {"issues_list": list(issue_lines(found))}


def _journal(current: Session, code: int, result: RunResult) -> None:
    counts = {
        str(name): int(count) for name, count in result.issues.groupby("code", observed=True)["count"].sum().items()
    }
    fates = {str(name): int(count) for name, count in result.ledger["fate"].value_counts().items()}
    note(
        current.settings.log_file,
        current.settings.lang,
        "selesai",
        command=result.command,
        exit_code=code,
        files=len(result.files),
        rows=fates,
        issues=counts,
    )


def _timings(current: Session) -> None:
    """Seconds by stage, on standard error: standard output may be JSON."""
    current.watch.lap("write")
    seconds = current.watch.seconds | {"total": sum(current.watch.seconds.values())}
    named = {say("cli", f"timings.{stage}", current.settings.lang): spent for stage, spent in seconds.items()}
    sys.stderr.write("".join(f"{name:12} {spent:8.2f} s\n" for name, spent in named.items()))
