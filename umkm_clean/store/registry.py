"""The registry: one SQLite file in WAL mode that remembers ids, decisions, rounds, files and findings between runs.

It holds content keys, keyed hashes, counts, codes, names of files and of kelurahan; no NIK, no name, no phone. Each
change is one transaction: a run that is killed, or a disk that is full, leaves the registry as it was.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from umkm_clean.errors import RegistryError
from umkm_clean.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_clean.link import Decisions
    from umkm_clean.model import RunResult
    from umkm_clean.spec.types import Spec
    from umkm_clean.store.rounds import Movement

_BUSY_MS = 5_000
_RUNS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Output:
    """One file of an output folder, by its path inside the folder."""

    path: str
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a file was in a round: `role` is "dipakai", "digantikan" or "salinan" (of `other`)."""

    path: str
    sha256: str
    kelurahan: str
    status: str
    rows: int
    role: str = "dipakai"
    other: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """What is known of a round before its outputs are in place. `state` hashes everything the outputs depend on."""

    period: str
    started: datetime.datetime
    version: str
    state: str
    exit_code: int
    submissions: Sequence[Submission] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The last round whose outputs are in place."""

    number: int
    state: str
    exit_code: int
    rows: int


class Registry:
    """An open registry; a context manager. Raises `RegistryError` for a file that cannot be used."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the registry at `path` (0600), bringing it to the newest version."""
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = None
        try:
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
            connection.execute(
                "PRAGMA journal_mode = WAL"
            )  # where the disk cannot (a network share), SQLite stays as it is
            connection.execute("PRAGMA synchronous = FULL")
            migrate(connection, path.name)
        except (sqlite3.Error, OSError) as problem:
            if connection is not None:
                connection.close()
            raise _error(problem, path) from None
        except RegistryError:
            if connection is not None:
                connection.close()
            raise
        return cls(connection, path)

    @classmethod
    def rehearsal(cls, path: Path) -> Self:
        """A copy in memory of the registry at `path`, or an empty one: for a dry run, which writes nothing."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            if path.exists():
                alone = not path.with_name(f"{path.name}-wal").exists()  # then reading need not leave a trace
                how = "immutable=1" if alone else "mode=ro"
                source = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
                try:
                    source.backup(connection)
                finally:
                    source.close()
            migrate(connection, path.name)
        except sqlite3.Error as problem:
            connection.close()
            raise _error(problem, path) from None
        return cls(connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; an unfinished change is dropped."""
        with contextlib.suppress(sqlite3.Error):
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        self.connection.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Raises `RegistryError` where SQLite fails."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as problem:
            with contextlib.suppress(sqlite3.Error):
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise _error(problem, self.path) from None
            raise

    @property
    def secret(self) -> bytes:
        """The key of the registry's own hashes."""
        (text,) = self.connection.execute("SELECT value FROM meta WHERE name = 'secret'").fetchone()
        return bytes.fromhex(text)

    def check(self) -> str:
        """The word "ok", or the first thing that SQLite finds wrong with the file."""
        try:
            (answer,) = self.connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as problem:
            return type(problem).__name__
        return str(answer)

    def decisions(self) -> Decisions:
        """What people decided and did not take back; of two decisions on one pair the later one holds."""
        from umkm_clean.store.decide import standing

        return standing(self.connection)

    def recall(self, spec: Spec) -> Callable[[pd.DataFrame], Mapping[str, str]]:
        """What `pipeline.merge` asks: all data rows of a run → content key → id_umkm, in order of seniority."""
        from umkm_clean.store.recall import known_ids

        return lambda records: known_ids(self.connection, records, spec, self.secret)

    def remember(
        self,
        this: Round,
        result: RunResult,
        spec: Spec,
        write: Callable[[sqlite3.Connection, int], Sequence[Output]],
    ) -> tuple[int, Movement]:
        """Write a whole round in one transaction, not yet published; its number and what it changed.

        `write` is called inside the transaction, when the round's rows and findings can be asked for: it writes the
        outputs beside the old ones (and what else belongs to the round) and lists them. If it fails, nothing is kept.
        """
        from umkm_clean.store import rounds

        with self.change() as connection:
            (number,) = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM rounds").fetchone()
            movement = rounds.write(connection, number, result, spec, self.secret)
            rows = int((result.ledger["fate"] != "layout").sum())
            started = this.started.astimezone(datetime.UTC).isoformat(timespec="seconds")
            line = (
                number,
                this.period,
                started,
                this.version,
                spec.hash,
                this.state,
                this.exit_code,
                len(result.files),
                rows,
                0,
            )
            connection.execute(f"INSERT INTO rounds VALUES ({', '.join('?' * len(line))})", line)
            connection.executemany(
                f"INSERT INTO submissions VALUES ({number}, ?, ?, ?, ?, ?, ?, ?)",
                [(s.path, s.sha256, s.kelurahan, s.status, s.role, s.other, s.rows) for s in this.submissions],
            )
            outputs = write(connection, number)
            connection.executemany(
                f"INSERT INTO outputs VALUES ({number}, ?, ?, ?)",
                [(item.path, item.sha256, item.rows) for item in outputs],
            )
        return number, movement

    def publish(self, number: int) -> None:
        """Say that the outputs of a round are in place."""
        with self.change() as connection:
            connection.execute("UPDATE rounds SET published = 1 WHERE number = ?", (number,))

    def published(self) -> Published | None:
        """The last published round; None if a later one was begun and never published, or there is none."""
        found = self.connection.execute(
            "SELECT number, state, exit_code, rows, published FROM rounds ORDER BY number DESC LIMIT 1"
        ).fetchone()
        return Published(*found[:4]) if found and found[4] else None

    def last_number(self) -> int:
        """The number of the last published round, 0 where there is none."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM rounds WHERE published").fetchone()[0])

    def outputs(self, number: int) -> list[Output]:
        """The files a round wrote."""
        found = self.connection.execute(
            "SELECT path, sha256, rows FROM outputs WHERE round = ? ORDER BY path", (number,)
        )
        return [Output(*line) for line in found]

    def note_run(self, started: datetime.datetime, outcome: str, exit_code: int, number: int | None = None) -> None:
        """One line for each execution, also for those that changed nothing; the oldest lines go."""
        when = started.astimezone(datetime.UTC).isoformat(timespec="seconds")
        with self.change() as connection:
            connection.execute("INSERT INTO runs VALUES (NULL, ?, ?, ?, ?)", (when, number, exit_code, outcome))
            connection.execute("DELETE FROM runs WHERE number <= (SELECT max(number) FROM runs) - ?", (_RUNS_KEPT,))

    def snapshot(self, target: Path) -> None:
        """A consistent copy of the registry at `target` (for a backup)."""
        copy = sqlite3.connect(target)
        try:
            self.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as problem:
            raise _error(problem, target) from None
        finally:
            copy.close()


def _error(problem: Exception, path: Path) -> RegistryError:
    """A sentence for what SQLite or the disk said; never its own words, which may name more than a file."""
    text = str(problem).lower()
    if isinstance(problem, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return RegistryError("registry-damaged", file=path.name)
    if "locked" in text or "busy" in text:
        return RegistryError("registry-busy", file=path.name)
    return RegistryError("registry-unwritable", file=path.name)
