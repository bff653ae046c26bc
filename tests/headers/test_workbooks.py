"""A part of the corpus through real workbooks: written by openpyxl, read by `umkm_clean.read`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from tests.headers.corpus import Sum, cases, judge
from tests.headers.testspec import spec
from umkm_clean.headers import understand
from umkm_clean.model import letter
from umkm_clean.read import read_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.headers.corpus import Case


def written(case: Case, folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in case.pages:
        sheet = book.create_sheet(page.name)
        sheet.sheet_state = page.state
        for (row, column), text in page.cells.items():
            cell = sheet.cell(row, column)
            cell.value, cell.data_type = text, "s"
        for area in page.merged:
            corner = f"{letter(area.first_column)}{area.first_row}"
            sheet.merge_cells(f"{corner}:{letter(area.last_column)}{area.last_row}")
        for row in page.hidden:
            sheet.row_dimensions[row].hidden = True
    path = folder / f"{case.seed:04d}" / case.pages[0].file
    path.parent.mkdir()
    book.save(path)
    return path


def test_real_workbooks(tmp_path: Path) -> None:
    chosen = [case for case in cases(1, 20) if "bare_total" not in case.habits]  # its formulas have no stored results
    paths = [str(written(case, tmp_path)) for case in chosen]
    every = Sum()
    for case, raw in zip(chosen, read_files(paths, jobs=2), strict=True):
        assert raw.refused is None, raw.path
        every.add(judge(case, understand(raw.sheets, spec())))
    assert every.files >= 70
    assert every.ok >= 0.98 * every.files
    assert every.right >= 0.99 * every.columns
    assert (every.silent, every.invented, every.lost) == (0, 0, 0)
