"""What the commands that read spreadsheets have in common: the files, the rules, the progress bar, the exit code."""

from __future__ import annotations

import datetime
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.cli.progress import shown
from umkm_clean.cli.stopwatch import Stopwatch
from umkm_clean.errors import NothingToDo, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from umkm_clean.model import FileResult, RunResult
    from umkm_clean.read.find import Found
    from umkm_clean.settings import Resolved, Settings
    from umkm_clean.spec.types import Spec

WIB = datetime.timezone(datetime.timedelta(hours=7), "WIB")
ORDER = {"error": 2, "warning": 1, "never": 3}


@dataclass(slots=True)
class Session:
    """One command at work: what it reads, by which rules, on which day; `results` judges the files as they arrive."""

    settings: Settings
    found: Found
    spec: Spec
    as_of: datetime.date
    started: datetime.datetime
    results: Iterator[FileResult]
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def selected(self) -> tuple[frozenset[str], frozenset[str]]:
        """Codes asked for and codes left out."""
        return self.spec.resolve(self.settings.select), self.spec.resolve(self.settings.ignore)


@contextmanager
def session(paths: Sequence[str], resolved: Resolved, without: str = "") -> Iterator[Session]:
    """Find the files and start reading them, then load the rules and the heavy libraries while the children read."""
    from umkm_clean.intake import is_much, judging, judging_of, reading
    from umkm_clean.judges import Case, rehearse
    from umkm_clean.read.find import find_files

    settings, watch = resolved.settings, Stopwatch()
    as_of = day(settings.as_of)
    found = find_files(paths, Path(without) if without else None)
    if found.missing:
        raise UsageError("not-found", path=found.missing[0])
    if not found.files and not found.locks:
        raise NothingToDo("no-input")
    with reading(found.files, settings) as pool, judging(found.files, settings) as judges:
        from umkm_clean.spec import load

        spec = load(settings.kota or None)
        spec.resolve((*settings.select, *settings.ignore, *settings.stop_on))
        started = datetime.datetime.now(datetime.UTC)
        raws = watch.reading(shown(pool, len(found.files), settings.lang, settings.quiet))
        terms = judging_of(settings, as_of)
        if is_much(found.files):
            rehearse(spec)
        results = judges.judged((Case(raw, terms) for raw in raws), spec)
        yield Session(settings, found, spec, as_of, started, results, watch)


def day(text: str) -> datetime.date:
    """The day the data is judged on; where none is given, today in western Indonesia, whatever the machine's zone."""
    if not text:
        return datetime.datetime.now(WIB).date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError("bad-date", value=text) from None


def exit_code(result: RunResult, current: Session) -> int:
    """0, 1, 3 or 5 by what the run found; worst wins."""
    selected, ignored = current.selected
    severities = set(result.issues.loc[_shown(result, selected, ignored), "severity"])
    refused = any(report.refused for report in result.files) or result.issues["code"].isin(SHEET_REFUSED).any()
    rows = (result.ledger["fate"] != "layout").sum()
    if not rows and not refused and not severities & {"error"}:
        return NothingToDo.exit_code
    if refused:
        return 3
    fail_on = ORDER[current.settings.fail_on]
    failing = any({"error": 2, "warning": 1, "info": 0}[level] >= fail_on for level in severities)
    return 1 if failing and not current.settings.exit_zero else 0


#: findings that say a whole sheet could not be used although its file could
SHEET_REFUSED = frozenset({codes.SRC_SHEET_UNREADABLE})


def _shown(result: RunResult, selected: frozenset[str], ignored: frozenset[str]) -> Any:
    shown = ~result.issues["code"].isin(list(ignored))
    return shown & result.issues["code"].isin(list(selected)) if selected else shown


def only_shown(result: RunResult, current: Session) -> RunResult:
    """The result with just the findings asked for; rows, fates and exit state stay as they are."""
    from dataclasses import replace

    selected, ignored = current.selected
    return replace(result, issues=result.issues[_shown(result, selected, ignored)].reset_index(drop=True))


def out(text: str) -> None:
    """Write to standard output, the only place that does."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
