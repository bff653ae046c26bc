"""Rounds built by hand: a few rows, who they belong to, what was found; enough for the registry, with no file read."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd

from umkm_clean.link import row_content_keys
from umkm_clean.model import FileReport, FileStatus, RunResult
from umkm_clean.store.registry import Output, Registry, Round

IDENTITY = ("nik", "nama_pemilik", "nama_usaha", "jenis_usaha", "kelurahan", "no_hp")
SPEC: Any = SimpleNamespace(link=SimpleNamespace(identity=IDENTITY), hash="spec-1")
START = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)


def row(nik: str, owner: str, shop: str, **more: Any) -> dict[str, Any]:
    base = {"nik": nik, "nama_pemilik": owner, "nama_usaha": shop, "jenis_usaha": "kuliner", "no_hp": None}
    base |= {"kelurahan": "Kanigaran", "file": "kanigaran.xlsx", "sheet": "Data", "withheld": False, "business": None}
    return base | more


def records(rows: list[dict[str, Any]], first: int = 5) -> pd.DataFrame:
    frame = pd.DataFrame([{"row": first + at} | line for at, line in enumerate(rows)])
    text = [name for name in frame if name not in ("row", "withheld", "business")]
    frame[text] = frame[text].astype("string")
    frame.index.name = "row_id"
    return frame


def result(frame: pd.DataFrame, ids: list[str | None], issues: list[dict[str, Any]] | None = None) -> RunResult:
    """A merged run: `ids` per row (None: withheld); the first row of each id speaks for it."""
    seen: set[str] = set()
    fates = []
    for given in ids:
        fates.append("withheld" if given is None else "merged" if given in seen else "kept")
        seen.add(given or "")
    frame = frame.assign(id_umkm=pd.array(ids, dtype="string"), fate=fates)
    kept = frame[frame["fate"] == "kept"]
    city = kept[["id_umkm", "nik", "nama_pemilik", "nama_usaha", "kelurahan", "no_hp"]].reset_index(drop=True)
    names = ["code", "severity", "field", "file", "sheet", "row", "column", "count"]
    found = pd.DataFrame(issues or [], columns=names)
    files = tuple(
        FileReport(
            str(path), "sha-" + str(path), "xlsx", FileStatus.DITERIMA, None, str(part["kelurahan"].iloc[0]), (), {}
        )
        for path, part in frame.groupby("file")
    )
    empty = pd.DataFrame()
    return RunResult("merge", files, found, frame[["fate"]], empty, frame, empty, city=city)


def finding(code: str, line: int | None, field: str | None = None, **more: Any) -> dict[str, Any]:
    base = {"code": code, "severity": "error", "field": field, "file": "kanigaran.xlsx", "sheet": "Data", "row": line}
    return base | {"column": "C", "count": 1} | more


def this_round(**more: Any) -> Round:
    facts: dict[str, Any] = {"period": "2026-11", "started": START, "version": "0", "state": "s", "exit_code": 0}
    return Round(**(facts | more))


def remembered(registry: Registry, frame: pd.DataFrame, ids: list[str | None], issues: Any = None, **more: Any) -> Any:
    number, movement = registry.remember(
        this_round(**more), result(frame, ids, issues), SPEC, lambda *_: [Output("a.csv", "x", 1)]
    )
    registry.publish(number)
    return movement


def recalled(registry: Registry, frame: pd.DataFrame) -> list[str | None]:
    """The id that the registry knows for each row."""
    known = registry.recall(SPEC)(frame)
    return [known.get(key) for key in row_content_keys(frame, SPEC.link)]
