"""The empty form: what it offers, how it prints, and that it is accepted once it is filled in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from umkm_clean.cli import run
from umkm_clean.report.template import FIRST, write_template
from umkm_clean.spec import load

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-11-24"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "formulir.xlsx"
    write_template(str(path), load(), None, "id")
    return path


def fill(form: Path, path: Path, rows: int = 3) -> Path:
    """The form with a few businesses typed in, each field as its example says."""
    book = openpyxl.load_workbook(form)
    sheet, spec = book["Data"], load()
    named = {spec.fields[name].label["id"]: name for name in spec.fields}
    for cell in sheet[1]:
        field = spec.fields[named[cell.value]]
        for number in range(rows):
            value = field.example
            if field.kind in ("money", "count"):
                value = int(value)
            elif field.name == "no_urut":
                value = str(number + 1)
            elif field.name in ("nik", "npwp"):
                value = f"{field.example[:-1]}{1 + 3 * number}"
            elif field.name in ("nama_usaha", "nama_pemilik"):
                value = f"{field.example} {'ABC'[number]}"
            elif field.name == "nib":
                value = f"{field.example[:-1]}{1 + 3 * number}"
            sheet.cell(FIRST + number, cell.column).value = value
    book.save(path)
    return path


def found(path: Path, report: Path) -> tuple[int, list[dict[str, object]]]:
    code = run(["validate", str(path), "--quiet", "--as-of", AS_OF, "--report", str(report)])
    return code, [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def test_untouched_it_holds_no_data(form: Path) -> None:
    assert run(["validate", str(form), "--quiet", "--as-of", AS_OF]) == 5


def test_filled_in_it_has_no_finding(form: Path, tmp_path: Path) -> None:
    code, lines = found(fill(form, tmp_path / "isi.xlsx"), tmp_path / "temuan.jsonl")
    assert code == 0
    assert [line for line in lines if line["severity"] != "info"] == []


def test_a_business_typed_over_the_example_counts_though_the_word_is_left_standing(form: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["Data"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for label, value in {
        "Nama Usaha": "Rengginang Bu Tatik",
        "Nama Pemilik": "Tatik",
        "NIK": "3574026304850002",
    }.items():
        sheet.cell(FIRST - 1, at[label]).value = value
    book.save(tmp_path / "isi.xlsx")
    report = tmp_path / "hasil.json"
    run(["validate", str(tmp_path / "isi.xlsx"), "--quiet", "--as-of", AS_OF, "--report", str(report)])
    assert json.loads(report.read_text(encoding="utf-8"))["totals"]["kept"] == 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_saved_by_libreoffice_it_has_no_finding(form: Path, tmp_path: Path) -> None:
    filled = fill(form, tmp_path / "isi.xlsx")
    out = tmp_path / "lo"
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(filled)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    code, lines = found(out / "isi.xlsx", tmp_path / "temuan.jsonl")
    assert code == 0
    assert [line for line in lines if line["severity"] != "info"] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_it_prints_on_a_few_pages(form: Path, tmp_path: Path) -> None:
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(form)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "formulir.pdf").read_bytes())
    assert len(pages) <= 6  # the form 3, its guide 2, the choices 1


def test_every_sheet_is_fitted_to_a4_paper(form: Path) -> None:
    for sheet in openpyxl.load_workbook(form):
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # one is the default; the form itself would be too small to read
        assert sheet.page_setup.fitToWidth == (3 if sheet.title == "Data" else None)
        assert sheet.page_setup.fitToHeight == 0


def test_numbers_that_are_names_are_text_with_a_rule(form: Path) -> None:
    sheet, spec = openpyxl.load_workbook(form)["Data"], load()
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    for name, length in (("nik", 16), ("nib", 13), ("no_kk", 16)):
        letter = columns[spec.fields[name].label["id"]]
        cell = f"{letter}{FIRST}"
        assert sheet.column_dimensions[letter].number_format == "@"
        assert rules[cell].formula1 == f"AND(ISNUMBER(--{cell}),OR(LEN({cell})={length}))"
        assert rules[cell].errorStyle == "warning"
        assert rules[cell].prompt


def test_the_kelurahan_offered_follow_the_kecamatan(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["Data"]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    rule = rules[f"{columns['Kelurahan']}{FIRST}"]
    assert rule.type == "list"
    assert f'INDIRECT("kec_"&SUBSTITUTE(${columns["Kecamatan"]}{FIRST}' in rule.formula1
    spec = load()
    for kecamatan in {place.kecamatan for place in spec.city.places}:
        area = book.defined_names[f"kec_{kecamatan}"].attr_text.removeprefix("Pilihan!").replace("$", "")
        offered = {cell.value for row in book["Pilihan"][area] for cell in row}
        assert offered == {place.kelurahan for place in spec.city.places if place.kecamatan == kecamatan}


def test_the_form_of_one_kelurahan_offers_that_one(tmp_path: Path) -> None:
    path = tmp_path / "jati.xlsx"
    write_template(str(path), load(), "Jati", "id")
    sheet = openpyxl.load_workbook(path)["Data"]
    assert '"Jati"' in [rule.formula1 for rule in sheet.data_validations.dataValidation]


def test_the_form_of_another_city_has_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "contoh.xlsx"
    write_template(str(path), load("contoh"), None, "en")
    labels = [cell.value for cell in openpyxl.load_workbook(path)["Data"][1]]
    assert "Cooperative Member Number" in labels
    assert "Leading Product" not in labels
