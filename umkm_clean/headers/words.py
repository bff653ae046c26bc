"""Header text in one form: folded words, bracketed hints apart, unit of money and period read out of it.

`fold` is what every comparison of header words goes through; `label` says what one written header can mean
as keys to look up, the most literal first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_BRACKET = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
_ENUMERATION = re.compile(
    r"^(?:[0-9]{1,2}|[ivx]{1,4}|[a-z])[.)]\s+(?=\S)|^\((?:[0-9]{1,2}|[a-z])\)\s*(?=\S)", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\b(?:bapak|bpk|bp)\.?\s*(?:/|atau)\s*(?:ibu|saudara/i|saudara)\b", re.IGNORECASE)
_THOUSAND = re.compile(r"rp\.?\s*[.,]?\s*000\b|x\s*1[.,]?000\b|\brib(?:u|uan)\b|^\W*000\W*$", re.IGNORECASE)
_MILLION = re.compile(r"\bjuta(?:an)?\b|\brp\.?\s*jt\b|\bjt\b|x\s*1[.,]?000[.,]?000\b", re.IGNORECASE)
_BILLION = re.compile(r"\bmil[iy]ar(?:d|an)?\b", re.IGNORECASE)

#: Words for a span of time in a header, and the span they name.
PERIODS = {
    "hari": "hari", "harian": "hari", "perhari": "hari", "sehari": "hari", "hr": "hari",
    "minggu": "minggu", "mingguan": "minggu", "perminggu": "minggu", "seminggu": "minggu", "mgg": "minggu",
    "bulan": "bulan", "bulanan": "bulan", "perbulan": "bulan", "sebulan": "bulan", "bln": "bulan", "perbln": "bulan",
    "tahun": "tahun", "tahunan": "tahun", "pertahun": "tahun", "setahun": "tahun", "thn": "tahun", "th": "tahun",
    "perthn": "tahun",
}  # fmt: skip
#: Words of a money header that say how it is written, not what it is.
MONEY_WORDS = frozenset({
    "rp", "rupiah", "idr", "dalam", "ribu", "ribuan", "juta", "jutaan", "jt", "miliar", "milyar", "000", "1000", "x",
    "1", "satu", "per", "tiap", "rata", "nilai", "jumlah", "besar", "besaran", "kisaran", "perkiraan", "estimasi",
    "total", "kira", "usaha", "sekitar", "nominal", "kotor",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """One written header: the text in one line, keys to look up (most literal first), unit and period."""

    text: str
    keys: tuple[str, ...]
    unit: int = 1
    period: str | None = None

    @property
    def key(self) -> str:
        """The most literal key, empty where the header holds no word."""
        return self.keys[0] if self.keys else ""


def one_line(text: str) -> str:
    """The text as a person sees it: invisible characters out, blanks and line breaks collapsed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower-case words parted by one blank: case, accents, punctuation, underscores and line breaks do not count."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def unspaced(key: str) -> str:
    """Runs of three or more single letters become a word: "n i k pemilik" → "nik pemilik"."""
    words: list[str] = []
    run: list[str] = []
    for word in [*key.split(), ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        words += ["".join(run)] if len(run) >= 3 else run
        run = []
        if word:
            words.append(word)
    return " ".join(words)


@lru_cache(maxsize=16_384)
def label(text: str) -> Label:
    """What one header text can mean; text without words gives a label without keys."""
    line = one_line(text)
    words = _ADDRESSED.sub(" ", line.replace("#", " no "))  # whom the form asks, not what it asks for
    bare = _ENUMERATION.sub("", words.replace("*", " ").strip()).strip()
    if line.isascii() and " " not in line:
        bare = _CAMEL.sub(" ", bare)
    outside = _BRACKET.sub(" ", bare)
    keys: list[str] = []
    for candidate in (words, bare, outside):
        folded = unspaced(fold(candidate))
        for key in (folded, _pairs(folded)):
            if key and key not in keys:
                keys.append(key)
    return Label(line, tuple(keys), unit_of(line), period_of(line))


def unit_of(text: str) -> int:
    """The factor a money header asks for: "(Rp.000)" → 1,000, "(dalam juta)" → 1,000,000, else 1."""
    if _BILLION.search(text):
        return 1_000_000_000
    if _MILLION.search(text):
        return 1_000_000
    return 1_000 if _THOUSAND.search(text) else 1


def period_of(text: str) -> str | None:
    """The span of time a header names ("/bln", "per tahun"), None where it names none or several."""
    found = {PERIODS[word] for word in fold(text).split() if word in PERIODS}
    return found.pop() if len(found) == 1 else None


def without_money_words(key: str) -> str:
    """A money header's key without unit, period and filler: "omzet per bulan rp" → "omzet"."""
    return " ".join(word for word in key.split() if word not in MONEY_WORDS and word not in PERIODS)


def _pairs(key: str) -> str:
    """Two single letters in a row as one word: "no h p" → "no hp"; `label` tries it only after the literal key."""
    return re.sub(r"\b([a-z]) ([a-z])\b", r"\1\2", key)
