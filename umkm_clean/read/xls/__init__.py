"""xls (BIFF 2 to 8): read by calamine, by xlrd where calamine cannot, watched by an own look at the records.

calamine aborts on some damaged files and panics on some good ones, xlrd is slower and stumbles over others; the
records say which rows and how many cells there must be.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from umkm_clean import codes
from umkm_clean.read.calamine_values import agree, open_workbook, sheet_values
from umkm_clean.read.grid import Finding, Found, Grid, put
from umkm_clean.read.plain import ErrorText, serial_date
from umkm_clean.read.refused import Refused, check_box, largest_gap
from umkm_clean.read.sniff import OLE
from umkm_clean.read.xls.records import Book, Entry, look

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.seen import Seen
    from umkm_clean.read.source import Source

_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_OTHERS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint", "VisioDocument": "Visio"}
_DATE, _BOOLEAN, _ERROR, _NUMBER, _TEXT = 3, 4, 5, 2, 1  # xlrd's cell types
_OLDEST_OF_CALAMINE = 5


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read every worksheet of an xls file. Raises `Refused` when it cannot be read whole."""
    stream, names = _workbook_stream(source.data) if source.data.startswith(OLE) else (source.data, frozenset())
    book = look(stream)
    _check(book, limits)
    found = Found()
    found.findings.append(Finding(codes.SRC_OLD_FORMAT))
    if any(name.upper().startswith("_VBA_PROJECT") for name in names):
        found.findings.append(Finding(codes.SRC_MACROS))
    calamine = None if careful_only or book.version < _OLDEST_OF_CALAMINE else open_workbook(source, ".xls")
    second: Any = None
    for position, (entry, seen) in enumerate(zip(book.entries, book.seen, strict=True)):
        if seen is None:
            found.findings.append(Finding(codes.SRC_NO_CELLS_SHEET, entry.name, facts={"kind": entry.kind}))
            continue
        rows = sheet_values(calamine, position)
        if rows is None or not agree(rows, seen):
            second = second or _open_second(source.data)
            rows = _second_values(second, position)
            if not agree(rows, seen):
                raise Refused(codes.SRC_ROWS_DIFFER, sheet=entry.name, found=len(rows), other=len(seen.held))
            found.findings.append(Finding(codes.SRC_SECOND_READER, entry.name))
        if entry.state != "visible":
            found.findings.append(Finding(codes.SRC_HIDDEN_SHEET, entry.name))
        found.grids.append(_grid(entry, position, rows, seen))
    if not found.grids:
        raise Refused(codes.SRC_NO_SHEETS)
    return found


def _workbook_stream(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The workbook's bytes out of the compound file, and the names of all streams in it."""
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        container = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        names = frozenset(str(entry.name) for entry in container.dirlist)
        if "EncryptedPackage" in names:
            raise Refused(codes.SRC_ENCRYPTED)
        for name, kind in _OTHERS.items():
            if name in names:
                raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind=kind)
        stream = next((found for name in _STREAMS if (found := container.get_named_stream(name))), None)
    except (CompDocError, AssertionError, IndexError, ValueError, TypeError, OverflowError):
        raise Refused(codes.SRC_BROKEN, problem="ole") from None
    except Exception as problem:
        if isinstance(problem, Refused):
            raise
        raise Refused(codes.SRC_BROKEN, problem="ole") from None
    if not stream:
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="OLE")
    return stream, names


def _check(book: Book, limits: Limits) -> None:
    if len(book.entries) > limits.sheets:
        raise Refused(codes.SRC_SHEETS, found=len(book.entries), limit=limits.sheets)
    for entry, seen in zip(book.entries, book.seen, strict=True):
        if seen is not None:
            last = seen.held[-1] if seen.held else 0
            check_box(limits, entry.name, last, seen.last_column, seen.cells, largest_gap(seen.held))


def _open_second(data: bytes) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), ragged_rows=True, ignore_workbook_corruption=True
        )
    except MemoryError:
        raise
    except Exception:  # xlrd raises whatever the damage leads to: AssertionError, struct.error, IndexError …
        raise Refused(codes.SRC_BROKEN, problem="xls") from None


def _second_values(book: Any, position: int) -> list[list[Any]]:
    rows: list[list[Any]] = []
    try:
        sheet = book.sheet_by_index(position)
        for number in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(number), 1):
                if cell.ctype in (_TEXT, _NUMBER, _DATE, _BOOLEAN) and cell.value != "":
                    put(rows, number + 1, column, _second_value(cell, since_1904=book.datemode == 1))
    except MemoryError:
        raise
    except Exception:
        raise Refused(codes.SRC_BROKEN, problem="xls") from None
    return rows


def _second_value(cell: Any, *, since_1904: bool) -> Any:
    if cell.ctype == _DATE:
        return serial_date(cell.value, since_1904=since_1904)
    return bool(cell.value) if cell.ctype == _BOOLEAN else cell.value


def _grid(entry: Entry, position: int, rows: list[list[Any]], seen: Seen) -> Grid:
    for (row, column), word in seen.errors.items():
        put(rows, row, column, ErrorText(word))
    return Grid(
        entry.name,
        rows,
        seen.held,
        position=position,
        state=entry.state,
        merged=seen.merged,
        hidden_rows=seen.hidden_rows,
        hidden_columns=seen.hidden_columns,
    )
