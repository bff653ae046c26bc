"""`benchmarks/linking.py --csv`: any table, any spec, exactly four columns out."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from benchmarks.linking import main
from tests.link.rows import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GENERIC = ROOT / "benchmarks" / "specs" / "generic.toml"
FEBRL = ROOT / "benchmarks" / "specs" / "febrl.toml"
PLACES = [
    f"{name} {kind}" for name in ("Anggrek", "Mawar", "Kenanga", "Dahlia", "Teratai") for kind in ("Jaya", "Abadi")
]


def shops(headings: str) -> str:
    """Ten shops, two of them written twice."""
    rows = [f"{n},{name},Jl. Veteran {n + 3},Malang,0341-55{n}12{n}" for n, name in enumerate(PLACES)]
    rows += [
        "10,ANGGREK JAYA,Jalan Veteran 3,Malang,(0341) 550120",
        "11,Dahlia  Abdai,Veteran No. 10,Malang,0341 557127",
    ]
    return "\n".join([headings, *rows]) + "\n"


def linked(folder: Path, text: str, spec: Path = GENERIC) -> tuple[int, list[list[str]]]:
    """Exit code and lines of the pairs."""
    table, out = folder / "tabel.csv", folder / "pairs.csv"
    table.write_text(text, encoding="utf-8")
    code = main(["--csv", str(table), "--link", str(spec), "--out", str(out)])
    return code, list(csv.reader(out.open(encoding="utf-8"))) if out.exists() else []


def test_pairs_have_four_columns_and_the_tables_own_ids(tmp_path: Path) -> None:
    code, lines = linked(tmp_path, shops("id,name,address,city,phone"))
    assert code == 0
    assert lines[0] == ["id_a", "id_b", "score", "cluster"]
    assert {tuple(line[:2]) for line in lines[1:]} == {("0", "10"), ("7", "11")}
    assert all(0 <= float(line[2]) <= 1 for line in lines[1:])


def test_other_headings_in_another_order_are_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shops("id,Nama Usaha,Alamat,Kota,No HP")
    turned = "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines()) + "\n"
    code, lines = linked(tmp_path, turned)
    assert code == 0
    assert {tuple(line[:2]) for line in lines[1:]} == {("0", "10"), ("7", "11")}
    assert "Nama Usaha as name" in capsys.readouterr().err


def test_missing_columns_are_named_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = linked(tmp_path, "rec_id,given_name,surname\na,siti,aminah\nb,siti,aminah\nc,budi,santoso\n", FEBRL)
    assert code == 0
    assert "tabel.csv has no column address_1, street_number" in capsys.readouterr().err


def test_a_table_with_nothing_to_compare_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = linked(tmp_path, "id,cluster\n1,2\n2,2\n", FEBRL)
    assert (code, lines) == (2, [])
    said = capsys.readouterr().err
    assert "none of the columns that febrl compares" in said
    assert said.count("\n") == 1


def test_a_label_left_in_the_table_is_no_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "id,name,true_id\n1,Siti Aminah,satu\n2,Budi Santoso,satu\n3,Rahmat Hidayat,dua\n"
    code, lines = linked(tmp_path, text)
    assert (code, len(lines)) == (0, 1)
    assert "one text" not in capsys.readouterr().err


def test_settings_are_written_for_splink_itself(tmp_path: Path) -> None:
    out = tmp_path / "splink.json"
    assert main(["--link", str(ROOT / "schemas" / "umkm" / "link.toml"), "--settings", str(out)]) == 0
    settings = json.loads(out.read_text(encoding="utf-8"))
    assert settings["link_type"] == "dedupe_only"
    assert "l.kunci_nik = r.kunci_nik" in settings["blocking_rules_to_generate_predictions"]
    macros = out.with_suffix(".sql").read_text(encoding="utf-8")
    called = {name for name in ("kata_sama", "kata_bersama") if name in out.read_text(encoding="utf-8")}
    assert called
    assert all(f"CREATE MACRO {name}(" in macros for name in called)
