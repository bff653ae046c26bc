"""What the registry tells about the rounds so far: who has sent, who is late, what was mended, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_NOW = ["code", "kelurahan", "handle", "field", "about"]


@dataclass(frozen=True, slots=True)
class Movement:
    """Findings of one kelurahan and code between two rounds, in cells: open, new, mended, gone with their rows."""

    kelurahan: str
    code: str
    open: int
    new: int
    fixed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Sender:
    """One kelurahan in one period.

    `status`: "sudah", "terlambat" (after the deadline), "berkas_lama" (only what it had sent before) or "belum";
    `overdue` where the deadline has passed without anything new. `times`: different files sent. `day`: of the first new
    one.
    """

    kelurahan: str
    status: str
    overdue: bool
    times: int
    again: int
    day: str
    files: tuple[str, ...]
    kept: int
    merged: int
    withheld: int
    new: int
    changed: int
    gone: int
    findings_open: int
    findings_new: int
    findings_fixed: int


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One published round."""

    number: int
    period: str
    started: str
    exit_code: int
    files: int
    rows: int
    kept: int
    merged: int
    withheld: int
    new: int
    changed: int
    gone: int


def round_lines(connection: sqlite3.Connection) -> list[RoundLine]:
    """Published rounds, oldest first, with the sums of their tallies."""
    sums = ", ".join(f"coalesce(sum(t.{name}), 0)" for name in ("kept", "merged", "withheld", "new", "changed", "gone"))
    found = connection.execute(
        f"SELECT r.number, r.period, r.started, r.exit_code, r.files, r.rows, {sums} FROM rounds r "
        "LEFT JOIN tallies t ON t.round = r.number WHERE r.published GROUP BY r.number ORDER BY r.number"
    )
    return [RoundLine(*line) for line in found]


def movements(connection: sqlite3.Connection, before: int, after: int, kelurahan: str | None = None) -> list[Movement]:
    """What happened to findings between two rounds (`before` 0: everything is new), of one kelurahan or of all.

    Cells are followed one by one. Where a fault filled a whole column on one of the two days, it is one finding with a
    count, and only the counts can be compared.
    """
    old, new = _open(connection, before, kelurahan), _open(connection, after, kelurahan)
    both = old.merge(new, on=_NOW, how="outer", suffixes=("_old", "_new"))
    both[["cells_old", "cells_new"]] = both[["cells_old", "cells_new"]].fillna(0).astype("int64")
    still = {
        handle
        for (handle,) in connection.execute(
            "SELECT handle FROM rows WHERE first_round <= ? AND last_round >= ?", (after, after)
        )
    }
    lost = (both["cells_new"] == 0) & (both["handle"] != 0) & ~both["handle"].isin(list(still))
    both["gone"] = both["cells_old"].where(lost, 0)
    both["column"] = (both["handle"] == 0) & (both[["cells_old", "cells_new"]].max(axis=1) > 1)
    by = ["kelurahan", "code", "field"]
    groups = both.groupby(by)[["cells_old", "cells_new", "gone", "column"]].sum()
    cells = both.assign(open=both[["cells_old", "cells_new"]].min(axis=1)).groupby(by)["open"].sum()
    counted = groups[["cells_old", "cells_new"]].min(axis=1)
    groups["open"] = cells.where(groups["column"] == 0, counted)
    groups["new"] = groups["cells_new"] - groups["open"]
    groups["fixed"] = groups["cells_old"] - groups["open"] - groups["gone"]
    total = groups.groupby(["kelurahan", "code"])[["open", "new", "fixed", "gone"]].sum().clip(lower=0).astype("int64")
    return [Movement(str(name), str(code), *map(int, line)) for (name, code), *line in total.itertuples(name=None)]


def since_last_sent(connection: sqlite3.Connection, number: int) -> dict[str, list[Movement]]:
    """Kelurahan that sent something else before → what happened to its findings since the round that still used that.

    Asked again with the same files it gives the same answer, whenever that is: it compares submissions, not nights.
    """
    found = {}
    for kelurahan, contents in _contents(connection, number).items():
        earlier = connection.execute(
            "SELECT round, group_concat(sha256) FROM submissions JOIN rounds ON number = round "
            "WHERE published AND round < ? AND kelurahan = ? AND role = 'dipakai' GROUP BY round ORDER BY round DESC",
            (number, kelurahan),
        )
        before = next((line for line, shas in earlier if frozenset(shas.split(",")) != contents), None)
        if before is not None:
            found[kelurahan] = movements(connection, before, number, kelurahan)
    return found


def _contents(connection: sqlite3.Connection, number: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kelurahan, sha in connection.execute(
        "SELECT kelurahan, sha256 FROM submissions WHERE round = ? AND role = 'dipakai' AND kelurahan != ''", (number,)
    ):
        found.setdefault(kelurahan, set()).add(sha)
    return {kelurahan: frozenset(shas) for kelurahan, shas in found.items()}


def last_two(connection: sqlite3.Connection, period: str) -> tuple[int, int]:
    """The last published round before a period, and the last one in it (0 where there is none)."""
    earlier = _last_round(connection, "number < (SELECT min(number) FROM rounds WHERE period = ?)", period)
    return earlier, _last_round(connection, "period = ?", period)


def senders(connection: sqlite3.Connection, kelurahan: Sequence[str], period: str, today: str) -> list[Sender]:
    """Each kelurahan of the city, and any other that sent something, in one period.

    Findings are counted since it last sent something else.
    """
    _, last = last_two(connection, period)
    tallies = {
        name: counts
        for name, *counts in connection.execute(
            "SELECT kelurahan, kept, merged, withheld FROM tallies WHERE round = ?", (last,)
        )
    }
    moves = _sums(
        connection,
        "SELECT kelurahan, sum(new), sum(changed), sum(gone) FROM tallies JOIN rounds ON number = round "
        "WHERE published AND period = ? GROUP BY kelurahan",
        period,
    )
    found: dict[str, list[int]] = {}
    compared = since_last_sent(connection, last)
    first = [move for move in movements(connection, 0, last) if move.kelurahan not in compared]
    for move in (*first, *(move for moves in compared.values() for move in moves)):
        line = found.setdefault(move.kelurahan, [0, 0, 0])
        line[:] = [line[0] + move.open, line[1] + move.new, line[2] + move.fixed]
    arrived: dict[str, list[tuple[Any, ...]]] = {}
    for name, *facts in connection.execute(
        "SELECT kelurahan, path, sha256, day, again FROM arrivals WHERE period = ? ORDER BY number", (period,)
    ):
        arrived.setdefault(name, []).append(tuple(facts))
    names = [*kelurahan, *sorted((set(tallies) | set(arrived)) - set(kelurahan) - {""})]
    deadline = period if len(period) == 10 else ""
    return [
        _sender(
            name,
            arrived.get(name, []),
            deadline,
            today,
            tallies.get(name, [0, 0, 0]),
            moves.get(name, [0, 0, 0]),
            found.get(name, [0, 0, 0]),
        )
        for name in names
    ]


def _sender(
    name: str,
    arrived: list[tuple[Any, ...]],
    deadline: str,
    today: str,
    tally: list[int],
    moves: list[int],
    found: list[int],
) -> Sender:
    fresh = [(path, sha, day) for path, sha, day, again in arrived if not again]
    day = min((day for _, _, day in fresh), default="")
    if fresh:
        status = "terlambat" if deadline and day > deadline else "sudah"
    else:
        status = "berkas_lama" if arrived else "belum"
    overdue = bool(deadline) and not fresh and today > deadline
    files = tuple(dict.fromkeys(path for path, *_ in arrived))
    times = len({sha for _, sha, _ in fresh})
    return Sender(name, status, overdue, times, len(arrived) - len(fresh), day, files, *tally, *moves, *found)


def _open(connection: sqlite3.Connection, number: int, kelurahan: str | None) -> pd.DataFrame:
    where, given = ("", ()) if kelurahan is None else (" AND kelurahan = ?", (kelurahan,))
    frame = pd.read_sql_query(
        f"SELECT {', '.join(_NOW)}, cells FROM findings WHERE first_round <= ? AND last_round >= ?{where}",
        connection,
        params=(number, number, *given),
    )
    kinds = {
        "handle": "int64",
        "about": "int64",
        "cells": "int64",
        "code": "string",
        "kelurahan": "string",
        "field": "string",
    }
    return frame.astype(kinds)


def _last_round(connection: sqlite3.Connection, where: str, period: str) -> int:
    (number,) = connection.execute(
        f"SELECT coalesce(max(number), 0) FROM rounds WHERE published AND {where}", (period,)
    ).fetchone()
    return int(number)


def _sums(connection: sqlite3.Connection, query: str, period: str) -> dict[str, list[int]]:
    return {name: counts for name, *counts in connection.execute(query, (period,))}
