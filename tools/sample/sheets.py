"""Rows laid out as the clerk of each kelurahan lays them out: titles, headers, pages, totals, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.sample.cells import Cell, Formula
from tools.sample.clerk import Clerk
from tools.sample.grid import Sheet, Table
from tools.sample.plan import FilePlan, words
from tools.sample.side_sheets import cover_sheet, list_sheet, recap_sheet
from umkm_clean.model import Role, letter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from tools.sample.spoil import Row

SECTORS = {
    "Makanan dan Minuman": "KULINER",
    "Perdagangan": "PERDAGANGAN",
    "Jasa": "JASA",
}
SUMS = ("tenaga_kerja_laki", "tenaga_kerja_perempuan", "tenaga_kerja_total", "modal", "omzet_bulanan")


def lay_out(plan: FilePlan, rows: list[Row], rng: Random) -> list[Sheet]:
    """All sheets of one workbook, in their order; entries learn where they stand."""
    sheets = [cover_sheet(plan)] if plan.cover else []
    clerk = Clerk(plan, rng)
    data = [DataSheet(plan, name, part, clerk, rng).build() for name, part in parts(plan, rows)]
    sheets += data
    if plan.recap:
        sheets.append(recap_sheet(plan, data))
    if plan.lists:
        sheets.append(list_sheet())
    sheets += [Sheet(f"Sheet{number + 2}") for number in range(plan.empty_sheets)]
    return sheets


def parts(plan: FilePlan, rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Sheet names with their rows."""
    if not plan.split:
        return [(plan.name.rpartition(".")[0] if plan.csv else plan.sheet, rows)]
    found: dict[str, list[Row]] = {}
    for entry, cells in rows:
        business = entry.business
        name = f"RW {business.rw:02d}" if plan.split == "rw" else SECTORS.get(business.trade["jenis"], "LAINNYA")
        found.setdefault(name, []).append((entry, cells))
    return sorted(found.items())


class DataSheet:
    """Builds one data sheet from top to bottom."""

    def __init__(self, plan: FilePlan, name: str, rows: list[Row], clerk: Clerk, rng: Random) -> None:
        self.plan = plan
        self.rows = rows
        self.clerk = clerk
        self.rng = rng
        self.sheet = Sheet(name)
        self.next = 1
        self.columns = {plan.first_column + i: column for i, column in enumerate(plan.columns) if not column.blank}
        self.place = {column.field: number for number, column in self.columns.items() if column.field}
        self.first, self.last = plan.first_column, plan.first_column + len(plan.columns) - 1
        self.numbers: list[tuple[int, int]] = []  # (Excel row, running number)

    def build(self) -> Sheet:
        """The whole sheet."""
        self.titles()
        header = self.header(Role.HEADER)
        self.sheet.tables.append(Table(header, self.columns))
        if self.plan.numbering:
            self.numbering()
        self.body()
        self.foot()
        for number, column in self.columns.items():
            self.sheet.widths[number] = {"no_urut": 5, "rt": 5, "rw": 5, "jenis_kelamin": 6}.get(column.field or "", 20)
        return self.sheet

    def titles(self) -> None:
        for line in self.plan.title:
            text = line.replace("{SHEET}", self.sheet.name)
            if text:
                self.sheet.put(self.next, self.first, text, Role.TITLE)
                if " : " not in text:  # "Kelurahan : X" lines stay at the left
                    self.sheet.merge(self.next, self.first, self.next, self.last)
            self.next += 1

    def header(self, role: str) -> list[int]:
        """One or two header rows; groups are merged across, single headers down."""
        top, deep = self.next, any(column.group for column in self.columns.values())
        started: dict[str, int] = {}
        for number, column in self.columns.items():
            if column.group is None:
                self.sheet.put(top, number, column.header, role)
                if deep:
                    self.sheet.merge(top, number, top + 1, number)
                continue
            self.sheet.put(top + 1, number, column.header, role)
            started.setdefault(column.group, number)
        for group, number in started.items():
            self.sheet.put(top, number, group, role)
            end = max(n for n, column in self.columns.items() if column.group == group)
            self.sheet.merge(top, number, top, end)
        self.next += 2 if deep else 1
        return list(range(top, self.next))

    def numbering(self) -> None:
        """(1) (2) (3) under the header."""
        for count, number in enumerate(self.columns, 1):
            cell: Cell = f"({count})" if self.plan.numbering == "(1)" else count
            self.sheet.put(self.next, number, cell, Role.NUMBERING)
        self.next += 1

    def body(self) -> None:
        """Data rows with sections, subtotals and page breaks between them."""
        plan, before = self.plan, 0
        block: list[int] = []
        for count, row in enumerate(self.rows):
            rw = row[0].business.rw
            if plan.page and count and count % plan.page == 0:
                self.total("JUMLAH", block)
                self.next += 1
                self.header(Role.REPEATED_HEADER)
                block = []
            if rw != before and plan.subtotal and block:
                self.total(f"Jumlah RW {before:02d}", block)
                block = []
            if rw != before and plan.sections:
                self.sheet.put(self.next, self.first, f"RW {rw:02d}", Role.TITLE)
                self.sheet.merge(self.next, self.first, self.next, self.last)
                self.next += 1
            before = rw
            self.data_row(row, count + 1)
            block.append(self.next - 1)
        if plan.subtotal:
            self.total(f"Jumlah RW {before:02d}", block)
        self.ditto_and_merge()
        for row_number in self.rng.sample([row for row, _ in self.numbers], plan.hidden_rows):
            self.sheet.hidden_rows.add(row_number)

    def data_row(self, row: Row, count: int) -> None:
        """One entry."""
        entry, cells = row
        at, plan = self.next, self.plan
        entry.sheet, entry.row = self.sheet.name, at
        for number, column in self.columns.items():
            if column.field == "no_urut":
                counted = Formula(f"={letter(number)}{at - 1}+1", count)
                self.sheet.put(at, number, counted if self.numbers and plan.formulas else count, Role.DATA)
            elif column.own:
                self.sheet.put(at, number, self.clerk.own(column.own, entry), Role.DATA)
            elif column.field:
                cell = cells.get(column.field)
                spoilt = any(field == column.field for field, _ in entry.defects)
                if plan.formulas and column.field == "tenaga_kerja_total" and isinstance(cell, int) and not spoilt:
                    men, women = (letter(self.place[f"tenaga_kerja_{who}"]) for who in ("laki", "perempuan"))
                    cell = Formula(f"={men}{at}+{women}{at}", cell)
                self.sheet.put(at, number, cell, Role.DATA)
        if count <= len(plan.side_notes):
            self.sheet.put(at, self.last + 2, plan.side_notes[count - 1], Role.DATA)
        self.numbers.append((at, count))
        self.next += 1

    def ditto_and_merge(self) -> None:
        """Repeat marks for equal texts below one another, and one tall cell for a column that never changes."""
        data = [row for row, _ in self.numbers]
        for name in self.plan.ditto:
            number, above = self.place[name], None
            for row in data:
                cell = self.sheet.cells[row].get(number)
                if cell is not None and cell == above:
                    self.sheet.cells[row][number] = '"'
                above = cell
        for name in self.plan.merge_down:
            number = self.place[name]
            for row in data[1:]:
                self.sheet.cells[row].pop(number, None)
            self.sheet.merge(data[0], number, data[-1], number)

    def total(self, label: str, rows: Iterable[int]) -> None:
        """Sums of the number columns over these rows."""
        rows, at = list(rows), self.next
        summed = [number for name, number in self.place.items() if name in SUMS and self.sums(number, rows)]
        if label:
            self.sheet.put(at, self.first, label, Role.TOTAL)
            self.sheet.merge(at, self.first, at, min(summed, default=self.first + 3) - 1)
        for number in summed:
            value = self.sums(number, rows)
            span = f"{letter(number)}{rows[0]}:{letter(number)}{rows[-1]}"
            self.sheet.put(at, number, Formula(f"=SUM({span})", value) if self.plan.formulas else value, Role.TOTAL)
        self.next += 1

    def sums(self, number: int, rows: list[int]) -> int | float:
        """What Excel's SUM gives: numbers only."""
        cells = [self.sheet.cells[row].get(number) for row in rows]
        values = [cell.value if isinstance(cell, Formula) else cell for cell in cells]
        return sum(value for value in values if isinstance(value, int | float))

    def foot(self) -> None:
        """What stands below the table: total, spare numbers, notes, signature."""
        plan, data = self.plan, [row for row, _ in self.numbers]
        for extra in range(plan.spare_numbers):
            self.sheet.put(self.next, self.first, len(self.rows) + extra + 1, Role.NOTE)
            self.next += 1
        if plan.total == "unlabelled":
            self.next += 1
            self.total("", data)
        elif plan.total:
            self.total(plan.total, data)
        self.next += 1
        for line in plan.notes:
            self.sheet.put(self.next, self.first, line, Role.NOTE)
            self.next += 1
        if plan.signature:
            self.signature()

    def signature(self) -> None:
        """Place and date, office, room for the stamp, name and NIP (invented: nobody has serial 999)."""
        plan, column = self.plan, max(self.first, self.last - 2)
        name = self.rng.choice(words("words")["clerks"]["lurah"])
        year = self.rng.randint(1968, 1980)
        lines = [f"Probolinggo, {self.rng.randint(2, 30)} Maret 2026", f"Lurah {plan.kelurahan}", "", "", "", name]
        lines.append(f"NIP. {year}{self.rng.randint(1, 12):02d}{self.rng.randint(1, 28):02d} {year + 25}03 1 999")
        self.next += 1
        for line in lines:
            self.sheet.put(self.next, column, line, Role.SIGNATURE)
            self.next += 1
