"""What people decided about doubtful pairs: it holds until one of the two rows says something else."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from umkm_clean.link import Decisions

_NUMBERS = re.compile(r"[0-9](?:[ .-]?[0-9]){5,}")
_NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """One pair, by the content keys of its rows; `same` is a person's YA."""

    left: str
    right: str
    same: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a list of decisions: `new`, `changed` (they overrule an earlier one), `known` already."""

    new: int
    changed: int
    known: int


def standing(connection: sqlite3.Connection) -> Decisions:
    """The decisions in force: the latest on each pair that was not taken back."""
    from umkm_clean.link import Decisions  # only here: keeping decisions needs no pandas

    latest = {
        (low, high): bool(same)
        for low, high, same in connection.execute(
            "SELECT low, high, same FROM decisions WHERE undone IS NULL ORDER BY number"
        )
    }
    return Decisions(
        same=tuple(pair for pair, same in sorted(latest.items()) if same),
        different=tuple(pair for pair, same in sorted(latest.items()) if not same),
    )


def keep(connection: sqlite3.Connection, decisions: Sequence[Decision], file: str, now: datetime.datetime) -> Kept:
    """Write the decisions of one review list; those that stand already are left alone. Call inside a transaction."""
    known = {
        (low, high): bool(same)
        for low, high, same in connection.execute(
            "SELECT low, high, same FROM decisions WHERE undone IS NULL ORDER BY number"
        )
    }
    (batch,) = connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM decisions").fetchone()
    when = now.astimezone(datetime.UTC).isoformat(timespec="seconds")
    counts = {"new": 0, "changed": 0, "known": 0}
    for item in decisions:
        pair = (min(item.left, item.right), max(item.left, item.right))
        kind = "new" if pair not in known else "known" if known[pair] == item.same else "changed"
        counts[kind] += 1
        if kind != "known":
            known[pair] = item.same
            line = (batch, *pair, int(item.same), when, file, _without_numbers(item.note))
            connection.execute("INSERT INTO decisions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, NULL)", line)
    return Kept(**counts)


def undo(connection: sqlite3.Connection, now: datetime.datetime, file: str = "") -> int:
    """Take back the decisions of the latest review list (or the latest of that name); how many.

    Call inside a transaction.
    """
    where = "undone IS NULL" + (" AND file = ?" if file else "")
    given = (file,) if file else ()
    (batch,) = connection.execute(f"SELECT max(batch) FROM decisions WHERE {where}", given).fetchone()
    when = now.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return connection.execute(
        "UPDATE decisions SET undone = ? WHERE batch = ? AND undone IS NULL", (when, batch)
    ).rowcount


def _without_numbers(note: str) -> str:
    """A person's note without anything that could be a NIK or a phone number."""
    return _NUMBERS.sub("…", " ".join(note.split()))[:_NOTE_LENGTH]
