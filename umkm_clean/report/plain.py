"""Text that cannot drive a terminal, a browser or a spreadsheet: what is invisible becomes a visible escape."""

from __future__ import annotations

import re

#: Control characters (C0, DEL, C1), soft hyphen, zero-width and bidirectional controls, line separators, invisible
#: operators, byte order mark, interlinear marks, lone surrogates, tag characters and the two non-characters.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_BREAK = re.compile("[ ]*(?:\r\n|[\t\n\r])[ ]*")

#: Characters of our own texts that a cp1252 or ASCII stream may not have, and what stands for them there.
ASCII_TWINS = {
    "→": "->", "✔": "OK", "✗": "X", "●": "*", "○": "o", "…": "...", "–": "-", "—": "-", "·": "-", "×": "x",
    "≥": ">=", "≤": "<=", "±": "+/-", "“": '"', "”": '"', "‘": "'", "’": "'", "━": "-", "─": "-", "█": "#",
    "░": ".", "▲": "^", "▼": "v", "›": ">",
}  # fmt: skip


def safe_text(text: str) -> str:
    r"""`text` on one line: breaks become a blank, everything invisible becomes `\u001b` and the like."""
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(_escape, _BREAK.sub(" ", text))


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


#: what a spreadsheet program takes for a formula when it opens a CSV file, also as full-width twins
_TRIGGER = re.compile("[=+\\-@\t\r\n＝＋－＠]")
#: numbers and lists of phone numbers start with a sign and are harmless
_HARMLESS = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?: \| [+-]?[0-9]+)*")


def csv_safe(text: str) -> str:
    """A text that no spreadsheet program runs when it opens the CSV file: `'` in front where it could be a formula."""
    return "'" + text if _TRIGGER.match(text) and not _HARMLESS.fullmatch(text) else text


def fit(text: str, encoding: str | None) -> str:
    """`text` as a stream of this encoding can show it: ASCII twins for our own signs, escapes for the rest."""
    name = encoding or "ascii"
    try:
        text.encode(name)
    except (UnicodeEncodeError, LookupError):
        table = str.maketrans({sign: twin for sign, twin in ASCII_TWINS.items() if not _has(sign, name)})
        return text.translate(table).encode(_known(name), "backslashreplace").decode(_known(name))
    return text


def _has(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        return "ascii"
    return encoding
