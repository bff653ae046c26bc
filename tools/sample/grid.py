"""A sheet under construction: cells, merges, and the role of every row that holds anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.sample.cells import Cell
    from tools.sample.plan import Column

Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Table:
    """One table: its header rows and columns (by number)."""

    header_rows: list[int]
    columns: dict[int, Column]


@dataclass(slots=True)
class Sheet:
    """Cells by row and column, counted as Excel counts them, from 1."""

    name: str
    state: str = "visible"
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    tables: list[Table] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)

    def put(self, row: int, column: int, cell: Cell | None, role: str) -> None:
        """Write a cell; the row takes the role. Empty cells are not written."""
        if cell is None or cell == "":
            return
        known = self.roles.setdefault(row, role)
        if known != role:
            raise ValueError(f"row {row} of {self.name} cannot be {known} and {role}")
        self.cells.setdefault(row, {})[column] = cell

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge an area of more than one cell."""
        if (first_row, first_column) != (last_row, last_column):
            self.merges.append((first_row, first_column, last_row, last_column))

    @property
    def last_row(self) -> int:
        return max(self.cells, default=0)

    @property
    def last_column(self) -> int:
        return max((max(row) for row in self.cells.values()), default=0)
