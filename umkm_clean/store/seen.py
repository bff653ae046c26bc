"""What the registry knows about files: as last seen, when their content first came, which newer one replaced them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from umkm_clean.store.registry import Registry


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as last seen. `trusted` is False where it was hashed so soon after a change that its times prove nothing.

    `judged` is the day (ISO) its content was first judged on: what does not change is not judged anew every night.
    """

    path: str
    sha256: str
    size: int
    mtime: int  # nanoseconds
    ctime: int
    trusted: bool
    judged: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is new at its path, or has changed; `again` where the registry knew its content already."""

    path: str
    sha256: str
    day: str
    period: str
    kelurahan: str
    again: bool


def last_seen(registry: Registry) -> dict[str, Seen]:
    """Path → the file as it was when its round was remembered."""
    found = registry.connection.execute("SELECT path, sha256, size, mtime, ctime, trusted, judged FROM files")
    return {line[0]: Seen(line[0], line[1], line[2], line[3], line[4], bool(line[5]), line[6]) for line in found}


def judged_on(registry: Registry) -> dict[str, str]:
    """Content → the day it was first judged on."""
    return dict(registry.connection.execute("SELECT sha256, min(judged) FROM files GROUP BY sha256"))


def known_contents(registry: Registry) -> frozenset[str]:
    """Every content that ever arrived."""
    return frozenset(sha for (sha,) in registry.connection.execute("SELECT DISTINCT sha256 FROM arrivals"))


def speaks_for(registry: Registry) -> dict[str, str]:
    """Path → the kelurahan it spoke for when it was last readable."""
    found = registry.connection.execute("SELECT path, kelurahan FROM submissions WHERE kelurahan != '' ORDER BY round")
    return dict(found.fetchall())


def superseded(registry: Registry, spec: str) -> dict[str, set[str]]:
    """Older content → the newer ones that took its place, judged by the rules of hash `spec`."""
    pairs: dict[str, set[str]] = {}
    for older, newer in registry.connection.execute("SELECT older, newer FROM superseded WHERE spec = ?", (spec,)):
        pairs.setdefault(older, set()).add(newer)
    return pairs


def keep_files(
    connection: sqlite3.Connection,
    files: Iterable[Seen],
    arrivals: Iterable[Arrival],
    replaced: Mapping[str, str],
    spec: str,
) -> None:
    """Write what a round saw: the files of the inbox, what arrived, which content was replaced by which."""
    connection.execute("DELETE FROM files")
    connection.executemany(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(f.path, f.sha256, f.size, f.mtime, f.ctime, int(f.trusted), f.judged) for f in files],
    )
    connection.executemany(
        "INSERT INTO arrivals VALUES (NULL, ?, ?, ?, ?, ?, ?)",
        [(a.path, a.sha256, a.day, a.period, a.kelurahan, int(a.again)) for a in arrivals],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO superseded VALUES (?, ?, ?)", [(a, b, spec) for a, b in replaced.items()]
    )
