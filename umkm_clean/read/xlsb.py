"""xlsb: read by calamine, watched by an own look at the binary records ([MS-XLSB] 2.1.4, 2.4)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.read.calamine_values import Rows, agree, open_workbook, sheet_values
from umkm_clean.read.errors_biff import ERROR_WORDS
from umkm_clean.read.grid import Finding, Found, Grid, put
from umkm_clean.read.package import Package, main_part, relations
from umkm_clean.read.plain import ErrorText, clean, is_blank
from umkm_clean.read.refused import Refused, check_box, largest_gap
from umkm_clean.read.seen import LAST_COLUMN, LAST_ROW, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

_ROW, _SHEET, _SHARED_ITEM, _COLUMNS, _MERGED = 0, 156, 19, 60, 176
_NUMBERS, _TEXTS, _SHARED, _BOOLEANS, _ERRORS = (2, 5, 9), (6, 8, 62), 7, (4, 10), (3, 11)
_HIDDEN_ROW, _CELL_HEAD = 0x10, 8
_STATES = {1: "hidden", 2: "very_hidden"}


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read every worksheet of an xlsb package. Raises `Refused` when it cannot be read whole.

    There is no second reader for this rare format: a file on which calamine died, or which it cannot read, is refused.
    """
    package = source.package(limits)
    part = main_part(package)
    related = relations(package, part)
    try:
        entries = _sheets(package, part)
        if not entries:
            raise Refused(codes.SRC_NO_SHEETS)
        if len(entries) > limits.sheets:
            raise Refused(codes.SRC_SHEETS, found=len(entries), limit=limits.sheets)
        strings = _strings(package, next((to for kind, to in related.values() if kind == "sharedStrings"), ""))
        looks = {name: _look(package, related[id_][1], strings) for name, _, id_ in entries if _is_cells(related, id_)}
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        raise Refused(codes.SRC_BROKEN, problem="xlsb records") from None
    for name, seen in looks.items():
        check_box(limits, name, max(seen.held, default=0), seen.last_column, seen.cells, largest_gap(seen.held))
    if careful_only:
        raise Refused(codes.SRC_CRASHED, problem="calamine")
    found = Found()
    kinds = {kind.lower() for kind, _ in related.values()}
    found.findings += [Finding(codes.SRC_MACROS)] * ("vbaproject" in kinds)
    found.findings += [Finding(codes.SRC_EXTERNAL_LINKS)] * ("externallink" in kinds)
    calamine = open_workbook(source, ".xlsb")
    for position, (name, state, _) in enumerate(entries):
        if name not in looks:
            found.findings.append(Finding(codes.SRC_NO_CELLS_SHEET, name))
            continue
        rows = sheet_values(calamine, name)
        found.grids.append(_grid(name, position, state, rows, looks[name]))
        if state != "visible":
            found.findings.append(Finding(codes.SRC_HIDDEN_SHEET, name))
    if not found.grids:
        raise Refused(codes.SRC_NO_SHEETS)
    return found


def _is_cells(related: dict[str, tuple[str, str]], id_: str) -> bool:
    return related.get(id_, ("", ""))[0] == "worksheet"


def _grid(name: str, position: int, state: str, rows: Rows | None, seen: Seen) -> Grid:
    if rows is None:
        raise Refused(codes.SRC_BROKEN, problem="xlsb")
    if not agree(rows, seen):
        raise Refused(codes.SRC_ROWS_DIFFER, sheet=name, found=len(rows), other=len(seen.held))
    for (row, column), word in seen.errors.items():
        put(rows, row, column, ErrorText(word))
    return Grid(
        name,
        rows,
        seen.held,
        position=position,
        state=state,
        merged=seen.merged,
        hidden_rows=seen.hidden_rows,
        hidden_columns=seen.hidden_columns,
    )


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, content) of each record; both type and length are numbers of seven bits a byte."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, data[at : at + length]
        at += length


def _wide(data: bytes, at: int) -> tuple[str, int]:
    """A text of UTF-16 with its length before it, and where it ends."""
    length = struct.unpack_from("<I", data, at)[0]
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise IndexError
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _sheets(package: Package, part: str) -> list[tuple[str, str, str]]:
    """(name, state, relationship) of each sheet."""
    found = []
    for kind, data in _records(package.read(part)):
        if kind == _SHEET:
            state = struct.unpack_from("<I", data)[0]
            id_, at = _wide(data, 8)
            found.append((clean(_wide(data, at)[0]), _STATES.get(state, "visible"), id_))
    return found


def _strings(package: Package, part: str) -> list[str]:
    if not part:
        return []
    return [_wide(data, 1)[0] for kind, data in _records(package.read(part)) if kind == _SHARED_ITEM]


def _look(package: Package, part: str, strings: list[str]) -> Seen:
    seen = Seen()
    shows: set[int] = set()
    row = 0
    for kind, data in _records(package.read(part)):
        if kind == _ROW:
            row = struct.unpack_from("<I", data)[0] + 1
            if len(data) > 11 and data[11] & _HIDDEN_ROW:
                seen.hidden_rows.append(row)
        elif kind == _COLUMNS and struct.unpack_from("<H", data, 16)[0] & 1:
            first, last = struct.unpack_from("<II", data)
            seen.hidden_columns += range(first + 1, min(last, LAST_COLUMN) + 2)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", data)
            seen.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif kind in _NUMBERS or kind in _TEXTS or kind in _BOOLEANS or kind in _ERRORS or kind == _SHARED:
            column = struct.unpack_from("<I", data)[0] + 1
            if row > LAST_ROW or column > LAST_COLUMN:
                raise Refused(codes.SRC_OFF_GRID)
            _cell(seen, shows, row, column, kind, data, strings)
    seen.held = sorted(shows)
    return seen


def _cell(seen: Seen, shows: set[int], row: int, column: int, kind: int, data: bytes, strings: list[str]) -> None:
    if kind in _ERRORS:
        seen.errors[row, column] = ERROR_WORDS.get(data[_CELL_HEAD], "#ERROR")
    else:
        text = "0"
        if kind == _SHARED:
            text = strings[struct.unpack_from("<I", data, _CELL_HEAD)[0]]
        elif kind in _TEXTS:
            text = _wide(data, _CELL_HEAD + (1 if kind == _TEXTS[2] else 0))[0]
        seen.cells += bool(text)
        if is_blank(text):
            return
    shows.add(row)
    seen.last_column = max(seen.last_column, column)
