"""How a file was understood, as plain facts for `validate --explain-layout`; words and layout are the report's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.model import Evidence, Role, letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from umkm_clean.model import SheetLayout, Table


@dataclass(frozen=True, slots=True)
class LayoutFact:
    """One fact about one sheet.

    `what` is one of
    - "sheet": `count` tables in it (0: not read); "repeated": a sheet not read for the one in `detail`;
    - "header": its `rows`; "no-header": the table has none;
    - "column": `column`, `header`, `field` (None: the sender's own), `evidence`, `detail` (unit and period);
    - "context": `field`, its text in `detail`, `evidence`; "missing": `field`; "filled": `column`, `count` cells;
    - "total": `rows`, the rows it adds up in `detail`; "data" and "layout": `rows`, `count`, `role`.
    `rows` are written as Excel numbers them: "1–3, 27". `table` counts from 1; 0 is the sheet as a whole.
    """

    sheet: str
    table: int
    what: str
    rows: str = ""
    count: int = 0
    column: str = ""
    header: str = ""
    field: str | None = None
    evidence: Evidence | None = None
    role: Role | None = None
    detail: str = ""


def explain_layout(layouts: Sequence[SheetLayout]) -> list[LayoutFact]:
    """Every sheet in order: its tables, then the rows left out and why."""
    facts: list[LayoutFact] = []
    for layout in layouts:
        other = next((said.facts["other"] for said in layout.findings if said.code == codes.HDR_SHEET_REPEATED), None)
        if other is not None:
            facts.append(LayoutFact(layout.sheet, 0, "repeated", detail=str(other)))
            continue
        facts.append(LayoutFact(layout.sheet, 0, "sheet", count=len(layout.tables)))
        before: Table | None = None
        for number, table in enumerate(layout.tables, 1):
            facts += _of_table(layout.sheet, number, table, before)
            before = table
        for role in Role:
            rows = [row for row, given in layout.roles.items() if given is role]
            if rows and role is not Role.DATA:
                facts.append(LayoutFact(layout.sheet, 0, "layout", row_text(rows), len(rows), role=role))
    return facts


def _of_table(sheet: str, number: int, table: Table, before: Table | None) -> Iterable[LayoutFact]:
    """Header and columns (once for all parts of a table under headings), then what holds for this part."""
    part = before is not None and (before.header_rows, before.columns) == (table.header_rows, table.columns)
    if not part:
        what = "header" if table.header_rows else "no-header"
        yield LayoutFact(sheet, number, what, row_text(table.header_rows), len(table.header_rows))
    for made in () if part else table.columns:
        detail = " ".join(part for part in (f"×{made.unit}" if made.unit != 1 else "", made.period or "") if part)
        yield LayoutFact(
            sheet,
            number,
            "column",
            column=letter(made.column),
            header=made.header,
            field=made.field,
            evidence=made.evidence,
            detail=detail,
        )
    known = before.context if part and before else {}
    for name, (text, evidence) in table.context.items():
        if known.get(name) != (text, evidence):
            yield LayoutFact(sheet, number, "context", field=name, evidence=evidence, detail=text)
    for name in () if part else table.missing_fields:
        yield LayoutFact(sheet, number, "missing", field=name)
    for total in table.totals:
        yield LayoutFact(sheet, number, "total", str(total.row), len(total.cells), detail=f"{total.first}–{total.last}")
    filled: dict[int, int] = {}
    for _, column in table.fills:
        filled[column] = filled.get(column, 0) + 1
    for column, count in sorted(filled.items()):
        yield LayoutFact(sheet, number, "filled", column=letter(column), count=count)
    yield LayoutFact(sheet, number, "data", row_text(table.data_rows), len(table.data_rows), role=Role.DATA)


def row_text(rows: Iterable[int]) -> str:
    """Row numbers with runs drawn together: 1, 2, 3, 7 → "1–3, 7"."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
