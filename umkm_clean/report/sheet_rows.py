"""Rows of cells as the XML of a sheet: texts as inline strings, numbers plain; a table in pieces of some rows."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_clean.model import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.format import Format

MAX_TEXT, CHUNK = 32_767, 4_000
_SPECIAL = re.compile(r"[&<>\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x|^\s|\s$", re.MULTILINE)
_ESCAPES = ("&", "<", ">", "_x", "| ", " |")  # signs, and blanks at the ends of texts joined with "|"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a streamed table: values (text, number, None), one format (or its number) for all or for each row.

    `boxed`: empty cells are written too, so that they show the format's borders and colours.
    """

    values: Sequence[Any]
    format: Format | int | None = None
    formats: Sequence[Format | int | None] | None = None
    boxed: bool = False


@dataclass(slots=True)
class Rows:
    """A table to be streamed: `first` is its Excel row, `heights` of its rows, `merged` areas."""

    first: int
    columns: Sequence[Column]
    count: int
    heights: Sequence[float] | None = None
    merged: Sequence[str] = ()


def rows_xml(rows: Rows) -> Iterator[str]:
    """The rows of a table as XML, in pieces of `CHUNK` rows."""
    for start in range(0, rows.count, CHUNK):
        stop = min(start + CHUNK, rows.count)
        numbers = range(rows.first + start, rows.first + stop)
        cells = [_cells(letter(index), column, numbers, start, stop) for index, column in enumerate(rows.columns, 1)]
        heights = rows.heights[start:stop] if rows.heights is not None else None
        marks = (
            [f' ht="{height:g}" customHeight="1"' for height in heights]
            if heights is not None
            else [""] * (stop - start)
        )
        lines = zip(numbers, marks, zip(*cells, strict=True), strict=True)
        yield "".join([f'<row r="{number}"{mark}>{"".join(line)}</row>' for number, mark, line in lines])


def _cells(column: str, given: Column, numbers: range, start: int, stop: int) -> list[str]:
    values = given.values[start:stop]
    if given.formats is None:
        styles: Iterable[str] = itertools.repeat(style(given.format), len(values))
    else:
        made_of = {fmt: style(fmt) for fmt in set(given.formats[start:stop])}
        styles = [made_of[fmt] for fmt in given.formats[start:stop]]
    empty = "/>" if given.boxed else ""
    lines = zip(numbers, values, styles, strict=False)
    kinds = set(map(type, values))
    if kinds == {int}:
        return [f'<c r="{column}{number}"{style}><v>{value}</v></c>' for number, value, style in lines]
    if not kinds <= {str, type(None)}:
        return [_cell(f'<c r="{column}{number}"{style}', value, empty) for number, value, style in lines]
    if _harmless(values):
        cell = ' t="inlineStr"><is><t>'
        if empty:
            return [
                f'<c r="{column}{number}"{style}{cell}{value}</t></is></c>'
                if value
                else f'<c r="{column}{number}"{style}/>'
                for number, value, style in lines
            ]
        return [
            f'<c r="{column}{number}"{style}{cell}{value}</t></is></c>' if value else ""
            for number, value, style in lines
        ]
    known = {
        value: text_cell(value) if value else empty for value in set(values)
    }  # findings say the same over and over
    return [f'<c r="{column}{number}"{style}{known[value]}' if known[value] else "" for number, value, style in lines]


def _harmless(values: Sequence[Any]) -> bool:
    """Texts (or None) that surely need no escape: one look at all of them at once, which may be too careful."""
    texts = [value for value in values if value]
    joined = "|".join(texts)
    return (
        joined.isprintable()
        and not any(sign in joined for sign in _ESCAPES)
        and not joined.startswith(" ")
        and not joined.endswith(" ")
        and max(map(len, texts), default=0) <= MAX_TEXT
    )


def style(fmt: Format | int | None) -> str:
    """The attribute that names a cell's style."""
    if fmt is None:
        return ""
    return f' s="{fmt if isinstance(fmt, int) else fmt._get_xf_index()}"'


def _cell(opening: str, value: Any, empty: str) -> str:
    if isinstance(value, str):
        rest = text_cell(value) if value else empty
        return opening + rest if rest else ""
    if isinstance(value, bool):
        return f'{opening} t="b"><v>{int(value)}</v></c>'
    if value is not None and value == value and not (isinstance(value, float) and math.isinf(value)):
        return f"{opening}><v>{value!r}</v></c>"
    return opening + empty if empty else ""


def text_cell(text: str) -> str:
    """What follows `<c r="A1" s="1"` in a cell that holds a text."""
    if len(text) <= MAX_TEXT and not _SPECIAL.search(text):
        return f' t="inlineStr"><is><t>{text}</t></is></c>'
    return f' t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def xml_text(text: str) -> str:
    """Text as Excel keeps it in XML: escapes for markup and controls; what no XML can hold becomes U+FFFD.

    A text longer than a cell can hold ends in "…".
    """
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    text = _SURROGATE.sub("\ufffd", _ESCAPED.sub("_x005F_", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
