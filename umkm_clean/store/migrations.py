"""The registry's tables, as steps from one version to the next; `PRAGMA user_version` says how far a file has come.

A step is never changed once it has been released: a new need is a new step.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from umkm_clean.errors import RegistryError

if TYPE_CHECKING:
    import sqlite3

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A round is a run whose outputs were replaced. `period` is the deadline it worked towards, or the month.
-- `state` is a hash over everything the outputs depend on; `published` is set once they are in place.
CREATE TABLE rounds (
  number INTEGER PRIMARY KEY, period TEXT NOT NULL, started TEXT NOT NULL, version TEXT NOT NULL, spec TEXT NOT NULL,
  state TEXT NOT NULL, exit_code INTEGER NOT NULL, files INTEGER NOT NULL, rows INTEGER NOT NULL,
  published INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE outputs (
  round INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER, PRIMARY KEY (round, path)
) WITHOUT ROWID;

-- What each file was in a round: role is "dipakai", "digantikan" (by `other`) or "salinan" (of `other`).
CREATE TABLE submissions (
  round INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, kelurahan TEXT NOT NULL, status TEXT NOT NULL,
  role TEXT NOT NULL, other TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (round, path)
) WITHOUT ROWID;

-- Files as they came in: a path that is new, or that changed. `again` is set where the content was known already.
CREATE TABLE arrivals (
  number INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, day TEXT NOT NULL, period TEXT NOT NULL,
  kelurahan TEXT NOT NULL, again INTEGER NOT NULL
);
CREATE INDEX arrivals_by_content ON arrivals (sha256);

-- Files as last seen, so that an untouched one need not be opened; `judged` is the day its content was first judged on.
CREATE TABLE files (
  path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL,
  trusted INTEGER NOT NULL, judged TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE superseded (
  older TEXT NOT NULL, newer TEXT NOT NULL, spec TEXT NOT NULL, PRIMARY KEY (older, newer, spec)
) WITHOUT ROWID;

-- Every content key that was ever accepted, and the business it belongs to. `lead` is set where the row spoke for it.
CREATE TABLE keys (
  key TEXT PRIMARY KEY, id_umkm TEXT NOT NULL, lead INTEGER NOT NULL,
  first_round INTEGER NOT NULL, last_round INTEGER NOT NULL
) WITHOUT ROWID;

-- Data rows from the round they came to the round they went; all but `key` are keyed hashes (0: empty).
CREATE TABLE rows (
  handle INTEGER PRIMARY KEY, key TEXT NOT NULL, nik INTEGER NOT NULL, pemilik INTEGER NOT NULL, usaha INTEGER NOT NULL,
  jenis INTEGER NOT NULL, hp INTEGER NOT NULL, place INTEGER NOT NULL, seat INTEGER NOT NULL, id_umkm TEXT,
  first_round INTEGER NOT NULL, last_round INTEGER NOT NULL
);
CREATE INDEX rows_by_last ON rows (last_round);

-- Findings from the round they came to the round they went. `handle` 0: of a file, sheet or column (see `about`).
CREATE TABLE findings (
  code TEXT NOT NULL, kelurahan TEXT NOT NULL, handle INTEGER NOT NULL, field TEXT NOT NULL, about INTEGER NOT NULL,
  cells INTEGER NOT NULL, first_round INTEGER NOT NULL, last_round INTEGER NOT NULL
);
CREATE INDEX findings_by_last ON findings (last_round);

CREATE TABLE businesses (
  id_umkm TEXT PRIMARY KEY, digest INTEGER NOT NULL, kelurahan TEXT NOT NULL,
  first_round INTEGER NOT NULL, last_round INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE id_changes (round INTEGER NOT NULL, kind TEXT NOT NULL, id_from TEXT NOT NULL, id_to TEXT NOT NULL);
CREATE TABLE tallies (
  round INTEGER NOT NULL, kelurahan TEXT NOT NULL,
  kept INTEGER NOT NULL, merged INTEGER NOT NULL, withheld INTEGER NOT NULL,
  new INTEGER NOT NULL, changed INTEGER NOT NULL, gone INTEGER NOT NULL, PRIMARY KEY (round, kelurahan)
) WITHOUT ROWID;

CREATE TABLE decisions (
  number INTEGER PRIMARY KEY, batch INTEGER NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, same INTEGER NOT NULL,
  decided TEXT NOT NULL, file TEXT NOT NULL, note TEXT NOT NULL, undone TEXT
);
CREATE TABLE runs (
  number INTEGER PRIMARY KEY, started TEXT NOT NULL, round INTEGER, exit_code INTEGER NOT NULL, outcome TEXT NOT NULL
);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)


def migrate(connection: sqlite3.Connection, file: str) -> None:
    """Bring a registry to the newest version, each step in one transaction.

    Raises `RegistryError` for a file of a newer umkm-clean, which this one must not write to.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise RegistryError("registry-newer", file=file)
    if version == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()  # another run may have been first
        for number, step in enumerate(MIGRATIONS[version:], version + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('secret', ?)", (secrets.token_hex(32),))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(step: str) -> list[str]:
    """The statements of a step; `executescript` would commit the transaction we are in."""
    lines = [line for line in step.splitlines() if not line.lstrip().startswith("--")]
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]
