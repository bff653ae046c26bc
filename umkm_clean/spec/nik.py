"""What the 16 digits of a NIK say: PP KK CC DDMMYY SSSS (PP 37/2007 art. 37). One number at a time, no pandas.

There is no check digit: structure can prove a number wrong, never right. The first 15 digits (what Excel leaves of a
typed NIK) still tell region, birth date and sex.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RegionClass = Literal["current", "retired", "gap", "known_city", "unknown"]

#: Younger owners are rather a child, or the number of a Kartu Keluarga: the century stays in doubt.
LEAST_AGE = 15
#: Days of women are written with 40 added.
WOMEN = 40

_STEM = re.compile(r"[0-9]{15,16}")


@dataclass(frozen=True, slots=True)
class Nik:
    """A decoded NIK. `birth` is None where the date does not exist; `serial` is None for a 15-digit stem."""

    region: str  # PPKKCC
    birth: datetime.date | None
    sex: Literal["L", "P"]
    serial: str | None
    doubtful_age: bool  # born less than 15 years before the day of judgement, with no better century


def decode(nik: str, as_of: datetime.date) -> Nik | None:
    """Region, birth date and sex of a NIK (16 digits) or of its stem (15 digits); None for anything else."""
    if not _STEM.fullmatch(nik):
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    birth = born(day - WOMEN if day > WOMEN else day, month, year, as_of)
    return Nik(
        region=nik[:6],
        birth=birth,
        sex="P" if day > WOMEN else "L",
        serial=nik[12:] if len(nik) == 16 else None,
        doubtful_age=birth is not None and _age(birth, as_of) < LEAST_AGE,
    )


def born(day: int, month: int, year: int, as_of: datetime.date) -> datetime.date | None:
    """The birth date of an owner from a two-digit year, judged on `as_of`; None where there is no such date.

    The later century, unless that lies in the future or makes the owner younger than 15 while the earlier one
    makes them 100 or less.
    """
    late, early = _date(2000 + year, month, day), _date(1900 + year, month, day)
    if late is not None and late <= as_of:
        young = _age(late, as_of) < LEAST_AGE
        return early if young and early is not None and _age(early, as_of) <= 100 else late
    return early


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _age(birth: datetime.date, as_of: datetime.date) -> int:
    return as_of.year - birth.year - ((as_of.month, as_of.day) < (birth.month, birth.day))


class Regions:
    """Which six-digit prefixes exist, existed, may have existed, or never did (lists of 2015 to 2025).

    `tables` holds the reference lists `nik_kecamatan_codes`, `nik_kecamatan_gaps` and `nik_kabkota_codes`.
    """

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self._tables = tables

    @cached_property
    def current(self) -> frozenset[str]:
        """Kecamatan codes in force."""
        return frozenset(row["kode6"] for row in self._tables["nik_kecamatan_codes"] if row["aktif_2025"] == "1")

    @cached_property
    def retired(self) -> frozenset[str]:
        """Kecamatan codes that a list since 2015 had and the present one has not."""
        return frozenset(row["kode6"] for row in self._tables["nik_kecamatan_codes"] if row["aktif_2025"] != "1")

    @cached_property
    def gaps(self) -> frozenset[str]:
        """Kecamatan codes missing in every list inside a run of numbers: retired before 2015."""
        return frozenset(row["kode6"] for row in self._tables["nik_kecamatan_gaps"])

    @cached_property
    def cities(self) -> frozenset[str]:
        """Kabupaten and kota codes in force."""
        return frozenset(row["kode4"] for row in self._tables["nik_kabkota_codes"] if row["aktif_2025"] == "1")

    @cached_property
    def old_cities(self) -> frozenset[str]:
        """Kabupaten and kota codes of the past; their kecamatan were never all listed."""
        return frozenset(row["kode4"] for row in self._tables["nik_kabkota_codes"] if row["aktif_2025"] != "1")

    def of(self, region: str) -> RegionClass:
        """What is known of a six-digit region code."""
        if region in self.current:
            return "current"
        if region in self.retired:
            return "retired"
        if region in self.gaps or region[:4] in self.old_cities:
            return "gap"
        return "known_city" if region[:4] in self.cities else "unknown"
