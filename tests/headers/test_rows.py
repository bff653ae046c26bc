"""What each row is, totals, fills, places; and the sheets of one file together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.headers.page import from_rows
from tests.headers.testspec import spec
from umkm_clean import codes
from umkm_clean.headers import LayoutOptions, check_totals, explain_layout, understand
from umkm_clean.headers.totals import amount
from umkm_clean.model import RawSheet, Role, SheetLayout, letter

HEAD = ["NO", "NAMA USAHA", "NAMA PEMILIK", "NIK", "ALAMAT", "OMZET/BULAN"]
ROOT = Path(__file__).resolve().parents[2]


def body(count: int = 4) -> list[list[str]]:
    return [
        [str(n), f"Warung {n}", "Siti", f"357403520880900{n}", f"Jl. Mawar {n}", "1000000"] for n in range(1, count + 1)
    ]


def one(rows: list[list[str]], options: LayoutOptions | None = None, **raw: object) -> SheetLayout:
    return understand([from_rows(rows, **raw)], spec(), options)[0]  # type: ignore[arg-type]


def found_codes(*layouts: SheetLayout) -> set[str]:
    return {finding.code for layout in layouts for finding in layout.findings}


def test_a_business_called_total_is_data() -> None:
    rows = [HEAD, *body(), ["5", "Total", "", "", "", "500000"], ["JUMLAH", "", "", "", "", "4500000"]]
    roles = one(rows).roles
    assert roles[6] is Role.DATA
    assert roles[7] is Role.TOTAL


def test_total_that_disagrees_is_a_finding() -> None:
    table = one([HEAD, *body(), ["JUMLAH", "", "", "", "", "Rp 4.100.000"]]).tables[0]
    assert [(total.row, total.first, total.last) for total in table.totals] == [(6, 2, 5)]
    wrong = check_totals(table, {6: [1_000_000.0] * 4}, "Data")
    assert [(f.code, f.sheet, f.row, f.column, f.facts["counted"]) for f in wrong] == [
        (codes.HDR_TOTAL_DIFFERS, "Data", 6, 6, 4_000_000)
    ]
    assert not check_totals(table, {6: [1_025_000.0] * 4}, "Data")
    assert not check_totals(table, {6: [None] * 4}, "Data")


def test_total_in_thousands_agrees_in_either_unit() -> None:
    head = [*HEAD[:5], "OMZET/BULAN (Rp.000)"]
    rows = [[*row[:5], "1000"] for row in body()]
    table = one([head, *rows, ["JUMLAH", "", "", "", "", "4000"]]).tables[0]
    assert table.columns[5].unit == 1000
    assert not check_totals(table, {6: [1_000_000.0] * 4})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.500.000", 1.5e6),
        ("Rp 1.500.000,-", 1.5e6),
        ("1,500", 1500.0),
        ("12 orang", 12.0),
        ("1.500.000,00", 1.5e6),
        ("2,5 jt", None),
    ],
)
def test_amounts_of_totals(text: str, value: float | None) -> None:
    assert amount(text) == value


@pytest.mark.parametrize("label", [0, 1])
def test_a_total_whose_formulas_hold_no_result_is_a_total(label: int) -> None:
    total = ["", "", "", "=COUNTA(D2:D5)", "", "=SUM(F2:F5)"][: len(HEAD)]
    total[label] = "JUMLAH"
    assert one([HEAD, *body(), total]).roles[6] is Role.TOTAL


def test_dittos_chain_to_their_source_and_stop_at_blanks() -> None:
    rows = body(5)
    rows[1][4], rows[2][4], rows[3][4], rows[4][4] = '"', "sda", "", "idem"
    assert one([HEAD, *rows]).tables[0].fills == {(3, 5): 2, (4, 5): 2}


def test_hidden_rows_are_read_unless_asked() -> None:
    rows, hidden = [HEAD, *body()], frozenset({3, 4})
    read = one(rows, hidden_rows=hidden)
    assert len(read.tables[0].data_rows) == 4
    assert codes.HDR_HIDDEN_ROWS in found_codes(read)
    skipped = one(rows, LayoutOptions(skip_hidden=True), hidden_rows=hidden)
    assert skipped.tables[0].data_rows == (2, 5)
    assert skipped.roles[3] is Role.SKIPPED


def test_no_header_says_so_and_columns_help() -> None:
    plain = one(body())
    assert codes.HDR_NO_HEADER in found_codes(plain)
    assert set(plain.roles.values()) == {Role.DATA}
    named = one(
        body(), LayoutOptions(columns=("-", "nama_usaha", "Nama Pemilik", "nik", "alamat_usaha", "omzet_bulanan"))
    )
    assert [c.field for c in named.tables[0].columns] == [
        None,
        "nama_usaha",
        "nama_pemilik",
        "nik",
        "alamat_usaha",
        "omzet_bulanan",
    ]
    assert codes.HDR_NO_HEADER not in found_codes(named)


def test_no_data_sheet_is_an_error_and_the_only_thing_said() -> None:
    layouts = understand([from_rows([["LAPORAN"], ["Kota Probolinggo"]]), from_rows([], name="Kosong")], spec())
    assert [finding.code for layout in layouts for finding in layout.findings] == [codes.HDR_NO_DATA_SHEET]


def test_sheet_option() -> None:
    sheets = [from_rows([HEAD, *body()], name=name) for name in ("A", "B")]
    layouts = understand(sheets, spec(), LayoutOptions(sheet="b"))
    assert [len(layout.tables) for layout in layouts] == [0, 1]
    assert codes.HDR_SHEET_NOT_THERE in found_codes(*understand(sheets, spec(), LayoutOptions(sheet="C")))


def test_a_copy_is_left_out_a_corrected_copy_is_not() -> None:
    first, corrected = from_rows([HEAD, *body()], name="final"), body()
    copy = understand([first, from_rows([HEAD, *body()], name="final (2)")], spec())
    assert [bool(layout.tables) for layout in copy] == [True, False]
    assert codes.HDR_SHEET_REPEATED in found_codes(*copy)
    corrected[0][4] = "Jl. Melati 9"
    both = understand([first, from_rows([HEAD, *corrected], name="final (2)")], spec())
    assert [bool(layout.tables) for layout in both] == [True, True]


@pytest.mark.parametrize(
    ("title", "sheet", "file", "place"),
    [
        ("DATA UMKM KELURAHAN MAYANGAN", "Sheet1", "umkm.xlsx", "Mayangan"),
        ("DATA UMKM KECAMATAN MAYANGAN", "Sheet1", "umkm.xlsx", None),
        ("DATA UMKM MAYANGAN", "Sheet1", "umkm.xlsx", None),
        ("DATA UMKM", "Kel. Jati", "umkm.xlsx", "Jati"),
        ("DATA UMKM", "Sheet1", "kirim/data_umkm_kebonsari_kulon.xlsx", "Kebonsari Kulon"),
        ("KELURAHAN KEDUNGASEM", "Sheet1", "umkm.xlsx", "Kedung Asem"),
    ],
)
def test_place(title: str, sheet: str, file: str, place: str | None) -> None:
    found = one([[title], HEAD, *body()], name=sheet, file=file)
    assert found.tables[0].context.get("kelurahan", (None,))[0] == place
    assert ("kelurahan" in found.tables[0].missing_fields) == (place is None)


def test_place_of_title_and_file_disagree() -> None:
    found = one([["DATA UMKM KELURAHAN JATI"], HEAD, *body()], file="umkm_sukabumi.xlsx")
    assert found.tables[0].context["kelurahan"][0] == "Jati"
    assert codes.HDR_PLACE_DIFFERS in found_codes(found)


def test_kecamatan_name_from_a_file_is_a_warning() -> None:
    found = one([HEAD, *body()], file="mayangan.xlsx")
    assert found.tables[0].context["kelurahan"][0] == "Mayangan"
    assert codes.HDR_PLACE_SHARED in found_codes(found)


def test_every_held_row_has_a_role_whatever_it_holds() -> None:
    rows = [["x"], [" ", ""], ["=A1", "#REF!"], [], HEAD, ["", "", "", "", "", "9"], *body(), ["\u00a0"], ["NIP. 1970"]]
    raw: RawSheet = from_rows(rows)
    held = tuple(number for number, texts in enumerate(rows, 1) if any(texts))
    raw = from_rows(rows, held_rows=held)
    assert set(understand([raw], spec())[0].roles) == set(held)


def test_explain_names_header_columns_and_rows_left_out() -> None:
    facts = explain_layout([one([["DATA UMKM KELURAHAN JATI"], HEAD, *body(), ["JUMLAH", "", "", "", "", "4000000"]])])
    assert [(f.rows, f.count) for f in facts if f.what == "data"] == [("3–6", 4)]
    assert ("D", "nik") in [(f.column, f.field) for f in facts if f.what == "column"]
    assert {(f.role, f.rows) for f in facts if f.what == "layout"} == {
        (Role.TITLE, "1"),
        (Role.HEADER, "2"),
        (Role.TOTAL, "7"),
    }


def test_sample_workbooks_are_understood_as_they_were_built() -> None:
    from umkm_clean.read import read_files

    truth = json.loads((ROOT / "sample_data/truth/files.json").read_text(encoding="utf-8"))
    wrong: list[str] = []
    paths = [str(ROOT / "sample_data/kelurahan" / file["file"]) for file in truth]
    for file, raw in zip(truth, read_files(paths, jobs=2), strict=True):
        for layout in understand(raw.sheets, spec()):
            sheet = next(known for known in file["sheets"] if known["name"] == layout.sheet)
            roles = {row: role for role, spans in sheet["roles"].items() for a, b in spans for row in range(a, b + 1)}
            wrong += [f"{file['file']} row {row}" for row, role in layout.roles.items() if roles.get(row) != role.value]
            for known, table in zip(sheet["tables"], layout.tables, strict=False):
                got = {letter(c.column): c.field for c in table.columns}
                wrong += [f"{file['file']} {at}" for at, c in known["columns"].items() if got.get(at) != c["field"]]
    assert not wrong
