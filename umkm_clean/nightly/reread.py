"""Results of the files that count: remembered ones from the cache, the rest read now."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as once
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import umkm_clean
from umkm_clean import codes
from umkm_clean.intake import judging, judging_of, limits_of, reading
from umkm_clean.judges import Case
from umkm_clean.store.cache import Cache, entry_key

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.model import FileResult, RawFile
    from umkm_clean.nightly.inbox import Incoming
    from umkm_clean.settings import Settings
    from umkm_clean.spec.types import Spec

Watch = Callable[["Iterable[RawFile]", int], "Iterable[RawFile]"]  # the same files; somebody sees them go by

#: refusals that say something about the moment, not about the file: such a file is tried again next time
PASSING = frozenset(
    {
        codes.SRC_MISSING,
        codes.SRC_UNREADABLE,
        codes.SRC_CRASHED,
        codes.SRC_TIMED_OUT,
        codes.SRC_MEMORY,
        codes.SRC_CHANGED,
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What judging a file depends on beyond the file: `days` is the day each content is judged on."""

    spec: Spec
    settings: Settings
    days: Mapping[str, str]
    today: str

    def day(self, sha256: str) -> str:
        """The day (ISO) a content is judged on: as asked for, else the day it first came."""
        return self.settings.as_of or self.days.get(sha256) or self.today

    def key(self, entry: Incoming) -> str:
        """The cache key of a file's result."""
        terms = judging_of(self.settings, datetime.date.fromisoformat(self.day(entry.sha256)))
        parts = (
            entry.name,
            entry.sha256,
            umkm_clean.__version__,
            self.spec.hash,
            repr(terms),
            repr(limits_of(self.settings)),
        )
        return entry_key(*parts, *map(_version, ("pandas", "pyarrow", "numpy")))


@dataclass(frozen=True, slots=True)
class Reread:
    """Results by file name, names of files that were read now, names of files that changed while they were read."""

    results: Mapping[str, FileResult]
    read: tuple[str, ...]
    moved: frozenset[str]


def results_of(
    entries: Sequence[Incoming], base: Path, rules: Rules, cache: Cache, *, force: bool, keep: bool, watch: Watch
) -> Reread:
    """One result for each file of `entries`. `force`: read all anew; `keep`: remember what was read."""
    keys = {entry.name: rules.key(entry) for entry in entries}
    new = [
        entry
        for entry in entries
        if not entry.earlier and (force or not entry.sha256 or not cache.has(keys[entry.name]))
    ]
    held = [entry for entry in entries if entry not in new]
    found: dict[str, FileResult] = {}
    moved: set[str] = set()

    def read(wanted: Sequence[Incoming], meanwhile: Callable[[], None]) -> None:
        paths = [str(base / entry.name) for entry in wanted]
        with reading(paths, rules.settings) as pool, judging(paths, rules.settings) as judges:
            meanwhile()

            def cases() -> Iterator[Case]:
                for entry, raw in zip(wanted, watch(pool, len(wanted)), strict=True):
                    if raw.sha256 and raw.sha256 != entry.sha256:
                        moved.add(entry.name)
                    else:
                        yield _case(raw, entry.name, rules)

            for result in judges.judged(cases(), rules.spec):
                found[result.path] = result
                if keep and not (result.refused and result.refused.code in PASSING):
                    cache.save(keys[result.path], result)

    def load() -> None:
        for entry in held:
            result = cache.load(keys[entry.name])
            if result is not None:
                found[entry.name] = result

    read(new, load)
    damaged = [entry for entry in held if entry.name not in found and not entry.earlier]
    if damaged:
        read(damaged, lambda: None)
    return Reread(found, tuple(entry.name for entry in (*new, *damaged)), frozenset(moved))


def _case(raw: RawFile, name: str, rules: Rules) -> Case:
    """The file under the name it has in the inbox, on the day it is judged on."""
    named = replace(raw, path=name, sheets=tuple(replace(sheet, file=name) for sheet in raw.sheets))
    return Case(named, judging_of(rules.settings, datetime.date.fromisoformat(rules.day(raw.sha256))))


@once
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
