"""One sheet as arrays: which cells hold anything, texts of single rows, digits in a column; nothing is copied whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.headers.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.model import Area, RawSheet

    Flags = np.ndarray[Any, np.dtype[np.bool_]]
    Counts = np.ndarray[Any, np.dtype[np.int64]]


class Grid:
    """A sheet with rows and columns counted from 1, as everywhere in the model."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self.height = sheet.n_rows
        self.width = len(sheet.columns)
        self.held = tuple(sorted(sheet.held_rows))
        self.merged_at: dict[tuple[int, int], Area] = {}
        for area in sheet.merged:
            if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > 10_000:
                continue  # a merge of whole columns is decoration
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    self.merged_at[row, column] = area
        self._rows: dict[int, dict[int, str]] = {}

    @cached_property
    def filled(self) -> Flags:
        """filled[r − 1, c − 1]: the cell holds something that shows."""
        flags = np.zeros((self.height, self.width), dtype=bool, order="F")
        for number, column in enumerate(self.sheet.columns):
            long = pc.binary_length(column).to_numpy(zero_copy_only=False) > 0
            flags[:, number] = long & ~pc.utf8_is_space(column).to_numpy(zero_copy_only=False)
        return flags

    def text(self, row: int, column: int) -> str:
        """The cell in one line, "" outside the grid."""
        return self.row(row).get(column, "")

    def row(self, row: int) -> dict[int, str]:
        """The filled cells of a row: column → text in one line."""
        if row not in self._rows:
            cells: dict[int, str] = {}
            if 1 <= row <= self.height:
                for number in np.flatnonzero(self.filled[row - 1]):
                    line = one_line(self.sheet.columns[number][row - 1].as_py())
                    if line:
                        cells[int(number) + 1] = line
            self._rows[row] = cells
        return self._rows[row]

    def raw(self, row: int) -> list[str]:
        """The filled cells of a row as stored, blanks and line breaks included."""
        return [str(self.sheet.columns[number][row - 1].as_py()) for number in np.flatnonzero(self.filled[row - 1])]

    def texts(self, column: int, rows: Sequence[int] | Counts) -> list[str]:
        """Texts of one column at these rows, as stored."""
        picked = self.sheet.columns[column - 1].take(pa.array(np.asarray(rows, dtype=np.int64) - 1))
        return [str(text) for text in picked.to_pylist()]

    def stored(self, row: int, column: int) -> str:
        """How the cell was stored, one `Stored` letter."""
        return chr(self.sheet.stored[column - 1][row - 1])

    def lengths(self, column: int) -> Counts:
        """Bytes in each cell of a column."""
        return np.asarray(
            pc.binary_length(self.sheet.columns[column - 1]).to_numpy(zero_copy_only=False), dtype=np.int64
        )

    def matches(self, column: int, pattern: str) -> Flags:
        """Which cells of a column match a regular expression, case ignored (RE2, linear time)."""
        found = pc.match_substring_regex(self.sheet.columns[column - 1], pattern, ignore_case=True)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)

    def equals(self, column: int, text: str) -> Flags:
        """Which cells of a column hold exactly this text."""
        found = pc.equal(self.sheet.columns[column - 1], text)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)

    def holds(self, column: int, texts: pa.Array) -> Flags:
        """Which cells of a column hold exactly one of these texts."""
        values = self.sheet.columns[column - 1]
        return np.asarray(
            pc.is_in(values, value_set=texts.cast(values.type)).to_numpy(zero_copy_only=False), dtype=bool
        )

    def count_in(self, texts: pa.Array) -> Counts:
        """For each row, how many of its cells hold exactly one of these texts (outer blanks kept)."""
        total = np.zeros(self.height, dtype=np.int64)
        for column in range(1, self.width + 1):
            total += self.holds(column, texts)
        return total
