"""The look at an xls file record by record (BIFF 2 to 8), by code that shares nothing with its readers.

Source of the layouts: [MS-XLS] and OpenOffice's "Microsoft Excel File Format". Formulas always carry their last
result here, so there are no formulas without one.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from umkm_clean import codes
from umkm_clean.read.errors_biff import ERROR_WORDS
from umkm_clean.read.plain import clean, is_blank
from umkm_clean.read.refused import Refused
from umkm_clean.read.seen import Seen
from umkm_clean.read.xls.strings import Texts, byte_text, shared_texts, wide_text

if TYPE_CHECKING:
    from collections.abc import Iterator

BOF = {0x0009: 2, 0x0209: 3, 0x0409: 4, 0x0809: 5}
_EOF, _CONTINUE, _FILEPASS, _BOUNDSHEET, _SST, _CODEPAGE = 0x0A, 0x3C, 0x2F, 0x85, 0xFC, 0x42
_ROW, _COLINFO, _MERGED = 0x0208, 0x7D, 0xE5
_LABELSST, _MULRK, _STRING = 0xFD, 0xBD, (0x0207, 0x07)
_LABEL, _NUMBERS, _BOOLERR = (0x0204, 0xD6), (0x0203, 0x027E), (0x0205,)
_FORMULA = (0x06, 0x0206, 0x0406)
_BIFF2_CELLS = (0x02, 0x03, 0x04, 0x05, 0x06)
_STATES = {1: "hidden", 2: "very_hidden"}
_KINDS = {0: "worksheet", 1: "macrosheet", 2: "chartsheet", 6: "module"}
_WORKSHEET, _HIDDEN_ROW = 0, 0x20


class Entry(NamedTuple):
    """A sheet in the workbook's list, and where its records begin."""

    name: str
    state: str
    kind: str
    offset: int


class Book(NamedTuple):
    """What the records say of a whole file: version, sheets, and what was seen in each worksheet."""

    version: int
    entries: tuple[Entry, ...]
    seen: tuple[Seen | None, ...]  # None for what is no worksheet


class _Record(NamedTuple):
    kind: int
    data: bytes


def look(stream: bytes) -> Book:
    """Walk through a workbook stream. Raises `Refused` when it is encrypted or damaged."""
    try:
        return _look(stream)
    except (struct.error, IndexError):
        raise Refused(codes.SRC_BROKEN, problem="xls records") from None


def _look(stream: bytes) -> Book:
    first = next(_records(stream, 0), None)
    if first is None or first.kind not in BOF:
        raise Refused(codes.SRC_BROKEN, problem="xls beginning")
    version = BOF[first.kind]
    if version == 5 and first.data[:2] == b"\x00\x06":
        version = 8
    texts = Texts(version)
    entries: list[Entry] = []
    if version >= 5:
        entries = _globals(stream, texts)
    else:
        _check_password(stream, texts)
    if not entries:  # BIFF 2 to 4: the file is one sheet
        return Book(version, (Entry("Sheet1", "visible", "worksheet", 0),), (_Sheet(version, texts).look(stream, 0),))
    seen = tuple(
        _Sheet(version, texts).look(stream, entry.offset) if entry.kind == "worksheet" else None for entry in entries
    )
    return Book(version, tuple(entries), seen)


def _records(stream: bytes, offset: int) -> Iterator[_Record]:
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield _Record(kind, stream[offset + 4 : offset + 4 + length])
        offset += 4 + length


def _check_password(stream: bytes, texts: Texts) -> None:
    for record in _records(stream, 0):
        if record.kind == _FILEPASS:
            raise Refused(codes.SRC_ENCRYPTED)
        if record.kind == _CODEPAGE:
            texts.codepage = struct.unpack_from("<H", record.data)[0]
        if record.kind == _EOF:
            return


def _globals(stream: bytes, texts: Texts) -> list[Entry]:
    entries: list[Entry] = []
    shared: list[bytes] | None = None
    for record in _records(stream, 0):
        if record.kind == _FILEPASS:
            raise Refused(codes.SRC_ENCRYPTED)
        if record.kind == _CODEPAGE:
            texts.codepage = struct.unpack_from("<H", record.data)[0]
        elif record.kind == _BOUNDSHEET:
            offset, state, kind = struct.unpack_from("<IBB", record.data)
            name = wide_text(record.data, 6, 1) if texts.version == 8 else byte_text(record.data, 6, 1, texts.codepage)
            entries.append(Entry(clean(name), _STATES.get(state & 3, "visible"), _KINDS.get(kind, "other"), offset))
        elif record.kind == _SST:
            shared = [record.data]
        elif record.kind == _CONTINUE and shared is not None and texts.shared is None:
            shared.append(record.data)
            continue
        elif record.kind == _EOF:
            break
        if shared is not None and record.kind not in (_SST, _CONTINUE) and texts.shared is None:
            texts.shared = shared_texts(shared)
    if shared is not None and texts.shared is None:
        texts.shared = shared_texts(shared)
    return entries


class _Sheet:
    """One sheet's records → `Seen`."""

    def __init__(self, version: int, texts: Texts) -> None:
        self.seen = Seen()
        self._version, self._texts = version, texts
        self._shows: set[int] = set()
        self._awaited: tuple[int, int] | None = None  # the formula whose text result comes in the next record

    def look(self, stream: bytes, offset: int) -> Seen:
        depth = 0
        for kind, data in _records(stream, offset):
            if kind in BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth == 1:  # charts inside a sheet are streams of their own
                self._record(kind, data)
        if depth > 0:
            raise Refused(codes.SRC_BROKEN, problem="xls end")
        self.seen.held = sorted(self._shows)
        return self.seen

    def _record(self, kind: int, data: bytes) -> None:
        if self._version == 2 and kind in _BIFF2_CELLS:
            self._old_cell(kind, data)
        elif kind == _LABELSST:
            row, column, _, index = struct.unpack_from("<HHHI", data)
            self._text(row, column, self._texts.at(index))
        elif kind in _NUMBERS:
            self._value(*struct.unpack_from("<HH", data))
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", data)
            for column in range(first, struct.unpack_from("<H", data, len(data) - 2)[0] + 1):
                self._value(row, column)
        elif kind in _LABEL:
            row, column = struct.unpack_from("<HH", data)
            self._text(row, column, self._texts.read(data, 6))
        elif kind in _BOOLERR:
            row, column = struct.unpack_from("<HH", data)
            self._boolean_or_error(row, column, data[6:8])
        elif kind in _FORMULA:
            row, column = struct.unpack_from("<HH", data)
            self._formula(row, column, data[6:14])
        elif kind in _STRING and self._awaited:
            self._text(*self._awaited, self._texts.read(data, 0))
            self._awaited = None
        else:
            self._beside(kind, data)

    def _beside(self, kind: int, data: bytes) -> None:
        if kind == _ROW and len(data) >= 16 and struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            self.seen.hidden_rows.append(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _COLINFO and struct.unpack_from("<H", data, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", data)
            self.seen.hidden_columns += range(first + 1, min(last, 255) + 2)
        elif kind == _MERGED:
            for at in range(struct.unpack_from("<H", data)[0]):
                top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * at)
                self.seen.merged.append((top + 1, left + 1, bottom + 1, right + 1))

    def _old_cell(self, kind: int, data: bytes) -> None:
        """A cell of BIFF 2: three bytes of attributes, then the value."""
        row, column = struct.unpack_from("<HH", data)
        if kind == 0x04:
            self._text(row, column, byte_text(data, 7, 1, self._texts.codepage))
        elif kind == 0x05:
            self._boolean_or_error(row, column, data[7:9])
        elif kind == 0x06:
            self._formula(row, column, data[7:15])
        else:
            self._value(row, column)

    def _value(self, row: int, column: int) -> None:
        self._shows.add(row + 1)
        self.seen.cells += 1
        self.seen.last_column = max(self.seen.last_column, column + 1)

    def _text(self, row: int, column: int, text: str) -> None:
        if not text:
            return
        if is_blank(text):
            self.seen.cells += 1
        else:
            self._value(row, column)

    def _boolean_or_error(self, row: int, column: int, data: bytes) -> None:
        if data[1]:
            self._error(row, column, data[0])
        else:
            self._value(row, column)

    def _error(self, row: int, column: int, code: int) -> None:
        self._shows.add(row + 1)
        self.seen.errors[row + 1, column + 1] = ERROR_WORDS.get(code, "#ERROR")
        self.seen.last_column = max(self.seen.last_column, column + 1)

    def _formula(self, row: int, column: int, result: bytes) -> None:
        self._awaited = None
        if result[6:8] != b"\xff\xff":
            self._value(row, column)
        elif result[0] == 0:
            self._awaited = (row, column)
        elif result[0] == 1:
            self._value(row, column)
        elif result[0] == 2:
            self._error(row, column, result[2])
