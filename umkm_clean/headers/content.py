"""What the values of a column look like: for each kind of value the share of cells that have its shape.

Shapes are rough on purpose: they only have to tell columns apart. Whether a value is right is not asked here.
"""

from __future__ import annotations

import itertools
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from umkm_clean.headers.words import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.places import Places
    from umkm_clean.spec.types import Spec

TICKS = frozenset("v x √ ✓ ✔ ☑ ● • * + ✗ ✘ 1".split())  # noqa: SIM905
_BLANKS = frozenset({"", "-", "--", "0", ".", "_", "n/a", "na", "nihil", "kosong", "#n/a"})
_MONTHS = "jan|feb|peb|mar|apr|mei|may|jun|jul|agu|ags|aug|sep|okt|oct|nop|nov|des|dec"
_DATE_TEXT = (
    r"(?:(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?: .*)?"
    r"|[0-9]{1,2}\s*[-/. ]\s*(?:[0-9]{1,2}|(?:" + _MONTHS + r")[a-z]*)\s*[-/., ]\s*(?:[0-9]{4}|[0-9]{2}))"
)
_DATE = re.compile(_DATE_TEXT, re.IGNORECASE)
_TTL = re.compile(r"[A-Za-z][A-Za-z .']+[,/ ]\s*" + _DATE_TEXT, re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_YEAR = re.compile(r"(?:th\.?|tahun)?\s*(?:19|20)[0-9]{2}", re.IGNORECASE)
_MONEY = re.compile(
    r"(?:rp|idr|±|kurang|lebih|<|>|=|\s)*[0-9][0-9.,\s]*(?:jt|juta|rb|ribu|k|m|miliar|milyar)?[\s.,/-]*\w*.*",
    re.IGNORECASE,
)
_MONEY_SIGN = re.compile(r"\brp|\bjt\b|\bjuta|\brb\b|\bribu|[0-9]\s*(?:jt|rb)\b|[0-9][.,][0-9]{3}\b", re.IGNORECASE)
_COUNT = re.compile(r"[0-9]{1,3}(?:\s*(?:orang|org|o|tk))?\.?", re.IGNORECASE)
_RT = re.compile(r"(?:r\s*[tw]\s*[.:]?\s*)?0*[0-9]{1,3}", re.IGNORECASE)
_RT_RW = re.compile(r"(?:rt\W*)?0*[0-9]{1,3}\s*(?:[/\\.-]|,|\s|rw)+\s*(?:rw\W*)?0*[0-9]{1,3}", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|dsn|dusun|blok|perum|perumahan|rt|rw|no|pasar|ruko|kav|link)\b", re.IGNORECASE
)
_LOUD = re.compile(r"@|(?:[0-9][\s.\-]?){8}")
_NUMBER = re.compile(r"[-+]?[0-9]+[.,][0-9]+")
_PAIR = re.compile(
    r"[-+]?[0-9]{1,3}[.,][0-9]{2,}\s*°?\s*[,; ]\s*[-+]?[0-9]{1,3}[.,][0-9]{2,}|https?://.*map.*|.*maps\.app.*",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"[1-9][.,][0-9]{2,}[eE]\+?1[0-9]")
_NPWP = re.compile(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.?[0-9]?[.-]?.*")
_PIRT = re.compile(r"(?:p\W*irt)?\W*(?:no)?\W*[0-9]{13}(?:-?[0-9]{2})?", re.IGNORECASE)
_HALAL = re.compile(r"id\s*[0-9]{8,}|[0-9]{14,17}", re.IGNORECASE)
_KBLI = re.compile(r"[A-Va-v]?[0-9]{4,5}")
_WORDS = re.compile(r"[^\W\d_]{2,}")


class Profile:
    """A column's non-blank values (a sample) and the shares of shapes among them, each counted when asked for."""

    def __init__(self, texts: Sequence[str], spec: Spec, places: Places, lexicon: Lexicon) -> None:
        lines = (one_line(text).lstrip("'`’").strip() for text in texts)
        self.values = [line for line in lines if line.casefold() not in _BLANKS]
        self.asked = len(texts)
        self._spec, self._places, self._lexicon = spec, places, lexicon
        self._fits: dict[str, float] = {}

    def fit(self, name: str) -> float:
        """Share (0 … 1) of the values that look like this field's; wordy kinds: share that holds words."""
        if name not in self._fits:
            self._fits[name] = self._share(shape_of(name, self._spec, self._places))
        return self._fits[name]

    @cached_property
    def flags(self) -> float:
        """Share of yes/no words and ticks."""
        return self._share(self._is_flag)

    @cached_property
    def ticks(self) -> float:
        """Share of ticks alone."""
        return self._share(lambda text: text.casefold() in TICKS)

    @cached_property
    def words(self) -> float:
        """Share of values made mostly of words."""
        return self._share(_is_words)

    @cached_property
    def business(self) -> float:
        """Share of values that hold a word of business names ("warung", "toko", "UD")."""
        return self._share(self._lexicon.sounds_like_business)

    @cached_property
    def persons(self) -> float:
        """Share of values that hold a given name and no word of business names."""
        return self._share(self._lexicon.sounds_like_person)

    @cached_property
    def loud(self) -> bool:
        """True where the first values hold many digits or an @: they can be a number or address of somebody."""
        few = self.values[:10]
        return len(self.values) >= 3 and sum(bool(_LOUD.search(text)) for text in few) >= 0.7 * len(few)

    @cached_property
    def distinct(self) -> int:
        """Number of different values."""
        return len(set(self.values))

    @cached_property
    def running(self) -> bool:
        """Whole numbers that count up: a running number."""
        numbers = [
            int(text.rstrip(".")) for text in self.values if text.rstrip(".").isascii() and text.rstrip(".").isdigit()
        ]
        if len(numbers) < 2 or len(numbers) < 0.8 * len(self.values) or numbers[0] > 10_000_000:
            return False
        return all(later > earlier for earlier, later in itertools.pairwise(numbers))

    def _share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.values)) / len(self.values) if self.values else 0.0

    def _is_flag(self, text: str) -> bool:
        return text.casefold() in TICKS or fold(text) in self._lexicon.words.get("flag", frozenset())


def shape_of(name: str, spec: Spec, places: Places) -> Callable[[str], bool]:
    """The test whether one value looks like this field's."""
    given = spec.fields[name]
    if given.kind == "choice":
        vocab = spec.vocab.get(str(given.params.get("vocab", name)))
        forms = frozenset(map(fold, (*vocab.variants, *vocab.values))) if vocab else frozenset()
        return lambda text: fold(text) in forms
    if given.kind == "digits":
        length = int(given.params.get("length", 16))
        return lambda text: len(digits_of(text)) == length
    if given.kind in ("kelurahan", "kecamatan", "kel_kec"):
        return places.test(given.kind)
    return _TESTS.get(given.kind, _is_words)


@lru_cache(maxsize=8_192)
def digits_of(text: str) -> str:
    """The digits of a number written with blanks, dots or dashes; "" where other characters stand in it."""
    bare = re.sub(r"[\s.\-'`]", "", text)
    return bare if bare.isascii() and bare.isdigit() else ""


def looks_like_nik(text: str) -> bool:
    """16 digits (15 to 17 with a slip) with a possible region, day and month, or what Excel made of such a number."""
    digits = digits_of(text)
    if not 15 <= len(digits) <= 17:
        return bool(_SCIENTIFIC.fullmatch(text))
    day, month = int(digits[6:8]), int(digits[8:10])
    return 11 <= int(digits[:2]) <= 97 and 0 <= (day - 40 if day > 40 else day) <= 31 and 0 <= month <= 12


def looks_like_phone(text: str) -> bool:
    """Begins like a mobile or landline number and is as long as one; one of several in a cell is enough."""
    first = re.split(r"\s*(?:/|;|,|\bdan\b|\|)\s*", text.replace("(", "").replace(")", ""))[0]
    digits = digits_of(first.lstrip("+"))
    return 9 <= len(digits) <= 14 and digits.startswith(("08", "62", "8", "03", "02"))


def _is_words(text: str) -> bool:
    letters = sum(map(len, _WORDS.findall(text)))
    return letters >= 2 and letters >= 2 * sum(char.isdigit() for char in text)


def _is_money(text: str) -> bool:
    if _MONEY_SIGN.search(text):
        return bool(_MONEY.fullmatch(text))
    return text.isascii() and text.isdigit() and 4 <= len(text) <= 12


def _between(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: bool(_NUMBER.fullmatch(text)) and low <= abs(float(text.replace(",", "."))) <= high


_TESTS: dict[str, Callable[[str], bool]] = {
    "nik": looks_like_nik,
    "phone": looks_like_phone,
    "nib": lambda text: len(digits_of(text)) in (12, 13),
    "npwp": lambda text: bool(_NPWP.fullmatch(text)) or len(digits_of(text)) in (15, 16),
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "money": _is_money,
    "count": lambda text: bool(_COUNT.fullmatch(text)),
    "date": lambda text: bool(_DATE.fullmatch(text)),
    "year": lambda text: bool(_YEAR.fullmatch(text)),
    "ttl": lambda text: bool(_TTL.fullmatch(text)),
    "rt": lambda text: bool(_RT.fullmatch(text)),
    "rw": lambda text: bool(_RT.fullmatch(text)),
    "rt_rw": lambda text: bool(_RT_RW.fullmatch(text)),
    "address": lambda text: bool(_ADDRESS.search(text)),
    "latitude": _between(0.5, 11.5),
    "longitude": _between(94, 142),
    "koordinat": lambda text: bool(_PAIR.fullmatch(text)),
    "kbli": lambda text: bool(_KBLI.fullmatch(text)),
    "pirt": lambda text: bool(_PIRT.fullmatch(text)),
    "halal": lambda text: bool(_HALAL.fullmatch(text)),
}
