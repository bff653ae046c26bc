"""The ledger for machines: what became of every row, every changed cell, and where each value came from."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from umkm_clean.report.plain import csv_safe

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

ROWS = ("file", "sheet", "row", "fate", "id_umkm", "into", "codes")
CHANGES = ("file", "sheet", "row", "cell", "field", "code", "before", "after")
LINEAGE = ("id_umkm", "field", "value", "won", "file", "sheet", "row")


def write_rows(ledger: pd.DataFrame, path: Path) -> int:
    """`rows.csv`: one line for every physical row that holds anything."""
    columns = [ledger[name].astype("object").where(ledger[name].notna(), "").tolist() for name in ROWS]
    for place, texts in enumerate(columns):
        if ROWS[place] != "row":
            known = {text: csv_safe(str(text)) for text in set(texts)}
            columns[place] = [known[text] for text in texts]
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(ROWS)
        writer.writerows(zip(*columns, strict=True))
    return len(ledger)


def write_changes(changes: pd.DataFrame, path: Path) -> int:
    """`changes.parquet`: every changed cell, before and after."""
    return _parquet(changes, CHANGES, path)


def write_lineage(lineage: pd.DataFrame, path: Path) -> int:
    """`lineage.parquet`: for businesses with several sources, which row gave each value and which values lost."""
    return _parquet(lineage, LINEAGE, path)


def _parquet(frame: pd.DataFrame, names: tuple[str, ...], path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"row": pa.int64(), "won": pa.bool_()}
    arrays = {}
    for name in names:
        kind, array = types.get(name, pa.string()), pa.array(frame[name], from_pandas=True)
        whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        arrays[name] = whole.cast(kind)
    pq.write_table(pa.table(arrays), path, compression="zstd")
    return len(frame)
