"""How a reader says no, and the limits that are the same for every format of workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean import codes

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits


def megabytes(size: int) -> int:
    """Bytes as whole megabytes, rounded up, for people."""
    return -(-size // (1 << 20))


class Refused(Exception):
    """A reader's no: an SRC code and the facts of its sentence, never a value of a cell."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def check_box(limits: Limits, sheet: str, rows: int, columns: int, cells: int, gap: int) -> None:
    """Refuse a sheet whose values reach further than the limits; `rows` and `columns` are the last ones."""
    if columns > limits.columns:
        raise Refused(codes.SRC_COLUMNS, sheet=sheet, found=columns, limit=limits.columns)
    if gap > limits.row_gap:
        raise Refused(codes.SRC_ROW_GAP, sheet=sheet, found=gap, limit=limits.row_gap)
    if rows * columns > limits.area:
        raise Refused(codes.SRC_AREA, sheet=sheet, found=rows * columns, limit=limits.area)
    if cells > limits.cells:
        raise Refused(codes.SRC_CELLS, sheet=sheet, found=cells, limit=limits.cells)


def largest_gap(rows: list[int]) -> int:
    """Blank rows in the widest hole above or between the given Excel rows (ascending)."""
    return max((after - before - 1 for before, after in zip([0, *rows], rows, strict=False)), default=0)


def check_flat(limits: Limits, name: str, cells: int, columns: int, gap: int) -> None:
    """The same for a table of a format that is read in blocks."""
    if columns > limits.columns:
        raise Refused(codes.SRC_COLUMNS, sheet=name, found=columns, limit=limits.columns)
    if gap > limits.row_gap:
        raise Refused(codes.SRC_ROW_GAP, sheet=name, found=gap, limit=limits.row_gap)
    if cells > limits.flat_cells:
        raise Refused(codes.SRC_CELLS, sheet=name, found=cells, limit=limits.flat_cells)
