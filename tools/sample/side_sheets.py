"""Sheets that hold no businesses: instructions, drop-down lists, a count per sheet."""

from __future__ import annotations

from tools.sample.grid import Sheet
from tools.sample.plan import FilePlan, reference
from umkm_clean.model import Role

RULES = ("Isi satu baris untuk satu usaha.", "Jangan mengubah judul kolom.", "Kirim ke DKUPP sebelum 31 Maret 2026.")
HELP = (
    ("NIK", "16 angka sesuai KTP, sel berformat teks"),
    ("Nama Pemilik", "sesuai KTP, tanpa gelar bila tidak tercantum"),
    ("Nama Usaha", "nama yang dikenal pembeli, mis. Warung Bu Rina"),
    ("No. HP/WA", "diawali 08, tanpa spasi"),
    ("RT / RW", "tiga angka, mis. 002"),
    ("Omzet", "rata-rata penjualan, dalam rupiah penuh"),
)


def cover_sheet(plan: FilePlan) -> Sheet:
    """Instructions with a table that looks a little like data."""
    sheet = Sheet("Petunjuk")
    sheet.put(1, 1, "PETUNJUK PENGISIAN DATA UMKM", Role.HELPER)
    sheet.merge(1, 1, 1, 4)
    sheet.put(2, 1, f"Kelurahan {plan.kelurahan} Kecamatan {plan.kecamatan}", Role.HELPER)
    for number, line in enumerate(RULES, 1):
        sheet.put(3 + number, 1, number, Role.HELPER)
        sheet.put(3 + number, 2, line, Role.HELPER)
    for number, text in enumerate(("No", "Kolom", "Cara mengisi"), 1):
        sheet.put(8, number, text, Role.HELPER)
    for number, (column, text) in enumerate(HELP, 1):
        sheet.put(8 + number, 1, number, Role.HELPER)
        sheet.put(8 + number, 2, column, Role.HELPER)
        sheet.put(8 + number, 3, text, Role.HELPER)
    sheet.widths.update({1: 5, 2: 22, 3: 50})
    return sheet


def list_sheet() -> Sheet:
    """Hidden lists behind the drop-downs."""
    sheet = Sheet("Daftar", state="hidden")
    for number, text in enumerate(("KECAMATAN", "KELURAHAN", "JENIS KELAMIN"), 1):
        sheet.put(1, number, text, Role.HELPER)
    for row, place in enumerate(reference("wilayah_probolinggo"), 2):
        sheet.put(row, 1, place["kecamatan"], Role.HELPER)
        sheet.put(row, 2, place["kelurahan"], Role.HELPER)
    sheet.put(2, 3, "L", Role.HELPER)
    sheet.put(3, 3, "P", Role.HELPER)
    return sheet


def recap_sheet(plan: FilePlan, data: list[Sheet]) -> Sheet:
    """How many businesses stand on each sheet."""
    sheet = Sheet("REKAP")
    sheet.put(1, 1, f"REKAP UMKM KELURAHAN {plan.kelurahan.upper()}", Role.HELPER)
    for number, text in enumerate(("No", "Sektor", "Jumlah UMKM"), 1):
        sheet.put(3, number, text, Role.HELPER)
    counts = [sum(role == Role.DATA for role in part.roles.values()) for part in data]
    for number, (part, count) in enumerate(zip(data, counts, strict=True), 1):
        sheet.put(3 + number, 1, number, Role.HELPER)
        sheet.put(3 + number, 2, part.name, Role.HELPER)
        sheet.put(3 + number, 3, count, Role.HELPER)
    sheet.put(4 + len(data), 2, "JUMLAH", Role.HELPER)
    sheet.put(4 + len(data), 3, sum(counts), Role.HELPER)
    return sheet
