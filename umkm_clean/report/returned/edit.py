"""Marks in the sender's own workbook: colours, comments and two sheets; everything else stays byte by byte."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from umkm_clean.model import letter
from umkm_clean.report.findings import RANK
from umkm_clean.report.returned.book import Workbook
from umkm_clean.report.returned.cells import column_number, data_bounds, restyled
from umkm_clean.report.returned.comments import commented, free_cluster
from umkm_clean.report.returned.package import Package
from umkm_clean.report.returned.pages import BEHIND, FAULTS, HEAD_ROW, SUMMARY, address, faults_page, summary_page
from umkm_clean.report.returned.places import Cell, Places
from umkm_clean.report.returned.spans import UnsuitableError
from umkm_clean.report.returned.styles import NO_FILL, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_clean.model import FileReport
    from umkm_clean.report.figures import FileLine
    from umkm_clean.report.findings import Lines
    from umkm_clean.report.words import Words

MAX_NOTES, MAX_NOTE = 2_000, 900


@dataclass(frozen=True, slots=True)
class Return:
    """What is sent back about one file: findings (errors and warnings), how many mere notes, how far it has come."""

    report: FileReport
    line: FileLine
    findings: Lines
    notes: int = 0
    since: tuple[int, int, int] | None = None
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class _Marks:
    """Marks of one sheet: cell → worst severity, and what its comment says."""

    severity: dict[Cell, str] = field(default_factory=dict)
    notes: dict[Cell, str] = field(default_factory=dict)


def edit(source: Path | IO[bytes], back: Return, words: Words, path: Path) -> None:
    """Write `path`: the workbook of `source` with marks. Raises `UnsuitableError` where that cannot be."""
    try:
        with zipfile.ZipFile(source) as opened:
            package = Package(opened)
            _edit(package, source, back, words)
            package.save(path)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, UnicodeDecodeError, OverflowError):
        raise UnsuitableError("parts") from None


def _edit(package: Package, source: Path | IO[bytes], back: Return, words: Words) -> None:
    book = Workbook(package)
    styles = Styles(package, book.styles)
    contents = {sheet.name: package.read(sheet.part) for sheet in book.sheets if sheet.part and not sheet.ours}
    places = Places(back.report, contents)
    cells = [places.cell(*values) for values in _places(back.findings)]
    marks = _marks(back.findings, cells, words)
    old = styles.marked()
    before = _before(source, book) if old else {}
    behind: dict[tuple[str, int, int], str] = {}
    lost = {*package.lost, *back.lost}
    cluster = free_cluster(package)
    for sheet in book.sheets:
        if (
            sheet.ours
            or not sheet.part
            or (sheet.name not in marks and not old and not _has_comments(package, sheet.part))
        ):
            continue
        own = marks.get(sheet.name, _Marks())
        content, left = _marked_sheet(package, sheet.name, sheet.part, own, styles, old, before, behind)
        content, cluster, kept = commented(package, sheet.part, content, data_bounds(content)[1], left, cluster)
        if kept:
            lost.add("own-comments")
        if len(own.severity) > MAX_NOTES:
            lost.add("many-notes")
        package.write(sheet.part, content)
    names, codes = back.findings["sheet"], back.findings["code"]
    shown, firsts = [], {}
    for cell, name, code in zip(cells, names, codes, strict=True):
        spot = f"{letter(cell[1])}{cell[0]}" if cell else ""
        shown.append((spot, f"{spot} {behind.get((name, *cell), '')}".strip() if cell else ""))
        if spot and code not in firsts:
            firsts[code] = (f"{name}!{spot}", address(name, spot))
    pages = {
        SUMMARY: summary_page(back.findings, back.notes, back.line, firsts, sorted(lost), back.since, words),
        FAULTS: faults_page(back.findings, shown, words),
    }
    book.with_pages({name: page.xml(styles.ours, active=name == SUMMARY) for name, page in pages.items()})
    styles.save()


def _marked_sheet(
    package: Package,
    name: str,
    part: str,
    own: _Marks,
    styles: Styles,
    old: frozenset[int],
    before: Mapping[tuple[str, int, int], str],
    behind: dict[tuple[str, int, int], str],
) -> tuple[bytes, dict[Cell, str]]:
    """The sheet with its colours (those of an earlier round taken away), and the notes it may carry."""
    targets: dict[int, set[int]] = {}
    for row, column in own.severity:
        targets.setdefault(row, set()).add(column)

    plain: dict[tuple[int, str], int] = {}  # (style without a fill, severity) → the same style marked

    def restyle(row: int, column: int, style: int) -> int:
        severity = own.severity.get((row, column))
        if severity is not None and (style, severity) in plain:
            return plain[style, severity]
        fill = before.get((name, row, column), NO_FILL) if style in old else styles.fill_of(style)
        if severity is None:
            return styles.with_fill(style, fill)
        marked = styles.with_mark(style, severity)
        if fill != NO_FILL:
            behind[(name, row, column)] = fill
        elif style not in old:
            plain[style, severity] = marked
        return marked

    content = package.read(part)
    if targets or old:
        content = restyled(content, targets, old, restyle)
    return content, own.notes


def _marks(findings: Lines, cells: Sequence[Cell | None], words: Words) -> dict[str, _Marks]:
    """Sheet → marks: the worst severity of each cell; its findings in one comment, for the first cells of a sheet."""
    said = {name: words.of(f"severity.{name}").upper() for name in RANK}
    columns = [findings[name] for name in ("sheet", "severity", "message", "remedy", "code", "actor")]
    others = words.of("returned.not-yours")
    marks: dict[str, _Marks] = {}
    for cell, sheet, severity in zip(cells, columns[0], columns[1], strict=True):
        if cell is not None and sheet is not None:
            own = marks.setdefault(sheet, _Marks())
            own.severity[cell] = min(own.severity.get(cell, severity), severity, key=RANK.__getitem__)
    noted = {sheet: set(sorted(own.severity)[:MAX_NOTES]) for sheet, own in marks.items()}
    for cell, (sheet, severity, message, remedy, code, actor) in zip(cells, zip(*columns, strict=True), strict=True):
        if cell is not None and sheet is not None and cell in noted[sheet]:
            text, notes = (
                f"{said[severity]} ({code})\n{message}\n→ {remedy if actor == 'kelurahan' else others}",
                marks[sheet].notes,
            )
            notes[cell] = f"{notes[cell]}\n\n{text}"[:MAX_NOTE] if cell in notes else text[:MAX_NOTE]
    return marks


def _places(findings: Lines) -> Sequence[tuple[Any, Any, Any]]:
    columns = (findings[name] for name in ("sheet", "row", "column"))
    return [(sheet, row, column or None) for sheet, row, column in zip(*columns, strict=True)]


def _has_comments(package: Package, part: str) -> bool:
    return any(relation.type == "comments" for relation in package.relations(part))


def _before(source: Path | IO[bytes], book: Workbook) -> dict[tuple[str, int, int], str]:
    """What stood behind our marks, as the earlier `Kesalahan` remembers it."""
    from python_calamine import CalamineError, CalamineWorkbook

    name = next((sheet.name for sheet in book.sheets if sheet.ours and sheet.name.startswith(FAULTS)), None)
    if name is None:
        return {}
    try:
        opened = CalamineWorkbook.from_object(source)
        rows = opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        return {}
    head = [str(text) for text in rows[HEAD_ROW - 1]] if len(rows) >= HEAD_ROW else []
    if BEHIND not in head:
        return {}
    found = {}
    for row in rows[HEAD_ROW:]:
        spot, _, fill = str(row[head.index(BEHIND)]).partition(" ")
        letters = spot.rstrip("0123456789")
        if fill.startswith("<") and letters and spot[len(letters) :].isdigit():
            found[(str(row[1]), int(spot[len(letters) :]), column_number(letters.encode()))] = fill
    return found
