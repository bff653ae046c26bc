"""Another city: its folder alone changes the form, the places and the rules; every command of `schema` on it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.builders import book
from umkm_clean.cli import run

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / "schemas" / "kota" / "contoh"
AS_OF = ["--as-of", "2026-11-24", "--quiet"]


def merged(folder: Path) -> list[dict[str, str]]:
    with (folder / "umkm_kota.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_other_form_on_its_own_lists(tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    assert run(["merge", str(ROOT / "sample_data" / "contoh"), "--kota", str(CITY), "--out", str(out), *AS_OF]) == 1
    rows = merged(out)
    assert {row["kecamatan"] for row in rows} == {"Utara", "Selatan"}
    assert {row["jenis_lapak"] for row in rows} <= {"kios", "tenda", "gerobak", ""}
    assert any(row["no_anggota"] for row in rows)
    assert "produk_unggulan" not in rows[0]
    found = [json.loads(line) for line in (out / "issues.jsonl").read_text(encoding="utf-8").splitlines()]
    severities = {line["code"]: line["severity"] for line in found}
    assert severities["ANG001"] == "error"
    assert severities["WJB003"] == "warning"


def test_a_scaffolded_city_merges_once_its_places_are_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "surabaya"
    assert run(["schema", "new", "3578", "--out", str(folder)]) == 0
    assert run(["schema", "check", str(folder)]) == 2
    path = folder / "wilayah.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    filled = [line.replace(".,,", f".1001,Kampung {number},", 1) for number, line in enumerate(lines)]
    path.write_text("\n".join([head, *filled]) + "\n", encoding="utf-8")
    assert run(["schema", "check", str(folder)]) == 0
    listing = tmp_path / "kampung.xlsx"
    book(
        listing,
        {
            "Data": """Nama Usaha | Nama Pemilik | NIK | Kelurahan
            Jahit Rapi | Suyono | 3578011208809001 | Kampung 3
            Soto Lamongan | Siti | 3578015208809002 | kampung 4"""
        },
    )
    out = tmp_path / "hasil"
    assert run(["merge", str(listing), "--kota", str(folder), "--out", str(out), *AS_OF]) == 0
    assert {row["kelurahan"] for row in merged(out)} == {"Kampung 3", "Kampung 4"}


@pytest.mark.parametrize("form", ["table-schema", "pandera"])
def test_export_names_the_fields_of_the_city(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "export", "--format", form, "--kota", str(CITY)]) == 0
    text = capsys.readouterr().out
    assert "no_anggota" in text
    assert "produk_unggulan" not in text
    if form == "pandera":
        compile(text, form, "exec")
    else:
        json.loads(text)


def test_export_gives_editors_the_shape_of_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "export", "--format", "json-schema"]) == 0
    text = capsys.readouterr().out
    assert json.loads(text)["$schema"].endswith("2020-12/schema")
    assert '"withholds"' in text


def test_words_off_a_list_are_proposed_to_a_person(tmp_path: Path) -> None:
    listing = tmp_path / "jati.xlsx"
    book(
        listing,
        {
            "Data": """Nama Usaha | Nama Pemilik | NIK | Kelurahan | Bentuk Usaha
            Jahit Rapi | Suyono | 3574011208809001 | Jati | Arisan Warga
            Soto Lamongan | Siti | 3574015208809002 | Jati | Arisan Warga
            Bakso Pak No | Noto | 3574012208809003 | Jati | CV"""
        },
    )
    out = tmp_path / "usulan.csv"
    assert run(["schema", "vocab", str(listing), "--out", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        proposed = [(row["field"], row["variant"], row["count"]) for row in csv.DictReader(lines)]
    assert ("bentuk_usaha", "Arisan Warga", "2") in proposed


def test_show_tells_where_a_value_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "show", "--kota", str(CITY)]) == 0
    lines = capsys.readouterr().out.splitlines()
    said = {line.split(" = ")[0]: line.rpartition("# ")[2] for line in lines if " = " in line}
    assert said["no_hp.kind"] == "umkm/fields.toml"
    assert said["no_hp.required"] == "kota/contoh/fields.toml"
    assert said["WJB003.severity"] == "kota/contoh/rules/kota.toml"
