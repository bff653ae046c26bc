"""CSV and its kin: every field is text; a record's number is the row's number in Excel, blank lines included.

Small files are decoded whole, large ones read in blocks (see `large`). The rows that hold anything are counted apart
(see `count`) and must be the rows that were read.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.read.delimited.count import Counter
from umkm_clean.read.delimited.dialect import HEAD, Dialect, decoded, dialect, encoding
from umkm_clean.read.grid import Finding, Found, Grid, rows_held
from umkm_clean.read.refused import Refused, check_flat, largest_gap

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

#: What our own CSV writer puts before a text that a spreadsheet program would take for a formula.
GUARDED = tuple("'" + mark for mark in "=+-@\t\r＝＋－＠")
#: A quoted field of more lines than this is a quote that was never closed.
_MOST_LINES = 50


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read a text table as one sheet named like the file. Raises `Refused` past the limits."""
    found = Found()
    head = source.data[:HEAD] if source.large else source.data
    codec, guessed = encoding(head, cut=source.large)
    if guessed:
        found.findings.append(Finding(codes.SRC_ENCODING_GUESSED, facts={"encoding": codec}))
    form = dialect(decoded(source.data[:HEAD], codec), source.header_words)
    if form.lines_quoted:
        found.findings.append(Finding(codes.SRC_LINES_QUOTED, source.stem))
    if source.large:
        from umkm_clean.read.delimited.large import read_large

        found.grids.append(read_large(source, codec, form, limits, found))
    else:
        found.grids.append(_small(source, decoded(source.data, codec)[form.skip :], form, limits, found))
    return found


def _small(source: Source, text: str, form: Dialect, limits: Limits, found: Found) -> Grid:
    """The first way of reading quotes that both the reader and the count understand alike."""
    rows: list[list[str]] | None = None
    held: list[int] = []
    for attempt, (quoted, strict) in enumerate(((True, True), (True, False), (False, False))):
        rows = parse(text, form._replace(quoted=quoted), strict=strict)
        if rows is None or (quoted and _swallowed(rows)):
            continue
        held = list(Counter(form.delimiter, quoted=quoted).feed([text]))
        if held == list(rows_held(rows)):
            if attempt:
                found.findings.append(Finding(codes.SRC_QUOTES_BROKEN, source.stem))
            break
    else:
        raise Refused(codes.SRC_ROWS_DIFFER, sheet=source.stem, found=len(rows_held(rows or [])), other=len(held))
    check_flat(limits, source.stem, sum(map(len, rows)), _widest(rows, limits.columns), largest_gap(held))
    return Grid(source.stem, unguarded(rows), held)


def parse(text: str, form: Dialect, *, strict: bool) -> list[list[str]] | None:
    """All records of a text; None where the quotes do not add up."""
    csv.field_size_limit(1 << 30)
    lines = io.StringIO(text, newline="")
    try:
        if not form.quoted:
            plain = csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE)
            return [[_unquoted(field) for field in record] for record in plain]
        rows = list(csv.reader(lines, delimiter=form.delimiter, strict=strict))
        if form.lines_quoted:
            rows = [next(csv.reader(row, delimiter=form.delimiter), []) if len(row) == 1 else row for row in rows]
    except csv.Error:
        return None
    return rows


def _unquoted(field: str) -> str:
    """A field without the quotes around it, where quotes are not to be relied on."""
    return field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field


def _swallowed(rows: list[list[str]]) -> bool:
    """Whether a field holds so many lines that it must have swallowed rows."""
    return any(field.count("\n") > _MOST_LINES for row in rows for field in row if len(field) > _MOST_LINES)


def unguarded(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the apostrophe that guards texts like `=1+1` in CSV files of our own."""
    for row in rows:
        for number, field in enumerate(row):
            if field[:1] == "'" and field.startswith(GUARDED):
                row[number] = field[1:]
    return rows


def _widest(rows: list[list[str]], most: int) -> int:
    """The last column that holds anything, looked for only where some row has more than `most` fields."""
    if max(map(len, rows), default=0) <= most:
        return 0
    return max(max((at for at, field in enumerate(row, 1) if field.strip()), default=0) for row in rows)
