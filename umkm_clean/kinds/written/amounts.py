"""Amounts with everything people write around them; amount, period, approximation and range are kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from umkm_clean.kinds.written.cell import compatible
from umkm_clean.kinds.written.numbers import DOUBTFUL_UNITS, UNITS, is_number_word, literal, worded

PERIODS = {
    "hari": "hari", "hr": "hari", "dino": "hari", "minggu": "minggu", "mgg": "minggu", "mggu": "minggu",
    "mg": "minggu", "pekan": "minggu",
    "bulan": "bulan", "bln": "bulan", "bl": "bulan", "tahun": "tahun", "thn": "tahun", "th": "tahun",
}  # fmt: skip
LONGEST = 120  # characters: longer texts are no amounts
_NUMBER = r"[0-9]+(?:[.,'’][0-9]+)*(?: [0-9]{3}(?![0-9]))*"
_HALVES = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
_PERIOD = re.compile(
    r"(?:/|@|\b(?:per|se|tiap|setiap|dalam|dlm|p)\b\.?)?\s*(?<![a-z])(?:per|se)?("
    + "|".join(PERIODS)
    + r")(?:an|nya)?\b\.?"
)
_APPROX = re.compile(
    r"±|\+\s*/?\s*[-–]|\+/\s*-|\bkurang\s*lebih\b|\bk(?:u)?r(?:an)?g\s*l(?:e)?b(?:i)?h\b|\b(?:kl|skt|sktr|avg|approx)\b\.?|\bsekitar(?:an)?\b"
    r"|\bkira\s*[-–]?\s*(?:2|kira)|\brata\s*[-–]?\s*(?:2|rata)(?:nya)?|\b(?:hampir|estimasi|perkiraan|kisaran|taksiran)\b|≈|~(?!.*[0-9].*~)"
)
_LESS = re.compile(
    r"<=?|≤|\b(?:kurang\s*dari|krg\s*dari|di\s*bawah|dibwh|maks(?:imal|imum)?|max|paling\s*(?:banyak|tinggi)|tidak\s*sampai|belum\s*sampai)\b\.?"
)
_MORE = re.compile(
    r">=?|≥|\b(?:lebih\s*dari|lbh\s*dari|di\s*atas|min(?:imal|imum)?|paling\s*(?:sedikit|rendah)|ke\s*atas|keatas|lebih)\b\.?|(?<=[0-9a-z])\s*\+$"
)
_FOREIGN = re.compile(r"[$€£¥]|\b(?:usd|eur|sgd|myr|rm|dolar|dollar|ringgit|riyal|yen|euro)\b")
_CURRENCY = re.compile(r"\b(?:rp|idr|rupiah|rph|rupia)(?![a-z])\.?|\brp\.?(?=[0-9])")
_DASHES = re.compile(r"(?<=[0-9])\s*[.,]\s*[-–—=_]+|(?<=[0-9])\s*[-–—=_]{1,3}\s*$|(?<=[0-9])[.,]+\s*$")
_RANGE = re.compile(
    r"\s*(?:[-–—~]+|\bs\s*[./]?\s*d\b\.?|\bsampai(?:\s*dengan)?\b|\bsmp\b|\bhingga\b|\bto\b|\bdan\b)\s*(?=[0-9a-z])"
)
_BRACKETED = re.compile(r"\(([^()]*)\)\s*$")
_TOKEN = re.compile(rf"\s*(?:([0-9])\s*[/⁄]\s*([1-9])(?![0-9])|({_NUMBER})|([a-z]+)\.?)")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written. `high` differs from `low` for a range; either is None where the range is open.

    `problem`: "" | "empty" | "broken" (groups of digits) | "foreign" (currency) | "unclear".
    `united`: a unit word stood there.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    ranged: bool = False
    period: str | None = None
    approximate: bool = False
    negative: bool = False
    united: bool = False
    doubtful_unit: bool = False
    grouped: bool = False
    fraction: bool = False
    problem: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    value: Decimal
    scale: int = 1
    united: bool = False
    doubtful: bool = False
    grouped: bool = False
    fraction: bool = False
    approximate: bool = False


def read_amount(text: str) -> Amount:
    """Take an amount apart; `problem` says why where it cannot be told."""
    for sign, words in _HALVES.items():
        text = text.replace(sign, words)
    bare = compatible(text).casefold().strip(" :;=")
    bracketed = _BRACKETED.search(bare)
    if len(bare) > LONGEST:
        return Amount(problem="unclear")
    if bracketed and bracketed.start() and _PERIOD.sub("", bracketed[1]).strip(" /"):
        inside, outside = read_amount(bracketed[1]), read_amount(bare[: bracketed.start()])
        if not outside.problem and (inside.problem or inside.low == outside.low):
            return replace(outside, note=bracketed[1].strip() if inside.problem else None)
    if _FOREIGN.search(bare):
        return Amount(problem="foreign")
    negative = bool(re.fullmatch(r"\(.*[0-9].*\)|[-–−]\s*(?:rp\.?\s*)?[0-9].*|rp\.?\s*[-–−]\s*[0-9].*", bare))
    bare = re.sub(r"^\((.*)\)$", r"\1", bare)
    bare = re.sub(r"^((?:rp\.?\s*)?)[-–−]", r"\1", bare) if negative else bare
    bare = bare.replace("(", " ").replace(")", " ")
    approximate, bare = _taken(_APPROX, bare)
    bare = _CURRENCY.sub(" ", bare)
    periods = {PERIODS[found[1]] for found in _PERIOD.finditer(bare)}
    bare = _PERIOD.sub(" ", bare)
    less, bare = _taken(_LESS, bare)
    more, bare = _taken(_MORE, bare)
    bare = _DASHES.sub("", re.sub(r"\bantara\b", " ", bare).strip(" /@:;=")).strip()
    if not any(char.isalnum() for char in bare) or len(periods) > 1 or (less and more):
        return Amount(problem="unclear" if periods or less or more else "empty")
    pieces = [_piece(part) for part in _RANGE.split(bare)]
    if "broken" in pieces:
        return Amount(problem="broken", period=next(iter(periods), None))
    if not 1 <= len(pieces) <= 2 or not all(isinstance(piece, _Piece) for piece in pieces):
        return Amount(problem="unclear")
    known = [piece for piece in pieces if isinstance(piece, _Piece)]
    return _amount(known, next(iter(periods), None), approximate, less, more, negative)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    out = pattern.sub(" ", text)
    return out != text, out


def _amount(
    pieces: list[_Piece], period: str | None, approximate: bool, less: bool, more: bool, negative: bool
) -> Amount:
    first, last = pieces[0], pieces[-1]
    low, high = first.value, last.value
    if len(pieces) == 2 and last.united and not first.united:
        low *= last.scale
    if low > high or (negative and len(pieces) == 2):
        return Amount(problem="unclear")
    ranged = len(pieces) == 2 or less or more
    return Amount(
        low=Decimal(0) if less and len(pieces) == 1 else low,
        high=None if more and len(pieces) == 1 else high,
        ranged=ranged,
        period=period,
        approximate=approximate or any(piece.approximate for piece in pieces),
        negative=negative and high != 0,
        united=any(piece.united for piece in pieces),
        doubtful_unit=any(piece.doubtful for piece in pieces),
        grouped=any(piece.grouped for piece in pieces),
        fraction=any(piece.fraction for piece in pieces),
    )


def _piece(text: str) -> _Piece | str:
    """One amount: numbers with falling units ("1 juta 500 ribu"), or number words; "broken" or "unclear" otherwise."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            return "unclear"
        tokens.append(found)
        at = found.end()
    words = [token[4] for token in tokens if token[4]]
    if words and len(words) == len(tokens):
        said = worded([word for word in words if word != "rupiah"])
        colloquial = said is not None and said >= 10**6 and said % 1000  # "sejuta lima ratus": 1,500,000
        return "unclear" if said is None or colloquial else _Piece(said, united=said >= 1000)
    return _sum(tokens)


def _sum(tokens: list[re.Match[str]]) -> _Piece | str:
    total, scale, number, last = Decimal(0), 1, None, 10**15
    doubtful = grouped = fraction = approximate = False
    for token in tokens:
        if token[4]:
            unit = UNITS.get(token[4])
            if number is None or unit is None or unit >= last:
                return "unclear"
            doubtful |= token[4] in DOUBTFUL_UNITS
            approximate |= token[4].endswith("an")
            total, scale, last, number = total + number * unit, unit, unit, None
        elif token[1]:
            number = (number or Decimal(0)) + Decimal(token[1]) / Decimal(token[2])
            fraction = True
        elif number is not None:
            return "unclear"
        else:
            read = literal(token[3])
            if read is None:
                return "broken"
            number, grouped, fraction = read.value, grouped or read.grouped, fraction or read.fraction
    if number is not None:
        if scale != 1 and not (grouped and number >= 1000 and number < scale):
            return "unclear"  # "1 juta 500": rupiah or ribu?
        return _Piece(total + number, scale, scale != 1, doubtful, grouped and scale == 1, fraction)
    return _Piece(total, scale, scale != 1, doubtful, grouped, False, approximate) if tokens else "unclear"


def number_words(text: str) -> bool:
    """Whether a text holds digits or number words at all."""
    return any(char.isdigit() for char in text) or any(
        is_number_word(word) for word in re.findall(r"[a-z]+", text.casefold())
    )
