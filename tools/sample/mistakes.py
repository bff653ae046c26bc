"""Mistakes as clerks make them: kind, fields, family of codes, how sure, how often.

`certain` mistakes are wrong beyond doubt; the others are suspicions, or spellings a careful reader can mend. Mistakes
that only few rows can carry have a higher weight, so that they are met at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.sample.cells import Fault
from tools.sample.slips import (
    PLACES,
    Maker,
    ambiguous_base,
    bad_luhn,
    broken_groups,
    decimal_accident,
    future_birth,
    huge,
    impossible_day,
    kbli_zero_lost,
    misspelt,
    nib_zero_lost,
    nik_date,
    nik_is_kk,
    nik_number,
    nik_other_birthday,
    nik_other_sex,
    nik_region,
    npwp_not_nik,
    one_of,
    other_kecamatan,
    phone_digits,
    phone_letter,
    phone_prefix,
    phone_scientific,
    pirt_expired,
    pirt_short,
    rt_as_date,
    swapped_date,
    swapped_point,
    unstored,
    wrong_total,
)

MONEY = ("omzet_bulanan", "omzet_tahunan", "omzet_harian", "modal")
ANYWHERE = ("no_hp", "alamat_usaha", "produk", "omzet_bulanan", "jenis_usaha", "rt", "tenaga_kerja_total")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A kind of mistake: the fields it may sit on, its family, whether it is beyond doubt, how often it is met."""

    kind: str
    fields: tuple[str, ...]
    family: str
    certain: bool
    weight: int
    make: Maker


MISTAKES = (
    Mistake("nik_15_angka", ("nik",), "NIK", True, 8, lambda s: s.nik[:7] + s.nik[8:]),
    Mistake("nik_17_angka", ("nik",), "NIK", True, 6, lambda s: s.nik[:9] + s.nik[8] + s.nik[9:]),
    Mistake("nik_huruf_o", ("nik",), "NIK", True, 4, lambda s: s.nik.replace("0", "O", 1) if "0" in s.nik else None),
    Mistake("nik_tanggal_mustahil", ("nik",), "NIK", True, 5, nik_date),
    Mistake("nik_wilayah_tak_dikenal", ("nik",), "NIK", True, 4, nik_region),
    Mistake("nik_contoh", ("nik",), "NIK", True, 4, one_of("1111111111111111", "1234567890123456", "3333333333333333")),
    Mistake("nik_nomor_0000", ("nik",), "NIK", True, 3, lambda s: s.swap(12, "0000")),
    Mistake("nik_terpotong_excel", ("nik",), "NIK", True, 5, nik_number),
    Mistake("nik_notasi_ilmiah", ("nik",), "NIK", True, 3, lambda s: f"{s.nik[0]},{s.nik[1:6]}E+15"),
    Mistake("nik_beda_tanggal_lahir", ("nik",), "NIK", False, 4, nik_other_birthday),
    Mistake("nik_beda_kelamin", ("nik",), "NIK", False, 3, nik_other_sex),
    Mistake("nik_nomor_kk", ("nik",), "NIK", False, 3, nik_is_kk),
    Mistake("nik_kosong", ("nik",), "WJB", True, 12, lambda s: ""),
    Mistake("nib_12_angka", ("nib",), "NIB", False, 3, nib_zero_lost),
    Mistake("nib_16_angka", ("nib",), "NIB", True, 3, lambda s: s.nik),
    Mistake("npwp_kurang_angka", ("npwp",), "NPW", True, 3, lambda s: bad_luhn(s)[:13]),
    Mistake("npwp_angka_periksa", ("npwp",), "NPW", False, 3, bad_luhn),
    Mistake("npwp_beda_nik", ("npwp",), "NPW", False, 3, npwp_not_nik),
    Mistake("hp_terlalu_pendek", ("no_hp",), "KON", True, 8, phone_digits(9)),
    Mistake("hp_terlalu_panjang", ("no_hp",), "KON", True, 6, phone_digits(15)),
    Mistake("hp_huruf_l", ("no_hp",), "KON", True, 4, phone_letter),
    Mistake("hp_notasi_ilmiah", ("no_hp",), "KON", True, 3, phone_scientific),
    Mistake("hp_awalan_tak_dikenal", ("no_hp",), "KON", False, 4, phone_prefix),
    Mistake("email_salah", ("email",), "KON", True, 4, one_of("bukuwarung.example.com", "siti@", "rina@@example.com")),
    Mistake("uang_pemisah_rusak", MONEY, "KEU", True, 6, broken_groups),
    Mistake("uang_bukan_angka", MONEY, "KIN", True, 4, one_of("tidak menentu", "lumayan", "cukup")),
    Mistake("uang_negatif", MONEY, "KEU", True, 3, one_of("-500000", "-1.500.000")),
    Mistake("uang_satuan_meragukan", MONEY, "KEU", False, 5, decimal_accident),
    Mistake("uang_terlalu_besar", MONEY, "KEU", False, 4, huge),
    Mistake("pekerja_beda_jumlah", ("tenaga_kerja_total",), "KEU", False, 5, wrong_total),
    Mistake(
        "pekerja_bukan_bilangan",
        ("tenaga_kerja_total", "tenaga_kerja_laki"),
        "KIN",
        True,
        3,
        one_of("banyak", "sekeluarga"),
    ),
    Mistake("pekerja_pecahan", ("tenaga_kerja_total",), "KIN", True, 2, one_of(1.5, 2.5)),
    Mistake("kelurahan_salah_eja", ("kelurahan",), "WIL", False, 6, misspelt),
    Mistake("kelurahan_rancu", ("kelurahan",), "WIL", True, 20, ambiguous_base),
    Mistake("kelurahan_kabupaten", ("kelurahan",), "WIL", True, 4, one_of(*PLACES["outside"])),
    Mistake("kelurahan_tak_dikenal", ("kelurahan",), "WIL", True, 3, one_of(*PLACES["unknown"])),
    Mistake("kelurahan_beda_kecamatan", ("kelurahan",), "WIL", True, 4, other_kecamatan),
    Mistake("rt_rw_jadi_tanggal", ("rt_rw",), "WIL", True, 4, rt_as_date),
    Mistake("rt_bukan_angka", ("rt",), "WIL", True, 3, one_of("sebelah masjid", "pasar")),
    Mistake("koordinat_terbalik", ("koordinat",), "WIL", False, 2, swapped_point),
    Mistake("koordinat_luar_kota", ("koordinat",), "WIL", False, 2, one_of("-6.175392, 106.827153")),
    Mistake("nama_usaha_kosong", ("nama_usaha",), "WJB", True, 6, lambda s: ""),
    Mistake("nama_pemilik_kosong", ("nama_pemilik",), "WJB", True, 5, lambda s: ""),
    Mistake("kedua_nama_kosong", ("nama_usaha+nama_pemilik",), "WJB", True, 3, lambda s: ""),
    Mistake("kbli_tak_dikenal", ("kbli",), "USH", True, 3, one_of("99999", "48000", "12345")),
    Mistake("kbli_4_angka", ("kbli",), "USH", False, 12, kbli_zero_lost),
    Mistake("kelamin_tak_terbaca", ("jenis_kelamin",), "KIN", True, 4, one_of("X", "B")),
    Mistake("skala_beda", ("skala_usaha_tertulis",), "USH", False, 4, one_of("Kecil", "Menengah")),
    Mistake("tanggal_mustahil", ("tanggal_lahir", "tempat_tanggal_lahir"), "WKT", True, 5, impossible_day),
    Mistake("tanggal_masa_depan", ("tanggal_lahir", "tempat_tanggal_lahir"), "WKT", True, 4, future_birth),
    Mistake("tanggal_tertukar", ("tanggal_lahir",), "WKT", False, 4, swapped_date),
    Mistake("tahun_masa_depan", ("tahun_berdiri",), "WKT", True, 4, one_of(2062, 2109, 2035)),
    Mistake("tahun_kurang_angka", ("tahun_berdiri",), "WKT", True, 3, one_of(201, 199, 202)),
    Mistake("tahun_sebelum_lahir", ("tahun_berdiri",), "WKT", False, 3, one_of(1931, 1945)),
    Mistake("pirt_panjang_salah", ("pirt",), "LGL", True, 4, pirt_short),
    Mistake("pirt_kedaluwarsa", ("pirt",), "LGL", False, 4, pirt_expired),
    Mistake("halal_salah", ("halal",), "LGL", False, 3, one_of("ID123", "KH-00012")),
    Mistake("sel_galat", ANYWHERE, "KIN", True, 8, one_of(Fault("#REF!"), Fault("#N/A"), Fault("#VALUE!"))),
    Mistake("rumus_tanpa_hasil", ("omzet_bulanan", "modal"), "KIN", True, 4, unstored),
)
SPECIAL = {  # made by `spoil.py` over several rows, or told by the twins
    "nik_disalin_ke_bawah": ("LNK", False),
    "nik_urut_tarikan": ("NIK", False),
    "nik_salah_ketik": ("LNK", False),
}
FAMILY = {**{m.kind: (m.family, m.certain) for m in MISTAKES}, **SPECIAL}
