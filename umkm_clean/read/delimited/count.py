"""Rows of a text table counted without the csv module: lines, and quotes that hold line ends together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.read.plain import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Counter:
    """Counts records over any number of pieces of text; `records` is how many there were."""

    def __init__(self, delimiter: str, *, quoted: bool) -> None:
        self.records = 0
        self._nothing = BLANKS + delimiter + ('"' if quoted else "")
        #: A quoted field: it begins after a delimiter or a line end, and a quote inside is written twice.
        self._field = re.compile(rf'(?<![^{re.escape(delimiter)}\r\n])"[^"]*(?:""[^"]*)*"') if quoted else None

    def feed(self, pieces: Iterable[str]) -> Iterator[int]:
        """Numbers of the records that hold anything. Pieces must end where records end."""
        for piece in pieces:
            lines = _lines(piece)
            if self._field is not None and '"' in piece and any(line.count('"') % 2 for line in lines):
                lines = _lines(self._field.sub(_on_one_line, piece))  # some field holds line ends
            for line in lines:
                self.records += 1
                if line[:1].isalnum() or line.strip(self._nothing):
                    yield self.records


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _on_one_line(match: re.Match[str]) -> str:
    return match[0].replace("\r", " ").replace("\n", " ")
