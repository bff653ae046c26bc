"""What a run is about, before anything is read: the files that count, what is known of them, their state."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import umkm_clean
from umkm_clean.nightly.reread import Rules
from umkm_clean.nightly.submissions import copies, known_older
from umkm_clean.store.seen import Arrival, Seen, judged_on, known_contents, last_seen, speaks_for, superseded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.nightly.inbox import Inbox, Incoming
    from umkm_clean.settings import Settings
    from umkm_clean.spec.types import Spec
    from umkm_clean.store.registry import Registry

#: settings that change how a run goes about it, not what comes out
_INDIFFERENT = [
    "quiet",
    "log_file",
    "jobs",
    "accept",
    "stop_on",
    "inbox",
    "out",
    "keep",
    "deadline",
    "settle_seconds",
    "shrink_limit",
    "notify_command",
    "notify_on",
    "ping_url",
    "registry",
    "as_of",
    "exit_zero",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to have results of (`wanted`), and those that need none (`copies`, `older`: the file that counts instead).

    `state` hashes everything the outputs depend on; `period` is the deadline, or the month.
    """

    inbox: Inbox
    wanted: tuple[Incoming, ...]
    copies: Mapping[str, str]
    older: Mapping[str, str]
    rules: Rules
    state: str
    period: str

    @property
    def last_day(self) -> datetime.date:
        """The latest day that any of the files is judged on: what the outputs call their day."""
        return datetime.date.fromisoformat(max(self.rules.day(entry.sha256) for entry in self.inbox.files))


def plan_of(inbox: Inbox, registry: Registry, spec: Spec, settings: Settings, now: datetime.datetime) -> Plan:
    """Sort the inbox with what the registry knows; opens no file."""
    today = now.astimezone().date().isoformat()
    rules = Rules(spec, settings, judged_on(registry), today)
    same = copies(inbox.files)
    counting = [entry for entry in inbox.files if entry.name not in same]
    older = known_older(counting, superseded(registry, spec.hash), known_contents(registry))
    wanted = tuple(entry for entry in counting if entry.name not in older)
    period = settings.deadline or today[:7]
    return Plan(inbox, wanted, same, older, rules, _state(inbox, rules, registry), period)


def _state(inbox: Inbox, rules: Rules, registry: Registry) -> str:
    chosen = {name: value for name, value in asdict(rules.settings).items() if name not in _INDIFFERENT}
    files = sorted((entry.name, entry.sha256, entry.mtime, rules.day(entry.sha256)) for entry in inbox.files)
    decided = registry.connection.execute(
        "SELECT low, high, same FROM decisions WHERE undone IS NULL ORDER BY number"
    ).fetchall()
    told = json.dumps([umkm_clean.__version__, rules.spec.hash, chosen, files, decided], sort_keys=True)
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def seen_files(plan: Plan, left_out: frozenset[str]) -> list[Seen]:
    """What to remember of the inbox; `left_out` are files that must be looked at anew next time."""
    return [
        Seen(
            entry.name, entry.sha256, entry.size, entry.mtime, entry.ctime, entry.trusted, plan.rules.day(entry.sha256)
        )
        for entry in plan.inbox.files
        if entry.sha256 and entry.name not in left_out
    ]


def arrivals(plan: Plan, registry: Registry, speaks: Mapping[str, str], now: datetime.datetime) -> list[Arrival]:
    """Files that are new or changed, with the day they came: the file's own, not before the last run, not after now."""
    known, before = set(known_contents(registry)), last_seen(registry)
    earlier = speaks_for(registry)
    line = registry.connection.execute("SELECT max(started) FROM runs").fetchone()[0]
    last_run = datetime.datetime.fromisoformat(line) if line else datetime.datetime.min.replace(tzinfo=datetime.UTC)
    found = []
    for entry in sorted(plan.inbox.files, key=lambda entry: entry.name):
        last = before.get(entry.name)
        if not entry.sha256 or entry.untouched or (last and (last.sha256, last.mtime) == (entry.sha256, entry.mtime)):
            continue
        stamp = datetime.datetime.fromtimestamp(entry.mtime / 1e9, datetime.UTC)
        day = max(min(stamp, now), last_run).astimezone().date().isoformat()
        name = plan.copies.get(entry.name, entry.name)
        kelurahan = speaks.get(name) or earlier.get(name) or earlier.get(entry.name) or ""
        found.append(Arrival(entry.name, entry.sha256, day, plan.period, kelurahan, entry.sha256 in known))
        known.add(entry.sha256)
    return found
