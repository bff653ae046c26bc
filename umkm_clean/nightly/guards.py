"""Before anything is replaced: input that shrank as if by accident, or a finding one must look at, stops the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.errors import Guarded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from umkm_clean.model import RunResult
    from umkm_clean.spec.types import Spec

SHRINK, GONE = "shrink", "gone"
_NAMED = 5


def check_shrinking(connection: sqlite3.Connection, result: RunResult, limit: int, accepted: Collection[str]) -> None:
    """Compare with the last published round.

    Raises `Guarded` where accepted rows fell by more than `limit` per cent, or a kelurahan that had rows has none,
    unless `accepted` holds "shrink" or "gone".
    """
    from umkm_clean.store.rounds import kelurahan_of

    before = dict(
        connection.execute(
            "SELECT kelurahan, kept + merged FROM tallies WHERE kept + merged > 0 "
            "AND round = (SELECT max(number) FROM rounds WHERE published)"
        ).fetchall()
    )
    records = result.records[result.records["fate"] != "withheld"]
    after = kelurahan_of(records).value_counts()
    old, new = sum(before.values()), len(records)
    if SHRINK not in accepted and new < old and 100 * (old - new) > limit * old:
        raise Guarded("shrunken", before=old, after=new, percent=round(100 * (old - new) / old), accept=SHRINK)
    gone = sorted(name for name in before if name and name not in after.index)
    if GONE not in accepted and gone:
        names = ", ".join(gone[:_NAMED]) + (f" (+{len(gone) - _NAMED})" if len(gone) > _NAMED else "")
        raise Guarded("kelurahan-gone", names=names, count=len(gone), accept=GONE)


def check_findings(result: RunResult, spec: Spec, stop_on: tuple[str, ...], accepted: Collection[str]) -> None:
    """Stop where a finding was made that someone wants to look at first (codes, families or slugs).

    Raises `Guarded`, unless `accepted` holds the code.
    """
    wanted = spec.resolve(stop_on) - {word.upper() for word in accepted}
    found = result.issues["code"].value_counts()
    code = next((code for code in sorted(wanted) if code in found.index), "")
    if code:
        raise Guarded("stop-on", finding=code, count=int(found[code]), accept=code)
