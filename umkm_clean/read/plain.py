"""Values as a reader finds them → plain text, and the letter that says how they were stored.

Readers hand over rows of Python values: `str` for text, `float`, `int`, `bool`, `date`, `datetime`, `time`,
`timedelta`, and the two kinds of text below for what only looks like text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ErrorText(str):
    """The error word of an error cell (`#REF!`)."""

    __slots__ = ()


class FormulaText(str):
    """`=` and the formula of a cell whose result the file does not hold."""

    __slots__ = ()


#: The letters of `model.Stored` (a test compares them), without the cost of importing it.
TEXT, NUMBER, DATE, BOOLEAN, ERROR, FORMULA = (ord(letter) for letter in "tndbef")
#: A number that is not written as text yet; never leaves this package.
FLOAT = ord("N")
LETTERS: dict[type, int] = {
    str: TEXT,
    float: FLOAT,
    int: NUMBER,
    bool: BOOLEAN,
    date: DATE,
    datetime: DATE,
    time: DATE,
    timedelta: DATE,
    ErrorText: ERROR,
    FormulaText: FORMULA,
}

#: Characters that nobody sees and that break comparison: C0 (but tab and line feed), DEL, C1, soft hyphen,
#: zero width, bidirectional controls, byte order mark, lone surrogates. Carriage returns are line ends.
_HIDDEN_BUT_NUL = (
    "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff"
)
INVISIBLE = re.compile(f"[\x00{_HIDDEN_BUT_NUL}]")
#: What `clean` changes, but for NUL.
UNCLEAN_BUT_NUL = re.compile(f"[\r\u2028\u2029{_HIDDEN_BUT_NUL}]")
_LINE_END = re.compile("\r\n|\r|\u2028|\u2029")
_INVISIBLE_RANGES = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F),
    (0x205F, 0x206F), (0x3000, 0x3000), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xD800, 0xDFFF), (0x1680, 0x1680),
)  # fmt: skip
#: All of `INVISIBLE` and all white space: a text of nothing else is blank to whoever looks at it.
BLANKS = "".join(chr(code) for first, last in _INVISIBLE_RANGES for code in range(first, last + 1))

_HOUR = 3600


def is_blank(value: object) -> bool:
    """Whether a cell's value shows nothing: no value, or text of white space and invisible characters only."""
    if type(value) is not str:
        return value is None
    return not (value[:1].isalnum() or value.strip(BLANKS))  # the first test spares most texts the slow second


def without_surrogates(text: str) -> str:
    """Text that can be written as UTF-8: half a character (a lone surrogate) shows as its number."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def clean(text: str) -> str:
    """Text without invisible characters, line ends as line feeds; ordinary and no-break blanks stay."""
    return INVISIBLE.sub("", _LINE_END.sub("\n", text))


def column_text(values: Sequence[Any]) -> tuple[Sequence[str], bytes, list[float]]:
    """One column of values → texts, storage letters (one letter where all are text), and floats.

    Floats stay numbers, their letter is `FLOAT`: who receives the column writes them as text, many times faster
    than Python can. A blank text has the letter of text; who receives it marks empty cells.
    """
    kinds = set(map(type, values))
    if kinds == {str}:
        return values, bytes([TEXT]), []
    if len(kinds) == 2:  # the usual column: a header of some rows, then values of one kind
        start = next(number for number, value in enumerate(values) if type(value) is not str)
        body, kind = values[start:], type(values[start])
        if set(map(type, body)) == {kind}:
            letters = bytes([TEXT]) * start + bytes([LETTERS[kind]]) * len(body)
            if kind is float:
                return values[:start], letters, list(body)
            return [*values[:start], *map(WRITERS[kind], body)], letters, []
    letters = bytes(map(LETTERS.__getitem__, map(type, values)))
    floats = [value for value in values if type(value) is float]
    texts = [
        value if type(value) is str else WRITERS[type(value)](value) for value in values if type(value) is not float
    ]
    return texts, letters, floats


def number_text(value: float) -> str:
    """A number plainly: whole ones without a point and with every digit the double holds, never an exponent."""
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _datetime_text(value: datetime) -> str:
    if value.microsecond:
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0) if value.year < 9999 else value
    text = value.isoformat(sep=" ", timespec="seconds")
    return text.removesuffix(" 00:00:00")


def _time_text(value: time) -> str:
    return value.isoformat(timespec="seconds")


def _duration_text(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // _HOUR}:{seconds % _HOUR // 60:02}:{seconds % 60:02}"


def _boolean_text(value: bool) -> str:
    return "TRUE" if value else "FALSE"


WRITERS: dict[type, Callable[[Any], str]] = {
    int: str,
    bool: _boolean_text,
    date: date.isoformat,
    datetime: _datetime_text,
    time: _time_text,
    timedelta: _duration_text,
    ErrorText: str,
    FormulaText: str,
}

# Cells know no time zone.
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_MIDNIGHT, _DAY = datetime(1, 1, 1), 86_400


def serial_date(serial: float, *, since_1904: bool) -> Any:
    """Excel's day number → date, datetime or time; the number itself where no date can be meant.

    Numbers below 1 are times of day. Before 1 March 1900 Excel counts one day too few (ECMA-376 18.17.4.1).
    """
    if not 0 <= serial < 2_958_466:
        return serial
    days, seconds = divmod(round(serial * _DAY), _DAY)
    if days == 0 and not since_1904:
        return (_MIDNIGHT + timedelta(seconds=seconds)).time()
    epoch = _EPOCH_1904 if since_1904 else _EPOCH + timedelta(days=1 if days < 60 else 0)
    try:
        moment = epoch + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return serial
    return moment if seconds else moment.date()


def elapsed(days: float) -> Any:
    """A number shown as hours, minutes or seconds that run on ("[h]:mm"); itself where it is too large for that."""
    try:
        return timedelta(seconds=round(days * _DAY))
    except OverflowError:
        return days
