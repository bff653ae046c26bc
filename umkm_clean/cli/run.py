"""`umkm-clean run`: the scheduled job, inbox → output folder. One line on the screen, one exit code."""

from __future__ import annotations

import datetime
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from umkm_clean.cli.options import COMMON, READING, WRITING, DryRun, Resolved, with_settings

if TYPE_CHECKING:
    from umkm_clean.cli.session import Session
    from umkm_clean.model import RunResult
    from umkm_clean.nightly.job import Outcome
    from umkm_clean.nightly.workplace import Workplace
    from umkm_clean.settings import Settings
    from umkm_clean.store.registry import Output
    from umkm_clean.store.trend import Trend

Force = Annotated[bool, typer.Option("--force", help="option.force")]
Since = Annotated[str, typer.Option("--since", help="option.since", metavar="TANGGAL")]
_SCHEDULE = ("inbox", "out", "keep", "deadline", "settle_seconds", "shrink_limit")
_NOTIFY = ("notify_command", "notify_on", "ping_url")


@with_settings(*COMMON, *READING, *WRITING, "registry", "stop_on", "accept", *_SCHEDULE, *_NOTIFY)
def command(resolved: Resolved, dry_run: DryRun = False, force: Force = False, since: Since = "") -> int:
    """Do the job once, say what it did, tell whoever wants to be told."""
    from umkm_clean.cli.session import day
    from umkm_clean.cli.tell import failures_told, tell
    from umkm_clean.nightly.workplace import workplace

    place, settings = workplace(resolved, Path.cwd())
    os.chdir(place.base)  # files are named from the job's folder, wherever cron starts us
    wanted = {"dry_run": dry_run, "force": force, "since": day(since) if since else None}
    with failures_told(settings, dry_run):
        outcome = _work(place, settings, wanted)
    line = _line(outcome, place, settings, dry_run)
    tell(settings, outcome.exit_code, outcome.changed, line, dry_run)
    return outcome.exit_code


def _work(place: Workplace, settings: Settings, wanted: dict[str, Any]) -> Outcome:
    from umkm_clean.cli.session import Session, day, exit_code
    from umkm_clean.cli.tell import log
    from umkm_clean.nightly import job
    from umkm_clean.read.find import Found
    from umkm_clean.spec import load

    spec = load(settings.kota or None)
    spec.resolve((*settings.select, *settings.ignore, *settings.stop_on))
    now = datetime.datetime.now(datetime.UTC)
    current = Session(settings, Found(()), spec, day(settings.as_of), now, iter(()))
    asked = job.Job(
        now=now,
        judge=partial(exit_code, current=current),
        write=partial(_write, current=current),
        log=partial(log, settings),
        watch=partial(_watched, settings=settings),
        **wanted,
    )
    return job.run(place, settings, spec, asked)


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


def _watched(files: Any, count: int, *, settings: Settings) -> Any:
    from umkm_clean.cli.progress import shown

    return shown(files, count, settings.lang, settings.quiet)
