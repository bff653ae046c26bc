"""`umkm-clean run`: the scheduled job, inbox → output folder. One line on the screen, one exit code."""

from __future__ import annotations

import datetime
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from umkm_clean.cli.options import COMMON, READING, WRITING, DryRun, Resolved, with_settings

if TYPE_CHECKING:
    from umkm_clean.cli.session import Session
    from umkm_clean.model import RunResult
    from umkm_clean.nightly import Outcome
    from umkm_clean.nightly.workplace import Workplace
    from umkm_clean.settings import Settings
    from umkm_clean.store.registry import Output
    from umkm_clean.store.trend import Trend

Force = Annotated[bool, typer.Option("--force", help="option.force")]
Since = Annotated[str, typer.Option("--since", help="option.since", metavar="TANGGAL")]
_SCHEDULE = ("inbox", "out", "keep", "deadline", "settle_seconds", "shrink_limit")
_NOTIFY = ("notify_command", "notify_on", "ping_url")


@with_settings(*COMMON, *READING, *WRITING, "registry", "accept", *_SCHEDULE, *_NOTIFY)
def command(resolved: Resolved, dry_run: DryRun = False, force: Force = False, since: Since = "") -> int:
    """Do the job once, say what it did, tell whoever wants to be told."""
    from umkm_clean.cli.session import day
    from umkm_clean.errors import UmkmCleanError
    from umkm_clean.nightly.workplace import workplace

    place, settings = workplace(resolved, Path.cwd())
    os.chdir(place.base)  # files are named from the job's folder, wherever cron starts us
    wanted = {"dry_run": dry_run, "force": force, "since": day(since) if since else None}
    try:
        outcome = _work(place, settings, wanted)
    except UmkmCleanError as problem:
        _tell(settings, problem.exit_code, False, _sentence(problem, settings.lang), dry_run)
        raise
    except Exception as problem:
        _tell(settings, 70, False, type(problem).__name__, dry_run)
        raise
    line = _line(outcome, place, settings, dry_run)
    _tell(settings, outcome.exit_code, outcome.changed, line, dry_run)
    return outcome.exit_code


def _work(place: Workplace, settings: Settings, wanted: dict[str, Any]) -> Outcome:
    from umkm_clean import nightly
    from umkm_clean.cli.session import Session, day, exit_code
    from umkm_clean.read.find import Found
    from umkm_clean.report.folder import OWNED
    from umkm_clean.spec import load

    spec = load(settings.kota or None)
    spec.resolve((*settings.select, *settings.ignore))
    now = datetime.datetime.now(datetime.UTC)
    current = Session(settings, Found(()), spec, day(settings.as_of), now, iter(()))
    job = nightly.Job(
        now=now,
        judge=partial(exit_code, current=current),
        write=partial(_write, current=current),
        owned=OWNED,
        log=partial(_log, settings),
        watch=partial(_watched, settings=settings),
        **wanted,
    )
    return nightly.run(place, settings, spec, job)


def _write(
    result: RunResult, folder: Path, code: int, trend: Trend, last_day: datetime.date, *, current: Session
) -> list[Output]:
    """Fill the folder as `merge` does, with what earlier rounds have to say; list every file of it."""
    from dataclasses import replace

    from umkm_clean.cli.memory import filled
    from umkm_clean.cli.session import only_shown
    from umkm_clean.cli.show import frame_of

    frame = replace(frame_of(current, code), as_of=last_day, files_found=len(result.files), key=trend.key, trend=trend)
    return filled(only_shown(result, current), folder, current.spec, frame)


def _line(outcome: Outcome, place: Workplace, settings: Settings, dry_run: bool) -> str:
    """The one line that says what the run did; printed unless `--quiet`."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec.texts import say

    key = "run.dry" if dry_run else "run.done" if outcome.changed else "run.unchanged"
    line = say("cli", key, settings.lang, out=place.out.name, **outcome.facts)
    if outcome.facts.get("copying"):
        line += " " + say("cli", "run.copying", settings.lang, copying=outcome.facts["copying"])
    if not settings.quiet:
        out(line)
    return line


def _tell(settings: Settings, code: int, changed: bool, summary: str, dry_run: bool) -> None:
    """Hooks, and the last line of the log. A hook that fails is said on the log, and changes nothing."""
    from umkm_clean.nightly import notify

    _log(settings, "finished", exit_code=code, changed=changed, dry_run=dry_run)
    if dry_run:
        return
    problems = []
    if settings.notify_command and notify.wanted(settings.notify_on, code, changed):
        problems.append(notify.run_command(settings.notify_command, f"{summary}\nkode keluar: {code}\n"))
    if settings.ping_url:
        problems.append(notify.ping(settings.ping_url, code))
    for problem in filter(None, problems):
        _log(settings, "notification-failed", reason=problem)


def _log(settings: Settings, event: str, **facts: Any) -> None:
    """One JSON line; a log that cannot be written must not stop the job."""
    from umkm_clean.cli.session import Journal

    with suppress(OSError):
        Journal(settings.log_file).write(event, **facts)


def _watched(files: Any, count: int, *, settings: Settings) -> Any:
    from umkm_clean.cli.progress import shown

    return shown(files, count, settings.lang, settings.quiet)


def _sentence(problem: Any, lang: str) -> str:
    from umkm_clean.report.plain import safe_text
    from umkm_clean.spec.texts import say

    return say(
        "cli", f"error.{problem.code}", lang, **{name: safe_text(str(value)) for name, value in problem.facts.items()}
    )
