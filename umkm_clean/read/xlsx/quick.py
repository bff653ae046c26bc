"""The fast look at a sheet part: rows and cells counted on its bytes, no XML parser, in 0.15 s for 20,000 × 25.

It understands what spreadsheet programs write (rows and cells in order, each with its reference, double quotes,
no comments) and says "not regular" to everything else; then `careful` looks with an XML parser.
"""

from __future__ import annotations

import html
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from umkm_clean.read.plain import is_blank
from umkm_clean.read.seen import LAST_ROW, Seen, area, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.read.package import Package

_DIGITS = b"0123456789."
#: Marks of what this look does not understand: comments, CDATA, single quotes, columns past ZZ, wrong numbers.
_NOT_REGULAR = (b"<!", b"='", b't="s"><v>-')
_PAST_ZZ = re.compile(rb' r="[A-Z]{3}')
#: Marks of cells that must be looked at one by one: formulas, errors, texts in the cell itself.
_SPECIAL = (b"<f>", b"<f ", b't="e"', b't="str"', b't="inlineStr"')
_MOST_CARRIED = 16 << 20
_BLOCK = 1 << 20
_MOST_SHAPES = 10_000
_MOST_BLANK_STRINGS = 100

_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([^"']+)["']""")
_PREFIX = re.compile(rb"<([A-Za-z][A-Za-z0-9]*):(?:worksheet|sst)\b")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_TYPE = re.compile(rb'\bt="([A-Za-z]+)"')
_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
_SHARED = re.compile(rb'\bsi="([0-9]+)"')
_VALUE = re.compile(rb"<v\b[^>]*>([^<]*)</v>")
_INLINE = re.compile(rb"<t\b([^>]*)>([^<]*)</t>")
#: A text with a printable ASCII character, none of which is an escape, shows something for certain. Cells with such a
#: text in the cell itself (openpyxl and XlsxWriter write them), and cells with none.
SURE = rb"""<t(?: xml:space="preserve")?>[^!-~]*[!-%'-;=-^`-~][^<&_]*</t>"""
_SHOWING = re.compile(rb't="inlineStr"><is>' + SURE + rb"</is></c>")
_NOTHING = re.compile(rb' t="inlineStr"(?: ?/>|><is><t(?:/>|></t>)</is></c>)')
_LETTERS = re.compile(rb' r="([A-Z]+)"')
_COLUMN = re.compile(rb"<col\b([^>]*)>")
_NUMBER_OF = {name: re.compile(rb"\b" + name + rb'="([0-9]+)"') for name in (b"min", b"max")}
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z0-9:$]+)"')
_HIDDEN = (b' hidden="1"', b' hidden="true"')
XML_SPACE = b" \t\r\n"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class NotRegular(Exception):
    """The part is not written the way this look understands."""


def look(package: Package, part: str, blank_strings: frozenset[int], empty_strings: frozenset[int]) -> Seen:
    """Look at a sheet part by its bytes; the sets are indices of shared strings that show nothing, or hold nothing.

    Raises `NotRegular` where only an XML parser can tell, `Refused` for a damaged part.
    """
    if len(blank_strings) > _MOST_BLANK_STRINGS:
        raise NotRegular
    looking = _Look(blank_strings, empty_strings)
    try:
        for block in _at_rows(without_prefix(package.blocks(part, _BLOCK))):
            looking.block(block)
    except ValueError:  # a number that is none
        raise NotRegular from None
    return looking.seen


def without_prefix(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks of a part without the prefix of its tags (`<x:row>`, as some libraries write), cut between tags."""
    first = next(blocks, b"")
    prefix = _PREFIX.search(first[:2000])
    if prefix is None:
        yield first
        yield from blocks
        return
    carried = b""
    for block in itertools.chain([first], blocks, [b"<"]):
        joined = carried + block
        cut = joined.rfind(b"<")
        carried = joined[cut:]
        yield joined[:cut].replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")


def decode_escapes(text: str) -> str:
    """`_x000D_` → the character it stands for (ECMA-376 22.9.2.19, ST_Xstring)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _at_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks cut where a row begins, so that no row is split."""
    carried = b""
    for block in blocks:
        joined = carried + block
        cut = joined.rfind(b"<row")
        if cut <= 0:
            carried = joined
            if len(carried) > _MOST_CARRIED:
                raise NotRegular
            continue
        carried = joined[cut:]
        yield joined[:cut]
    yield carried


class _Shape(NamedTuple):
    """What a row's text without digits tells: stored values, whether to look at each cell, whether it may be hidden."""

    cells: int
    special: bool
    hidden: bool


class _Look:
    def __init__(self, blank_strings: frozenset[int], empty_strings: frozenset[int]) -> None:
        self.seen = Seen()
        self._blank = frozenset(str(index).encode() for index in blank_strings)
        self._empty = frozenset(str(index).encode() for index in empty_strings)
        self._blank_cell = _cell_of(self._blank, b"")
        self._blank_texts = _cell_of(self._blank, b't="s">')
        self._empty_texts = _cell_of(self._empty, b't="s">')
        self._masters: dict[bytes, str] = {}
        self._shapes: dict[bytes, _Shape] = {}
        self._first = True
        self._ended = False
        self._last_row = 0

    def block(self, block: bytes) -> None:
        """Count the rows of one block."""
        if self._first:
            _check_head(block)
            self._first = False
        if self._ended:
            self._beside(block)
            return
        block = _without_texts(block)
        end = block.find(b"</sheetData>")
        head, *rows = (block if end < 0 else block[:end]).split(b"<row")
        if b"<!" in head:
            raise NotRegular
        self._beside(head)
        if end >= 0:
            self._ended = True
            self._beside(block[end:])
        seen, shapes, last, reach = self.seen, self._shapes, self._last_row, self.seen.reach[0]
        for row in rows:
            shape = row.translate(None, _DIGITS)
            looked = shapes.get(shape) or self._shape(shape)
            number = int(row[4 : row.index(b'"', 4)])
            if number <= last:
                raise NotRegular
            last = number
            if looked.hidden and any(mark in row[: row.index(b">")] for mark in _HIDDEN):
                seen.hidden_rows.append(number)
            if looked.special:
                self._cells(row, number)
            elif self._blank_cell and self._blank_cell.search(row):
                self._partly_blank(row, number, looked)
            elif looked.cells:
                seen.held.append(number)
                seen.cells += looked.cells
            else:
                continue
            reach = number
        if last > LAST_ROW:
            raise NotRegular
        self._last_row = last
        seen.reach = (reach, seen.last_column)

    def _shape(self, shape: bytes) -> _Shape:
        """Look at a row without its digits: most rows of a list are of few shapes."""
        if shape[:5] != b' r=""' or any(mark in shape for mark in _NOT_REGULAR) or _PAST_ZZ.search(shape):
            raise NotRegular
        widest = max((column_number(letters.decode()) for letters in _LETTERS.findall(shape)), default=0)
        self.seen.last_column = max(self.seen.last_column, widest)
        special = any(mark in shape for mark in _SPECIAL)
        looked = _Shape(shape.count(b"<v>"), special, b" hidden=" in shape[: shape.find(b">")])
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes[shape] = looked
        return looked

    def _partly_blank(self, row: bytes, number: int, looked: _Shape) -> None:
        """Count the cells of a row without those whose shared string shows nothing."""
        if b't="s" ' in row:  # another attribute stands between the type and the value
            self._cells(row, number)
            return
        blank, empty = (len(texts.findall(row)) if texts else 0 for texts in (self._blank_texts, self._empty_texts))
        self.seen.cells += looked.cells - empty
        if looked.cells > blank:
            self.seen.held.append(number)

    def _cells(self, row: bytes, number: int) -> None:
        """Look at each cell of a row that holds formulas, errors, or texts that may be blank."""
        shows = False
        for piece in row.split(b"<c ")[1:]:
            attributes, _, body = piece.partition(b">")
            reference = _REFERENCE.search(attributes)
            if reference is None or int(reference[2]) != number:
                raise NotRegular
            if not attributes.endswith(b"/"):
                place = (number, column_number(reference[1].decode()))
                shows |= self._cell(place, attributes, body)
        if shows:
            self.seen.held.append(number)

    def _cell(self, place: tuple[int, int], attributes: bytes, body: bytes) -> bool:
        kind = _TYPE.search(attributes)
        type_ = kind[1] if kind else b"n"
        match = _VALUE.search(body)
        value = match[1] if match else b""
        formula = self._formula(place, body) if b"<f" in body else None
        if formula is not None and not value and type_ != b"str":
            self.seen.uncached[place] = formula
            return True
        if type_ == b"e":
            self.seen.errors[place] = value.decode("utf-8", "replace") or "#ERROR"
            return True
        if type_ == b"s":
            self.seen.cells += bool(value) and value not in self._empty
            return bool(value) and value not in self._blank
        if type_ in (b"str", b"inlineStr"):
            text = _text(value) if type_ == b"str" else "".join(shown(*run) for run in _INLINE.findall(body))
            self.seen.cells += bool(text)
            return not is_blank(text)
        self.seen.cells += bool(value)
        return bool(value)

    def _formula(self, place: tuple[int, int], body: bytes) -> str | None:
        match = _FORMULA.search(body)
        if match is None:
            return None
        shared = _SHARED.search(match[1])
        text = "=" + html.unescape((match[2] or b"").decode("utf-8", "replace"))
        if text != "=":
            self.seen.formulas[place] = text
            if shared:
                self._masters.setdefault(shared[1], text)
        return self._masters.get(shared[1], text) if shared else text

    def _beside(self, block: bytes) -> None:
        """Hidden columns before the rows, merged cells after them."""
        if b"hidden=" in block:
            for attributes in _COLUMN.findall(block):
                first, last = (_NUMBER_OF[name].search(attributes) for name in (b"min", b"max"))
                if first and last and any(mark in b" " + attributes for mark in _HIDDEN):
                    most = min(int(last[1]), int(first[1]) + 16_384)
                    self.seen.hidden_columns += range(int(first[1]), most + 1)
        areas = (area(reference.decode()) for reference in _MERGED.findall(block))
        self.seen.merged += [found for found in areas if found]


def _without_texts(block: bytes) -> bytes:
    """Cells that hold a text which surely shows as cells with a value, so that rows have few shapes."""
    if b't="inlineStr"' not in block:
        return block
    return _NOTHING.sub(b"/>", _SHOWING.sub(b't="i"><v>1</v></c>', block))


def _cell_of(indices: frozenset[bytes], before: bytes) -> re.Pattern[bytes] | None:
    return re.compile(before + rb"<v>(?:" + b"|".join(sorted(indices)) + rb")</v>") if indices else None


def _check_head(block: bytes) -> None:
    encoding = _ENCODING.search(block[:300])
    if (encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")) or b"<worksheet" not in block:
        raise NotRegular


def shown(attributes: bytes, stored: bytes) -> str:
    """The text of a `t` element: white space around it counts only where the element says so, as in Excel."""
    return _text(stored if b"preserve" in attributes else stored.strip(XML_SPACE))


def _text(stored: bytes) -> str:
    return decode_escapes(html.unescape(stored.decode("utf-8", "replace")))
