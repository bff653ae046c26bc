"""Numbers as people write them: "Rp 1.500.000,-", "1,5 jt", "1 juta 500 ribu", "dua setengah juta", in both locales.

`literal` reads one run of digits with its separators, `worded` number words; both say when they are not sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: Words and letters that multiply. M is miliar (10⁹) here, never million.
UNITS = {
    "k": 10**3, "rb": 10**3, "rbu": 10**3, "ribu": 10**3, "ribuan": 10**3, "rebu": 10**3, "ewu": 10**3, "rban": 10**3,
    "jt": 10**6, "jta": 10**6, "juta": 10**6, "jutaan": 10**6, "jtan": 10**6, "yuta": 10**6, "jtaan": 10**6,
    "m": 10**9, "mil": 10**9, "mlr": 10**9, "milyar": 10**9, "miliar": 10**9, "milyard": 10**9,
    "milliar": 10**9, "milyaran": 10**9,
    "miliaran": 10**9, "t": 10**12, "tril": 10**12, "triliun": 10**12, "trilyun": 10**12, "trilliun": 10**12,
}  # fmt: skip
#: Abbreviations that people read in two ways.
DOUBTFUL_UNITS = frozenset({"m", "mil", "t"})

_ONES = {
    "nol": 0, "kosong": 0, "satu": 1, "se": 1, "siji": 1, "dua": 2, "loro": 2, "tiga": 3, "telu": 3,
    "empat": 4, "papat": 4, "lima": 5,
    "limo": 5, "enam": 6, "enem": 6, "tujuh": 7, "pitu": 7, "delapan": 8, "lapan": 8, "wolu": 8,
    "sembilan": 9, "songo": 9,
}  # fmt: skip
_SE = {
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
    "sejuta": 10**6,
    "semiliar": 10**9,
    "semilyar": 10**9,
}
_SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12, "trilyun": 10**12}
_JOINED = re.compile(r"^(" + "|".join(_ONES) + r")(puluh|belas|ratus|ribu|juta)$")

_PLAIN = re.compile(r"[0-9]+")
_GROUPS = {mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,' "}


@dataclass(frozen=True, slots=True)
class Literal:
    """One written number. `grouped`: a single group of three after one separator, which may be a decimal part."""

    value: Decimal
    grouped: bool = False
    fraction: bool = False


def literal(text: str) -> Literal | None:
    """What a run of digits and separators is as a number; None where its groups are broken ("1.50.000")."""
    if _PLAIN.fullmatch(text):
        return Literal(Decimal(text))
    text = text.replace("’", "'")
    marks = [char for char in text if not char.isdigit()]
    kinds = set(marks)
    if len(kinds) == 1:
        return _one_mark(text, marks[0], len(marks))
    if len(kinds) == 2:
        last = marks[-1]
        head, _, tail = text.rpartition(last)
        (other,) = kinds - {last}
        if last in ".," and marks.count(last) == 1 and _GROUPS[other].fullmatch(head) and len(tail) != 3:
            return Literal(Decimal(_digits(head) + "." + tail), fraction=bool(tail.strip("0")))
    return None


def _one_mark(text: str, mark: str, count: int) -> Literal | None:
    head, _, tail = text.rpartition(mark)
    if _GROUPS[mark].fullmatch(text) and not (count == 1 and head.startswith("0")):
        return Literal(Decimal(_digits(text)), grouped=count == 1 and mark in ".,")
    if (
        count == 1
        and mark in ".,"
        and _PLAIN.fullmatch(head)
        and _PLAIN.fullmatch(tail)
        and (len(tail) != 3 or head == "0")
    ):
        return Literal(Decimal(f"{head}.{tail}"), fraction=bool(tail.strip("0")))
    return None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def worded(words: list[str]) -> Decimal | None:
    """The number that Indonesian words say ("dua setengah juta", "seratus lima puluh ribu"); None for other words."""
    if not words:
        return None
    total, part, seen = Decimal(0), Decimal(0), False
    for word in _split(words):
        if word in _ONES:
            part += _ONES[word]
        elif word in _SE and word not in ("seribu", "sejuta", "semiliar", "semilyar"):
            part += _SE[word]
        elif word in _SE:
            total, part = total + (part or 0) + _SE[word], Decimal(0)
        elif word in ("puluh", "belas", "ratus"):
            tens = part % 10
            if not tens:
                return None
            part = part - tens + (10 + tens if word == "belas" else tens * (10 if word == "puluh" else 100))
        elif word == "setengah":
            part += Decimal("0.5")
        elif word in _SCALES:
            if not part:
                return None
            total, part = total + part * _SCALES[word], Decimal(0)
        else:
            return None
        seen = True
    return total + part if seen else None


def _split(words: list[str]) -> list[str]:
    """Of "limaratus": "lima", "ratus"."""
    out: list[str] = []
    for word in words:
        match = _JOINED.fullmatch(word) if word not in _SE else None
        out += [match[1], match[2]] if match and match[1] != "se" else [word]
    return out


def is_number_word(word: str) -> bool:
    """Whether a word can be part of a number in words."""
    return (
        word in _ONES or word in _SE or word in ("puluh", "belas", "ratus", "setengah") or bool(_JOINED.fullmatch(word))
    )
