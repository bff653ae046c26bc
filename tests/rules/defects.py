"""Defects put into honest lists at known cells: what was done, where, and which family of codes must say so.

A defect takes the cells of one row (field → cell) and gives the cells it changes, or None where it does not fit; the
finding must stand at `field`. `certain` ones must be errors, the others warnings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.rules.honest import Cell, Sheet, dots
from tools.sample.city import Business

Cells = dict[str, Cell]
Change = Callable[[Cells, Business, Random], Cells | None]


@dataclass(frozen=True, slots=True)
class Defect:
    """One way of being wrong."""

    name: str
    field: str
    family: str
    certain: bool
    change: Change


@dataclass(frozen=True, slots=True)
class Injected:
    """A defect that was put into a row (Excel's number) and column (from 1) of a list."""

    defect: Defect
    row: int
    column: int


def _nik(make: Callable[[str, Business, Random], Cell]) -> Change:
    def change(_: Cells, one: Business, random: Random) -> Cells:
        return {"nik": make(one.owner.nik, one, random)}

    return change


def _set(field: str, *choices: Cell) -> Change:
    return lambda _cells, _one, random: {field: random.choice(choices)}


def _phone(make: Callable[[str, Random], Cell]) -> Change:
    def change(_: Cells, one: Business, random: Random) -> Cells | None:
        mobile = one.owner.phone and one.owner.phone.startswith("08")
        return {"no_hp": make(str(one.owner.phone), random)} if mobile else None

    return change


def _fixed(text: str, at: int, new: str) -> str:
    return text[:at] + new + text[at + len(new) :]


def _birth(cells: Cells, one: Business, _: Random) -> Cells | None:
    """The year of birth ten off from the NIK's."""
    born = one.owner.birth.replace(year=one.owner.birth.year - 10)
    return {"nik": one.owner.nik, "tanggal_lahir": f"{born:%d-%m-%Y}"} if "tanggal_lahir" in cells else None


def _sex(cells: Cells, one: Business, _: Random) -> Cells | None:
    return (
        {"nik": one.owner.nik, "jenis_kelamin": "L" if one.owner.sex == "P" else "P"}
        if "jenis_kelamin" in cells
        else None
    )


def _money(field: str, make: Callable[[int, Random], Cell]) -> Change:
    def change(cells: Cells, one: Business, random: Random) -> Cells | None:
        return (
            {field: make(one.monthly if field.startswith("omzet") else one.capital, random)} if field in cells else None
        )

    return change


def _total(cells: Cells, one: Business, _: Random) -> Cells | None:
    return {"tenaga_kerja_total": one.men + one.women + 3} if "tenaga_kerja_laki" in cells else None


_BORN = {"tanggal_lahir", "tempat_tanggal_lahir"}
CERTAIN = [
    Defect("NIK of 15 digits", "nik", "NIK", True, _nik(lambda nik, one, r: nik[:8] + nik[9:])),
    Defect("NIK of 17 digits", "nik", "NIK", True, _nik(lambda nik, one, r: nik[:9] + nik[8:])),
    Defect("NIK with day 40", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 6, "40"))),
    Defect("NIK with day 72", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 6, "72"))),
    Defect("NIK with month 13", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 8, "13"))),
    Defect("NIK of 31 April", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 6, "3104"))),
    Defect("NIK of province 99", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 0, "99"))),
    Defect("NIK of kecamatan 357406", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 0, "357406"))),
    Defect("NIK with serial 0000", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 12, "0000"))),
    Defect("NIK with letter O", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 4, "O"))),
    Defect("NIK with letter l", "nik", "NIK", True, _nik(lambda nik, one, r: _fixed(nik, 15, "l"))),
    Defect("NIK cut by Excel", "nik", "NIK", True, _nik(lambda nik, one, r: int(nik[:15] + "0"))),
    Defect("NIK in scientific form", "nik", "NIK", True, _nik(lambda nik, one, r: f"{nik[0]},{nik[1:6]}E+15")),
    Defect("NIK of one digit", "nik", "NIK", True, _nik(lambda nik, one, r: r.choice("123456789") * 16)),
    Defect("NIK of counting digits", "nik", "NIK", True, _nik(lambda nik, one, r: "1234567890123456")),
    Defect("NIK left out", "nik", "WJB", True, _nik(lambda nik, one, r: None)),
    Defect("business name left out", "nama_usaha", "WJB", True, _set("nama_usaha", None, "-")),
    Defect("owner's name left out", "nama_pemilik", "WJB", True, _set("nama_pemilik", None)),
    Defect("error word in the business name", "nama_usaha", "KIN", True, _set("nama_usaha", "#REF!", "#N/A")),
    Defect("error word in the amount", "modal", "KIN", True, _set("modal", "#REF!", "#DIV/0!")),
    Defect("formula for a name", "nama_usaha", "KIN", True, _set("nama_usaha", "#NAME?")),
    Defect("village of the Kabupaten", "kelurahan", "WIL", True, _set("kelurahan", "Kareng Kidul", "Dringu")),
    Defect("kelurahan without its direction", "kelurahan", "WIL", True, _set("kelurahan", "Jrebeng", "Kebonsari")),
    Defect("unknown kelurahan", "kelurahan", "WIL", True, _set("kelurahan", "Sumberejo Makmur", "Tanjung Pinang")),
    Defect("number for a kelurahan", "kelurahan", "WIL", True, _set("kelurahan", "3574031001")),
    Defect("kelurahan of another kecamatan", "kelurahan", "WIL", True, lambda cells, one, r: (
        {"kelurahan": "Jati", "kecamatan": "Kanigaran"} if "kecamatan" in cells else None)),
    Defect("unknown kecamatan", "kecamatan", "WIL", True, _set("kecamatan", "Gondangwetan", "Semampir")),
    Defect("phone of 9 digits", "no_hp", "KON", True, _phone(lambda phone, r: phone[:9])),
    Defect("phone of 15 digits", "no_hp", "KON", True, _phone(lambda phone, r: phone[:4] + "123" + phone[4:] + "77")),
    Defect("phone with letter", "no_hp", "KON", True, _phone(lambda phone, r: phone[:5] + r.choice("lO") + phone[6:])),
    Defect("phone in scientific form", "no_hp", "KON", True, _phone(lambda phone, r: "8,12E+10")),
    Defect("e-mail without at", "email", "KON", True, _set("email", "sari.contoh.id", "@sari")),
    Defect("NIB of 14 digits", "nib", "NIB", True, _set("nib", "01062400000171", "91200000000012")),
    Defect("NIB of 10 digits", "nib", "NIB", True, _set("nib", "0106240017")),
    Defect("NIK in the NIB", "nib", "NIB", True, lambda cells, one, r: {"nib": one.owner.nik}),
    Defect("NIB with letter", "nib", "NIB", True, _set("nib", "01062400O0017", "O106240000017")),
    Defect("NPWP of 13 digits", "npwp", "NPW", True, _set("npwp", "0131216609100", "01.312.166.0-091")),
    Defect("NPWP with wrong check digit", "npwp", "NPW", False, _set("npwp", "01.312.166.3-091.000")),
    Defect("broken groups", "modal", "KEU", True, _set("modal", "1.50.000", "15.000.00", "Rp 2.5000.000")),
    Defect("negative amount", "modal", "KEU", True, _set("modal", "-500000", "(1.500.000)", -250000)),
    Defect("foreign currency", "modal", "KEU", True, _set("modal", "$500", "100 USD")),
    Defect("sum of two amounts", "omzet_bulanan", "KEU", True, _set("omzet_bulanan", "100.000 x 30", "50rb x 26 hari")),
    Defect("negative number of workers", "tenaga_kerja_total", "KEU", True, _set("tenaga_kerja_total", "-2", -1)),
    Defect("half a worker", "tenaga_kerja_total", "KEU", True, _set("tenaga_kerja_total", "1,5", 2.5)),
    Defect("date for the workers", "tenaga_kerja_total", "KIN", True, lambda cells, one, r: {
        "tenaga_kerja_total": one.owner.birth.replace(year=2026)}),
    Defect("birth on 31 February", "tanggal_lahir", "WKT", True, _set("tanggal_lahir", "31-02-1980", "30/02/1975")),
    Defect("birth in month 13", "tanggal_lahir", "WKT", True, _set("tanggal_lahir", "12-13-1980")),
    Defect("birth in 2980", "tanggal_lahir", "WKT", True, _set("tanggal_lahir", "12-08-2980", "12 Agustus 2980")),
    Defect("birth next year", "tanggal_lahir", "WKT", True, _set("tanggal_lahir", "12-08-2027")),
    Defect("founded next year", "tahun_berdiri", "WKT", True, _set("tahun_berdiri", "2027", 2028)),
    Defect("founded in the year 215", "tahun_berdiri", "WKT", True, _set("tahun_berdiri", "215", "20155")),
    Defect("RT/RW turned into a date", "rt_rw", "WIL", True, lambda cells, one, r: {
        "rt_rw": one.owner.birth.replace(year=2026, month=3, day=2)}),
    Defect("RT of four digits", "rt", "WIL", True, _set("rt", "1204", 3574)),
    Defect("KBLI that never was", "kbli", "USH", True, _set("kbli", "99999", "12345")),
    Defect("KBLI of six digits", "kbli", "USH", True, _set("kbli", "561022", "4711111")),
    Defect("P-IRT of 12 digits", "pirt", "LGL", True, _set("pirt", "206357401000", "P-IRT 20635740100")),
    Defect("latitude without sign", "latitude", "WIL", True, lambda cells, one, r: {
        "latitude": "27.7543", "longitude": "13.2159"}),
]  # fmt: skip

DOUBTFUL = [
    Defect("total of workers", "tenaga_kerja_total", "KEU", False, _total),
    Defect("NIK of another birthday", "nik", "NIK", False, _birth),
    Defect("NIK of the other sex", "nik", "NIK", False, _sex),
    Defect("NIK of a child", "nik", "NIK", False, lambda cells, one, r: (
        None if _BORN & set(cells) else {"nik": _fixed(one.owner.nik, 10, "15")})),
    Defect("turnover in thousands", "omzet_bulanan", "KEU", False, _set("omzet_bulanan", "1.500", "2,500")),
    Defect("M for million", "omzet_bulanan", "KEU", False, _set("omzet_bulanan", "5 M", "2,5 M")),
    Defect("a range", "omzet_bulanan", "KEU", False, _set("omzet_bulanan", "2-3 juta", "1 - 1,5 jt")),
    Defect("a small fraction", "omzet_bulanan", "KEU", False, _set("omzet_bulanan", 1.5, "2.5")),
    Defect("weekly turnover", "omzet_bulanan", "KEU", False, _set("omzet_bulanan", "500rb/minggu")),
    Defect("turnover a thousand times too large", "omzet_bulanan", "KEU", False, _money(
        "omzet_bulanan", lambda amount, r: dots(amount * 1000))),
    Defect("phone of no operator", "no_hp", "KON", False, _phone(lambda phone, r: "0828" + phone[4:])),
    Defect("phone of one digit", "no_hp", "KON", False, _phone(lambda phone, r: "081111111111")),
    Defect("NIB without its zero", "nib", "NIB", False, lambda cells, one, r: {
        "nib": r.choice((str, int))(f"60126{int(one.id[1:]):07d}")}),
    Defect("NIB issued next year", "nib", "NIB", False, lambda cells, one, r: {
        "nib": f"010227{int(one.id[1:]):07d}"}),
    Defect("P-IRT of 13 digits", "pirt", "LGL", False, _set("pirt", "2063574010001")),
    Defect("P-IRT that is over", "pirt", "LGL", False, _set("pirt", "P-IRT 2063574010001-19", "206357401000122")),
    Defect("older than 100", "tanggal_lahir", "WKT", False, lambda cells, one, r: (
        {"tanggal_lahir": "12-08-1915", "nik": None} if "nik" not in cells else None)),
    Defect("founded before birth", "tahun_berdiri", "WKT", False, _set("tahun_berdiri", "1935", 1931)),
    Defect("unknown status", "status_usaha", "KIN", False, _set("status_usaha", "entah", "lulus")),
    Defect("unknown sex", "jenis_kelamin", "KIN", False, _set("jenis_kelamin", "Z", "entah")),
    Defect("unknown line of business", "jenis_usaha", "KIN", False, _set("jenis_usaha", "zzz", "qwerty")),
    Defect("point in Surabaya", "latitude", "WIL", False, lambda cells, one, r: {
        "latitude": "-7.2575", "longitude": "112.7521"}),
    Defect("number for a name", "nama_pemilik", "USH", False, lambda cells, one, r: {"nama_pemilik": one.owner.nik}),
    Defect("a range of workers", "tenaga_kerja_total", "KEU", False, _set("tenaga_kerja_total", "2-3 orang", "1-2")),
    Defect("many workers", "tenaga_kerja_total", "KEU", False, _set("tenaga_kerja_total", "banyak")),
]  # fmt: skip

DEFECTS = CERTAIN + DOUBTFUL


def spoil(sheet: Sheet, random: Random, share: float = 0.5) -> tuple[list[list[Cell]], list[Injected]]:
    """The rows of a list with defects in `share` of them, one a row, and where they stand."""
    fields = [field for field, _ in sheet.columns]
    rows, injected = [list(row) for row in sheet.rows], []
    fitting = [defect for defect in DEFECTS if defect.field in fields]
    for at, (row, one) in enumerate(zip(rows, sheet.businesses, strict=True)):
        if random.random() >= share:
            continue
        for _ in range(8):
            defect = random.choice(fitting)
            changed = defect.change(dict(zip(fields, row, strict=True)), one, random)
            if changed and set(changed) <= set(fields):
                break
        else:
            continue
        for field, cell in changed.items():
            row[fields.index(field)] = cell
        injected.append(Injected(defect, at + 2, fields.index(defect.field) + 1))
    return rows, injected
