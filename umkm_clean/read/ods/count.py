"""Rows of an OpenDocument spreadsheet that hold anything, counted on the bytes, without an XML parser."""

from __future__ import annotations

import html
import re

from umkm_clean.read.plain import is_blank

_TABLE = re.compile(rb"<table:table(?: [^>]*)?>")
_UNSHOWN = re.compile(
    rb"<(office:annotation|table:shapes|draw:frame|table:tracked-changes|table:dde-links)\b(?:[^>]*/>|.*?</\1>)",
    re.DOTALL,
)
_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_REPEATED = re.compile(rb'table:number-rows-repeated="([0-9]{1,9})"')
_VALUE = re.compile(
    rb'office:value-type="(?:float|percentage|currency|date|time|boolean)"|calcext:value-type="error"'
    rb'|office:string-value="[^"]*[^"\s][^"]*"'
)
_UNCACHED = re.compile(rb"<table:(?:covered-)?table-cell(?=[^>]* table:formula=)(?![^>]* office:value-type=)[^>]*>")
_TAG = re.compile(rb"<[^>]*>")


def held_rows(content: bytes) -> list[list[int]]:
    """For each sheet, the numbers of its rows that hold anything."""
    tables = _TABLE.split(_UNSHOWN.sub(b"", content))[1:]
    return [_rows(table.partition(b"</table:table>")[0]) for table in tables]


def _rows(table: bytes) -> list[int]:
    held: list[int] = []
    number = 0
    starts = list(_ROW.finditer(table))
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        repeated = _REPEATED.search(start[1])
        times = max(1, int(repeated[1])) if repeated else 1
        inner = b"" if start[1].endswith(b"/") else table[start.end() : after.start() if after else len(table)]
        if _shows(inner):
            held += range(number + 1, number + times + 1)
        number += times
    return held


def _shows(inner: bytes) -> bool:
    if _VALUE.search(inner) or _UNCACHED.search(inner):
        return True
    text = _TAG.sub(b"", inner)
    return bool(text) and not is_blank(html.unescape(text.decode("utf-8", "replace")))
