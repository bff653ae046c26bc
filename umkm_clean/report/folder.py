"""The output folder of a merge, written whole or not at all; `fill_folder` is the table of outputs."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from umkm_clean.report import (
    city_xlsx,
    datapackage,
    dataset,
    figures,
    findings,
    html,
    issues_json,
    issues_xlsx,
    ledger,
    returned,
    review_xlsx,
    run_json,
    view,
    withheld,
)
from umkm_clean.report.frame import Written
from umkm_clean.report.reopen import reopen
from umkm_clean.report.words import Words
from umkm_clean.report.write import atomic_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from umkm_clean.model import RunResult
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.spec.types import Spec

#: Names that a merge writes: what else people put into the folder is left alone.
OWNED = frozenset(
    [
        "umkm_kota.xlsx",
        "umkm_kota.csv",
        "umkm_kota.parquet",
        "datapackage.json",
        "laporan_kesalahan.xlsx",
        "laporan.html",
        "kembali",
        "ditahan.xlsx",
        "tinjau_duplikat.xlsx",
        "changes.parquet",
        "lineage.parquet",
        "issues.jsonl",
        "rows.csv",
        "run.json",
    ]
)


def write_folder(result: RunResult, target: str | Path, spec: Spec, frame: RunFrame) -> dict[str, Any]:
    """Write all outputs into a fresh folder, check them by re-opening, then switch; give the run record.

    Raises `WriteError` where the place cannot be written, `LedgerError` where what was written does not balance.
    """
    with atomic_folder(target, OWNED) as folder:
        return fill_folder(result, folder, spec, frame)


def fill_folder(result: RunResult, folder: Path, spec: Spec, frame: RunFrame) -> dict[str, Any]:
    """Write all outputs into the empty `folder` and check them by re-opening; give the run record."""
    if result.city is None or result.review is None or result.lineage is None:
        raise ValueError("only a merge has an output folder")
    words = Words(spec, frame.lang, frame.unmask)
    found, counted = findings.prepare(result.issues, words), figures.count(result, spec)
    shown = view.seen(result.city, spec, frame)
    if frame.view != view.INTERNAL:
        return _fill_for_others(result, shown, folder, words, found, counted, frame)
    table = dataset.table(shown)
    with ThreadPoolExecutor(1) as beside:  # reading back and unpacking let go of the interpreter: a second core is used
        rows = {
            "umkm_kota.xlsx": city_xlsx.write_city(shown, result, counted, words, frame, folder / "umkm_kota.xlsx"),
            "umkm_kota.csv": dataset.write_csv(table, folder / "umkm_kota.csv"),
            "umkm_kota.parquet": dataset.write_parquet(table, folder / "umkm_kota.parquet"),
            "ditahan.xlsx": withheld.write_withheld(result.withheld, found, words, folder / "ditahan.xlsx"),
            "rows.csv": ledger.write_rows(result.ledger, folder / "rows.csv"),
        }
        reopened = beside.submit(reopen, folder, result, table)
        rows |= {
            "laporan_kesalahan.xlsx": issues_xlsx.write_issues(
                found, counted, words, folder / "laporan_kesalahan.xlsx"
            ),
            "tinjau_duplikat.xlsx": review_xlsx.write_review(result.review, words, folder / "tinjau_duplikat.xlsx"),
            "changes.parquet": ledger.write_changes(result.changes, folder / "changes.parquet"),
            "lineage.parquet": ledger.write_lineage(result.lineage, folder / "lineage.parquet"),
            "issues.jsonl": issues_json.write_jsonl(found, folder / "issues.jsonl"),
            "laporan.html": html.write_page(found, counted, words, frame, folder / "laporan.html"),
        }
        back = returned.write_returned(result, spec, frame, folder / "kembali")
        rows |= {f"kembali/{name}": count for name, count in back.items()}
        names = [str(name) for name in shown.columns]
        datapackage.write_datapackage(folder / "umkm_kota.csv", names, spec, words, frame, folder / "datapackage.json")
        reopened.result()
    outputs = [Written(path, _sha256(folder / path), count) for path, count in sorted(rows.items())]
    record = run_json.run_record(result, found, words, frame, outputs)
    run_json.write_run(record, folder / "run.json")
    return record


def _fill_for_others(
    result: RunResult, shown: pd.DataFrame, folder: Path, words: Words, found: Any, counted: Any, frame: RunFrame
) -> dict[str, Any]:
    """What may leave the agency: the dataset as the view shows it, its description, the page. No cell of a sender."""
    table = dataset.table(shown)
    rows = {
        "umkm_kota.csv": dataset.write_csv(table, folder / "umkm_kota.csv"),
        "umkm_kota.parquet": dataset.write_parquet(table, folder / "umkm_kota.parquet"),
        "laporan.html": html.write_page(found, counted, words, frame, folder / "laporan.html"),
    }
    names = [str(name) for name in shown.columns]
    datapackage.write_datapackage(
        folder / "umkm_kota.csv", names, words.spec, words, frame, folder / "datapackage.json"
    )
    outputs = [Written(path, _sha256(folder / path), count) for path, count in sorted(rows.items())]
    return run_json.run_record(result, found, words, frame, outputs)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
