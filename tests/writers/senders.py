"""Workbooks as senders really keep them, drawn from a seed: titles, merged cells, drop-downs, pictures, comments.

Each knows what is wrong in it: `faults` says which cell holds a certain mistake and what a clerk would type instead.
"""

from __future__ import annotations

import datetime
import io
import random
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlsxwriter

from umkm_clean.model import letter

if TYPE_CHECKING:
    from pathlib import Path

#: field → spellings of its header
HEADERS = {
    "no": ("NO", "No.", "Nomor"),
    "nama_usaha": ("Nama Usaha", "NAMA USAHA", "Nama UMKM"),
    "nama_pemilik": ("Nama Pemilik", "PEMILIK", "Nama Pemilik Usaha"),
    "nik": ("N I K", "NIK", "No. KTP/NIK"),
    "alamat": ("Alamat", "Alamat Usaha", "ALAMAT USAHA"),
    "kelurahan": ("Kelurahan", "KELURAHAN", "Kel."),
    "no_hp": ("No. HP/WA", "No HP", "Telepon"),
    "omzet": ("Omzet /Bulan", "Omzet per Bulan (Rp)", "OMZET/BLN"),
    "tahun": ("Thn Berdiri", "Tahun Berdiri", "TAHUN BERDIRI"),
}
KELURAHAN = ("Jati", "Kanigaran", "Mayangan", "Kademangan", "Wonoasih", "Pilang")
NAMES = (
    "Sari Wulandari",
    "Budi Santoso",
    "Yuni Lestari",
    "Hadi Prasetyo",
    "Rina Utami",
    "Slamet Riyadi",
    "Endang Astuti",
)
GOODS = (
    "Keripik Mangga",
    "Kue Basah",
    "Batik Tulis",
    "Cuci Motor",
    "Ikan Asap",
    "Jahit Rapi",
    "Es Dawet",
    "Toko Sembako",
)


@dataclass
class Sent:
    """One workbook: its path, sheet of data and the cells that are certainly wrong (address → what is right)."""

    path: Path
    sheet: str
    first: int
    last: int
    faults: dict[str, str] = field(default_factory=dict)
    formulas: bool = False


def png(colour: tuple[int, int, int]) -> bytes:
    """A small picture, 8 × 8."""
    rows = b"".join(b"\x00" + bytes(colour) * 8 for _ in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def send(folder: Path, seed: int) -> Sent:
    """Write one workbook into `folder`; equal seeds give equal workbooks."""
    chance = random.Random(seed)
    rows, header = chance.randint(4, 14), chance.choice((1, 3, 4, 6))
    name = chance.choice(("Data UMKM", "Sheet1", "data 'jan' & feb", "UMKM <2026>"))
    sent = Sent(folder / f"kiriman {seed:03}.xlsx", name, header + 1, header + rows)
    book = xlsxwriter.Workbook(
        sent.path, {"strings_to_formulas": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"created": datetime.datetime(2026, 1, 1), "author": "Kelurahan"})
    if chance.random() < 0.4:
        book.add_worksheet("Petunjuk").write_string(0, 0, "Petunjuk pengisian data UMKM")
    sheet = book.add_worksheet(name)
    _body(book, sheet, sent, header, chance)
    _trimmings(book, sheet, sent, header, chance)
    if chance.random() < 0.3:
        hidden = book.add_worksheet("Referensi")
        hidden.write_column(0, 0, ["Laki-laki", "Perempuan"])
        hidden.hide()
    book.close()
    return sent


def _body(book: Any, sheet: Any, sent: Sent, header: int, chance: random.Random) -> None:
    fields = list(HEADERS)
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": chance.choice(("#DDEBF7", "#E2EFDA")), "text_wrap": True}
    )
    plain = book.add_format({"border": 1} | ({"bg_color": "#FFF2CC"} if chance.random() < 0.3 else {}))
    text = book.add_format({"border": 1, "num_format": "@", "font_name": "Arial"})
    money = book.add_format({"border": 1, "num_format": '"Rp" #,##0'})
    kelurahan = chance.choice(KELURAHAN)
    if header > 2:
        title = book.add_format({"bold": True, "align": "center", "font_size": 14})
        sheet.merge_range(0, 0, 0, len(fields) - 1, f"DATA UMKM KELURAHAN {kelurahan.upper()}", title)
    for at, (key, spellings) in enumerate(HEADERS.items()):
        sheet.write_string(header - 1, at, chance.choice(spellings), head)
        sheet.set_column(at, at, chance.choice((8.43, 12, 19.5, 24)))
        for row in range(sent.first, sent.last + 1):
            value: Any = _value(key, row, sent, kelurahan, chance, at)
            if isinstance(value, int):
                sheet.write_number(row - 1, at, value, money if key == "omzet" else plain)
            elif value:
                sheet.write_string(row - 1, at, value, text if key in ("nik", "no_hp") else plain)
            else:
                sheet.write_blank(row - 1, at, None, plain)


def _value(key: str, row: int, sent: Sent, kelurahan: str, chance: random.Random, at: int) -> Any:
    wrong = chance.random() < 0.15
    address = f"{letter(at + 1)}{row}"
    day = chance.randint(1, 28)
    nik = f"357403{day:02}{chance.randint(1, 12):02}{chance.randint(60, 99)}{row:04}"
    good: dict[str, Any] = {
        "no": row - sent.first + 1,
        "nama_usaha": f"{chance.choice(GOODS)} {row}",
        "nama_pemilik": chance.choice(NAMES),
        "nik": nik,
        "alamat": f"Jl. Ikan Tongkol No. {row}",
        "kelurahan": kelurahan,
        "no_hp": f"0812{chance.randint(1_000_000, 9_999_999)}{row % 10}",
        "omzet": chance.randint(5, 90) * 100_000,
        "tahun": chance.randint(1995, 2025),
    }
    if wrong and key == "nik":
        sent.faults[address] = nik
        return nik[:15]
    if wrong and key == "nama_usaha":
        sent.faults[address] = f"Usaha {row}"
        return ""
    if wrong and key == "no_hp":
        sent.faults[address] = good["no_hp"]
        return "081"
    if wrong and key == "tahun":
        sent.faults[address] = "2015"
        return 3015
    return good[key]


def _trimmings(book: Any, sheet: Any, sent: Sent, header: int, chance: random.Random) -> None:
    """What makes a workbook its sender's own; nothing of it may be lost."""
    if chance.random() < 0.6:
        sheet.data_validation(sent.first - 1, 5, sent.last - 1, 5, {"validate": "list", "source": list(KELURAHAN)})
    if chance.random() < 0.4:
        sheet.conditional_format(
            sent.first - 1,
            7,
            sent.last - 1,
            7,
            {"type": "cell", "criteria": ">", "value": 5000000, "format": book.add_format({"bold": True})},
        )
    if chance.random() < 0.5:
        sheet.insert_image(
            sent.last + 5, 1, "logo.png", {"image_data": io.BytesIO(png((200, chance.randint(0, 255), 40)))}
        )
    if chance.random() < 0.4:
        chart = book.add_chart({"type": "column"})
        quoted = sent.sheet.replace("'", "''")
        chart.add_series({"values": f"='{quoted}'!$H${sent.first}:$H${sent.last}"})
        sheet.insert_chart(sent.last + 12, 1, chart)
    if chance.random() < 0.4:
        sheet.write_comment(header - 1, 3, "16 angka sesuai KTP", {"author": "Lurah"})
    if chance.random() < 0.3:
        sheet.write_comment(sent.first - 1, 3, "sudah dicek ke rumah", {"author": "Lurah"})
    if chance.random() < 0.3:
        sheet.insert_button(sent.last + 8, 4, {"caption": "Cetak"})
    _settings(book, sheet, sent, header, chance)


def _settings(book: Any, sheet: Any, sent: Sent, header: int, chance: random.Random) -> None:
    """Panes, filters, hidden rows and columns, totals, names."""
    if chance.random() < 0.5:
        sheet.freeze_panes(header, 0)
    if chance.random() < 0.3:
        sheet.autofilter(header - 1, 0, sent.last - 1, len(HEADERS) - 1)
    if chance.random() < 0.3:
        sheet.set_row(sent.first, None, None, {"hidden": True})
    if chance.random() < 0.3:
        sheet.set_column(4, 4, 30, None, {"hidden": True})
    if chance.random() < 0.4:
        total = book.add_format({"bold": True, "top": 2, "num_format": "#,##0"})
        sent.formulas = True
        sheet.write_string(sent.last, 1, "JUMLAH", total)
        sheet.write_formula(sent.last, 7, f"=SUM(H{sent.first}:H{sent.last})", total, 0)
    if chance.random() < 0.3:
        book.define_name("Omzet", f"='{sent.sheet.replace(chr(39), chr(39) * 2)}'!$H${sent.first}:$H${sent.last}")
        sheet.print_area(0, 0, sent.last, len(HEADERS) - 1)
    if chance.random() < 0.2:
        sheet.write_url(sent.last + 3, 0, "https://contoh.invalid/", string="dinas")
