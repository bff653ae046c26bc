"""How personal values are shown: their shape, not their content."""

from __future__ import annotations

import re

_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[^\W_]+")
#: 9 digits or more, also with blanks, dots or dashes between them
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?[0-9](?:[ .-]?[0-9]){8,}(?![0-9A-Za-z])")
#: what is certainly somebody's: 16 digits, or an Indonesian phone number
_PERSONS_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+?62|0)[ .-]?8(?:[ .-]?[0-9]){7,}|[0-9](?:[ .-]?[0-9]){15,})(?![0-9A-Za-z])"
)
#: amounts with their groups (below a trillion), dates and dotted region codes are nobody's
_NOBODYS = re.compile(
    r"[0-9]{1,3}(?:[.,][0-9]{3}){1,3}|[0-9]{2}\.[0-9]{2}\.[0-9]{2}(?:\.[0-9]{4})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
)


def masked(text: str, how: str) -> str:
    """A personal value with its shape but not its content, so that a wrong length or a stray letter still shows.

    "nomor" keeps the first 6 and last 4 of 14 or more digits ("357401******9001"), "telepon" the first 4 and last 3
    ("0812****890"), "teks" the first letter of each word ("S*** W***"), "uang" no digit at all ("Rp *.***.***").
    """
    if how == "telepon":
        return " | ".join(_digits(part, 5 if part.strip().startswith("+") else 4, 3, 4) for part in text.split(" | "))
    if how == "nomor":
        return _digits(text, 6, 4, 5)
    if how == "uang":
        return _DIGIT.sub("*", text)
    return _WORD.sub(_initial, text)


def mask_numbers(text: str, certain: bool = False) -> str:
    """Numbers long enough to be somebody's (9 digits or more) masked; `certain`: only what surely is (NIK, phone)."""
    return (_PERSONS_NUMBER if certain else _LONG_NUMBER).sub(_number, text) if _DIGIT.search(text) else text


def _number(match: re.Match[str]) -> str:
    text = match.group()
    return text if _NOBODYS.fullmatch(text) else _digits(text, 6, 4, 5)


def _digits(text: str, head: int, tail: int, hide: int) -> str:
    """Digits but the first and last are hidden, at least `hide` or half of them; long words (of a name) too."""
    count = sum(character.isdecimal() for character in text)
    while head + tail > max(count - hide, count // 2):
        head, tail = (head - 1, tail) if head > tail else (head, tail - 1)
    shown, at = [], 0
    for character in _WORD.sub(_long_word, text):
        if character.isdecimal():
            shown.append(character if at < head or at >= count - tail else "*")
            at += 1
        else:
            shown.append(character)
    return "".join(shown)


def _long_word(match: re.Match[str]) -> str:
    """A word of three letters or more keeps its first letter; its digits are for the caller to judge."""
    word = match.group()
    if sum(character.isalpha() for character in word) < 3:
        return word
    return word[0] + "".join("*" if character.isalpha() else character for character in word[1:])


def _initial(match: re.Match[str]) -> str:
    word = match.group()
    return word[0] + "***" if len(word) > 1 and word[0].isalpha() else "*" * min(len(word), 3)
