"""A table's rows in detail: totals with the rows they add up, fills, and parts under headings that name a place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_clean.headers.context import of_section
from umkm_clean.headers.fills import find_fills
from umkm_clean.headers.lexicon import AMOUNT_KINDS
from umkm_clean.headers.totals import amount, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.headers.bulk import Below
    from umkm_clean.headers.context import Context
    from umkm_clean.headers.environment import Environment
    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.roles import Judged
    from umkm_clean.model import Table, TotalRow


def split_table(
    grid: Grid,
    table: Table,
    judged: Judged,
    below: Below,
    env: Environment,
    ticks: Mapping[tuple[int, int], int] | None = None,
) -> list[Table]:
    """The table with totals and fills; several tables with one header where headings name another place or RW."""
    totals = _totals(grid, table, judged, below)
    kinds = {column: below.kinds.get(column, "") for column in below.columns}
    fills = find_fills(grid, table.data_rows, kinds, below.number_column, env.lexicon) | dict(ticks or {})
    table = replace(table, totals=tuple(totals), fills=fills)
    mapped = {
        name for made in table.columns if made.field for name in (made.field, *env.lexicon.parts.get(made.field, ()))
    }
    parts: list[tuple[int, Context]] = []
    now: dict[str, object] = {}
    for row, text in judged.sections:
        said = {name: value for name, value in of_section(text, env.places).items() if name not in mapped}
        if not said:
            continue
        if "kelurahan" in said:
            now = {}
        merged = now | said
        if merged != now:
            now = merged
            parts.append((row, dict(said) if "kelurahan" in said else dict(merged)))  # type: ignore[arg-type]
    return _cut(table, parts) if parts else [table]


def _cut(table: Table, parts: list[tuple[int, Context]]) -> list[Table]:
    starts = [0, *(row for row, _ in parts)]
    contexts: list[Context] = [{}, *(said for _, said in parts)]
    tables: list[Table] = []
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else 1 << 40
        rows = tuple(row for row in table.data_rows if start < row < end)
        if not rows:
            continue
        inside = set(rows)
        fills = {place: source for place, source in table.fills.items() if place[0] in inside}
        totals = tuple(total for total in table.totals if start < total.first <= total.last < end)
        tables.append(replace(table, data_rows=rows, context=contexts[at], fills=fills, totals=totals))
    return tables or [table]


def _totals(grid: Grid, table: Table, judged: Judged, below: Below) -> list[TotalRow]:
    amounts = [column for column, kind in below.kinds.items() if kind in AMOUNT_KINDS]
    found: list[TotalRow] = []
    sums: dict[int, Mapping[int, float]] = {}
    since = 0
    for row in judged.totals:
        cells = {column: text for column in amounts if (text := grid.text(row, column))}
        for column in cells:
            if column not in sums and len(judged.totals) > 1:
                texts = grid.texts(column, table.data_rows)
                pairs = zip(table.data_rows, map(amount, texts), strict=True)
                sums[column] = {at: value for at, value in pairs if value is not None}
        total = span(row, table.data_rows, since, cells, sums)
        if total is not None and cells:
            found.append(total)
        since = row
    return found
