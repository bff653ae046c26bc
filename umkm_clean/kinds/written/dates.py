"""Dates as people write them: day first, Indonesian, old and English month names, two-digit years, Excel serials."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from umkm_clean.kinds.written.cell import compatible
from umkm_clean.spec.nik import born

EARLIEST = 1900
LONGEST = 60  # characters: longer texts are no dates

_MONTHS = (
    "januari jan january januwari", "februari feb pebruari peb february pebuari febuari", "maret mar mart march mrt",
    "april apr aprl", "mei may", "juni jun june", "juli jul july", "agustus agt agst ags agus aug august agtus",
    "september sep sept spt", "oktober okt oct october oktb", "november nov nopember nop",
    "desember des dec december dese",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

_WORDS = re.compile(
    r"^(?:(?:pada\s+)?(?:tgl|tanggal|tg)\b\.?\s*:?\s*)?(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[,.]?\s*)?"
)
_NUMERIC = re.compile(r"([0-9]{1,2})\s*[-/.,\s–—_]\s*([0-9]{1,2})\s*[-/.,\s–—_]\s*['’`]?([0-9]{4}|[0-9]{2})")
_ISO = re.compile(
    r"([0-9]{4})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})"
    r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?)?"
)
_NAMED = re.compile(r"([0-9]{1,2})\s*[-/.,\s–—]?\s*([a-z]{3,10})\.?\s*[-/.,\s–—]?\s*['’`]?([0-9]{4}|[0-9]{2})")
_ENGLISH = re.compile(r"([a-z]{3,10})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_MONTH_YEAR = re.compile(
    r"(?:bulan\s+|bln\.?\s+)?([a-z]{3,10})\.?\s*[-/.,\s]?\s*['’`]?([0-9]{4})"
    r"|([0-9]{1,2})\s*[-/.]\s*([0-9]{4})|([0-9]{4})\s*[-/.]\s*([0-9]{1,2})"
)
_YEAR = re.compile(
    r"(?:(?:sejak|mulai|dari|pada|since|awal|akhir|pertengahan)\s+)?(?:(?:th|thn|tahun|taun)\b\.?\s*:?\s*|th)?([0-9]{4})(?:\s*(?:m|an))?\.?"
)
_RELATIVE = re.compile(
    r"(?:±|\+/?-|sekitar|kurang lebih|sudah|selama|lebih dari|>|<)?\s*([0-9]{1,3}|[a-z]+)\s*"
    r"(?:th|thn|tahun|taun|bln|bulan)\b\.?\s*(?:yang|yg)?\s*(?:lalu|silam|lebih|berjalan)?"
    r"|.*\b(?:lalu|silam|kemarin|kemaren)\b"
)
_TIME = re.compile(r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)$")

#: Excel day 1 is 1 January 1900, and day 60 a 29 February that never was.
_SERIAL_ZERO = datetime.date(1899, 12, 30)
_SERIALS = (10_000, 60_000)  # 1927 … 2064


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written. `iso` is complete, or "1980" / "2015-08" where only that much is said.

    `problem`: "" | "no-such-day" | "month-first" (day and month swapped would exist: `proposal`) | "year" (outside
    1900 … next year) | "relative" ("5 th yang lalu") | "unclear". `serial`: it was an Excel day number.
    """

    iso: str = ""
    problem: str = ""
    proposal: str = ""
    serial: bool = False

    @property
    def complete(self) -> bool:
        """Whether day, month and year are known."""
        return len(self.iso) == 10


def read_date(text: str, stored: str, as_of: datetime.date, birth: bool = False) -> Dated:
    """What date a text says; two-digit years are of the past, those of births by the age of an owner."""
    bare = compatible(text).casefold().strip(" .,;:-'’`")
    if len(bare) > LONGEST:
        return Dated(problem="unclear")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", bare):
        return _number(bare, stored, as_of, birth)
    bare = _WORDS.sub("", bare, count=1).strip()
    for pattern, order in ((_ISO, "ymd"), (_NUMERIC, "dmy"), (_NAMED, "dmy"), (_ENGLISH, "mdy")):
        found = pattern.fullmatch(bare) or pattern.fullmatch(_TIME.sub("", bare))
        if found:
            part = dict(zip(order, found.groups(), strict=False))
            if not part["m"].isdigit() and not month(part["m"]):
                break
            return _date(part["d"], part["m"], part["y"], as_of, birth)
    return _part(bare, as_of)


@lru_cache(maxsize=4_096)
def month(word: str) -> int:
    """The number of a month name, one typing error forgiven in longer words; 0 for other words."""
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < 5:
        return 0
    from rapidfuzz.distance import OSA

    near = {
        number for name, number in MONTHS.items() if len(name) >= 5 and OSA.distance(word, name, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else 0


def _part(bare: str, as_of: datetime.date) -> Dated:
    """Only a year, only month and year, a span of time, or nothing that is understood."""
    year = _YEAR.fullmatch(bare)
    if year:
        return _within(year[1], int(year[1]), as_of)
    found = _MONTH_YEAR.fullmatch(bare)
    if found:
        number = month(found[1]) if found[1] else int(found[3] or found[6])
        written = found[2] or found[4] or found[5]
        if 1 <= number <= 12:
            return _within(f"{written}-{number:02d}", int(written), as_of)
        return Dated(problem="no-such-day" if not found[1] else "unclear")
    return Dated(problem="relative" if _RELATIVE.fullmatch(bare) else "unclear")


def _number(bare: str, stored: str, as_of: datetime.date, birth: bool) -> Dated:
    """Digits alone: a year, DDMMYYYY, YYYYMMDD, DDMMYY, or an Excel day number."""
    digits = bare.partition(".")[0]
    if len(digits) == 4:
        return _within(digits, int(digits), as_of)
    if len(digits) == 5 and _SERIALS[0] <= int(digits) <= _SERIALS[1]:
        return Dated(iso=(_SERIAL_ZERO + datetime.timedelta(days=int(digits))).isoformat(), serial=True)
    if stored == "n" and len(digits) in (5, 7):
        digits = "0" + digits  # the zero of the day was lost
    if len(digits) == 8:
        found = _date(digits[:2], digits[2:4], digits[4:], as_of, birth)
        turned = _date(digits[6:], digits[4:6], digits[:4], as_of, birth)
        return turned if found.problem and not turned.problem else found
    if len(digits) == 6:
        return _date(digits[:2], digits[2:4], digits[4:], as_of, birth)
    return Dated(problem="unclear")


def _date(day: str, named: str, year: str, as_of: datetime.date, birth: bool) -> Dated:
    number = int(named) if named.isdigit() else month(named)
    if len(year) == 2:
        found = _two_digits(int(day), number, int(year), as_of, birth)
    else:
        if not EARLIEST <= int(year) <= as_of.year + 1:
            return Dated(problem="year")
        found = _made(int(year), number, int(day))
    if found:
        return Dated(iso=found.isoformat())
    swapped = _made(int(year), int(day), number) if len(year) == 4 and named.isdigit() else None
    return Dated(problem="month-first", proposal=swapped.isoformat()) if swapped else Dated(problem="no-such-day")


def _two_digits(day: int, number: int, year: int, as_of: datetime.date, birth: bool) -> datetime.date | None:
    if birth:
        return born(day, number, year, as_of)
    return _made((2000 if 2000 + year <= as_of.year else 1900) + year, number, day)


def _made(year: int, number: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, number, day)
    except ValueError:
        return None


def _within(iso: str, year: int, as_of: datetime.date) -> Dated:
    return Dated(iso=iso) if EARLIEST <= year <= as_of.year + 1 else Dated(problem="year")
