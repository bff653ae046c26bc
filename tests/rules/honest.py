"""Honest lists: the same invented businesses as eight clerks would write them, nobody making a mistake.

A sheet is a header row and data rows; cells are text, numbers or dates as they would stand in the file. What
matters is that nothing of it is found wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pyarrow as pa

from tools.sample.city import Builder, Business
from tools.sample.plan import read_plans
from umkm_clean.model import RawFile, RawSheet

AS_OF = datetime.date(2026, 11, 24)
Cell = str | int | float | datetime.date | None
Writer = Callable[[Business, Random], Cell]
Columns = dict[str, tuple[str, Writer]]  # field → header and how its cells are written

OLD_MONTHS = [
    "Januari",
    "Pebruari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "Nopember",
    "Desember",
]
SHORT_MONTHS = ["Jan", "Feb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Agst", "Sept", "Okt", "Nov", "Des"]


@dataclass(frozen=True, slots=True)
class Place:
    """A kelurahan as it is officially written."""

    kelurahan: str
    kecamatan: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A written list: which field stands in which column, and the businesses row by row."""

    name: str
    style: str
    columns: tuple[tuple[str, str], ...]  # field, header
    businesses: tuple[Business, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, field: str) -> int | None:
        """Position of a field's column, from 0."""
        return next((at for at, (name, _) in enumerate(self.columns) if name == field), None)


def lists(seed: int, rows: int = 5000, styles: Sequence[str] = ()) -> list[Sheet]:
    """One list for each kelurahan, `rows` businesses in all; the styles (all of them if not given) go round."""
    styles = styles or list(STYLES)
    plans = read_plans(-(-rows // 29))
    random = Random(seed)
    builder = Builder(random, plans)
    sheets = []
    for index, plan in enumerate(plans):
        builder.fill(index, plan.rows)
        business = tuple(entry.business for entry in builder.city.entries[index])
        style = styles[(index + seed) % len(styles)]
        columns = STYLES[style](Place(plan.kelurahan, plan.kecamatan))
        written = tuple(tuple(write(one, random) for _, write in columns.values()) for one in business)
        heads = tuple((field, header) for field, (header, _) in columns.items())
        sheets.append(Sheet(f"{plan.kelurahan}.xlsx", style, heads, business, written))
    return sheets


def dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def short(amount: int, million: str = " jt", thousand: str = " rb") -> str:
    """1,5 jt or 750 rb."""
    if amount < 1_000_000:
        return f"{amount // 1000}{thousand}"
    whole, rest = divmod(amount, 1_000_000)
    return f"{whole}{f',{rest:06d}'.rstrip('0') if rest else ''}{million}"


def street(one: Business, word: str = "Jl.", number: str = "No.") -> str:
    return " ".join(part for part in (word, one.street, one.lane, number, str(one.house)) if part)


def tidy(place: Place) -> Columns:
    """Everything in its own column, as the guide asks."""
    return {
        "no_urut": ("No", lambda one, _: int(one.id[1:])),
        "nama_usaha": ("Nama Usaha", lambda one, _: one.name),
        "nama_pemilik": ("Nama Pemilik", lambda one, _: one.owner.full_name),
        "nik": ("NIK", lambda one, _: one.owner.nik),
        "jenis_kelamin": ("Jenis Kelamin", lambda one, _: one.owner.sex),
        "tempat_lahir": ("Tempat Lahir", lambda one, _: one.owner.town),
        "tanggal_lahir": ("Tanggal Lahir", lambda one, _: f"{one.owner.birth:%d-%m-%Y}"),
        "alamat_usaha": ("Alamat Usaha", lambda one, _: street(one)),
        "rt": ("RT", lambda one, _: f"{one.rt:03d}"),
        "rw": ("RW", lambda one, _: f"{one.rw:03d}"),
        "kelurahan": ("Kelurahan", lambda one, _: place.kelurahan),
        "kecamatan": ("Kecamatan", lambda one, _: place.kecamatan),
        "no_hp": ("No. HP", lambda one, _: one.owner.phone),
        "email": ("Email", lambda one, _: one.email),
        "jenis_usaha": ("Jenis Usaha", lambda one, _: one.trade["jenis"]),
        "produk": ("Produk", lambda one, _: one.product),
        "kbli": ("KBLI 2020", lambda one, _: one.trade["kbli"]),
        "nib": ("NIB", lambda one, _: one.nib),
        "npwp": ("NPWP", lambda one, _: one.npwp),
        "modal": ("Modal (Rp)", lambda one, _: f"Rp {dots(one.capital)},-"),
        "omzet_bulanan": ("Omzet per Bulan (Rp)", lambda one, _: f"Rp {dots(one.monthly)},-"),
        "tenaga_kerja_laki": ("Tenaga Kerja Laki-laki", lambda one, _: str(one.men)),
        "tenaga_kerja_perempuan": ("Tenaga Kerja Perempuan", lambda one, _: str(one.women)),
        "tahun_berdiri": ("Tahun Berdiri", lambda one, _: str(one.year)),
        "pirt": ("No. PIRT", lambda one, _: one.pirt),
        "halal": ("Sertifikat Halal", lambda one, _: one.halal),
        "status_usaha": ("Status Usaha", lambda one, _: one.status),
    }


def capitals(place: Place) -> Columns:
    """An office that writes in capitals, with combined columns for birth and RT/RW."""
    return {
        "no_urut": ("NO", lambda one, _: int(one.id[1:])),
        "nik": ("NIK PEMILIK", lambda one, _: one.owner.nik),
        "nama_pemilik": ("NAMA PEMILIK", lambda one, _: one.owner.full_name.upper()),
        "tempat_tanggal_lahir": (
            "TEMPAT, TANGGAL LAHIR",
            lambda one, _: f"{one.owner.town.upper()}, {one.owner.birth:%d-%m-%Y}",
        ),
        "jenis_kelamin": ("L/P", lambda one, _: one.owner.sex),
        "nama_usaha": ("NAMA USAHA", lambda one, _: one.name.upper()),
        "alamat_usaha": ("ALAMAT", lambda one, _: street(one, "JL.", "NO.").upper()),
        "rt_rw": ("RT/RW", lambda one, _: f"{one.rt:03d}/{one.rw:03d}"),
        "kelurahan": ("KELURAHAN", lambda one, _: place.kelurahan.upper()),
        "kecamatan": ("KECAMATAN", lambda one, _: place.kecamatan.upper()),
        "jenis_usaha": ("JENIS USAHA", lambda one, _: one.trade["jenis"].upper()),
        "produk": ("PRODUK YANG DIHASILKAN", lambda one, _: one.product.upper()),
        "modal": ("MODAL", lambda one, _: dots(one.capital)),
        "omzet_tahunan": ("OMZET/TAHUN", lambda one, _: dots(one.monthly * 12)),
        "tenaga_kerja_total": ("JUMLAH TENAGA KERJA", lambda one, _: f"{one.men + one.women} ORANG"),
        "no_hp": ("NO HP/WA", lambda one, _: _parted(one.owner.phone, "-")),
        "nib": ("NIB", lambda one, _: one.nib or "-"),
        "status_usaha": ("STATUS USAHA", lambda one, _: one.status.upper()),
    }


def _parted(phone: str | None, sign: str) -> str | None:
    return sign.join((phone[:4], phone[4:8], phone[8:])) if phone else None


def typed(place: Place) -> Columns:
    """Numbers and dates as cells of their types; only identity numbers are text."""
    return {
        "no_urut": ("No.", lambda one, _: int(one.id[1:])),
        "nama_usaha": ("Nama Usaha", lambda one, _: one.name),
        "nama_pemilik": ("Nama Pemilik", lambda one, _: one.owner.name),
        "nik": ("NIK", lambda one, _: one.owner.nik),
        "tanggal_lahir": ("Tgl Lahir", lambda one, _: one.owner.birth),
        "alamat_usaha": ("Alamat", lambda one, _: street(one, "Jln")),
        "rt": ("RT", lambda one, _: one.rt),
        "rw": ("RW", lambda one, _: one.rw),
        "kelurahan": ("Kel", lambda one, _: place.kelurahan),
        "jenis_usaha": ("Jenis Usaha", lambda one, _: one.trade["jenis"].lower()),
        "kbli": ("KBLI", lambda one, _: one.trade["kbli"]),
        "kbli_versi": ("Versi KBLI", lambda one, _: 2020),
        "modal": ("Modal Usaha", lambda one, _: one.capital),
        "aset": ("Aset", lambda one, _: one.capital * 2),
        "omzet_bulanan": ("Omset / bulan", lambda one, _: one.monthly),
        "tenaga_kerja_laki": ("TK L", lambda one, _: one.men),
        "tenaga_kerja_perempuan": ("TK P", lambda one, _: one.women),
        "tenaga_kerja_total": ("TK Total", lambda one, _: one.men + one.women),
        "tahun_berdiri": ("Tahun Berdiri", lambda one, _: one.year),
        "latitude": ("Latitude", lambda one, _: float(one.latitude)),
        "longitude": ("Longitude", lambda one, _: float(one.longitude)),
        "no_hp": ("No HP", lambda one, _: one.owner.phone),
    }


def brief(place: Place) -> Columns:
    """Short forms everywhere; RT and RW inside the address; no kelurahan column but a short form of it."""
    words = {"P": "Perempuan", "L": "Laki-laki"}
    directions = {"Kulon": "Kln", "Wetan": "Wtn", "Kidul": "Kdl"}
    name = " ".join(directions.get(word, word) for word in place.kelurahan.split())
    return {
        "nama_pemilik": ("Nama", lambda one, _: one.owner.name),
        "nama_usaha": ("Usaha", lambda one, _: one.name),
        "nik": ("No. KTP", lambda one, _: one.owner.nik),
        "jenis_kelamin": ("Jenis kelamin", lambda one, _: words[one.owner.sex]),
        "tanggal_lahir": (
            "Tgl. lahir",
            lambda one, _: f"{one.owner.birth.day} {SHORT_MONTHS[one.owner.birth.month - 1]} {one.owner.birth.year}",
        ),
        "alamat_usaha": ("Alamat usaha", lambda one, _: f"{street(one)} RT.{one.rt:02d} RW.{one.rw:02d}"),
        "kelurahan": ("Kelurahan", lambda one, _: name),
        "no_hp": (
            "HP",
            lambda one, _: f"+62 {one.owner.phone[1:4]} {one.owner.phone[4:]}" if one.owner.phone else None,
        ),
        "produk": ("Produk", lambda one, _: one.product),
        "modal": ("Modal awal", lambda one, _: short(one.capital)),
        "omzet_bulanan": ("Omzet per bulan", lambda one, _: short(one.monthly, "jt", "rb")),
        "tenaga_kerja_total": ("Tenaga kerja", lambda one, _: f"{one.men + one.women} org"),
        "tahun_berdiri": ("Tahun berdiri", lambda one, _: f"Th. {one.year}"),
        "nib": ("No. NIB", lambda one, _: one.nib or "belum ada"),
        "pirt": ("No. PIRT", lambda one, _: f"P-IRT {one.pirt[:-2]}-{one.pirt[-2:]}" if one.pirt else "tidak ada"),
        "status_usaha": ("Status", lambda one, _: {"aktif": "Aktif", "tutup": "Tutup"}.get(one.status, "Tdk aktif")),
    }


def machine(place: Place) -> Columns:
    """An export of another system: names of a database, ISO dates, +62."""
    return {
        "nama_usaha": ("nama_usaha", lambda one, _: one.name),
        "nama_pemilik": ("nama_pemilik", lambda one, _: one.owner.full_name),
        "nik": ("nik", lambda one, _: f"'{one.owner.nik}"),
        "jenis_kelamin": ("jenis_kelamin", lambda one, _: {"P": "perempuan", "L": "laki-laki"}[one.owner.sex]),
        "tempat_lahir": ("tempat_lahir", lambda one, _: one.owner.town),
        "tanggal_lahir": ("tanggal_lahir", lambda one, _: one.owner.birth.isoformat()),
        "alamat_usaha": ("alamat", lambda one, _: street(one, "Jalan")),
        "rt": ("rt", lambda one, _: str(one.rt)),
        "rw": ("rw", lambda one, _: str(one.rw)),
        "kelurahan": ("kelurahan", lambda one, _: place.kelurahan.replace(" ", "")),
        "kecamatan": ("kecamatan", lambda one, _: place.kecamatan),
        "no_hp": ("no_telp", lambda one, _: f"+62{one.owner.phone[1:]}" if one.owner.phone else None),
        "email": ("email", lambda one, _: one.email),
        "jenis_usaha": ("jenis_usaha", lambda one, _: one.trade["jenis"]),
        "kbli": ("kbli", lambda one, _: one.trade["kbli"]),
        "nib": ("nib", lambda one, _: one.nib),
        "omzet_tahunan": ("omzet_tahunan", lambda one, _: str(one.monthly * 12)),
        "tenaga_kerja_total": ("jumlah_tenaga_kerja", lambda one, _: str(one.men + one.women)),
        "tahun_berdiri": ("tahun_berdiri", lambda one, _: str(one.year)),
        "latitude": ("latitude", lambda one, _: one.latitude),
        "longitude": ("longitude", lambda one, _: one.longitude),
        "status_usaha": ("status_usaha", lambda one, _: one.status.replace(" ", "_")),
        "bentuk_usaha": ("bentuk_usaha", lambda one, _: "Perorangan"),
    }


def old_hand(place: Place) -> Columns:
    """A clerk of the old days: old months, numbers with dots, two places in one cell, a second phone."""

    def phones(one: Business, random: Random) -> str | None:
        second = f" / 0335{random.randrange(420000, 430000)}" if random.random() < 0.1 else ""
        return f"{one.owner.phone}{second}" if one.owner.phone else None

    def born(one: Business, _: Random) -> str:
        return f"{one.owner.town}, {one.owner.birth.day} {OLD_MONTHS[one.owner.birth.month - 1]} {one.owner.birth.year}"

    def ktp(one: Business, _: Random) -> str:
        nik = one.owner.nik
        return f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}.{nik[6:12]}.{nik[12:]}"

    def tax(one: Business, _: Random) -> str | None:
        npwp = one.npwp
        if not npwp or len(npwp) == 16:
            return npwp
        return f"{npwp[:2]}.{npwp[2:5]}.{npwp[5:8]}.{npwp[8]}-{npwp[9:12]}.{npwp[12:]}"

    return {
        "no_urut": ("No. Urut", lambda one, _: int(one.id[1:])),
        "nama_pemilik": ("Nama Pengusaha", lambda one, _: one.owner.full_name),
        "nik": ("Nomor KTP", ktp),
        "tempat_tanggal_lahir": ("Tempat/Tgl. Lahir", born),
        "nama_usaha": ("Nama Perusahaan", lambda one, _: one.name),
        "alamat_usaha": ("Alamat Tempat Usaha", lambda one, _: street(one)),
        "rt_rw": ("RT / RW", lambda one, _: f"RT {one.rt:02d} / RW {one.rw:02d}"),
        "kel_kec": ("Kelurahan / Kecamatan", lambda one, _: f"Kel. {place.kelurahan} / Kec. {place.kecamatan}"),
        "npwp": ("NPWP", tax),
        "no_hp": ("No. Telp/HP", phones),
        "jenis_usaha": ("Bidang Usaha", lambda one, _: one.trade["jenis"]),
        "modal": ("Modal", lambda one, _: f"Rp. {dots(one.capital)},00"),
        "omzet_bulanan": ("Omset Rata-rata Per Bulan", lambda one, _: f"{short(one.monthly, ' juta', ' ribu')}"),
        "tenaga_kerja_total": ("Jml Tenaga Kerja", lambda one, _: f"{one.men + one.women} orang"),
        "tahun_berdiri": ("Mulai Usaha", lambda one, _: str(one.year)),
        "keterangan": ("Keterangan", lambda one, _: "buka sore" if int(one.id[1:]) % 7 == 0 else None),
    }


def by_hand(place: Place) -> Columns:
    """Small letters, dashes for nothing, words where others write numbers."""
    numbers = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam")

    def workers(one: Business, _: Random) -> str:
        count = one.men + one.women
        return numbers[count] if count < len(numbers) else str(count)

    return {
        "no_urut": ("no", lambda one, _: str(int(one.id[1:]))),
        "nama_pemilik": ("nama pemilik", lambda one, _: one.owner.name.lower()),
        "nama_usaha": ("nama usaha", lambda one, _: one.name.lower()),
        "nik": ("nik", lambda one, _: " ".join(one.owner.nik[at : at + 4] for at in range(0, 16, 4))),
        "jenis_kelamin": ("jk", lambda one, _: one.owner.sex.lower()),
        "tanggal_lahir": (
            "tanggal lahir",
            lambda one, _: f"{one.owner.birth.day}/{one.owner.birth.month}/{one.owner.birth.year}",
        ),
        "alamat_usaha": ("alamat", lambda one, _: street(one, "jl", "no").lower()),
        "rt_rw": ("rt/rw", lambda one, _: f"{one.rt}/{one.rw}"),
        "kelurahan": ("kel", lambda one, _: f"kel {place.kelurahan.lower()}"),
        "no_hp": ("no hp", lambda one, _: one.owner.phone or "-"),
        "jenis_usaha": ("jenis usaha", lambda one, _: one.trade["jenis"].lower()),
        "produk": ("produk", lambda one, _: one.product.lower()),
        "omzet_harian": ("omzet per hari", lambda one, _: f"{one.monthly // 30 // 1000}rb"),
        "tenaga_kerja_total": ("jumlah tenaga kerja", workers),
        "nib": ("nomor nib", lambda one, _: one.nib or "belum ada"),
        "halal": ("sertifikat halal", lambda one, _: one.halal or "belum"),
        "pemasaran": ("pemasaran", lambda one, _: one.market.lower()),
        "pendidikan": ("pendidikan terakhir", lambda one, _: one.owner.school),
    }


def questions(place: Place) -> Columns:
    """Answers of an online form: a time stamp, questions as headers, day/month/year."""
    return {
        "waktu": (
            "Timestamp",
            lambda one, random: f"{random.randrange(1, 28)}/03/2026 {random.randrange(8, 16)}:05:11",
        ),
        "nama_pemilik": ("Nama Lengkap Pemilik Usaha (sesuai KTP)", lambda one, _: one.owner.name),
        "nik": ("NIK (16 digit)", lambda one, _: one.owner.nik),
        "no_kk": (
            "Nomor KK",
            lambda one, random: f"{one.owner.nik[:6]}{random.randrange(1, 28):02d}0611{random.randrange(1, 60):04d}",
        ),
        "tanggal_lahir": ("Tanggal Lahir", lambda one, _: f"{one.owner.birth:%d/%m/%Y}"),
        "jenis_kelamin": ("Jenis Kelamin", lambda one, _: {"P": "Perempuan", "L": "Laki - Laki"}[one.owner.sex]),
        "nama_usaha": ("Nama Usaha", lambda one, _: one.name),
        "alamat_usaha": ("Alamat Usaha", lambda one, _: f"{street(one)} RT {one.rt:03d} / RW {one.rw:03d}"),
        "kelurahan": ("Kelurahan", lambda one, _: f"Kelurahan {place.kelurahan}"),
        "kecamatan": ("Kecamatan", lambda one, _: f"Kec. {place.kecamatan}"),
        "no_hp": ("Nomor WhatsApp", lambda one, _: one.owner.phone),
        "jenis_usaha": ("Bidang usaha", lambda one, _: one.trade["jenis"]),
        "produk_unggulan": ("Produk unggulan", lambda one, _: one.product),
        "omzet_bulanan": ("Omzet usaha per bulan", lambda one, _: f"Rp{dots(one.monthly)}"),
        "tenaga_kerja_total": ("Jumlah tenaga kerja", lambda one, _: f"{one.men + one.women}"),
        "nib": ("Nomor Induk Berusaha (NIB)", lambda one, _: one.nib or "Belum punya"),
        "pemasaran": ("Cara pemasaran", lambda one, _: one.market),
    }


STYLES: dict[str, Callable[[Place], Columns]] = {
    "tidy": tidy, "capitals": capitals, "typed": typed, "brief": brief, "machine": machine, "old_hand": old_hand,
    "by_hand": by_hand, "questions": questions,
}  # fmt: skip


def raw_file(sheet: Sheet, rows: Sequence[Sequence[Cell]] | None = None) -> RawFile:
    """The list as the reader would hand it over: header in row 1, data from row 2."""
    rows = sheet.rows if rows is None else rows
    grid = [[header for _, header in sheet.columns], *rows]
    columns, stored = [], []
    for at in range(len(sheet.columns)):
        cells = [row[at] for row in grid]
        columns.append(pa.array([as_text(cell) for cell in cells], pa.string()))
        stored.append("".join(letter(cell) for cell in cells).encode())
    held = tuple(range(1, len(grid) + 1))
    page = RawSheet(sheet.name, "", "Sheet1", 0, "visible", tuple(columns), tuple(stored), held)
    return RawFile(sheet.name, sheet.name, 1, "xlsx", (page,))


def as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def letter(cell: Cell) -> str:
    if cell is None or cell == "":
        return " "
    if isinstance(cell, datetime.date):
        return "d"
    return "n" if isinstance(cell, int | float) else "t"
