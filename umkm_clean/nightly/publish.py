"""The last stage of the job: write beside the old outputs, keep those, remember the round, switch."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import umkm_clean
from umkm_clean.errors import RegistryError
from umkm_clean.nightly.plan import arrivals, seen_files
from umkm_clean.nightly.reread import PASSING
from umkm_clean.report.folder import OWNED
from umkm_clean.report.write import atomic_folder
from umkm_clean.store import backups
from umkm_clean.store.registry import Output, Round, Submission
from umkm_clean.store.seen import keep_files, speaks_for
from umkm_clean.store.trend import trend_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from umkm_clean.model import RunResult
    from umkm_clean.nightly.job import Job
    from umkm_clean.nightly.plan import Plan
    from umkm_clean.nightly.reread import Reread
    from umkm_clean.nightly.workplace import Workplace
    from umkm_clean.store.registry import Registry
    from umkm_clean.store.rounds import Movement


def publish(
    place: Workplace,
    job: Job,
    registry: Registry,
    plan: Plan,
    got: Reread,
    older: Mapping[str, str],
    result: RunResult,
    exit_code: int,
) -> tuple[int, Movement]:
    """Replace the outputs by those of `result`; the round's number and what it changed.

    The round is remembered, in one transaction, before the switch, and marked as published after it: whichever of the
    three a crash leaves undone, the next run finds that the last round is not in place and does the work again, with
    the same ids and so with the same bytes.
    """
    spec = plan.rules.spec
    passing = got.moved | {name for name, one in got.results.items() if one.refused and one.refused.code in PASSING}
    this = Round(
        period=plan.period,
        started=job.now,
        version=umkm_clean.__version__,
        state="" if passing else plan.state,  # never taken for "nothing has changed"
        exit_code=exit_code,
        submissions=_submissions(plan, older, result, speaks_for(registry)),
    )
    speaks = {report.path: report.kelurahan for report in result.files if report.kelurahan}
    contents = {entry.name: entry.sha256 for entry in plan.inbox.files}
    replaced = {contents[name]: contents[newer] for name, newer in older.items()}
    came = arrivals(plan, registry, speaks, job.now)
    files = seen_files(plan, passing)

    fresh_senders = frozenset(arrival.kelurahan for arrival in came if not arrival.again)

    with atomic_folder(place.out, OWNED) as fresh:

        def write(connection: sqlite3.Connection, number: int) -> list[Output]:
            trend = trend_of(connection, number, plan.period, fresh_senders, spec, registry.secret)
            outputs = job.write(result, fresh, exit_code, trend, plan.last_day)
            keep_files(connection, files, came, replaced, spec.hash)
            return outputs

        backups.keep(place.out, place.backups, registry.last_number(), registry)
        number, movement = registry.remember(this, result, spec, write)
    # The outputs are in place: whatever fails from here on must not call the run a failure. Where the round cannot be
    # marked, the next run takes it for unfinished and does the work again.
    with suppress(RegistryError):
        registry.publish(number)
    return number, movement


def _submissions(
    plan: Plan, older: Mapping[str, str], result: RunResult, earlier: Mapping[str, str]
) -> list[Submission]:
    """What each file of the inbox was in this round."""
    rows = result.records["file"].value_counts()
    reports = {report.path: report for report in result.files}
    lines = []
    for entry in plan.inbox.files:
        role, other = "dipakai", ""
        if entry.name in plan.copies:
            role, other = "salinan", plan.copies[entry.name]
        elif entry.name in older:
            role, other = "digantikan", older[entry.name]
        report = reports.get(entry.name)
        speaks = (report and report.kelurahan) or earlier.get(entry.name, "")
        status = report.status.value if report else ""
        lines.append(Submission(entry.name, entry.sha256, speaks, status, int(rows.get(entry.name, 0)), role, other))
    return lines
