"""Seeded inputs of the benchmark: clean and all-wrong lists of any size as xlsx, CSV and Parquet. Invented rows."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = [
    "No", "Nama Usaha", "Nama Pemilik", "NIK", "No KK", "NIB", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Alamat Usaha", "RT", "RW",
    "Kelurahan", "Kecamatan", "No HP", "Email", "Jenis Usaha", "Produk", "Status Usaha", "Modal", "Omzet per Tahun",
    "Tenaga Kerja Laki-laki", "Tenaga Kerja Perempuan", "Tahun Berdiri", "Keterangan",
]  # fmt: skip
PLACES = [
    ("Ketapang", "Kademangan"), ("Pilang", "Kademangan"), ("Wonoasih", "Wonoasih"), ("Pakistaji", "Wonoasih"), ("Jati", "Mayangan"),
    ("Mangunharjo", "Mayangan"), ("Kanigaran", "Kanigaran"), ("Sukoharjo", "Kanigaran"), ("Kareng Lor", "Kedopok"), ("Kedopok", "Kedopok"),
]  # fmt: skip
SYLLABLES = [
    "su",
    "wi",
    "ha",
    "ra",
    "ti",
    "no",
    "ma",
    "di",
    "ya",
    "lis",
    "tri",
    "eko",
    "bu",
    "di",
    "man",
    "to",
    "wa",
    "ti",
    "ning",
    "sih",
    "rah",
    "ma",
    "yu",
    "ka",
    "des",
    "na",
    "fi",
]
GOODS = [
    "Keripik Mangga",
    "Rengginang",
    "Soto Ayam",
    "Batik Manggur",
    "Telur Asin",
    "Kopi Bubuk",
    "Jahit",
    "Laundry",
    "Bengkel",
    "Sayur Segar",
]
KINDS = ["makanan", "makanan", "makanan", "fashion", "makanan", "minuman", "jasa", "jasa", "jasa", "perdagangan"]


def rows(count: int, seed: int, wrong: bool = False) -> Iterator[list[str]]:
    """`count` rows of 25 texts; with `wrong`, every row has a NIK, a phone, a date and an amount that cannot be right."""
    draw = random.Random(seed)
    for number in range(1, count + 1):
        kelurahan, kecamatan = draw.choice(PLACES)
        year, month, day_ = draw.randint(1955, 2003), draw.randint(1, 12), draw.randint(1, 28)
        female = draw.random() < 0.5
        serial = 1 + number % 9998
        nik = f"35740{draw.randint(1, 5)}{day_ + (40 if female else 0):02d}{month:02d}{year % 100:02d}{serial:04d}"
        name = " ".join(
            "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4))).title()
            for _ in range(draw.randint(1, 3))
        )
        good = draw.randrange(len(GOODS))
        phone = f"081{draw.randint(2, 3)}{draw.randint(10_000_000, 99_999_999)}"
        date = f"{day_:02d}-{month:02d}-{year}"
        turnover = str(draw.randint(6, 300) * 1_000_000)
        if wrong:
            nik, phone, date, turnover = nik[:6] + "9913" + nik[10:], phone[:7], "31-02-1980", "1.50.000"
        men, women = draw.randint(0, 4), draw.randint(1, 4)
        yield [
            str(number), f"{GOODS[good]} {name.split()[0]}", name, nik, f"35740{draw.randint(1, 5)}0101{draw.randint(10, 22)}{serial:04d}",
            f"{draw.randint(1, 28):02d}0123{draw.randint(1, 9_999_999):07d}", "P" if female else "L", "Probolinggo", date,
            f"Jl. Mawar No. {draw.randint(1, 200)}", f"{draw.randint(1, 12):03d}", f"{draw.randint(1, 9):03d}", kelurahan, kecamatan, phone,
            f"u{number}@contoh.id", KINDS[good], GOODS[good], "Aktif", str(draw.randint(1, 90) * 1_000_000), turnover, str(men), str(women),
            str(draw.randint(2004, 2024)), draw.choice(["", "", "buka pagi", "pesan dulu"]),
        ]  # fmt: skip


def write_xlsx(path: Path, count: int, seed: int, wrong: bool = False) -> Path:
    """A workbook with one sheet, the header in row 1."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Data")
    for row, cells in enumerate([HEADER, *rows(count, seed, wrong)]):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
    book.close()
    return path


def write_csv(path: Path, count: int, seed: int, wrong: bool = False) -> Path:
    """The same rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count, seed, wrong))
    return path


def write_parquet(path: Path, source: Path) -> Path:
    """A CSV's rows as Parquet, every column text."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(HEADER, pa.string()))
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(source, convert_options=options), path)
    return path
