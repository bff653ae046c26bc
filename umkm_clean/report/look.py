"""How every workbook of ours looks: one header, three severities, one paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from umkm_clean.report.workbook import Book

INK, HEAD, LINE, SOFT = "#1B2A33", "#0F4C5C", "#C9D3D8", "#F1F5F6"
#: severity → fill of a cell, colour of a word; told apart by lightness too, for those who do not see red and green
FILLS = {"error": "#F9C6BF", "warning": "#FFE8A3", "info": "#DCE8F4"}
INKS = {"error": "#8C1D18", "warning": "#6B4E00", "info": "#1F4E79"}
STATUS_FILLS = {
    "diterima": "#D5EBDD",
    "diterima_dengan_catatan": "#DCE8F4",
    "diterima_sebagian": FILLS["warning"],
    "ditolak": FILLS["error"],
}
#: characters side by side on A4 across, at two thirds of their size
_READABLE = 225


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table as people see it: its title and its width in characters."""

    title: str
    width: float


class Look:
    """The formats of one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.head = book.text(
            bold=True,
            font_color="#FFFFFF",
            bg_color=HEAD,
            border=1,
            border_color=LINE,
            text_wrap=True,
            valign="vcenter",
        )
        self.text = book.text(font_color=INK)
        self.wrap = book.text(font_color=INK, text_wrap=True, valign="top", border=1, border_color=LINE)
        self.cell = book.text(font_color=INK, valign="top", border=1, border_color=LINE)
        self.number = book.format(num_format="#,##0", font_color=INK, valign="top", border=1, border_color=LINE)
        self.percent = book.format(num_format="0%", font_color=INK, valign="top", border=1, border_color=LINE)
        self.total = book.format(num_format="#,##0", bold=True, bg_color=SOFT, top=1, bottom=1, border_color=LINE)
        self.total_text = book.text(bold=True, bg_color=SOFT, top=1, bottom=1, border_color=LINE)
        self.title = book.text(bold=True, font_size=16, font_color=HEAD)
        self.section = book.text(bold=True, font_size=12, font_color=HEAD)
        self.note = book.text(font_color="#5A6B74", text_wrap=True, valign="top")
        self.plain = book.text(font_color=INK, text_wrap=True, valign="top")
        self.good = book.text(bold=True, font_color="#1D6B3A")
        self.bad = book.text(bold=True, font_color=INKS["error"])

    def severity(self, severity: str) -> Format:
        """The cell that names a severity."""
        return self.book.text(
            bold=True, font_color=INKS[severity], bg_color=FILLS[severity], valign="top", border=1, border_color=LINE
        )

    def status(self, status: str) -> Format:
        """The cell that names the status of a file."""
        return self.book.text(bold=True, bg_color=STATUS_FILLS[status], valign="top", border=1, border_color=LINE)


def head(sheet: Worksheet, look: Look, row: int, heads: Sequence[Head], rows: int, height: float = 30) -> None:
    """Header at Excel row `row` over a table of `rows` rows: titles, widths, frozen, with a filter."""
    sheet.set_row(row - 1, height)
    for at, column in enumerate(heads):
        sheet.write_string(row - 1, at, column.title, look.head)
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(row, 0)
    sheet.autofilter(row - 1, 0, row - 1 + max(rows, 1), len(heads) - 1)
    sheet.repeat_rows(row - 1)


def paper(sheet: Worksheet, footer: str = "", landscape: bool = True) -> None:
    """A4, one page wide, numbered."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8&P / &N")


def spread(sheet: Worksheet, widths: Sequence[float], names: tuple[int, int]) -> None:
    """A wide table on as many sheets of paper side by side as it takes to stay readable.

    `widths`: characters of the columns; `names`: first and last column that every sheet of paper repeats.
    """
    repeated = sum(widths[names[0] : names[1] + 1])
    sheet.fit_to_pages(max(1, math.ceil((sum(widths) - repeated) / (_READABLE - repeated))), 0)
    sheet.repeat_columns(*names)
    sheet.print_across()


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a wrapped cell of so many characters (a little generous)."""
    return sum(max(1, -(-len(part) * 108 // int(width * 100))) for part in text.split("\n"))


def heights(texts: Sequence[Sequence[Any]], widths: Sequence[float], line: float = 15.0, most: int = 12) -> list[float]:
    """Row heights for wrapped columns: `texts` by column, `widths` of those columns."""
    needed = []
    for column, width in zip(texts, widths, strict=True):
        known = {text: lines(str(text), width) if text else 1 for text in set(column)}
        needed.append([known[text] for text in column])
    return [line * min(most, max(row)) for row in zip(*needed, strict=True)]
