"""Writes xlsb files by hand ([MS-XLSB] 2.1.4): no library at hand writes them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.readers.builders import CONTENT_TYPES, HEAD, PKG, REL, write_zip

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, sizes = len(data), b""
    while True:
        sizes += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + sizes + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _cell(column: int, value: object, strings: list[str]) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, str) and value in ERRORS:
        return _record(3, head + bytes([ERRORS[value]]))
    if isinstance(value, bool):
        return _record(4, head + bytes([value]))
    if isinstance(value, str):
        strings.append(value)
        return _record(7, head + struct.pack("<I", len(strings) - 1))
    assert isinstance(value, int | float)
    return _record(5, head + struct.pack("<d", value))


def write_xlsb(path: Path, rows: list[list[object]], hidden: frozenset[int] = frozenset()) -> None:
    """One sheet `Data`; None is an empty cell, an error word an error cell."""
    strings: list[str] = []
    body = b""
    for number, row in enumerate(rows):
        flags = bytes([0, 0x10 if number + 1 in hidden else 0, 0])
        body += _record(0, struct.pack("<IIH", number, 0, 300) + flags + struct.pack("<I", 0))
        body += b"".join(_cell(column, value, strings) for column, value in enumerate(row) if value is not None)
    width = max(map(len, rows))
    dimension = _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet = _record(129) + dimension + _record(145) + body + _record(146) + _record(130)
    table = _record(159, struct.pack("<II", len(strings), len(strings)))
    table += b"".join(_record(19, b"\0" + _wide(text)) for text in strings) + _record(160)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Data"))
    write_zip(
        path,
        {
            "[Content_Types].xml": CONTENT_TYPES.replace("workbook.xml", "workbook.bin"),
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{PKG}"><Relationship Id="rId1" Type="{REL}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": book + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": f'{HEAD}<Relationships xmlns="{PKG}"><Relationship Id="rId1" '
            f'Type="{REL}/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId2" '
            f'Type="{REL}/sharedStrings" Target="sharedStrings.bin"/></Relationships>',
            "xl/worksheets/sheet1.bin": sheet,
            "xl/sharedStrings.bin": table,
        },
    )
