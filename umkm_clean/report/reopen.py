"""What was written is opened again, with other code than wrote it, and must say what the run found.

Called before the old outputs are replaced; whatever differs is a bug of ours (`LedgerError`, exit 70).
"""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import LedgerError
from umkm_clean.model import Fate
from umkm_clean.report.dataset import safe

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from umkm_clean.model import RunResult


def reopen(folder: Path, result: RunResult, dataset: pa.Table) -> None:
    """The dataset in its three forms, the withheld rows, the ledger. Raises `LedgerError` naming the first bad file."""
    kept = result.ledger.loc[result.ledger["fate"] == Fate.KEPT.value, "id_umkm"]
    if Counter(dataset["id_umkm"].to_pylist()) != Counter(kept):
        raise LedgerError("ledger-written", file="umkm_kota.parquet")
    _dataset(folder, dataset)
    at = dataset.column_names.index("id_umkm")
    written = Counter(str(line[at]) for line in _lines(folder / "umkm_kota.xlsx", "Data"))
    if written != Counter(kept):
        raise LedgerError("ledger-written", file="umkm_kota.xlsx")
    withheld = int((result.ledger["fate"] == Fate.WITHHELD.value).sum())
    if len(_lines(folder / "ditahan.xlsx", "")) != withheld:
        raise LedgerError("ledger-written", file="ditahan.xlsx")
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        lines = Counter((line["row"], line["fate"]) for line in csv.DictReader(file))
    if lines != Counter(zip(result.ledger["row"].astype(str), result.ledger["fate"], strict=True)):
        raise LedgerError("ledger-written", file="rows.csv")


def _dataset(folder: Path, dataset: pa.Table) -> None:
    """Every cell of the CSV and of the parquet file."""
    import pyarrow.csv
    import pyarrow.parquet

    if not pyarrow.parquet.read_table(folder / "umkm_kota.parquet").equals(dataset):
        raise LedgerError("ledger-written", file="umkm_kota.parquet")
    types = dict(zip(dataset.schema.names, dataset.schema.types, strict=True))
    convert = pyarrow.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.read_csv(folder / "umkm_kota.csv", convert_options=convert, parse_options=parse)
    if not read.equals(safe(dataset)):
        raise LedgerError("ledger-written", file="umkm_kota.csv")


def _lines(path: Path, name: str) -> list[list[Any]]:
    """Rows below the header of the sheet `name` and those that continue it ("" for the first sheet alone)."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    names = [sheet for sheet in book.sheet_names if sheet == name or sheet.startswith(f"{name} (")]
    sheets = [book.get_sheet_by_name(sheet) for sheet in names] if name else [book.get_sheet_by_index(0)]
    return [line for sheet in sheets for line in sheet.to_python(skip_empty_area=False)[1:]]
