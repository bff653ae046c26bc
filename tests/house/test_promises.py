"""What the README promises people, run as they would run it, in this process."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.builders import book
from umkm_clean.cli import run
from umkm_clean.spec.texts import load_texts

ROOT = Path(__file__).resolve().parents[2]
ROWS = """No | Nama Usaha | Nama Pemilik | NIK | Alamat | Kelurahan | No HP
1 | Keripik Mangga Sari | Sari Wulandari | 3574035208809001 | Jl. Mawar 3 | Jati | 085712349876
2 | Jahit Rapi | Suyono |  | Jl. Melati 4 | Jati | 0812345
JUMLAH | | | | | |"""


def listing(tmp_path: Path) -> str:
    path = tmp_path / "jati.xlsx"
    book(path, {"Data": ROWS})
    return str(path)


def test_the_filled_in_form_is_accepted(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    assert run(["template", "--kelurahan", "Kanigaran", "--out", str(form)]) == 0
    assert run(["validate", str(form), "--quiet"]) == 5
    workbook = openpyxl.load_workbook(form)
    heads = {cell.value: cell.column for cell in workbook["Data"][1]}
    row = {
        "Nama Usaha": "Keripik Mangga Sari",
        "Nama Pemilik": "Sari Wulandari",
        "NIK": "3574035208809001",
        "Kelurahan": "Kanigaran",
    }
    for label, value in row.items():
        workbook["Data"].cell(3, heads[label]).value = value
    assert workbook["Data"].column_dimensions[workbook["Data"].cell(1, heads["NIK"]).column_letter].width > 0
    assert workbook["Data"].data_validations.dataValidation
    workbook.save(form)
    report = tmp_path / "temuan.jsonl"
    assert run(["validate", str(form), "--quiet", "--as-of", "2026-11-24", "--report", str(report)]) == 0
    found = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [line for line in found if line["severity"] != "info"] == []


@pytest.mark.parametrize("view", ["publik", "instansi"])
def test_a_view_for_others_holds_nothing_of_the_senders(tmp_path: Path, view: str) -> None:
    out = tmp_path / "hasil"
    command = [
        "merge",
        listing(tmp_path),
        "--out",
        str(out),
        "--quiet",
        "--view",
        view,
        "--registry",
        str(tmp_path / "r.sqlite"),
    ]
    assert run(command) == 1
    names = {path.name for path in out.rglob("*")}
    assert names == {"umkm_kota.csv", "umkm_kota.parquet", "datapackage.json", "laporan.html"}
    written = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"3574035208809001" not in written
    assert b"85712349876" not in written


def test_a_view_without_its_key_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", listing(tmp_path), "--out", str(tmp_path / "o"), "--quiet", "--view", "instansi"]) == 2
    assert "kunci" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_a_merge_without_data_rows_touches_nothing(tmp_path: Path) -> None:
    book(tmp_path / "sampul.xlsx", {"Petunjuk": "PETUNJUK PENGISIAN\nIsi semua kolom."})
    assert run(["merge", str(tmp_path / "sampul.xlsx"), "--out", str(tmp_path / "hasil"), "--quiet"]) == 5
    assert not (tmp_path / "hasil").exists()


def test_known_gaps_are_not_said_again_when_the_city_list_is_fed_back_in(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    assert run(["merge", listing(tmp_path), "--out", str(first), "--quiet", "--as-of", "2026-11-24"]) == 1
    assert run(["merge", str(first / "umkm_kota.csv"), "--out", str(second), "--quiet", "--as-of", "2026-11-24"]) == 0
    tables = [list(csv.DictReader((out / "umkm_kota.csv").open(encoding="utf-8"))) for out in (first, second)]
    assert tables[0] == tables[1]


def test_every_error_has_words() -> None:
    words = load_texts("cli")
    raised = re.compile(
        r'(?:UsageError|WriteError|NothingToDo|LedgerError|Locked|Guarded|RegistryError)\(\s*"([a-z-]+)"'
    )
    codes = {
        code
        for path in (ROOT / "umkm_clean").rglob("*.py")
        for code in raised.findall(path.read_text(encoding="utf-8"))
    }
    assert codes
    assert {code for code in codes if f"error.{code}" not in words} == set()
