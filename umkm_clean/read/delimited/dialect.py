"""Which encoding, delimiter and quoting a text table uses, told by evidence over its whole beginning."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from umkm_clean.read.sniff import utf16_without_mark

DELIMITERS = (",", ";", "\t", "|")
#: How much of a file the dialect is told from, in bytes.
HEAD = 1 << 16
_LONGEST_UTF8 = 4
#: The error handler of `decoded`.
WINDOWS = "umkm-clean-as-windows"
_BYTE_CODECS = ("utf-8", "utf-8-sig", "cp1252")
_HEADER_ROWS = 20
_RECORDS = 200
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class Dialect(NamedTuple):
    """How the table is written. `skip` characters at the beginning are no row (a `sep=` line: Excel hides it too)."""

    delimiter: str = ","
    quoted: bool = True  # double quotes enclose fields
    lines_quoted: bool = False  # every line is one quoted field that holds the real fields
    skip: int = 0


def encoding(data: bytes, *, cut: bool) -> tuple[str, bool]:
    """The codec of a text and whether it was guessed: a mark or valid UTF-8 is no guess.

    `cut` says that the bytes are the beginning of more, so that the last character may be incomplete.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", False
    if codec := utf16_without_mark(data):
        return codec, True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        incomplete = cut and len(data) - problem.start < _LONGEST_UTF8 and problem.reason == "unexpected end of data"
        return ("utf-8", False) if incomplete else ("cp1252", True)
    return "utf-8", False


def decoded(data: bytes, codec: str) -> str:
    """Text of bytes; a byte that the codec does not know stands for its character in Windows, or in Latin-1."""
    return data.decode(codec, handler(codec))


def handler(codec: str) -> str:
    """The error handler for a codec."""
    return WINDOWS if codec in _BYTE_CODECS else "replace"


def _as_windows(problem: UnicodeError) -> tuple[str, int]:
    assert isinstance(problem, UnicodeDecodeError)
    byte = problem.object[problem.start : problem.start + 1]
    try:
        return byte.decode("cp1252"), problem.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), problem.start + 1


codecs.register_error(WINDOWS, _as_windows)


def fold(text: str) -> str:
    """A header's text as compared: letters and digits in lower case, one blank between words."""
    return " ".join(_WORD.findall(text.casefold()))


def dialect(head: str, header_words: frozenset[str]) -> Dialect:
    """The dialect that makes the beginning of the file look most like a table.

    A delimiter that makes more known column names in one row wins; else the one that gives more records the same
    number of fields, then the one that gives more fields.
    """
    sep = _SEP_LINE.match(head)
    skip = sep.end() if sep else 0
    body = head[skip:]
    words = frozenset(map(fold, header_words))
    candidates = (sep[1],) if sep else DELIMITERS
    best = max(candidates, key=lambda delimiter: _evidence(body, delimiter, words))
    if not sep and _evidence(body, best, words)[2] < 2:
        for delimiter in DELIMITERS:
            if _whole_lines_quoted(body, delimiter, words):
                return Dialect(delimiter, lines_quoted=True, skip=skip)
    return Dialect(best, skip=skip)


def records(text: str, delimiter: str, most: int = _RECORDS) -> list[list[str]]:
    """The first records of a text."""
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            found.append(record)
            if len(found) >= most:
                break
    except csv.Error:
        pass
    return found


def _evidence(text: str, delimiter: str, words: frozenset[str]) -> tuple[int, float, int]:
    """Known names in the best row; share of records with the usual number of fields; that number."""
    filled = [record for record in records(text, delimiter) if any(field.strip() for field in record)]
    if not filled:
        return 0, 0.0, 0
    known = max(len({fold(field) for field in record} & words) for record in filled[:_HEADER_ROWS])
    widths = Counter(len(record) for record in filled if len(record) > 1)
    if not widths:
        return known, 0.0, 1
    usual, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return known if known > 1 else 0, round(times / len(filled), 1), usual


def _whole_lines_quoted(text: str, delimiter: str, words: frozenset[str]) -> bool:
    """Whether nearly every line is one quoted field with the same number of fields inside.

    Two fields alone may be a list of addresses: they count only under known column names.
    """
    outer = [record for record in records(text, delimiter) if any(record)]
    if len(outer) < 2 or sum(len(record) == 1 for record in outer) * 10 < len(outer) * 9:
        return False
    inner = [next(csv.reader([record[0]], delimiter=delimiter), []) for record in outer]
    usual, times = Counter(map(len, inner)).most_common(1)[0]
    known = any(len({fold(field) for field in record} & words) > 1 for record in inner[:_HEADER_ROWS])
    return usual > (1 if known else 2) and times * 10 >= len(outer) * 8
