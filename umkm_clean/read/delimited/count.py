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
            text = piece
            if self._field is not None and '"' in text:
                text = self._field.sub(_on_one_line, text)
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            if lines and not lines[-1]:
                lines.pop()
            for line in lines:
                self.records += 1
                if line.strip(self._nothing):
                    yield self.records


def _on_one_line(match: re.Match[str]) -> str:
    return match[0].replace("\r", " ").replace("\n", " ")
