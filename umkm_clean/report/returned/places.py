"""Which cell shows a finding: its own, its column's header, the first known cell of its row; merged cells as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from umkm_clean.report.returned.cells import column_number, data_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.model import FileReport, SheetLayout

Cell = tuple[int, int]  # Excel row, column
_Area = tuple[int, int, int, int]  # first row, first column, last row, last column
_TALL = 1_000  # rows from which a merged area is looked through instead of listed row by row
_MERGED = re.compile(
    rb"""<(?:[A-Za-z_][\w.-]*:)?mergeCell\b[^>]*?\sref\s*=\s*["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']"""
)


class Places:
    """Cells of one file's findings; `contents` holds the XML of each of its sheets."""

    def __init__(self, report: FileReport, contents: Mapping[str, bytes]) -> None:
        self._merged = {name: _Merged(content) for name, content in contents.items()}
        self._rows: dict[str, dict[int, int]] = {}
        self._heads: dict[str, dict[int, int]] = {}
        for sheet in report.sheets:
            self._rows[sheet.name], self._heads[sheet.name] = _first_columns(sheet.layout), _header_rows(sheet.layout)

    def cell(self, sheet: Any, row: Any, column: Any) -> Cell | None:
        """The cell that shows a finding (sheet, Excel row, column letters; what is not known is None)."""
        if sheet not in self._rows or (row is None and column is None):
            return None
        if column is None:
            place = int(row), self._rows[sheet].get(int(row), 0)
        else:
            number = column_number(column.encode())
            place = (self._heads[sheet].get(number, 0) if row is None else int(row)), number
        if not all(place):
            return None
        return self._merged[sheet].anchor(place) if sheet in self._merged else place


class _Merged:
    """Merged areas of a sheet, found by their rows."""

    def __init__(self, content: bytes) -> None:
        self._by_row: dict[int, list[_Area]] = {}
        self._tall: list[_Area] = []
        for match in _MERGED.finditer(content, data_bounds(content)[1]):
            left, top, right, bottom = match.groups()
            area = (int(top), column_number(left), int(bottom), column_number(right))
            if area[2] - area[0] >= _TALL:
                self._tall.append(area)
            else:
                for row in range(area[0], area[2] + 1):
                    self._by_row.setdefault(row, []).append(area)

    def anchor(self, cell: Cell) -> Cell:
        """The cell whose content shows at `cell`: itself, or the first one of its merged area."""
        for area in (*self._by_row.get(cell[0], ()), *self._tall):
            if area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3]:
                return area[0], area[1]
        return cell


def _first_columns(layout: SheetLayout) -> dict[int, int]:
    """Data row → its first column that is known."""
    found: dict[int, int] = {}
    for table in layout.tables:
        known = [made.column for made in table.columns if made.field]
        if known:
            found |= dict.fromkeys(table.data_rows, min(known))
    return found


def _header_rows(layout: SheetLayout) -> dict[int, int]:
    """Column → the last row of its header, in the first table that has it."""
    found: dict[int, int] = {}
    for table in layout.tables:
        for made in table.columns if table.header_rows else ():
            found.setdefault(made.column, table.header_rows[-1])
    return found
