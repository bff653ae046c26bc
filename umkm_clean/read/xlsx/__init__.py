"""xlsx and xlsm: read by calamine, watched by an own look at the same bytes, mended by an own XML reader.

For each sheet three codes that share nothing can speak: calamine (fast), `quick` (bytes, fast) and `careful`
(XML, slow). calamine and the quick look must agree on which rows hold anything and on how many cells do. Where they do
not, or where one of them cannot read the sheet, the careful reader decides, and must itself agree with one of the
others; what cannot be agreed on is refused.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from umkm_clean import codes
from umkm_clean.read.calamine_values import Rows, agree, open_workbook, sheet_values
from umkm_clean.read.grid import Finding, Found, Grid, put, rows_held
from umkm_clean.read.plain import ErrorText, FormulaText
from umkm_clean.read.refused import Refused, check_box, largest_gap
from umkm_clean.read.xlsx import careful, parts, quick
from umkm_clean.read.xlsx.quick import NotRegular

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_clean.read.limits import Limits
    from umkm_clean.read.package import Package
    from umkm_clean.read.seen import Seen
    from umkm_clean.read.source import Source

#: Sheets up to this size are looked at before calamine sees the file; larger ones meanwhile, on the second core.
#: The looks of small sheets cost less than starting a thread would win, and the files made to kill readers are small.
_LOOK_FIRST = 2 << 20
_WORKSHEETS = ("worksheet",)


class _Look(NamedTuple):
    """What the look at a sheet gave; `rows` where only the careful reader could look."""

    seen: Seen
    rows: Rows | None


def read(source: Source, limits: Limits, *, careful_only: bool = False) -> Found:
    """Read every worksheet of a package. `careful_only` leaves calamine out (it died on this file before).

    Raises `Refused` with the reason when the file cannot be read whole.
    """
    package = source.package(limits)
    book = parts.workbook(package)
    if not book.sheets:
        raise Refused(codes.SRC_NO_SHEETS)
    if len(book.sheets) > limits.sheets:
        raise Refused(codes.SRC_SHEETS, found=len(book.sheets), limit=limits.sheets)
    reading = _Reading(source, package, book, limits)
    found = Found()
    if book.macros:
        found.findings.append(Finding(codes.SRC_MACROS))
    if book.external:
        found.findings.append(Finding(codes.SRC_EXTERNAL_LINKS))
    for part in book.unlisted:  # the workbook's list of sheets is damaged: what the part holds cannot be placed
        found.findings.append(
            Finding(codes.SRC_SHEET_UNREADABLE, part.rpartition("/")[2], facts={"problem": "unlisted"})
        )
    reading.read_all(found, careful_only=careful_only)
    if not found.grids and not any(item.code == codes.SRC_SHEET_UNREADABLE for item in found.findings):
        raise Refused(codes.SRC_NO_SHEETS)
    if not found.grids:
        raise Refused(codes.SRC_BROKEN, problem="no readable sheet")
    return found


class _Reading:
    """One workbook on its way; shared strings and styles are read only where the careful reader needs them."""

    def __init__(self, source: Source, package: Package, book: parts.Workbook, limits: Limits) -> None:
        self._source, self._package, self._book, self._limits = source, package, book, limits
        self._strings: list[str] | None = None
        self._styles: parts.Styles | None = None
        self._blanks: tuple[frozenset[int], frozenset[int]] | None = None

    def read_all(self, found: Found, *, careful_only: bool) -> None:
        """Read the sheets into `found`, each looked at by code that shares nothing with its reader."""
        entries = [entry for entry in self._book.sheets if self._is_worksheet(entry, found)]
        looks = [Aside(partial(self._look, entry)) for entry in entries]
        if sum(self._package.part_size(entry.part) for entry in entries) <= _LOOK_FIRST:
            for look in looks:
                look.run()
                if isinstance(look.problem, Refused) and look.problem.code != codes.SRC_BROKEN:
                    raise look.problem
        calamine = None if careful_only else open_workbook(self._source, ".xlsx", ".xlsm")
        for entry, look in zip(entries, looks, strict=True):
            look.begin()
            try:
                rows = None if look.seen_too_far(self._limits.area) else sheet_values(calamine, entry.name)
                grid = self._sheet(entry, rows, look, found)
            except Refused as refused:
                if refused.code != codes.SRC_BROKEN or len(entries) == 1:
                    raise
                found.findings.append(Finding(codes.SRC_SHEET_UNREADABLE, sheet=entry.name, facts=refused.facts))
                continue
            if grid.state != "visible":
                found.findings.append(Finding(codes.SRC_HIDDEN_SHEET, sheet=entry.name))
            found.grids.append(grid)

    def _is_worksheet(self, entry: parts.Entry, found: Found) -> bool:
        if entry.kind in _WORKSHEETS and entry.part:
            return True
        code = codes.SRC_NO_CELLS_SHEET if entry.part or entry.kind not in _WORKSHEETS else codes.SRC_SHEET_UNREADABLE
        found.findings.append(Finding(code, sheet=entry.name, facts={"kind": entry.kind}))
        return False

    def _look(self, entry: parts.Entry) -> _Look:
        try:
            if self._blanks is None:
                self._blanks = parts.blank_strings(self._package, self._book.strings)
            seen = quick.look(self._package, entry.part, *self._blanks)
        except NotRegular:
            return self._careful(entry)
        last = seen.held[-1] if seen.held else 0
        if seen.last_column > self._limits.columns or last * seen.last_column > self._limits.area:
            return self._careful(entry)  # styled blanks count in the fast look, not in the careful one
        check_box(self._limits, entry.name, last, 1, seen.cells, largest_gap(seen.held))
        return _Look(seen, None)

    def _sheet(self, entry: parts.Entry, rows: Rows | None, aside: Aside, found: Found) -> Grid:
        look = aside.result()
        if rows is not None and agree(rows, look.seen):
            return _grid(entry, rows, look.seen)
        second = look if look.rows is not None else self._careful(entry)
        mended = second.rows or []
        held = set(rows_held(mended))
        others = {*look.seen.held, *rows_held(rows or [])}
        if not others <= held:
            raise Refused(codes.SRC_ROWS_DIFFER, sheet=entry.name, found=len(held), other=len(others))
        found.findings.append(Finding(codes.SRC_SECOND_READER, sheet=entry.name))
        return _grid(entry, mended, second.seen)

    def _careful(self, entry: parts.Entry) -> _Look:
        sheet = careful.look(self._package, entry.part, entry.name, self._limits)
        if self._strings is None:
            self._strings = parts.shared_strings(self._package, self._book.strings)
        if self._styles is None:
            self._styles = parts.styles(self._package, self._book.styles, since_1904=self._book.since_1904)
        return _Look(sheet.seen, careful.values(sheet, entry.name, self._strings, self._styles, self._limits))


def _grid(entry: parts.Entry, rows: Rows, seen: Seen) -> Grid:
    for (row, column), word in seen.errors.items():
        put(rows, row, column, ErrorText(word))
    for (row, column), formula in seen.uncached.items():
        put(rows, row, column, FormulaText(formula))
    return Grid(
        entry.name,
        rows,
        seen.held,
        position=entry.position,
        state=entry.state,
        merged=seen.merged,
        hidden_rows=seen.hidden_rows,
        hidden_columns=seen.hidden_columns,
        formulas=seen.formulas,
    )


class Aside:
    """A look that may run in a thread while calamine reads; `result` waits for it and raises what it raised."""

    def __init__(self, work: Callable[[], _Look]) -> None:
        self.problem: BaseException | None = None
        self._work = work
        self._outcome: list[_Look] = []
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """Do the work here and now."""
        try:
            self._outcome.append(self._work())
        except BaseException as problem:
            self.problem = problem

    def begin(self) -> None:
        """Start the work in a thread, unless it is done."""
        if not self._outcome and self.problem is None:
            self._thread = threading.Thread(target=self.run, daemon=True)
            self._thread.start()

    def seen_too_far(self, area: int) -> bool:
        """Whether the look is done and found a cell, if an empty one, so far away that calamine would die of it."""
        return any(look.seen.reach[0] * look.seen.reach[1] > area for look in self._outcome)

    def result(self) -> _Look:
        """What the work gave."""
        if self._thread is not None:
            self._thread.join()
        if self.problem is not None:
            raise self.problem
        return self._outcome[0]
