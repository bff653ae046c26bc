"""Hypothesis strategies: folders of kelurahan workbooks with honest rows, defects, layouts and trigger strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xlsxwriter
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = [
    "No",
    "Nama Usaha",
    "Nama Pemilik",
    "NIK",
    "Alamat",
    "RT",
    "RW",
    "Kelurahan",
    "No HP",
    "Omzet per Bulan",
    "Foto",
]
KELURAHAN = ["Jati", "JATI", "Kel. Kanigaran", "Sukoharjo", "Jrebeng Kidul", "kareng lor", "Mangunharjo"]
NAMES = ["Siti Rohmah", "H. Moch. Sutrisno", "Bu Tin", "Ahmad Fauzi", "Sri Wahyuni", "Suyono", "Hj. Maimunah"]
SHOPS = ["Warung Kelontong", "Keripik Mangga Sari", "Toko Barokah", "Soto Bu Tin", "Jahit Rapi", "NA", "null"]
TRIGGERS = [
    "=1+1",
    "+62 812",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "[red]x[/]",
    "#REF!",
    "\u202eabc",
    "_x001B_",
    "-",
    "'0812",
    "http://a.b",
    "nan",
]
BLANKS = ["", " ", "-", "tidak ada"]


@dataclass(frozen=True)
class Book:
    """One workbook: file name, sheet name, title rows, header row texts, rows of cells (numbers stay numbers)."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: bool
    cover: bool

    def write(self, folder: Path) -> Path:
        """Write it as xlsx."""
        path = folder / self.name
        book = xlsxwriter.Workbook(str(path))
        if self.cover:
            cover = book.add_worksheet("Petunjuk")
            cover.write_string(0, 0, "PETUNJUK PENGISIAN")
            cover.write_string(2, 0, "Isi lembar Data sesuai KTP.")
        sheet = book.add_worksheet("Data")
        at = 0
        for title in self.titles:
            sheet.write_string(at, 0, title)
            at += 1
        at += bool(self.titles)
        for column, text in enumerate(HEADERS):
            sheet.write_string(at, column, text)
        for cells in self.rows:
            at += 1
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(at, column, cell)
                elif cell != "":
                    sheet.write_string(at, column, cell)
        if self.total:
            sheet.write_string(at + 1, 1, "JUMLAH")
            sheet.write_number(at + 1, 0, len(self.rows))
        book.close()
        return path


@st.composite
def nik(draw: st.DrawFn) -> str:
    """A NIK that may be real in form: Kota Probolinggo, an adult, serial from 9001."""
    day = draw(st.integers(1, 28)) + draw(st.sampled_from([0, 40]))
    district, month = draw(st.integers(1, 5)), draw(st.integers(1, 12))
    return f"35740{district}{day:02d}{month:02d}{draw(st.integers(60, 99)):02d}{draw(st.integers(9001, 9999))}"


@st.composite
def row(draw: st.DrawFn, number: int, kelurahan: str) -> tuple[Any, ...]:
    """One business: mostly honest, sometimes damaged in one cell."""
    identity: Any = draw(st.one_of(nik(), st.sampled_from(["", "-", "1234", "1111111111111111"])))
    if draw(st.integers(0, 19)) == 0 and str(identity).isdigit() and len(identity) == 16:
        identity = int(identity[:15] + "0")
    shop = draw(st.sampled_from([*SHOPS, *SHOPS, *TRIGGERS]))
    owner = draw(st.sampled_from([*NAMES, *NAMES, *TRIGGERS, *BLANKS]))
    phone: Any = draw(
        st.sampled_from(["081234567890", "0857-1234-5678", "+62 813 3333 4444", "0812", "", "08l2345", 81234567890])
    )
    money: Any = draw(
        st.sampled_from(["Rp 1.500.000,-", "2,5 jt", 1500000, "", "1.50.000", "500rb/hari", "tidak tentu"])
    )
    return (
        number,
        shop,
        owner,
        identity,
        "Jl. Mawar 3",
        "001",
        "02",
        kelurahan,
        phone,
        money,
        draw(st.sampled_from(["", "ada", *TRIGGERS])),
    )


@st.composite
def book(draw: st.DrawFn, name: str) -> Book:
    """One workbook with 1–8 rows."""
    place = draw(st.sampled_from(KELURAHAN))
    titles = draw(st.sampled_from([(), ("DATA UMKM",), ("DATA UMKM", "TAHUN 2026")]))
    rows = tuple(draw(row(number, place)) for number in range(1, draw(st.integers(1, 8)) + 1))
    return Book(name, titles, rows, draw(st.booleans()), draw(st.booleans()))


@st.composite
def folder(draw: st.DrawFn, most: int = 3) -> tuple[Book, ...]:
    """Several workbooks, some rows of one repeated in another."""
    books = [draw(book(f"kel{number}.xlsx")) for number in range(draw(st.integers(1, most)))]
    if len(books) > 1 and draw(st.booleans()):
        last = books[-1]
        books[-1] = Book(last.name, last.titles, last.rows + books[0].rows[:1], last.total, last.cover)
    return tuple(books)
