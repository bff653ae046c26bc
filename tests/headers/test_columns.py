"""Which column is which field: words, doubts, values, duplicates, ticks."""

from __future__ import annotations

import pytest

from tests.headers.page import from_rows
from tests.headers.testspec import spec
from umkm_clean import codes
from umkm_clean.headers import LayoutOptions, understand
from umkm_clean.headers.lexicon import lexicon_for
from umkm_clean.headers.match import Matcher
from umkm_clean.model import Evidence, SheetLayout


def layout(rows: list[list[str]], **options: object) -> SheetLayout:
    return understand([from_rows(rows)], spec(), LayoutOptions(**options))[0]  # type: ignore[arg-type]


def fields(found: SheetLayout) -> list[str | None]:
    return [column.field for column in found.tables[0].columns]


def said(found: SheetLayout, code: str) -> list[str | None]:
    return [finding.header for finding in found.findings if finding.code == code]


@pytest.mark.parametrize(
    ("path", "field", "unit", "period"),
    [
        (("N I K",), "nik", 1, None),
        (("NO. HP/WA",), "no_hp", 1, None),
        (("Nama Pemlik",), "nama_pemilik", 1, None),
        (("TENAGA KERJA (ORANG)", "L"), "tenaga_kerja_laki", 1, None),
        (("DATA USAHA", "TENAGA KERJA", "P", "(orang)"), "tenaga_kerja_perempuan", 1, None),
        (("NOMOR", "KBLI"), "kbli", 1, None),
        (("DATA PEMILIK", "NAMA"), "nama_pemilik", 1, None),
        (("Omzet /Bulan",), "omzet_bulanan", 1, "bulan"),
        (("OMZET (Rp.000)",), "omzet", 1000, None),
        (("Modal (dalam juta)",), "modal", 1_000_000, None),
        (("LONGTITUDE",), "longitude", 1, None),
        (("a. Nama\nUsaha *",), "nama_usaha", 1, None),
        (("RT / RW / Dusun",), "rt_rw", 1, None),
        (("#",), "no_urut", 1, None),
        (("NIK KOPERASI",), None, 1, None),
        (("NIK Petugas",), None, 1, None),
        (("NIK (Petugas)",), None, 1, None),
        (("NO DAN IZIN USAHA",), None, 1, None),
        (("KAPASITAS PRODUKSI", "JUMLAH"), None, 1, None),
        (("nama_usaha_a",), None, 1, None),
        (("NIL",), None, 1, None),
    ],
)
def test_words(path: tuple[str, ...], field: str | None, unit: int, period: str | None) -> None:
    found = Matcher(lexicon_for(spec())).match(path)
    assert found.field == field
    if field:
        assert (found.unit, found.period) == (unit, period)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("Siapa nama pemilik usaha?", "nama_pemilik"),
        ("Apa nama usaha Anda?", "nama_usaha"),
        ("Di mana alamat usaha Bapak/Ibu?", "alamat_usaha"),
        ("Berapa omzet per bulan?", "omzet_bulanan"),
        ("Berapa jumlah tenaga kerja laki-laki?", "tenaga_kerja_laki"),
        ("Mohon isi nomor HP yang aktif (WA)", "no_hp"),
        ("Tahun berapa usaha didirikan?", "tahun_berdiri"),
        ("Berdiri", "tahun_berdiri"),
        ("Produk apa yang dijual?", "produk"),
        ("Apakah sudah memiliki sertifikat halal?", "halal"),
        ("Nama Ibu Kandung", None),
        ("Apa kendala usaha Anda?", None),
        ("Apakah memiliki usaha lain?", None),
    ],
)
def test_headings_of_an_online_form_are_questions(asked: str, field: str | None) -> None:
    assert Matcher(lexicon_for(spec())).match((asked,)).field == field


def test_one_number_among_many_not_yet_makes_it_a_column_of_numbers() -> None:
    head = ["Nama Pemilik", "Nama Usaha", "NIB", "Sudah punya P-IRT?"]
    rows = [[f"Siti Aminah {at}", f"Warung {at}", "belum ada", "sudah"] for at in "abcdefgh"]
    rows[5][2] = "9120001234567"
    assert fields(layout([head, *rows])) == ["nama_pemilik", "nama_usaha", "nib", None]


def test_a_count_that_does_not_say_of_what_is_asked() -> None:
    head = ["Nama Pemilik", "Nama Usaha", "Alamat", "Jumlah"]
    rows = [[f"Siti Aminah {at}", f"Warung {at}", f"Jl. Mawar {n}", f"{n}"] for n, at in enumerate("abcdefgh", 1)]
    assert said(layout([head, *rows]), codes.HDR_DOUBTFUL) == ["Jumlah"]


def test_short_numbers_are_never_taken_for_each_other() -> None:
    matcher = Matcher(lexicon_for(spec()))
    for wrong in ("NIB", "NKK", "NIP"):
        assert matcher.match((f"No. {wrong} Pemilik",)).field != "nik"


def test_own_dataset_comes_back_as_itself() -> None:
    names = [name for name, given in spec().fields.items() if given.output]
    values = [given.example or "x" for given in spec().fields.values() if given.output]
    assert fields(layout([names, values])) == names


def test_doubtful_headers_are_settled_by_content() -> None:
    head = ["NO", "NAMA", "USAHA", "NIB", "HALAL", "STATUS", "TAHUN", "KATEGORI", "JUMLAH", "KONTAK"]
    rows = [
        ["1", "Siti Aminah", "Warung Bu Siti", "ada", "ya", "Kawin", "2026", "Mikro", "2", "081234567890"],
        ["2", "Budi Santoso", "Toko Makmur", "tidak", "tidak", "Belum Kawin", "2026", "Kecil", "3", "081234567891"],
        ["3", "Ani Lestari", "Keripik Ani", "ada", "ya", "Kawin", "2026", "Mikro", "1", "081234567892"],
    ]
    expected = ["no_urut", "nama_pemilik", "nama_usaha", None, "halal", None, None, "skala_usaha_tertulis"]
    assert fields(layout([head, *rows])) == [*expected, "tenaga_kerja_total", "no_hp"]


def test_same_field_twice_is_said_and_the_filled_one_wins() -> None:
    rows = [["NO", "NAMA USAHA", "NIK", "NIK", "NO HP", "NO WA"]]
    rows += [[str(n), f"Warung {n}", "", f"357403520880900{n}", "081234567890", "081234567891"] for n in range(1, 5)]
    found = layout(rows)
    assert fields(found) == ["no_urut", "nama_usaha", None, "nik", "no_hp", "no_hp"]
    assert said(found, codes.HDR_TWICE) == ["NIK"]


def test_swapped_headers_are_said_not_corrected() -> None:
    rows = [["NO", "NAMA USAHA", "NIK", "NO HP"]]
    rows += [[str(n), f"Warung {n}", f"08123456789{n}", f"357403520880900{n}"] for n in range(1, 5)]
    found = layout(rows)
    assert fields(found) == ["no_urut", "nama_usaha", "nik", "no_hp"]
    assert said(found, codes.HDR_CONTENT_DIFFERS) == ["NIK", "NO HP"]


def test_unknown_header_over_nik_is_told_by_its_values() -> None:
    rows = [["NO", "NAMA USAHA", "Pengenal"]]
    rows += [[str(n), f"Warung {n}", f"357403520880900{n}"] for n in range(1, 5)]
    found = layout(rows)
    assert fields(found)[2] == "nik"
    assert found.tables[0].columns[2].evidence is Evidence.CONTENT
    assert said(found, codes.HDR_BY_CONTENT) == ["Pengenal"]


def test_columns_of_ticks_are_the_choice_they_tick() -> None:
    rows = [
        ["NO", "NAMA USAHA", "JENIS KELAMIN", "", "MIKRO", "KECIL"],
        ["", "", "L", "P", "", ""],
        ["1", "Warung Siti", "", "v", "v", ""],
        ["2", "Toko Budi", "√", "", "", "v"],
    ]
    found = layout(rows)
    assert fields(found)[2:] == ["jenis_kelamin", "jenis_kelamin", "skala_usaha_tertulis", "skala_usaha_tertulis"]
    assert found.tables[0].fills == {(3, 4): 2, (3, 5): 1, (4, 3): 2, (4, 6): 1}


def test_counts_under_l_and_p_are_workers_not_ticks() -> None:
    rows = [
        ["NO", "NAMA USAHA", "TENAGA KERJA", ""],
        ["", "", "L", "P"],
        ["1", "Warung", "1", "1"],
        ["2", "Toko", "1", ""],
    ]
    found = layout(rows)
    assert fields(found)[2:] == ["tenaga_kerja_laki", "tenaga_kerja_perempuan"]
    assert not found.tables[0].fills


def test_city_mapping_is_given_evidence() -> None:
    found = layout(
        [["NO", "Lapak", "Juragan"], ["1", "Warung", "Siti"]],
        mapping={"lapak": "nama_usaha", "JURAGAN": "nama_pemilik"},
    )
    assert [(c.field, c.evidence) for c in found.tables[0].columns[1:]] == [
        ("nama_usaha", Evidence.GIVEN),
        ("nama_pemilik", Evidence.GIVEN),
    ]
