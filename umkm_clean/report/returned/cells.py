"""Styles of single cells, changed inside a sheet's XML; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from umkm_clean.model import letter
from umkm_clean.report.returned.spans import UnsuitableError, with_attribute

_NUMBER = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]+)["']""")

Restyle = Callable[[int, int, int], int]  # (Excel row, column, style now) → style wanted


def data_bounds(sheet: bytes) -> tuple[int, int, bytes]:
    """Where the content of `sheetData` begins and ends, and the prefix of its tags ("x:")."""
    opening = re.search(rb"<([A-Za-z_][\w.-]*:)?sheetData\s*>", sheet)
    if opening is None:
        empty = re.search(rb"<([A-Za-z_][\w.-]*:)?sheetData\s*/>", sheet)
        if empty is None:
            raise UnsuitableError("xml")
        return empty.start(), empty.start(), empty[1] or b""
    prefix = opening[1] or b""
    end = sheet.rfind(b"</" + prefix + b"sheetData")
    if end < 0 or b"<!--" in sheet or b"<![CDATA[" in sheet:
        raise UnsuitableError("xml")
    return opening.end(), end, prefix


def restyled(sheet: bytes, targets: Mapping[int, set[int]], old: frozenset[int], restyle: Restyle) -> bytes:
    """The sheet with new styles for the cells of `targets` (Excel row → columns) and all cells whose style is in `old`.

    A target cell that does not exist is added to its row; a row that does not exist is left out.
    """
    begin, end, prefix = data_bounds(sheet)
    row_tag = re.compile(rb"<" + prefix + rb"row\b[^>]*>")
    closing = b"</" + prefix + b"row>"
    marked = (
        re.compile(rb"""\ss\s*=\s*["'](?:""" + b"|".join(b"%d" % style for style in sorted(old)) + rb""")["']""")
        if old
        else None
    )
    usual = rb' r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="[A-Za-z]+")?/?>'
    cell_tag = re.compile(rb"<" + prefix + rb"c(?:" + usual + rb"|\b[^>]*>)")
    pieces, at, number = [sheet[:begin]], begin, 0
    for match in row_tag.finditer(sheet, begin, end):
        given = _NUMBER.search(match[0])
        number = int(given[2]) if given else number + 1
        wanted = targets.get(number)
        empty = match[0].endswith(b"/>")
        stop = match.end() if empty else sheet.find(closing, match.end(), end)
        if stop < 0:
            raise UnsuitableError("xml")
        if wanted is None and (marked is None or not marked.search(sheet, match.end(), stop)):
            continue
        content = b"" if empty else sheet[match.end() : stop]
        pieces.append(sheet[at : match.start()])
        opened = match[0][:-2].rstrip() + b">" if empty else match[0]
        fresh = _usual_row(content, number, wanted, restyle, cell_tag) if wanted and not old else None
        pieces += [opened, fresh or _row(content, number, wanted or set(), old, restyle, cell_tag, prefix)]
        at = stop if not empty else match.end()
        if empty:
            pieces.append(closing)
    pieces.append(sheet[at:])
    return b"".join(pieces)


def _usual_row(
    content: bytes, row: int, wanted: set[int], restyle: Restyle, cell_tag: re.Pattern[bytes]
) -> bytes | None:
    """The row where every wanted cell is there and written as most programs do; None: look at each cell in turn."""
    pieces, at = [], 0
    for column in sorted(wanted):
        found = content.find(b' r="%s%d"' % (_letters(column), row), at)
        begin = content.rfind(b"<", at, found) if found >= 0 else -1
        tag = cell_tag.match(content, begin) if begin >= 0 else None
        if tag is None or tag[1] is None or tag.start(1) != found + 4:
            return None
        style = restyle(row, column, int(tag[2]) if tag[2] else 0)
        rest = content[tag.end(2) + 1 if tag[2] else tag.end(1) + len(str(row)) + 1 : tag.end()]
        head = content[begin : tag.end(1) + len(str(row)) + 1]
        end = b"/>" if rest.endswith(b"/>") else b">"
        pieces += [content[at:begin], head, rest[: -len(end)], b' s="%d"' % style, end]
        at = tag.end()
    return b"".join([*pieces, content[at:]])


@lru_cache(maxsize=2048)
def _letters(column: int) -> bytes:
    return letter(column).encode()


def _row(
    content: bytes,
    row: int,
    wanted: set[int],
    old: frozenset[int],
    restyle: Restyle,
    cell_tag: re.Pattern[bytes],
    prefix: bytes,
) -> bytes:
    missing = sorted(wanted, reverse=True)
    pieces, at, column = [], 0, 0
    for match in cell_tag.finditer(content):
        tag, letters, styled = match[0], match[1], match[2]
        if letters is None:  # not the usual attributes in the usual order
            given, found = _NUMBER.search(tag), _STYLE.search(tag)
            letters, styled = given[1] if given else None, found[1] if found else None
        column = column_number(letters) if letters else column + 1
        while missing and missing[-1] < column:
            pieces += [content[at : match.start()], _added(missing.pop(), row, restyle, prefix)]
            at = match.start()
        if missing and missing[-1] == column:
            missing.pop()
        style = int(styled) if styled else 0
        if column in wanted or style in old:
            pieces += [content[at : match.start()], with_attribute(tag, "s", str(restyle(row, column, style)))]
            at = match.end()
    pieces.append(content[at:])
    pieces += [_added(column, row, restyle, prefix) for column in reversed(missing)]
    return b"".join(pieces)


def _added(column: int, row: int, restyle: Restyle, prefix: bytes) -> bytes:
    return b'<%sc r="%s%d" s="%d"/>' % (prefix, letter(column).encode(), row, restyle(row, column, 0))


@lru_cache(maxsize=2048)
def column_number(letters: bytes) -> int:
    """Excel's letters → number: A → 1."""
    number = 0
    for point in letters.upper():
        number = number * 26 + point - 64
    return number
