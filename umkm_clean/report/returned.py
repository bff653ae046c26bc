"""`kembali/<file>.xlsx`: the sender's own workbook, cells in fault coloured and commented, two sheets added.

Workbooks are loaded and saved by openpyxl: sheets, rows, formats, widths, merged cells, formulas and drop-downs stay. What it
cannot keep (charts, pictures, controls) is said on `Ringkasan`. Other formats come back as a workbook with the same grid.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.report.findings import short_name
from umkm_clean.report.plain import HIDDEN

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook

    from umkm_clean.model import FileReport, RunResult
    from umkm_clean.report.findings import Findings
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words

FILLS = {"error": "FFF4B6B6", "warning": "FFFFE699", "info": "FFDDEBF7"}
RANK = {"error": 0, "warning": 1, "info": 2}
AUTHOR = "umkm-clean"
SUMMARY, FAULTS = "Ringkasan", "Kesalahan"
_LOST = re.compile(r"xl/(charts|media|drawings|ctrlProps|activeX)/")
_SAVED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_returned(result: RunResult, found: Findings, words: Words, frame: RunFrame, folder: Path) -> dict[str, int]:
    """One annotated workbook for each file that could be read; gives name → number of marked cells."""
    written: dict[str, int] = {}
    folder.mkdir(exist_ok=True)
    for report in sorted(result.files, key=lambda item: item.path):
        if report.refused is None and Path(report.path).is_file():
            name = _free_name(Path(report.path).stem, written)
            book, lost = _opened(report, frame)
            if book is not None:
                written[name] = _annotate(book, report, found.of_file(report.path), words, lost)
                _save(book, folder / name)
    return {f"kembali/{name}": count for name, count in written.items()}


def _save(book: Workbook, path: Path) -> None:
    """Save without a clock: openpyxl writes the time of saving into the properties and into every part of the package."""
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in package.namelist():
            content = package.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            fixed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _free_name(stem: str, taken: dict[str, int]) -> str:
    clean = HIDDEN.sub("_", re.sub(r'[<>:"/\\|?*]', "_", stem)).strip(" .") or "berkas"
    name, number = f"{clean}.xlsx", 2
    while name in taken:
        name, number = f"{clean} ({number}).xlsx", number + 1
    return name


def _opened(report: FileReport, frame: RunFrame) -> tuple[Workbook | None, bool]:
    """The sender's workbook as it is, or its texts in a new one; and whether something of it cannot be kept."""
    import openpyxl

    if report.format == "xlsx":
        try:
            with zipfile.ZipFile(report.path) as package:
                lost = any(_LOST.match(name) for name in package.namelist())
            return openpyxl.load_workbook(report.path, keep_links=False), lost
        except Exception:
            return _rebuilt(report, frame), True
    return _rebuilt(report, frame), False


def _rebuilt(report: FileReport, frame: RunFrame) -> Workbook | None:
    if frame.reread is None:
        return None
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in frame.reread(report.path).sheets:
        page = book.create_sheet(_SHEET_NAME.sub("_", sheet.name)[:31] or "Data")
        for number, column in enumerate(sheet.columns, 1):
            for row, text in enumerate(column.to_pylist(), 1):
                if text:
                    cell = page.cell(row, number)
                    cell.value, cell.data_type, cell.number_format = HIDDEN.sub(" ", text), "s", "@"
    return book if book.sheetnames else None


def _annotate(book: Workbook, report: FileReport, lines: pd.DataFrame, words: Words, lost: bool) -> int:
    for name in (SUMMARY, FAULTS):
        if name in book.sheetnames:
            book.remove(book[name])
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
    lines = lines.astype("object").where(lines.notna(), None)
    shown = lines.assign(_rank=lines["severity"].map(RANK)).sort_values(["_rank", "sheet", "row"], kind="stable")
    marked = _mark(book, shown[shown["cell"].notna()])
    _faults(book, shown, words)
    _summary(book, report, shown, words, lost)
    return marked


def _mark(book: Workbook, lines: pd.DataFrame) -> int:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in FILLS.items()}
    marked = 0
    for (name, address), part in lines.groupby(["sheet", "cell"], sort=False):
        if name not in book.sheetnames or book[name][address].__class__ is MergedCell:
            continue
        cell: Any = book[name][address]
        texts = [f"{line.code}: {line.message}\n{line.remedy}" for line in part.itertuples()]
        cell.fill = fills[str(part["severity"].iloc[0])]
        cell.comment = Comment("\n\n".join(texts)[:2000], AUTHOR, width=360, height=60 + 60 * len(texts))
        marked += 1
    return marked


def _faults(book: Workbook, lines: pd.DataFrame, words: Words) -> None:
    page = book.create_sheet(FAULTS)
    heads = ("cell", "sheet", "header", "value", "message", "remedy", "code")
    page.append([words.of(f"issues.{key}") for key in heads])
    for row, line in enumerate(lines.itertuples(), 2):
        address = _text(line.cell) or _text(line.column)
        cells = (address, line.sheet, line.header, line.shown_raw, line.message, line.remedy, line.code)
        for column, value in enumerate(cells, 1):
            cell = page.cell(row, column)
            cell.value, cell.data_type = _text(value), "s"
        if _text(line.cell) and line.sheet in book.sheetnames:
            quoted = str(line.sheet).replace("'", "''")
            page.cell(row, 1).hyperlink = f"#'{quoted}'!{line.cell}"
            page.cell(row, 1).style = "Hyperlink"
    _finish(page, (9, 18, 22, 24, 52, 52, 10))


def _summary(book: Workbook, report: FileReport, lines: pd.DataFrame, words: Words, lost: bool) -> None:
    page = book.create_sheet(SUMMARY)
    counts = lines.groupby("severity")["count"].sum()
    page.append([short_name(report.path)])
    page.append([words.of(f"status.{report.status.value}")])
    page.append([words.of("issues.counts", **{name: int(counts.get(name, 0)) for name in RANK})])
    page.append([words.of("returned.how")])
    if lost:
        page.append([words.of("returned.lost")])
    _finish(page, (110,))


def _finish(page: Any, widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for cells in page.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr = None


def _text(value: Any) -> str:
    return "" if value is None else HIDDEN.sub(" ", str(value))
