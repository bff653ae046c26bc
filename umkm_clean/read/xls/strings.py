"""Texts in xls records: code pages before BIFF 8, Latin-1 or UTF-16 with rich and phonetic extras in BIFF 8."""

from __future__ import annotations

import struct

from umkm_clean import codes
from umkm_clean.read.refused import Refused

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_UTF16_PAGE, _MAC, _UNKNOWN = 1200, 32768, "cp1252"
_MOST_SHARED = 4_000_000


class Texts:
    """How the texts of one file are read: BIFF version, code page, and the table of shared texts."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.codepage = 1252
        self.shared: list[str] | None = None

    def at(self, index: int) -> str:
        """A shared text. Raises `Refused` for one that is not there."""
        if self.shared is None or index >= len(self.shared):
            raise Refused(codes.SRC_BROKEN, problem="shared string")
        return self.shared[index]

    def read(self, data: bytes, offset: int) -> str:
        """A text with a length of two bytes (of one in BIFF 2) inside a cell's record."""
        if self.version == 8:
            return wide_text(data, offset, 2)
        return byte_text(data, offset, 1 if self.version == 2 else 2, self.codepage)


def byte_text(data: bytes, offset: int, width: int, codepage: int) -> str:
    """A text of bytes in a code page, with a length of `width` bytes before it."""
    length = int.from_bytes(data[offset : offset + width], "little")
    stored = data[offset + width : offset + width + length]
    codec = {_UTF16_PAGE: "utf-16-le", _MAC: "mac-roman", 32769: "cp1252", 65001: "utf-8"}.get(
        codepage, f"cp{codepage}"
    )
    try:
        return stored.decode(codec, "replace")
    except LookupError:
        return stored.decode(_UNKNOWN, "replace")


def wide_text(data: bytes, offset: int, width: int) -> str:
    """A BIFF 8 text that lies in one record; formatting runs after it are not looked at."""
    length = int.from_bytes(data[offset : offset + width], "little")
    flags = data[offset + width]
    start = offset + width + 1 + (2 if flags & _RICH else 0) + (4 if flags & _PHONETIC else 0)
    if flags & _WIDE:
        return data[start : start + 2 * length].decode("utf-16-le", "replace")
    return data[start : start + length].decode("latin-1")


def shared_texts(pieces: list[bytes]) -> list[str]:
    """The table of shared texts, whose texts run over the ends of records.

    A text cut by a record's end goes on in the next one after a new byte of flags; numbers and extras go on
    without one. A table that ends early (some writers count wrongly) gives the texts that are there.
    """
    reader = _Pieces(pieces)
    _, count = struct.unpack("<II", reader.take(8))
    found: list[str] = []
    while len(found) < min(count, _MOST_SHARED) and not reader.done():
        length, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", reader.take(4))[0] if flags & _PHONETIC else 0
        found.append(reader.text(length, wide=bool(flags & _WIDE)))
        reader.skip(4 * runs + extra)
    return found


class _Pieces:
    """The records of a table as one run of bytes that knows where records end."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = self._at = 0

    def done(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size and not self.done():
            part = self._pieces[self._piece][self._at : self._at + size - len(taken)]
            self._at += len(part)
            taken += part
        return taken if len(taken) == size else taken.ljust(size, b"\0")

    def skip(self, size: int) -> None:
        while size > 0 and not self.done():
            step = min(size, len(self._pieces[self._piece]) - self._at)
            self._at += step
            size -= step

    def text(self, length: int, *, wide: bool) -> str:
        parts: list[str] = []
        while length > 0 and not self.done():
            if parts:  # the text goes on in a new record: its flags come first
                wide = bool(self._pieces[self._piece][self._at] & _WIDE)
                self._at += 1
            piece = self._pieces[self._piece]
            width = 2 if wide else 1
            stored = piece[self._at : self._at + width * length]
            self._at += len(stored) or 1
            parts.append(stored.decode("utf-16-le" if wide else "latin-1", "replace"))
            length -= max(1, len(stored) // width)
        return "".join(parts)
