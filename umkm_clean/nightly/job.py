"""The scheduled job: inbox → output folder, as a composition of stages. Read `run` and `_work` from top to bottom.

    lock → look at the inbox → what is known already? → read what changed → which submissions count → merge
         → guards → write beside → back up → remember → switch → say so

Whatever stops it, at whatever moment: the outputs are the old ones or the new ones, whole, and the next run needs no
hand.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import NothingToDo, RegistryError
from umkm_clean.nightly.inbox import scan
from umkm_clean.nightly.plan import plan_of
from umkm_clean.report.write import probe, sweep
from umkm_clean.store import backups
from umkm_clean.store.cache import Cache
from umkm_clean.store.lock import hold
from umkm_clean.store.registry import Output, Registry
from umkm_clean.store.seen import last_seen

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from umkm_clean.model import RunResult
    from umkm_clean.nightly.plan import Plan
    from umkm_clean.nightly.reread import Reread, Watch
    from umkm_clean.nightly.workplace import Workplace
    from umkm_clean.settings import Settings
    from umkm_clean.spec.types import Spec
    from umkm_clean.store.trend import Trend


def _nothing(event: str, **facts: Any) -> None:
    """A log that keeps nothing."""


def _unwatched(files: Any, count: int) -> Any:
    """A progress bar that nobody sees."""
    return files


@dataclass(frozen=True, slots=True)
class Job:
    """One run as asked for, with what belongs to the edge: clock, log, progress bar, writer, exit code.

    `judge` gives the exit code of a result; `write` fills an empty folder with the outputs of a result and lists them
    (it is told the exit code, what earlier rounds have to say, and the day the data is judged on);
    """

    now: datetime.datetime
    judge: Callable[[RunResult], int]
    write: Callable[[RunResult, Path, int, Trend, datetime.date], list[Output]]
    log: Callable[..., None] = _nothing
    watch: Watch = _unwatched
    dry_run: bool = False
    force: bool = False
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: `changed` where outputs were replaced; `facts` are counts for the summary line."""

    exit_code: int
    changed: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


def run(place: Workplace, settings: Settings, spec: Spec, job: Job) -> Outcome:
    """Do the job once. Raises what stops it (`errors.py`): then nothing was replaced."""
    with nullcontext() if job.dry_run else hold(place.out, place.registry), _registry(place, job) as registry:
        if not job.dry_run:
            sweep(place.out)
            probe(place.out)
            _take_decisions(place, job, registry)
        outcome = _work(place, settings, spec, job, registry)
        if not job.dry_run:
            _note(registry, job, outcome)
    return outcome


def _work(place: Workplace, settings: Settings, spec: Spec, job: Job, registry: Registry) -> Outcome:
    seen = {} if job.force else last_seen(registry)
    inbox = scan(place.inbox, place.base, seen, settings.settle_seconds, since=job.since)
    job.log("scanned", files=len(inbox.files), copying=len(inbox.copying), locks=inbox.locks)
    if not inbox.files:
        raise NothingToDo("inbox-empty", copying=len(inbox.copying))
    plan = plan_of(inbox, registry, spec, settings, job.now)
    last = registry.published()
    if last is not None and not job.force and last.state == plan.state and _intact(place.out, registry, last.number):
        return Outcome(last.exit_code, False, _files(plan) | {"round": last.number, "rows": last.rows, "read": 0})

    from umkm_clean import pipeline
    from umkm_clean.nightly.guards import check_findings, check_shrinking
    from umkm_clean.nightly.publish import publish
    from umkm_clean.nightly.reread import results_of

    cache = Cache(place.cache)
    got = results_of(plan.wanted, place.base, plan.rules, cache, force=job.force, keep=not job.dry_run, watch=job.watch)
    older = _older(plan, got, spec)
    counting = [result for name, result in sorted(got.results.items()) if name not in older]
    if not any(result.batch is not None for result in counting):
        raise NothingToDo("no-rows")
    merged = pipeline.merge(counting, spec, registry.decisions(), registry.recall(spec))
    result = replace(
        merged, files_unchanged=sum(report.path not in got.read for report in merged.files if not report.refused)
    )
    exit_code = job.judge(result)
    check_shrinking(registry.connection, result, settings.shrink_limit, settings.accept)
    check_findings(result, spec, settings.stop_on, settings.accept)
    facts = _files(plan) | {"older": len(older), "read": len(got.read)} | _fates(result)
    if job.dry_run:
        return Outcome(exit_code, False, facts)
    number, movement = publish(place, job, registry, plan, got, older, result, exit_code)
    cache.sweep(plan.rules.key(entry) for entry in plan.wanted)
    backups.prune(place.backups, settings.keep)
    facts |= {"round": number, "new": movement.new, "changed": movement.changed, "gone": movement.gone}
    job.log("replaced", exit_code=exit_code, **facts)
    return Outcome(exit_code, True, facts)


def _note(registry: Registry, job: Job, outcome: Outcome) -> None:
    """One line in the registry's list of runs; once the outputs are replaced, a line less is no failure."""
    said = "diganti" if outcome.changed else "tetap"
    with suppress(RegistryError) if outcome.changed else nullcontext():
        registry.note_run(job.now, said, outcome.exit_code, outcome.facts.get("round"))


def _registry(place: Workplace, job: Job) -> Registry:
    return Registry.rehearsal(place.registry) if job.dry_run else Registry.open(place.registry)


def _take_decisions(place: Workplace, job: Job, registry: Registry) -> None:
    """Decisions that someone typed into the last review list count before that list is replaced."""
    from umkm_clean.nightly.review import take_from_outputs

    kept = take_from_outputs(place.out, registry, job.now)
    if kept is not None:
        job.log("decisions", new=kept.new, changed=kept.changed, known=kept.known)


def _older(plan: Plan, got: Reread, spec: Spec) -> dict[str, str]:
    """All superseded files: those known already, and those that this reading shows."""
    from umkm_clean.nightly.submissions import contents_of, older

    contents = [contents_of(entry, got.results[entry.name], spec) for entry in plan.wanted if entry.name in got.results]
    return dict(plan.older) | older(contents)


def _intact(out: Path, registry: Registry, number: int) -> bool:
    """Are all outputs of a round in place, byte for byte? The review list may have been filled in."""
    from umkm_clean.nightly.review import NAME, is_review_list, sha256_of

    outputs = registry.outputs(number)
    if not outputs:
        return False
    for output in outputs:
        path = out / output.path
        if sha256_of(path) != output.sha256 and not (output.path == NAME and is_review_list(path)):
            return False
    return True


def _files(plan: Plan) -> dict[str, Any]:
    untouched = sum(entry.untouched for entry in plan.inbox.files)
    counts = {"files": len(plan.inbox.files), "untouched": untouched, "copies": len(plan.copies)}
    return counts | {"older": len(plan.older), "copying": len(plan.inbox.copying)}


def _fates(result: RunResult) -> dict[str, Any]:
    counts = result.records["fate"].value_counts()
    fates = {name: int(counts.get(name, 0)) for name in ("kept", "merged", "withheld")}
    refused = sum(report.refused is not None for report in result.files)
    return {"rows": sum(fates.values()), "refused": refused} | fates
