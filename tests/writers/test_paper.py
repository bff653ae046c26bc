"""What is printed can be read, and what is listed is listed as far as anybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from tests.writers.fixture import frame, make_run, spec
from umkm_clean.report import city_xlsx, figures, findings, issues_xlsx, review_xlsx, template, view, withheld
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from umkm_clean.model import RunResult

#: characters of Calibri 11 side by side on A4 across between our margins, at full size
FULL_SIZE = 149


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return make_run(tmp_path_factory.mktemp("asal"), files=2, rows=12)


def scale(sheet: Worksheet) -> float:
    """At which size the sheet is printed: 1 is full size."""
    widths = [
        dimension.width * (dimension.max - dimension.min + 1)
        for dimension in sheet.column_dimensions.values()
        if not dimension.hidden
    ]
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    return FULL_SIZE * (sheet.page_setup.fitToWidth or 1) / sum(widths)


def test_wide_tables_are_printed_so_that_they_can_be_read(run: RunResult, tmp_path: Path) -> None:
    words = Words(spec())
    found, counted = findings.prepare(run.issues, words), figures.count(run, spec())
    assert run.city is not None
    assert run.review is not None
    shown = view.seen(run.city, spec(), frame())
    city_xlsx.write_city(shown, run, counted, words, frame(), tmp_path / "umkm_kota.xlsx")
    withheld.write_withheld(run.withheld, found, words, tmp_path / "ditahan.xlsx")
    review_xlsx.write_review(run.review, words, tmp_path / "tinjau.xlsx")
    template.write_template(str(tmp_path / "formulir.xlsx"), spec(), None, "id")
    for path in sorted(tmp_path.glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            if sheet.title not in ("Pilihan", "Rekap"):
                assert scale(sheet) > 0.6, (path.name, sheet.title)
            if (sheet.page_setup.fitToWidth or 1) > 1:
                assert sheet.print_title_rows, (path.name, sheet.title)
                assert sheet.print_title_cols, (path.name, sheet.title)


def test_the_thousandth_equal_finding_is_not_a_line(run: RunResult, tmp_path: Path) -> None:
    one = run.issues[(run.issues["severity"] == "error") & run.issues["row"].notna()].head(1)
    many = 3 * issues_xlsx.FOLD
    issues = pd.concat([one] * many, ignore_index=True).assign(row=pd.array(range(2, many + 2), dtype="Int64"))
    words = Words(spec())
    found = findings.prepare(issues, words)
    assert len(found.lines) == many
    folded = issues_xlsx.folded(found.lines, words)
    assert len(folded) == issues_xlsx.FOLD + 1
    assert sum(folded["count"]) == many
    assert folded["cell"][-1] is None
    assert words.number(many - issues_xlsx.FOLD) in folded["message"][-1]
    issues_xlsx.write_issues(found, figures.count(run, spec()), words, tmp_path / "laporan.xlsx")
    last = openpyxl.load_workbook(tmp_path / "laporan.xlsx").worksheets[2]
    counts = [row[6] for row in last.iter_rows(min_row=7, values_only=True)]
    assert counts[-1] == many - issues_xlsx.FOLD
