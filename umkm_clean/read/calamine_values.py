"""The one place that calls calamine. It may panic (a BaseException), or abort the process; callers count on both."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from umkm_clean.read.grid import rows_held

if TYPE_CHECKING:
    from umkm_clean.read.seen import Seen
    from umkm_clean.read.source import Source

Rows = list[list[Any]]


def open_workbook(source: Source, *endings: str) -> Any:
    """Calamine's workbook, or None where it cannot open the file.

    By its path calamine trusts the ending of the name: a file with another one than `endings` is handed over as bytes,
    whose format it finds out by itself (from a path it reads faster while other threads work).
    """
    from python_calamine import CalamineWorkbook

    try:
        if source.path.lower().endswith(endings):
            return CalamineWorkbook.from_path(source.path)
        return CalamineWorkbook.from_filelike(io.BytesIO(source.data))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return None


def sheet_values(workbook: Any, sheet: str | int) -> Rows | None:
    """A sheet's values by its name or position, from A1 on; None where calamine cannot read it."""
    if workbook is None:
        return None
    get = workbook.get_sheet_by_name if isinstance(sheet, str) else workbook.get_sheet_by_index
    try:
        rows: Rows = get(sheet).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return None
    return rows


def agree(rows: Rows, seen: Seen) -> bool:
    """Whether a reader's rows hold what the look saw: the same rows, the same number of cells.

    Cells of errors and of formulas without a result are empty to calamine: they are set apart, and put in later.
    """
    held = {*rows_held(rows), *(row for row, _ in seen.errors), *(row for row, _ in seen.uncached)}
    return held == set(seen.held) and sum(len(cells) - cells.count("") for cells in rows) == seen.cells
