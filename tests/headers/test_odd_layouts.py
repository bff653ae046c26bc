"""Layouts as clerks make them that no pattern of the corpus holds: read right, or said in words that help."""

from __future__ import annotations

import pytest

from tests.headers.page import Page, from_rows
from tests.headers.testspec import spec
from umkm_clean import codes
from umkm_clean.headers import explain_layout, understand
from umkm_clean.model import Area, RawSheet, Role, SheetLayout

HEAD = ["No", "Nama Usaha", "Nama Pemilik", "NIK", "Alamat"]


def body(count: int = 4, first: int = 1) -> list[list[str]]:
    return [
        [str(n), f"Warung {n}", "Siti", f"357403520880900{n}", f"Jl. Mawar {n}"] for n in range(first, first + count)
    ]


def one(rows: list[list[str]], **raw: object) -> SheetLayout:
    return understand([from_rows(rows, **raw)], spec())[0]  # type: ignore[arg-type]


def of_role(layout: SheetLayout, role: Role) -> list[int]:
    return [row for row, given in layout.roles.items() if given is role]


def said(*layouts: SheetLayout) -> list[str]:
    return [finding.code for layout in layouts for finding in layout.findings]


@pytest.mark.parametrize(
    "headings", [[["", "MINUMAN"], ["", "Kerajinan tangan"]], [["I", "KULINER"], ["II", "JASA"]], [["", "MINUMAN"]]]
)
def test_headings_of_groups_in_words_of_their_own(headings: list[list[str]]) -> None:
    rows = [HEAD]
    for heading in headings:
        rows += [heading, *body()]
    found = one(rows, name="Kel. Jati")
    assert of_role(found, Role.TITLE) == list(range(2, len(rows), 5))
    assert codes.HDR_GROUPS in said(found)


def test_a_lone_name_among_numbered_rows_stays_data_where_numbers_run_on() -> None:
    found = one([HEAD, *body(4), ["", "Warung Baru"], *body(3, first=5)], name="Kel. Jati")
    assert found.roles[6] is Role.DATA
    assert codes.HDR_GROUPS not in said(found)


def test_two_lone_names_at_the_end_stay_data() -> None:
    found = one([HEAD, *body(4), ["", "Warung Baru"], ["", "Warung Lama"]], name="Kel. Jati")
    assert len(found.tables[0].data_rows) == 6


def test_a_row_of_instructions_is_told_by_words_where_numbers_belong() -> None:
    head = [*HEAD, "No HP", "Omzet per bulan"]
    rows = [[*row, "081234567890", "5000000"] for row in body()]
    told = ["", "seperti di spanduk", "seperti di KTP", "16 angka", "jalan dan RT", "yang masih aktif", "dalam rupiah"]
    assert of_role(one([head, told, *rows], name="Kel. Jati"), Role.NOTE) == [2]
    first = ["", "Warung 0", "Siti", "belum punya", "Jl. Mawar 9", "tidak ada", ""]
    assert one([head, first, *rows], name="Kel. Jati").roles[2] is Role.DATA


def test_rows_of_strokes_and_dots_are_no_data() -> None:
    found = one([HEAD, *body(), ["-"] * 5, ["…", "...", "...", "…", "..."]], name="Kel. Jati")
    assert of_role(found, Role.NOTE) == [6, 7]
    assert codes.HDR_NUMBERED_ONLY in said(found)


def test_the_second_line_of_an_address_is_no_heading_and_is_said() -> None:
    rows = body()
    rows.insert(2, ["", "", "", "", "RT 02 RW 07"])
    found = one([HEAD, *rows], name="Kel. Jati")
    assert len(found.tables) == 1
    assert "rw" not in found.tables[0].context
    (finding,) = [finding for finding in found.findings if finding.code == codes.HDR_BETWEEN]
    assert finding.facts["rows"] == "4"


def test_a_total_of_a_kelurahan_by_its_short_word() -> None:
    rows = [HEAD, ["KELURAHAN JATI"], *body(), ["", "JUMLAH KEL. JATI", "4"]]
    assert of_role(one(rows), Role.TOTAL) == [7]


def test_years_may_stand_in_a_header() -> None:
    found = one([[*HEAD[:4], "2023", "2024", "2025"], *[[*row[:4], "1", "2", "3"] for row in body()]], name="Kel. Jati")
    assert found.tables[0].header_rows == (1,)


def test_of_the_same_amount_for_several_years_the_latest_is_used() -> None:
    head = [*HEAD, "Omzet 2023", "Omzet 2024", "Omzet 2025"]
    found = one([head, *[[*row, "9000000", "8000000", "7000000"] for row in body()]], name="Kel. Jati")
    assert [made.header for made in found.tables[0].columns if (made.field or "").startswith("omzet")] == ["Omzet 2025"]


def test_a_second_table_beside_the_first_is_said_once() -> None:
    found = one([["", *HEAD, "", *HEAD], *[["", *row, "", *row] for row in body()]], name="Kel. Jati")
    assert said(found) == [codes.HDR_SIDE_BY_SIDE]
    assert [made.field for made in found.tables[0].columns if made.column > 6] == [None] * 5


def test_a_recap_beside_the_table_is_no_part_of_it() -> None:
    recap = [["Kuliner", "3"], ["Jasa", "1"], ["", ""], ["", ""], ["", ""], ["", ""]]
    rows = [[*HEAD, "", "Rekap", "Jumlah"], *[[*row, "", *side] for row, side in zip(body(6), recap, strict=True)]]
    found = one(rows, name="Kel. Jati")
    assert [made.field for made in found.tables[0].columns if made.column > 5] == [None, None]


def test_a_kelurahan_merged_down_beside_the_table() -> None:
    page = Page("Sheet1")
    page.line(1, ["", *HEAD], "")
    for at, row in enumerate(body(), 2):
        page.line(at, ["KELURAHAN SUKABUMI" if at == 2 else "", *row], "")
    page.merged.append(Area(2, 1, 5, 1))
    table = understand([page.sheet(0)], spec())[0].tables[0]
    assert table.columns[0].field == "kelurahan"
    assert sorted(table.fills) == [(3, 1), (4, 1), (5, 1)]


def test_the_kelurahan_of_the_cover_holds_for_a_sheet_without_one() -> None:
    cover = from_rows([["LAPORAN UMKM"], ["KELURAHAN JREBENG WETAN"], ["KECAMATAN KEDOPOK"]], name="Sampul")
    data = from_rows([HEAD, *body()], name="Sheet2")
    assert understand([cover, data], spec())[1].tables[0].context["kelurahan"][0] == "Jrebeng Wetan"
    help_ = from_rows([["Contoh: Kelurahan Jati"]], name="Petunjuk")
    assert "kelurahan" not in understand([help_, data], spec())[1].tables[0].context
    lists = from_rows([["Kelurahan Jati"], ["Kelurahan Pilang"]], name="Daftar")
    assert "kelurahan" not in understand([lists, data], spec())[1].tables[0].context


def test_of_two_sheets_with_the_same_rows_the_fuller_one_is_read_with_the_place_of_the_other() -> None:
    plain = from_rows([HEAD, *body()], name="Kel. Sukabumi")
    fuller = from_rows([[*HEAD, "No HP"], *[[*row, "081234567890"] for row in body()]], name="FINAL")
    part = from_rows([HEAD, *body(2)], name="cetak")
    layouts = understand([plain, fuller, part], spec())
    assert [bool(layout.tables) for layout in layouts] == [False, True, False]
    assert layouts[1].tables[0].context["kelurahan"][0] == "Sukabumi"
    assert said(*layouts) == [codes.HDR_SHEET_REPEATED, codes.HDR_SHEET_REPEATED]
    assert {finding.facts["other"] for layout in layouts for finding in layout.findings} == {"FINAL"}


@pytest.mark.parametrize("sign", ["\t", ";", ",", " | ", "    "])
def test_a_table_pasted_into_one_column_is_said_instead_of_no_table(sign: str) -> None:
    found = one([["DATA UMKM"], *[[sign.join(row)] for row in [HEAD, *body()]]])
    assert [(finding.code, finding.column, finding.row) for finding in found.findings] == [(codes.HDR_ONE_COLUMN, 1, 2)]
    assert found.findings[0].facts["rows"] == 4


def test_one_column_of_plain_texts_is_no_pasted_table() -> None:
    assert said(one([["Nama Usaha"], *[[f"Warung {n}, Jl. Mawar, Jati"] for n in range(5)]])) == [
        codes.HDR_NO_DATA_SHEET
    ]


def sideways() -> RawSheet:
    return from_rows([list(cells) for cells in zip(HEAD, *body(), strict=True)])


def test_fields_below_each_other_are_said_unless_another_sheet_is_read() -> None:
    form = from_rows([[label, ":", text] for row in body(2) for label, text in zip(HEAD[1:], row[1:], strict=True)])
    for sheet in (sideways(), form):
        assert said(*understand([sheet], spec())) == [codes.HDR_SIDEWAYS]
    data = from_rows([HEAD, *body()], name="Kel. Jati")
    assert codes.HDR_SIDEWAYS not in said(*understand([data, sideways()], spec()))


PEOPLE = ["Siti Rahayu", "Agus Santoso", "Dewi Lestari", "Bambang Hadi", "Rina Utami", "Eko Prasetyo"]
SHOPS = ["Warung Bu Siti", "Toko Makmur", "Bakso Pak Agus", "Keripik Dewi", "Laundry Rina", "Bengkel Jaya"]


def unnamed(header: list[str]) -> list[list[str]]:
    streets = [f"Jl. Mawar No. {n} RT 2" for n in range(6)]
    niks = [f"357403520880900{n}" for n in range(6)]
    lines = [list(cells) for cells in zip("123456", SHOPS, PEOPLE, niks, streets, strict=True)]
    return [header, *lines] if header else lines


def test_columns_under_words_of_its_own_are_told_by_how_their_values_sound() -> None:
    found = one(unnamed(["Urutan", "Sebutan lapak", "Yang punya", "NIK", "Di mana"]), name="Kel. Jati")
    fields = [made.field for made in found.tables[0].columns]
    assert fields == ["no_urut", "nama_usaha", "nama_pemilik", "nik", "alamat_usaha"]
    assert said(found).count(codes.HDR_BY_CONTENT) == 3


def test_names_of_others_are_not_the_owner() -> None:
    found = one(unnamed(["Urutan", "Nama Usaha", "Petugas", "NIK", "Alamat"]), name="Kel. Jati")
    assert [made.field for made in found.tables[0].columns][2] is None


def test_without_a_header_names_are_only_proposed() -> None:
    found = one(unnamed([]), name="Kel. Jati")
    assert [made.field for made in found.tables[0].columns] == ["no_urut", None, None, "nik", None]
    (finding,) = found.findings
    assert finding.code == codes.HDR_NO_HEADER
    assert finding.facts["columns"] == "no_urut,nama_usaha,nama_pemilik,nik,alamat_usaha"


def test_the_explanation_names_a_header_once_and_sheets_that_repeat() -> None:
    rows = [HEAD, ["RT 01 RW 02"], *body(3), ["RT 02 RW 02"], *body(3)]
    sheet = from_rows(rows, name="Kel. Jati")
    facts = explain_layout(understand([sheet, from_rows(rows, name="salinan")], spec()))
    assert [(fact.what, fact.detail) for fact in facts if fact.what in ("header", "repeated")] == [
        ("header", ""),
        ("repeated", "Kel. Jati"),
    ]
    assert [fact.detail for fact in facts if fact.field == "rt"] == ["1", "2"]
    assert [fact.detail for fact in facts if fact.field == "rw"] == ["2"]
    bare = explain_layout([one(unnamed([]))])
    assert [fact.what for fact in bare][:2] == ["sheet", "no-header"]
