"""The slips themselves: each function gives the cell that stands there instead of the right one.

A maker gives `None` where the slip is not possible on this row.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.sample.cells import Cell, Formula
from tools.sample.city import Entry, luhn
from tools.sample.plan import FilePlan, reference, words

if TYPE_CHECKING:
    from random import Random

PLACES = words("words")["places"]
CITY = {row["kelurahan"]: row["kecamatan"] for row in reference("wilayah_probolinggo")}
VILLAGES = [*CITY, *(row["nama"] for row in reference("wilayah_kab_probolinggo"))]


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell to be spoilt, and what surrounds it."""

    rng: Random
    plan: FilePlan
    entry: Entry
    field: str
    cells: dict[str, Cell]

    @property
    def nik(self) -> str:
        return self.entry.business.owner.nik

    def swap(self, start: int, digits: str) -> str:
        """The NIK with some digits replaced."""
        return self.nik[:start] + digits + self.nik[start + len(digits) :]


Maker = Callable[[Spot], Cell | None]


def nik_date(spot: Spot) -> Cell:
    """Day 32 to 39, or month 13 to 19."""
    rng = spot.rng
    if rng.random() < 0.5:
        return spot.swap(6, str(rng.randint(32, 39)))
    return spot.swap(8, str(rng.randint(13, 19)))


def nik_region(spot: Spot) -> Cell:
    """A kecamatan this city does not have, a kabupaten East Java does not have, a province nobody has."""
    return spot.swap(0, spot.rng.choice(("357409", "357412", "359901", "993574", "105740")))


def nik_other_birthday(spot: Spot) -> Cell | None:
    """A possible NIK that does not fit the birth date in the same row."""
    if not spot.plan.fields & {"tanggal_lahir", "tempat_tanggal_lahir"}:
        return None
    birth = spot.entry.business.owner.birth
    year = birth.year - 7 if birth.year > 1965 else birth.year + 7
    return spot.swap(10, f"{year % 100:02d}")


def nik_other_sex(spot: Spot) -> Cell | None:
    """Day of birth with 40 too many or too few."""
    if not spot.plan.has("jenis_kelamin") or spot.plan.has("tanggal_lahir"):
        return None
    return spot.swap(6, f"{(int(spot.nik[6:8]) + 40) % 80:02d}")


def nik_is_kk(spot: Spot) -> Cell:
    """A family card number: region, a date of 2011 to 2019, serial."""
    rng = spot.rng
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(11, 19)
    return f"{spot.nik[:6]}{day:02d}{month:02d}{year}9{rng.randrange(1, 999):03d}"


def nik_number(spot: Spot) -> Cell | None:
    """Typed into a cell that was not text: Excel keeps 15 digits."""
    return None if spot.plan.csv else int(spot.nik[:15] + "0")


def phone_digits(length: int) -> Maker:
    """A number with this many digits."""

    def make(spot: Spot) -> Cell | None:
        digits = spot.entry.says("no_hp")
        if not digits or digits.startswith("0335"):
            return None
        return (digits + "4817")[:length]

    return make


def phone_letter(spot: Spot) -> Cell | None:
    """The letter l for a 1, or O for a zero behind the prefix."""
    digits = spot.entry.says("no_hp") or ""
    at = digits.find("1", 4)
    return f"{digits[:at]}l{digits[at + 1 :]}" if at > 0 else None


def phone_prefix(spot: Spot) -> Cell | None:
    digits = spot.entry.says("no_hp")
    return f"{spot.rng.choice(('0828', '0868'))}{digits[4:]}" if digits else None


def phone_scientific(spot: Spot) -> Cell | None:
    digits = spot.entry.says("no_hp")
    return f"{digits[1]},{digits[2:7]}E+{len(digits) - 2}" if digits else None


def broken_groups(spot: Spot) -> Cell | None:
    """Dots where no thousand ends: 1.50.000."""
    digits = str(spot.entry.business.monthly)
    return f"{digits[0]}.{digits[1:3]}.{digits[3:-1]}" if len(digits) in (6, 7) else None


def huge(spot: Spot) -> Cell:
    """Three zeros too many."""
    amount = max(spot.entry.business.monthly, 3_000_000) * 1000
    return amount if spot.plan.style.money in ("number", "thousand") else f"{amount:,}".replace(",", ".")


def decimal_accident(spot: Spot) -> Cell | None:
    """The text 1.500 read by an English Excel as one and a half."""
    return None if spot.plan.csv else 1.5 + spot.rng.randrange(6)


def misspelt(spot: Spot) -> Cell:
    """A listed variant or one letter too many: it can only mean this kelurahan."""
    return spot.rng.choice(spot.plan.variants)


def ambiguous_base(spot: Spot) -> Cell | None:
    """The direction word left out, where others begin alike: Jrebeng, Triwung, Kebonsari, Pohsangit."""
    base, *rest = spot.plan.kelurahan.split()
    return base if rest and sum(name.split()[0] == base for name in VILLAGES) > 1 else None


def other_kecamatan(spot: Spot) -> Cell | None:
    """A kelurahan of another kecamatan than the one in the same row."""
    if not spot.plan.has("kecamatan"):
        return None
    return spot.rng.choice([name for name, kecamatan in CITY.items() if kecamatan != spot.plan.kecamatan])


def rt_as_date(spot: Spot) -> Cell | None:
    """2/3 typed into a General cell."""
    business = spot.entry.business
    return None if spot.plan.csv else datetime.date(2026, business.rw, business.rt)


def swapped_point(spot: Spot) -> Cell:
    business = spot.entry.business
    return f"{business.longitude}, {business.latitude}"


def wrong_total(spot: Spot) -> Cell | None:
    if not {"tenaga_kerja_laki", "tenaga_kerja_perempuan"} <= spot.plan.fields:
        return None
    return spot.entry.business.men + spot.entry.business.women + spot.rng.randint(1, 3)


def impossible_day(spot: Spot) -> Cell:
    day = spot.rng.choice(("31-02", "30-02", "31-04", "31-11", "15-13"))
    text = f"{day}-{spot.entry.business.owner.birth.year}"
    return text if spot.field == "tanggal_lahir" else f"{spot.entry.business.owner.town}, {text}"


def future_birth(spot: Spot) -> Cell:
    birth = spot.entry.business.owner.birth
    text = f"{birth.day:02d}-{birth.month:02d}-2{birth.year % 1000:03d}"
    return text if spot.field == "tanggal_lahir" else f"{spot.entry.business.owner.town}, {text}"


def swapped_date(spot: Spot) -> Cell | None:
    """Day and month changed over by an English Excel; the NIK tells which is right."""
    birth = spot.entry.business.owner.birth
    if spot.plan.style.date not in ("cell", "mixed") or birth.day > 12 or birth.day == birth.month:
        return None
    return datetime.date(birth.year, birth.day, birth.month)


def bad_luhn(spot: Spot) -> str:
    head = f"99{spot.rng.randrange(10**6):06d}"
    return f"{head}{(luhn(head) + 3) % 10}625000"


def npwp_not_nik(spot: Spot) -> Cell:
    return spot.swap(12, f"9{spot.rng.randrange(1, 1000):03d}")


def nib_zero_lost(spot: Spot) -> Cell | None:
    number = spot.entry.business.nib or ""
    return number[1:] if number.startswith("0") else None


def kbli_zero_lost(spot: Spot) -> Cell | None:
    code: str = spot.entry.business.trade["kbli"]
    return code[1:] if code.startswith("0") else None


def pirt_short(spot: Spot) -> Cell | None:
    number = spot.entry.business.pirt
    return f"P-IRT {number[:11]}" if number else None


def pirt_expired(spot: Spot) -> Cell | None:
    number = spot.entry.business.pirt
    return f"P-IRT {number[:13]}-{spot.rng.randint(19, 23)}" if number else None


def unstored(spot: Spot) -> Cell | None:
    """A formula that was saved by a program without its result."""
    return Formula("=5*26*75000", None) if spot.plan.format == "xlsx" else None


def one_of(*texts: Cell) -> Maker:
    """One of some fixed cells."""
    return lambda spot: spot.rng.choice(texts)
