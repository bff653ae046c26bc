# ruff: noqa: E501
"""A sheet under construction: cells, merged areas, and what each row and column really is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from umkm_clean.model import Area, RawSheet, Stored


@dataclass
class Page:
    """Cells by (row, column), the truth about rows (`roles`) and columns (`fields`, of every table alike)."""

    name: str = "Sheet1"
    file: str = "umkm.xlsx"
    state: str = "visible"
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    fields: dict[int, str | None] = field(default_factory=dict)
    headers: list[tuple[int, ...]] = field(default_factory=list)
    fills: set[tuple[int, int]] = field(default_factory=set)
    is_data: bool = True
    kelurahan: dict[int, str] = field(
        default_factory=dict
    )  # data row → kelurahan that only title, heading or name tells

    def put(self, row: int, column: int, text: str) -> None:
        if text != "":
            self.cells[row, column] = text

    def line(self, row: int, texts: dict[int, str] | list[str], role: str, first: int = 1) -> None:
        pairs = texts.items() if isinstance(texts, dict) else enumerate(texts, first)
        for column, text in pairs:
            self.put(row, column, text)
        self.roles[row] = role

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if (row, column) != (last_row, last_column):
            self.merged.append(Area(row, column, last_row, last_column))

    def unmerge(self, row: int, column: int) -> None:
        self.merged = [area for area in self.merged if (area.first_row, area.first_column) != (row, column)]

    def helper(self) -> Page:
        """The same sheet, known to hold no data to be read."""
        self.is_data = False
        self.roles = {row: "helper" for row, _ in self.cells}
        return self

    def sheet(self, position: int) -> RawSheet:
        height = max((row for row, _ in self.cells), default=0)
        width = max((column for _, column in self.cells), default=0)
        grid = [[self.cells.get((row, column), "") for row in range(1, height + 1)] for column in range(1, width + 1)]
        held = tuple(sorted({row for (row, _), text in self.cells.items() if text.strip()}))
        stored = tuple(bytes(ord(Stored.TEXT if text else Stored.EMPTY) for text in texts) for texts in grid)
        columns = tuple(pa.array(texts, type=pa.string()) for texts in grid)
        return RawSheet(
            self.file, "0" * 64, self.name, position, self.state, columns, stored, held, tuple(self.merged), frozenset(self.hidden),
            formulas=self.formulas,
        )  # fmt: skip


def from_rows(rows: list[list[str]], name: str = "Sheet1", **kwargs: object) -> RawSheet:
    """A raw sheet out of plain rows."""
    page = Page(name)
    for number, texts in enumerate(rows, 1):
        page.line(number, texts, "")
    made = page.sheet(0)
    return RawSheet(**({slot: getattr(made, slot) for slot in made.__slots__} | kwargs))  # type: ignore[arg-type]
