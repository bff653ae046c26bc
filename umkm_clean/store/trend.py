"""What reports say about earlier rounds: the trend, who has not sent, how far each kelurahan has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_clean.store.history import since_last_sent

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from umkm_clean.spec.types import Spec


@dataclass(frozen=True, slots=True)
class Point:
    """The last round of an earlier period: its day (ISO), rows, businesses, cells with an error, files."""

    day: str
    rows: int
    businesses: int
    errors: int
    files: int


@dataclass(frozen=True, slots=True)
class Trend:
    """What earlier rounds have to say.

    `points`: oldest first. `missing`: kelurahan that have sent nothing new in this period. `since`: kelurahan → (fixed,
    open, new) in cells, against what it sent before. `key`: the registry's secret, for hashes that outsiders see.
    """

    points: Sequence[Point] = ()
    missing: Sequence[str] = ()
    since: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    key: bytes = b""


def trend_of(
    connection: sqlite3.Connection, number: int, period: str, came: frozenset[str], spec: Spec, key: bytes
) -> Trend:
    """What round `number` (written, not yet published) has behind it; `came`: kelurahan with something new just now."""
    sent = {
        name
        for (name,) in connection.execute("SELECT kelurahan FROM arrivals WHERE period = ? AND NOT again", (period,))
    } | came
    missing = [place.kelurahan for place in spec.city.places if place.kelurahan not in sent]
    since = {
        kelurahan: (
            sum(move.fixed for move in moves),
            sum(move.open for move in moves),
            sum(move.new for move in moves),
        )
        for kelurahan, moves in since_last_sent(connection, number).items()
    }
    return Trend(_points(connection, period, spec), missing, since, key)


def _points(connection: sqlite3.Connection, period: str, spec: Spec) -> list[Point]:
    found = connection.execute(
        "SELECT number, started, rows, files FROM rounds WHERE number IN "
        "(SELECT max(number) FROM rounds WHERE published AND period != ? GROUP BY period) ORDER BY number",
        (period,),
    ).fetchall()
    points = []
    for number, started, rows, files in found:
        (businesses,) = connection.execute(
            "SELECT coalesce(sum(kept), 0) FROM tallies WHERE round = ?", (number,)
        ).fetchone()
        cells = connection.execute(
            "SELECT code, sum(cells) FROM findings WHERE first_round <= ? AND last_round >= ? GROUP BY code",
            (number, number),
        )
        errors = sum(count for code, count in cells if code in spec.rules and spec.rules[code].severity == "error")
        points.append(Point(started[:10], rows, businesses, errors, files))
    return points
