"""An OpenDocument spreadsheet as LibreOffice writes it, small: rows and cells that repeat are counted, not repeated."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tools.sample.cells import Cell, Fault, Formula

if TYPE_CHECKING:
    from tools.sample.grid import Sheet

MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("of", "of"), ("style", "style"))
)
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def ods_members(sheets: list[Sheet]) -> list[tuple[str, bytes]]:
    """The files inside an .ods; `mimetype` is first."""
    tables = "".join(map(table, sheets))
    content = (
        f'{HEAD}<office:document-content {NAMES} {CALCEXT} office:version="1.3"><office:automatic-styles>'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return [
        ("mimetype", MIME.encode()),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
    ]


def table(sheet: Sheet) -> str:
    """One sheet."""
    hidden = ' table:style-name="ta2"' if sheet.state == "hidden" else ""
    columns = max(sheet.last_column, 1)
    covered = {
        (row, column)
        for area in sheet.merges
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }
    spans = {(area[0], area[1]): area for area in sheet.merges}
    rows, blank = [], 0
    for row in range(1, sheet.last_row + 1):
        if row not in sheet.cells and not any(place[0] == row for place in covered):
            blank += 1
            continue
        rows.append(blank_rows(blank, columns))
        blank = 0
        rows.append(f"<table:table-row>{row_cells(sheet, row, columns, covered, spans)}</table:table-row>")
    rows.append(blank_rows(1_048_576 - sheet.last_row, columns))
    return (
        f"<table:table table:name={quoteattr(sheet.name)}{hidden}>"
        f'<table:table-column table:number-columns-repeated="{columns}"/>{"".join(rows)}</table:table>'
    )


def blank_rows(count: int, columns: int) -> str:
    """Rows without content, counted; LibreOffice fills a sheet to its last row like this."""
    if not count:
        return ""
    return (
        f'<table:table-row table:number-rows-repeated="{count}">'
        f'<table:table-cell table:number-columns-repeated="{columns}"/></table:table-row>'
    )


def row_cells(
    sheet: Sheet,
    row: int,
    columns: int,
    covered: set[tuple[int, int]],
    spans: dict[tuple[int, int], tuple[int, int, int, int]],
) -> str:
    """The cells of a row; blanks in a run are counted."""
    parts, blank = [], 0
    for column in range(1, columns + 1):
        cell = sheet.cells.get(row, {}).get(column)
        area = spans.get((row, column))
        if cell is None and not area and (row, column) not in covered:
            blank += 1
            continue
        if blank:
            parts.append(f'<table:table-cell table:number-columns-repeated="{blank}"/>')
            blank = 0
        if area:
            span = (
                f' table:number-columns-spanned="{area[3] - area[1] + 1}"'
                f' table:number-rows-spanned="{area[2] - area[0] + 1}"'
            )
            parts.append(one_cell(cell, "table-cell", span))
        else:
            parts.append(one_cell(cell, "covered-table-cell" if (row, column) in covered else "table-cell", ""))
    if blank:
        parts.append(f'<table:table-cell table:number-columns-repeated="{blank}"/>')
    return "".join(parts)


def one_cell(cell: Cell | None, tag: str, span: str) -> str:
    """One cell with its type, value and shown text."""
    if cell is None:
        return f"<table:{tag}{span}/>"
    formula = ""
    if isinstance(cell, Formula):
        formula = f" table:formula={quoteattr('of:' + cell.text)}"
        cell = "" if cell.value is None else cell.value
    if isinstance(cell, Fault):
        formula, shown = f' table:formula="of:={cell.word}"', cell.word
        kind = 'office:value-type="string" calcext:value-type="error"'
    elif isinstance(cell, datetime.date):
        kind, shown = f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"', f"{cell:%d/%m/%Y}"
    elif isinstance(cell, str):
        kind, shown = 'office:value-type="string"', cell
    else:
        kind, shown = f'office:value-type="float" office:value="{cell}"', str(cell)
    text = escape(shown).replace("  ", ' <text:s text:c="1"/>')
    if text.startswith(" "):
        text = f"<text:s/>{text[1:]}"
    return f"<table:{tag}{formula} {kind}{span}><text:p>{text}</text:p></table:{tag}>"
