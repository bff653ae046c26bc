"""The ledger: one line for every physical row that holds anything, and the proof that it balances.

Rows in are those counted by the guard, which shares no code with the readers; rows out are those of the stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_clean.errors import LedgerError
from umkm_clean.model import Fate, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.model import FileResult

COLUMNS = ("file", "sheet", "row", "role", "fate", "id_umkm", "into", "codes")


def layout_lines(results: Sequence[FileResult]) -> pd.DataFrame:
    """Ledger lines of the rows that are layout (titles, headers, totals, signatures, helper sheets)."""
    lines = [
        (result.path, sheet.name, row, role.value)
        for result in results
        for sheet in result.sheets
        for row, role in sheet.layout.roles.items()
        if role is not Role.DATA
    ]
    frame = pd.DataFrame(lines, columns=["file", "sheet", "row", "role"])
    return frame.assign(fate=Fate.LAYOUT.value, id_umkm=None, into=None, codes=None)


def data_lines(records: pd.DataFrame) -> pd.DataFrame:
    """Ledger lines of the data rows: `records` with file, sheet, row, fate, id_umkm, into and codes."""
    return records[["file", "sheet", "row", "fate", "id_umkm", "into", "codes"]].assign(role=Role.DATA.value)


def build(results: Sequence[FileResult], records: pd.DataFrame) -> pd.DataFrame:
    """The whole ledger, ordered by file, sheet and row; raises `LedgerError` where it does not balance."""
    parts = [part[list(COLUMNS)] for part in (layout_lines(results), data_lines(records)) if len(part)]
    ledger = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    ledger = ledger.astype({name: "string" for name in COLUMNS if name != "row"}).astype({"row": "int64"})
    ledger = ledger.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    prove(results, ledger)
    return ledger


def prove(results: Sequence[FileResult], ledger: pd.DataFrame) -> None:
    """Every held row has exactly one line, every line is a held row, every merged row went into a kept one."""
    held = {(result.path, sheet.name, row) for result in results for sheet in result.sheets for row in sheet.held_rows}
    lines = list(zip(ledger["file"], ledger["sheet"], ledger["row"], strict=True))
    if len(lines) != len(set(lines)):
        raise LedgerError("ledger-twice", rows=len(lines) - len(set(lines)))
    if set(lines) != held:
        raise LedgerError("ledger-unbalanced", lost=len(held - set(lines)), invented=len(set(lines) - held))
    kept = ledger.loc[ledger["fate"] == Fate.KEPT.value]
    merged = ledger.loc[ledger["fate"] == Fate.MERGED.value]
    places = kept["file"] + "#" + kept["sheet"] + "!" + kept["row"].astype("string")
    speaks = dict(zip(kept["id_umkm"], places, strict=True))  # a business → the row that speaks for it
    astray = sum(speaks.get(name) != into for name, into in zip(merged["id_umkm"], merged["into"], strict=True))
    if astray:
        raise LedgerError("ledger-unbalanced", lost=astray, invented=0)
