"""Writing one round into the registry: rows, keys, businesses, findings, tallies. Called inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.model import Fate
from umkm_clean.store.keyed import COLUMNS, digest, row_hashes
from umkm_clean.store.match import same_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from umkm_clean.model import RunResult
    from umkm_clean.spec.types import Spec

#: Columns of the city list that say where a record came from rather than what the business is.
_TRACE = ("id_umkm", "id_pemilik", "jumlah_sumber", "sumber", "lainnya")
_ROW = ", ".join((*COLUMNS, "id_umkm"))


@dataclass(frozen=True, slots=True)
class Movement:
    """What a round changed against the one before: businesses new, changed or gone, and ids joined or parted."""

    new: int
    changed: int
    gone: int
    joined: int
    parted: int


def senders(records: pd.DataFrame) -> Mapping[str, str]:
    """File → the one kelurahan that more than half of its rows belong to; files without one are left out."""
    filled = records.loc[records["kelurahan"].notna(), ["file", "kelurahan"]]
    counts = filled.groupby(["file", "kelurahan"], observed=True).size().rename("n").reset_index()
    counts = counts.sort_values(["file", "n"], ascending=[True, False], kind="stable")
    total = counts.groupby("file")["n"].transform("sum")
    clear = counts[counts["n"] > 0.5 * total]
    return {str(file): str(name) for file, name in zip(clear["file"], clear["kelurahan"], strict=True)}


def kelurahan_of(records: pd.DataFrame) -> pd.Series[Any]:
    """The kelurahan that must act on each row: its file's, else the row's own, else ""."""
    sender = records["file"].map(dict(senders(records))).astype("string")
    return sender.fillna(records["kelurahan"].astype("string")).fillna("")


def pair_with_last(
    connection: sqlite3.Connection, records: pd.DataFrame, spec: Spec, secret: bytes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hashes of `records` with their earlier selves (`handle`, −1 for new rows), and the rows of the last round."""
    old = pd.read_sql_query(
        f"SELECT handle, {_ROW} FROM rows WHERE last_round = (SELECT max(number) FROM rounds) ORDER BY handle",
        connection,
    )
    old = old.astype(dict.fromkeys([name for name in COLUMNS if name != "key"], "int64"))
    sender = records["file"].map(dict(senders(records))).astype("string").fillna("")
    new = row_hashes(records, sender, spec, secret)
    at = same_rows(old, new).to_numpy()
    handles = np.append(old["handle"].to_numpy(dtype=np.int64), -1)  # −1, "no earlier self", picks the last place
    ids = np.array([*old["id_umkm"], None], dtype=object)
    new["handle"], new["was"] = handles[at], pd.Series(ids[at], index=new.index, dtype=object)
    return new, old


def write(connection: sqlite3.Connection, number: int, result: RunResult, spec: Spec, secret: bytes) -> Movement:
    """Everything a round says about rows, findings and businesses; `number` is the round's own."""
    records = result.records
    hashes, _ = pair_with_last(connection, records, spec, secret)
    hashes["id_umkm"] = records["id_umkm"].astype(object).where(records["id_umkm"].notna(), None)
    hashes["lead"] = (records["fate"] == Fate.KEPT.value).to_numpy()
    handles = _rows(connection, number, hashes)
    joined, parted = _id_changes(connection, number, hashes)
    kelurahan = kelurahan_of(records)
    _findings(connection, number, result, handles, kelurahan, secret)
    return _businesses(connection, number, result, kelurahan, secret, joined, parted)


def _rows(connection: sqlite3.Connection, number: int, hashes: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Carry known rows on, add new ones; the handle of every row. A withheld row keeps the id it once had."""
    known = hashes["handle"] >= 0
    columns = [*COLUMNS, "id_umkm"]
    marks = ", ".join(f"{name} = ?" for name in COLUMNS)
    connection.executemany(
        f"UPDATE rows SET {marks}, id_umkm = coalesce(?, id_umkm), last_round = {number} WHERE handle = ?",
        _tuples(hashes.loc[known, [*columns, "handle"]]),
    )
    (top,) = connection.execute("SELECT coalesce(max(handle), 0) FROM rows").fetchone()
    handles = hashes["handle"].to_numpy(dtype=np.int64, copy=True)
    handles[~known.to_numpy()] = np.arange(top + 1, top + 1 + int((~known).sum()))
    fresh = hashes.loc[~known, columns].assign(handle=handles[~known.to_numpy()])
    connection.executemany(
        f"INSERT INTO rows ({_ROW}, handle, first_round, last_round) VALUES ({'?, ' * 10}{number}, {number})",
        _tuples(fresh),
    )
    accepted = hashes[hashes["id_umkm"].notna()].sort_values("lead", kind="stable")
    connection.executemany(
        f"INSERT INTO keys VALUES (?, ?, ?, {number}, {number}) ON CONFLICT (key) DO UPDATE SET "
        f"id_umkm = excluded.id_umkm, lead = excluded.lead, last_round = {number}",
        _tuples(accepted[["key", "id_umkm", "lead"]].astype({"lead": "int64"})),
    )
    return handles


def _id_changes(connection: sqlite3.Connection, number: int, hashes: pd.DataFrame) -> tuple[int, int]:
    """Ids that were joined into an older one, and ids that were parted from one."""
    moved = hashes[hashes["was"].notna() & hashes["id_umkm"].notna()]
    moved = moved.loc[moved["was"] != moved["id_umkm"], ["was", "id_umkm"]].drop_duplicates()
    present = set(hashes["id_umkm"].dropna())
    kinds = ["pisah" if was in present else "gabung" for was in moved["was"]]
    lines = sorted(zip(kinds, moved["was"], moved["id_umkm"], strict=True))
    connection.executemany(f"INSERT INTO id_changes VALUES ({number}, ?, ?, ?)", lines)
    return kinds.count("gabung"), kinds.count("pisah")


def _findings(
    connection: sqlite3.Connection,
    number: int,
    result: RunResult,
    handles: np.ndarray[Any, Any],
    kelurahan: pd.Series[Any],
    secret: bytes,
) -> None:
    """Findings that are still there go on, others end, new ones begin; what is only said (`info`) is not followed."""
    now = followed(result, handles, kelurahan, secret)
    names = ["code", "kelurahan", "handle", "field", "about", "cells"]
    old = pd.read_sql_query(
        f"SELECT rowid AS line, {', '.join(names)} FROM findings WHERE last_round = ?", connection, params=(number - 1,)
    ).astype({"handle": "int64", "about": "int64", "cells": "int64"})
    both = now.merge(old, on=names, how="left")
    connection.executemany(
        f"UPDATE findings SET last_round = {number} WHERE rowid = ?",
        _tuples(both.loc[both["line"].notna(), ["line"]].astype("int64")),
    )
    fresh = both.loc[both["line"].isna(), names]
    connection.executemany(f"INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, {number}, {number})", _tuples(fresh))


def followed(
    result: RunResult, handles: np.ndarray[Any, Any], kelurahan: pd.Series[Any], secret: bytes
) -> pd.DataFrame:
    """Errors and warnings as code, kelurahan, handle, field, about, cells; each once."""
    issues = result.issues[result.issues["severity"] != "info"]
    place = ["file", "sheet", "row"]
    rows = result.records[place].astype({"row": "float64", "file": "string", "sheet": "string"})
    rows = rows.assign(handle=handles, own=kelurahan.to_numpy()).drop_duplicates(place)
    asked = issues[[*place, "code", "field", "column", "count"]].astype(
        {"row": "float64", "file": "string", "sheet": "string"}
    )
    at = asked.merge(rows, on=place, how="left")
    speaks = {report.path: report.kelurahan or "" for report in result.files}
    loose = at["handle"].isna()
    at["kelurahan"] = at["own"].astype("string").fillna(at["file"].map(speaks).astype("string")).fillna("")
    at["handle"] = at["handle"].fillna(0).astype("int64")
    at["field"] = at["field"].astype("string").fillna("")
    places = at[["sheet", "column", "row"]].astype("string").fillna("").itertuples(index=False, name=None)
    at["about"] = [digest(secret, *place) if alone else 0 for place, alone in zip(places, loose, strict=True)]
    at["cells"] = at["count"].astype("int64")
    names = ["code", "kelurahan", "handle", "field", "about", "cells"]
    return at[names].drop_duplicates(names[:5], ignore_index=True)


def _businesses(
    connection: sqlite3.Connection,
    number: int,
    result: RunResult,
    kelurahan: pd.Series[Any],
    secret: bytes,
    joined: int,
    parted: int,
) -> Movement:
    """Businesses with a hash of what they are; tallies per kelurahan against the round before."""
    city = result.city if result.city is not None else pd.DataFrame({"id_umkm": [], "kelurahan": []})
    said = city[[name for name in city.columns if name not in _TRACE]].astype("string").fillna("").astype(object)
    now = pd.DataFrame(
        {"id_umkm": city["id_umkm"].astype("string"), "kelurahan": city["kelurahan"].astype("string").fillna("")}
    )
    now["digest"] = [digest(secret, *record) for record in said.itertuples(index=False, name=None)]
    old = pd.read_sql_query("SELECT * FROM businesses WHERE last_round = ?", connection, params=(number - 1,))
    exact = {"digest": "Int64"}  # a float would lose the last bits of a hash
    earlier = old[["id_umkm", "digest", "kelurahan"]].astype(exact)
    both = now.astype(exact).merge(earlier, on="id_umkm", how="outer", suffixes=("", "_old"))
    is_new, is_gone = both["digest_old"].isna(), both["digest"].isna()
    changed = ~is_new & ~is_gone & (both["digest"] != both["digest_old"]).fillna(False).astype(bool)
    connection.executemany(
        f"INSERT INTO businesses VALUES (?, ?, ?, {number}, {number}) ON CONFLICT (id_umkm) DO UPDATE SET "
        f"digest = excluded.digest, kelurahan = excluded.kelurahan, last_round = {number}",
        _tuples(now[["id_umkm", "digest", "kelurahan"]]),
    )
    where = both["kelurahan"].fillna(both["kelurahan_old"]).fillna("")
    moves = pd.DataFrame({"new": is_new, "changed": changed, "gone": is_gone}).groupby(where).sum()
    fates = pd.crosstab(kelurahan.to_numpy(), result.records["fate"].astype(str).to_numpy())
    fates = fates.reindex(columns=["kept", "merged", "withheld"], fill_value=0)
    tallies = fates.join(moves, how="outer").fillna(0).astype("int64").rename_axis("kelurahan").reset_index()
    connection.executemany(f"INSERT INTO tallies VALUES ({number}, ?, ?, ?, ?, ?, ?, ?)", _tuples(tallies))
    return Movement(int(is_new.sum()), int(changed.sum()), int(is_gone.sum()), joined, parted)


def _tuples(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows as plain Python values, nulls as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False, name=None)]
