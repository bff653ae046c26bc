"""The first look at any cell: error words, formulas without result, stray dates, ways of writing nothing."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Reading
from umkm_clean.spec.locate import plain_words
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context, Value
    from umkm_clean.spec.types import Spec, Vocab

ERROR_CELL = "KIN002"
NO_RESULT = "KIN003"
DITTO = "KIN006"
DATE_CELL = "KIN011"

#: What Excel and LibreOffice show where a formula failed, in English and Indonesian builds.
ERROR_WORDS = frozenset(
    "#REF! #N/A #N/A! #VALUE! #NAME? #DIV/0! #NUM! #NULL! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! "  # noqa: SIM905
    "#UNKNOWN! #BUSY! #ERROR! ERR:502 ERR:504 ERR:508 ERR:522".split()
)
#: Signs that stand for words.
SIGNS = {
    "♂": "laki laki",
    "♀": "perempuan",
    "√": "v",
    "✓": "v",
    "✔": "v",
    "☑": "v",
    "✅": "v",
    "✗": "x",
    "✘": "x",
    "☒": "x",
    "❌": "x",
}

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_DITTO_SIGNS = frozenset("\"'”“„’〃″")
_NUMBERED = re.compile("[1-9]")
_SIGN = re.compile("|".join(map(re.escape, SIGNS)))


def tidy(text: str) -> str:
    """The text as a person sees it: invisible characters out, composed accents, blanks and line breaks collapsed."""
    if text.isascii() and text.isprintable():
        return text if "  " not in text else " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def compatible(text: str) -> str:
    """`tidy`, with full-width and typographic letters and digits in their ordinary form: for numbers and codes."""
    return (
        text if text.isascii() and text.isprintable() else tidy(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))
    )


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`plain_words` of the text with its signs as words ("✓" → "v") and accents off: how words are compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _SIGN.sub(lambda sign: f" {SIGNS[sign[0]]} ", _INVISIBLE.sub("", text)))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return plain_words(text)


def nothing(text: str, spec: Spec) -> str:
    """How a text says that nothing is written: a class of the list `kosong`, "" where it says something.

    `kosong`: a dash, a dot, "n/a". `tidak`: there is none. `sama`: as above. `nol`: zero. `alasan`: why it is missing.
    """
    vocab = spec.vocab.get("kosong")
    if _NUMBERED.search(text) and not numbered(vocab):
        return ""
    if not any(char.isalnum() for char in text):
        signs = {char for char in text if not char.isspace()}
        if signs and signs <= _DITTO_SIGNS:
            return "sama"
        return "" if any(unicodedata.category(char)[0] == "S" and not char.isascii() for char in signs) else "kosong"
    return vocab.variants.get(fold(text), "") if vocab else ""


def first_look(
    text: str,
    stored: str,
    context: Context,
    *,
    dates: bool = False,
    means: tuple[str, ...] = ("kosong", "tidak", "nol", "alasan"),
) -> Reading | None:
    """What every kind asks before it reads; None where the cell is to be read.

    `means` are the classes of `kosong` that say nothing here (zero is an amount, "tidak" an answer); a reason why a
    value is missing is kept as a note. A cell that only points at the one above is never filled in by guessing.
    """
    if stored == "e" or text.upper() in ERROR_WORDS:
        return Reading(code=ERROR_CELL, facts={"word": text[:12]})
    if stored == "f":
        return Reading(code=NO_RESULT)
    if stored == "d" and not dates:
        return Reading(code=DATE_CELL)
    how = nothing(text, context.spec)
    if not how:
        return None
    if how == "sama":
        return Reading(code=DITTO)
    if how not in means:
        return None
    return Reading(blank=True, note=tidy(text)) if how == "alasan" else BLANK


def shown(value: Value) -> str:
    """The standard form as text: plain digits, no exponent; empty for nothing."""
    if value is None:
        return ""
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def _numbered(vocab: Vocab | None) -> bool:
    """Whether a way of writing nothing holds a digit above 0; if none does, most cells need no look into the list."""
    return vocab is not None and any(_NUMBERED.search(form) for form in vocab.variants)


numbered = Memo(_numbered)
