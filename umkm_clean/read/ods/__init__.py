"""ods: an own reader of the document's XML, and a count of its rows by other code on the same bytes.

The readers at hand lose what counts here: error cells, formulas without result, hidden rows; and one of them dies on
a repeated cell. Cells and rows that are repeated are written out only where they hold something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.read.grid import Finding, Found, Grid, rows_held
from umkm_clean.read.ods.cells import Document
from umkm_clean.read.ods.count import held_rows
from umkm_clean.read.refused import Refused, check_box, largest_gap
from umkm_clean.read.xml_parts import parse

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

_CONTENT = "content.xml"


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read every sheet of an ods package. Raises `Refused` when it cannot be read whole."""
    package = source.package(limits)
    document = Document(limits)
    parse(package.blocks(_CONTENT), document.start, document.end, document.text)
    if not document.sheets:
        raise Refused(codes.SRC_NO_SHEETS)
    counted = held_rows(package.read(_CONTENT))
    if len(counted) != len(document.sheets):
        raise Refused(codes.SRC_ROWS_DIFFER, found=len(document.sheets), other=len(counted))
    found = Found()
    if any(name.startswith("basic/") and name.endswith(".xml") and "script-lc" not in name for name in package.names):
        found.findings.append(Finding(codes.SRC_MACROS))
    for position, (sheet, held) in enumerate(zip(document.sheets, counted, strict=True)):
        read_rows = rows_held(sheet.rows)
        if list(read_rows) != held:
            raise Refused(codes.SRC_ROWS_DIFFER, sheet=sheet.name, found=len(read_rows), other=len(held))
        widest = max((len(row) for row in sheet.rows), default=0)
        check_box(limits, sheet.name, len(sheet.rows), widest, sheet.cells, largest_gap(held))
        hidden = sheet.style in document.hidden_styles
        if hidden:
            found.findings.append(Finding(codes.SRC_HIDDEN_SHEET, sheet.name))
        grid = Grid(
            sheet.name,
            sheet.rows,
            held,
            position=position,
            state="hidden" if hidden else "visible",
            merged=sheet.merged,
            hidden_rows=sheet.hidden_rows,
            hidden_columns=sheet.hidden_columns,
            formulas=sheet.formulas,
        )
        found.grids.append(grid)
    return found
