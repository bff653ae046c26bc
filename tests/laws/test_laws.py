"""The nine laws of the design, each as a property of whole runs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.laws.folders import Book, folder
from umkm_clean.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE_RUN = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a whole run is too slow to shrink
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def merged(books: tuple[Book, ...]) -> Iterator[tuple[Path, Path, int]]:
    """Write the books, merge them, give input folder, output folder and exit code."""
    with tempfile.TemporaryDirectory() as work:
        inputs, out = Path(work, "masuk"), Path(work, "hasil")
        inputs.mkdir()
        for item in books:
            item.write(inputs)
        code = run(["merge", str(inputs), "--out", str(out), "--quiet", "--as-of", "2026-11-24"])
        yield inputs, out, code


def held_rows(path: Path) -> set[tuple[str, str, int]]:
    """Rows that hold anything, counted by openpyxl."""
    workbook = openpyxl.load_workbook(path)
    return {
        (path.as_posix(), sheet.title, cells[0].row)
        for sheet in workbook
        for cells in sheet.iter_rows()
        if any(cell.value is not None for cell in cells)
    }


def table(path: Path) -> pd.DataFrame:
    """A CSV as text; an empty cell is an empty text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@WHOLE_RUN
@given(folder())
def test_1_every_row_has_exactly_one_fate(books: tuple[Book, ...]) -> None:
    with merged(books) as (inputs, out, code):
        assert code in (0, 1)
        ledger = table(out / "rows.csv")
        lines = list(zip(ledger["file"], ledger["sheet"], ledger["row"].astype(int), strict=True))
        assert len(lines) == len(set(lines))
        assert set(lines) == {line for item in books for line in held_rows(inputs / item.name)}
        city = table(out / "umkm_kota.csv")
        assert len(city) == (ledger["fate"] == "kept").sum()
        assert set(ledger.loc[ledger["fate"].isin(["kept", "merged"]), "id_umkm"]) == set(city["id_umkm"])
        withheld = openpyxl.load_workbook(out / "ditahan.xlsx").worksheets[0]
        assert withheld.max_row - 1 == (ledger["fate"] == "withheld").sum()
        data = sum(len(item.rows) for item in books)
        assert (ledger["fate"] != "layout").sum() == data


@WHOLE_RUN
@given(folder())
def test_2_inputs_are_never_written_to(books: tuple[Book, ...]) -> None:
    with tempfile.TemporaryDirectory() as work:
        paths = [item.write(Path(work)) for item in books]
        before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
        run(["merge", work, "--out", str(Path(work, "out")), "--quiet", "--as-of", "2026-11-24"])
        assert before == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


@pytest.mark.slow
@WHOLE_RUN
@given(folder(most=2))
def test_3_no_change_is_silent(books: tuple[Book, ...]) -> None:
    """A kept cell that differs from its text by more than outer blanks is in changes.parquet, with both texts."""
    with merged(books) as (inputs, out, _):
        changes = pd.read_parquet(out / "changes.parquet")
        known = {(line.file, line.sheet, line.cell, line.before) for line in changes.itertuples()}
        city = table(out / "umkm_kota.csv")
        for item in books:
            sheet = openpyxl.load_workbook(inputs / item.name)["Data"]
            header = {
                cell.value: cell.column
                for cells in sheet.iter_rows(max_row=6)
                for cell in cells
                if cell.value in ("Nama Usaha", "No HP")
            }
            for record in city[city["jumlah_sumber"] == "1"].itertuples():
                path, _, place = str(record.sumber).partition("#")
                if not path.endswith(item.name):
                    continue
                row = int(place.rpartition("!")[2])
                for name, value in (("Nama Usaha", record.nama_usaha), ("No HP", record.no_hp)):
                    cell = sheet.cell(row, header[name])
                    written = "" if cell.value is None else str(cell.value)
                    if written.strip() not in (value, value.removeprefix("'")):
                        assert (path, "Data", cell.coordinate) in {line[:3] for line in known}, (written, value)


def test_4_a_cover_sheet_is_never_valid(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["PETUNJUK PENGISIAN DATA UMKM"])
    workbook.active.append(["1. Isi semua kolom dengan benar."])
    workbook.save(tmp_path / "sampul.xlsx")
    assert run(["validate", str(tmp_path / "sampul.xlsx"), "--quiet"]) in (1, 3)
    assert run(["validate", str(tmp_path / "tidak"), "--quiet"]) == 2
    (tmp_path / "kosong").mkdir()
    assert run(["validate", str(tmp_path / "kosong"), "--quiet"]) == 5


@pytest.mark.slow
@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(folder())
def test_5_same_inputs_same_bytes(books: tuple[Book, ...]) -> None:
    with tempfile.TemporaryDirectory() as work:
        paths = [item.write(Path(work)).name for item in books]
        seen = []
        for seed, zone, order, jobs in (("0", "UTC", paths, "1"), ("7", "Asia/Jakarta", paths[::-1], "2")):
            out = f"out{seed}"
            command = [
                sys.executable,
                "-m",
                "umkm_clean",
                "merge",
                *order,
                "--out",
                out,
                "--quiet",
                "--as-of",
                "2026-11-24",
                "--jobs",
                jobs,
            ]
            environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
            subprocess.run(command, cwd=work, env=environment, check=False, capture_output=True)
            files = [path for path in sorted(Path(work, out).rglob("*")) if path.is_file() and path.name != "run.json"]
            seen.append(
                {
                    path.relative_to(Path(work, out)).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                    for path in files
                }
            )
        assert seen[0]
        assert seen[0] == seen[1]


@WHOLE_RUN
@given(folder())
def test_6_the_city_list_fed_back_in_comes_out_unchanged(books: tuple[Book, ...]) -> None:
    with merged(books) as (_, out, code):
        if code in (0, 1):
            again = out.parent / "lagi"
            first = table(out / "umkm_kota.csv")
            second_code = run(
                ["merge", str(out / "umkm_kota.csv"), "--out", str(again), "--quiet", "--as-of", "2026-11-24"]
            )
            if first.empty:
                assert second_code == 5
                return
            assert second_code == 0
            pd.testing.assert_frame_equal(first, table(again / "umkm_kota.csv"))


@WHOLE_RUN
@given(folder())
def test_7_one_mistake_one_message(books: tuple[Book, ...]) -> None:
    with merged(books) as (_, out, _code):
        lines = [json.loads(line) for line in (out / "issues.jsonl").read_text(encoding="utf-8").splitlines()]
        errors = [
            (line["file"], line["sheet"], line["cell"])
            for line in lines
            if line["severity"] == "error" and line["cell"]
        ]
        assert len(errors) == len(set(errors))


@WHOLE_RUN
@given(folder())
def test_9_unlike_valid_niks_never_merge_and_golden_values_were_written(books: tuple[Book, ...]) -> None:
    with merged(books) as (_, out, _code):
        lineage = pd.read_parquet(out / "lineage.parquet")
        niks = lineage[lineage["field"] == "nik"].groupby("id_umkm")["value"].nunique()
        assert (niks <= 1).all()
        for business, part in lineage.groupby(["id_umkm", "field"]):
            assert part["won"].any(), business


@WHOLE_RUN
@given(folder())
def test_10_personal_data_stays_where_it_belongs(books: tuple[Book, ...]) -> None:
    with tempfile.TemporaryDirectory() as work:
        for item in books:
            item.write(Path(work))
        secrets = {str(cells[3]) for item in books for cells in item.rows if len(str(cells[3])) == 16}
        command = [
            sys.executable,
            "-m",
            "umkm_clean",
            "merge",
            work,
            "--out",
            str(Path(work, "out")),
            "--as-of",
            "2026-11-24",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        page = Path(work, "out", "laporan.html").read_text(encoding="utf-8")
        lines = Path(work, "out", "issues.jsonl").read_text(encoding="utf-8")
        for secret in secrets - {"1111111111111111"}:
            for shown in (done.stdout, done.stderr, page, lines):
                assert secret not in shown
