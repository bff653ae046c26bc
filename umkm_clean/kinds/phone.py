"""Telephone numbers: `+62…`, several joined by " | ". No number portability, so the prefix list tells mobile numbers.

A run of digits that begins with 62 and goes on with 8 or the area code is read as +62; general libraries take
62812345678 for a landline of Karo and 62335421234 for one of Kisaran.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown
from umkm_clean.kinds.written.digits import read_digits
from umkm_clean.kinds.written.states import state
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.kinds.reading import Context

LENGTH = "KON101"
LETTERS = "KON102"
PREFIX = "KON103"
AREA_CODE_ADDED = "KON104"
REPEATED = "KON105"
ONE_OF_SEVERAL = "KON106"
LOST = "KON107"
UNREADABLE = "KON108"
FORMULA = "KON109"
DECIMAL = "KON110"

JOINT = " | "
LABELS = tuple(
    "wa hp telp tlp telepon telpon tel tlpn telf fax whatsapp whatsap hape ponsel kantor rumah rmh ktr "  # noqa: SIM905
    "phone mobile call sms kontak cp w a h p nope handphone hanphone watsap".split()
)
MOBILE = range(9, 13)  # digits after the 0
LANDLINE = range(7, 11)
LOCAL = range(6, 8)
FOREIGN = range(8, 16)

_BETWEEN = re.compile(r"\s*(?:[,;|\n\r&/\\]|\b(?:dan|atau|dn|and|or)\b)\s*", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://)?(?:www\.)?(?:wa\.me|api\.whatsapp\.com/send\?phone=)/?", re.IGNORECASE)
_FORMULA = re.compile(r"=\s*\+?(62[0-9]{8,13})")

_Answer = tuple[str | None, str | None, dict[str, object], str | None]  # value, code, facts, note


def _prefixes(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> frozenset[str]:
    return frozenset(row["prefix"].lstrip("0") for row in tables["mobile_prefixes"] if row["type"] == "mobile")


known_prefixes = Memo(_prefixes)


def read(text: str, stored: str, context: Context) -> Reading:
    """All numbers of the cell in standard form; one that cannot be read does not take the others with it."""
    typed = _FORMULA.fullmatch(text) if stored == "f" else None
    if typed:  # "+62…" typed into a cell without text format
        value, code, facts, _ = _number("+" + typed[1], "t", context)
        return Reading(value=value, code=code or FORMULA, facts=facts)
    early = first_look(text, stored, context)
    if early:
        return early
    if read_digits(text).scientific:
        return Reading(code=LOST)
    answers = [_number(piece, stored, context) for piece in _pieces(text)]
    answers = [answer for answer in answers if answer != (None, None, {}, None)]
    if not answers:
        return BLANK
    values = list(dict.fromkeys(value for value, *_ in answers if value))
    codes = [(code, facts) for _, code, facts, _ in answers if code]
    note = "; ".join(note for *_, note in answers if note) or None
    unread = [code for value, code, *_ in answers if code and not value]
    if not values:
        if not codes:
            return Reading(blank=True, note=note)
        return Reading(code=codes[0][0], facts=codes[0][1])
    if unread:
        return Reading(value=JOINT.join(values), code=ONE_OF_SEVERAL, facts={"numbers": len(unread)}, note=note)
    code, facts = codes[0] if codes else (None, {})
    return Reading(value=JOINT.join(values), code=code, facts=facts, note=note)


def _pieces(text: str) -> list[str]:
    """The numbers of a cell: parted by signs, words or just blanks; an area code stays with its number."""
    out: list[str] = []
    bare = _LINK.sub("", compatible(text.replace("\n", ";").replace("\r", ";")))
    for piece in _BETWEEN.split(bare):
        last = re.sub(r"[^0-9]", "", out[-1]) if out else ""
        if out and 3 <= len(last) <= 4 and last.startswith("0") and piece[:1].isdigit():
            out[-1] += piece
        elif piece.strip(" .-"):
            out += _by_blanks(piece)
    return out


def _by_blanks(piece: str) -> list[str]:
    words, out = piece.split(), [""]
    if sum(char.isdigit() for char in piece) < 16:
        return [piece]
    for word in words:
        digits = sum(char.isdigit() for char in out[-1])
        if digits >= 9 and re.match(r"\+?62|0|8", word):
            out.append(word)
        else:
            out[-1] += " " + word
    return out


def _number(piece: str, stored: str, context: Context) -> _Answer:
    area = context.spec.city.area_code.lstrip("0")
    if stored == "n" and area and re.fullmatch(rf"{area}\.[0-9]{{6,7}}", piece):
        return "+62" + piece.replace(".", ""), DECIMAL, {}, None
    plus = "+" in piece
    found = read_digits(piece.replace("+", " "), LABELS)
    if found.scientific:
        return None, LOST, {}, None
    if not found.digits:
        if found.letters:
            return None, LETTERS, {"letters": found.letters, "position": found.position}, None
        if state(piece, context.spec) or not any(char.isalnum() for char in piece):
            return None, None, {}, None
        return None, UNREADABLE, {}, None
    if not found.digits.strip("0"):
        return None, None, {}, found.note
    value, code, facts = _national(found.digits, plus, area, context)
    labels_only = set(re.findall(r"[a-z]+", (found.note or "").casefold())) <= set(LABELS)
    return value, code, facts, None if labels_only else found.note


def _national(digits: str, plus: bool, area: str, context: Context) -> tuple[str | None, str | None, dict[str, object]]:
    """Country code and leading zeros off, then mobile, landline or local."""
    international = digits[2:] if digits.startswith("00") else digits
    rest = international[2:].lstrip("0")
    if international.startswith("62") and (
        plus or digits.startswith("00") or rest[:1] == "8" or (area and rest.startswith(area))
    ):
        number, zero = rest, True
    elif plus or digits.startswith("00"):
        good = len(international) in FOREIGN
        return ("+" + international, None, {}) if good else (None, LENGTH, {"length": len(international)})
    else:
        number, zero = digits.lstrip("0"), digits.startswith("0")
    if number.startswith("8") and (zero or len(number) > LOCAL[-1]):
        return _mobile(number, context)
    if (zero or (area and number.startswith(area))) and len(number) in LANDLINE and (zero or len(number) > LOCAL[-1]):
        return "+62" + number, None, {}
    if not zero and len(number) in LOCAL and area:
        return f"+62{area}{number}", AREA_CODE_ADDED, {"area_code": context.spec.city.area_code}
    return None, LENGTH, {"length": len(number) + 1}


def _mobile(number: str, context: Context) -> tuple[str | None, str | None, dict[str, object]]:
    if len(number) not in MOBILE:
        return None, LENGTH, {"length": len(number) + 1}
    if number[:3] not in known_prefixes(context.spec.tables):
        return None, PREFIX, {"prefix": "0" + number[:3]}
    return "+62" + number, REPEATED if len(set(number[3:])) == 1 else None, {}


KIND = Kind(
    "phone",
    "string",
    read,
    shown,
    plain=r"(?:0|\+62)(8(?:1[1-9]|2[1-3]|3[1238]|5[1-9]|7[7-9]|8[1-9]|9[4-9])[0-9]{6,9})",
    plain_to=r"+62\1",
    doubt=r"^(?:0|\+62)8[0-9]{2}(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$",
)
