"""Totals that a sheet shows: which rows they add up, and whether they agree with their column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.model import SourceFinding, TotalRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.model import ColumnMap, Table

_BARE = re.compile(r"(?:rp|idr)?[.\s]*", re.IGNORECASE)
_TAIL = re.compile(r"(?:,-|(?<=[0-9])[.,]0{1,2}|\s*(?:orang|org|unit|rupiah))?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


def amount(text: str) -> float | None:
    """A plainly written number ("1500000", "Rp 1.500.000,-", "12 orang"); None where it is not plain."""
    bare = _TAIL.sub("", _BARE.sub("", text.strip(), count=1), count=1).strip()
    if _GROUPED.fullmatch(bare):
        return float(re.sub(r"[.,\s]", "", bare))
    if _PLAIN.fullmatch(bare):
        return float(bare.replace(",", "."))
    return None


def span(
    row: int,
    data_rows: Sequence[int],
    since: int,
    cells: Mapping[int, str],
    sums: Mapping[int, Mapping[int, float]],
) -> TotalRow | None:
    """The rows that a total adds up: those since the last total, or all from the table's start, whichever agrees.

    `since` is the row of the last total (0: none). `sums[column]` maps a data row to its amount. None where the
    total has no data row above it.
    """
    above = [number for number in data_rows if number < row]
    if not above:
        return None
    latest = [number for number in above if number > since]
    choices = [rows for rows in (latest, above) if rows]
    best = max(choices, key=lambda rows: (agreeing(rows, cells, sums), rows is choices[0]))
    return TotalRow(row, best[0], best[-1], dict(cells))


def agreeing(rows: Sequence[int], cells: Mapping[int, str], sums: Mapping[int, Mapping[int, float]]) -> int:
    """In how many columns the shown amount is the sum over these rows."""
    found = 0
    for column, text in cells.items():
        shown, known = amount(text), sums.get(column)
        if shown is not None and known is not None:
            total = sum(known.get(row, 0.0) for row in rows)
            found += shown != 0 and abs(total - shown) <= 0.5
    return found


def check_totals(
    table: Table, values_by_column: Mapping[int, Sequence[float | None]], sheet: str | None = None
) -> list[SourceFinding]:
    """Totals that differ from their column.

    `values_by_column`: column number → parsed values (money in rupiah, counts), one for each of `table.data_rows` in
    order; None where the cell is blank, NaN where it was not understood. Totals that are not plainly written, or
    whose column has no value at all or one that was not understood, say nothing.
    """
    columns = {column.column: column for column in table.columns}
    findings: list[SourceFinding] = []
    for total in table.totals:
        within = [number for number, row in enumerate(table.data_rows) if total.first <= row <= total.last]
        for column, text in sorted(total.cells.items()):
            shown, values = amount(text), values_by_column.get(column)
            if shown is None or values is None or column not in columns:
                continue
            held = [value for number in within if (value := values[number]) is not None]
            if not held or any(value != value for value in held):
                continue
            expected, unit = sum(held), columns[column].unit
            if min(abs(shown * factor - expected) for factor in {1, unit}) > 0.5:
                findings.append(_finding(total, columns[column], text, expected / unit, sheet))
    return findings


def _finding(total: TotalRow, column: ColumnMap, text: str, expected: float, sheet: str | None) -> SourceFinding:
    counted = int(expected) if expected == int(expected) else expected
    facts = {"shown": text, "counted": counted, "first": total.first, "last": total.last}
    return SourceFinding(codes.HDR_TOTAL_DIFFERS, sheet, column.column, total.row, column.header, facts=facts)
