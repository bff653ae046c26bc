"""The two sheets that are added: `Ringkasan` (what became of the file, what to do first), `Kesalahan` (every fault)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from umkm_clean.model import letter
from umkm_clean.report.findings import group_message, grouped, short_name
from umkm_clean.report.issues_xlsx import counts, others
from umkm_clean.report.look import heights
from umkm_clean.report.look import lines as line_count
from umkm_clean.report.plain import safe_text
from umkm_clean.report.returned.package import MAIN, RELS
from umkm_clean.report.sheet_rows import Column, Rows, rows_xml, text_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from umkm_clean.report.figures import FileLine
    from umkm_clean.report.findings import Lines
    from umkm_clean.report.words import Words

SUMMARY, FAULTS = "Ringkasan", "Kesalahan"
#: Columns of `Kesalahan` and their widths; the last one is hidden: what was behind the cell before it was coloured.
COLUMNS = (
    ("cell", 9), ("sheet", 18), ("header", 20), ("value", 24), ("message", 46), ("remedy", 46), ("severity", 13),
    ("code", 9),
    ("actor", 11), ("related", 30),
)  # fmt: skip
HEAD_ROW, BEHIND = 3, "umkm-clean:isi-sel"
MAX_LINKS, FIRST_THINGS, MAX_ROWS = 60_000, 8, 1_000_000


@dataclass(slots=True)
class Page:
    """A sheet under construction: rows of (value, style), a table below them, widths, links (cell → place).

    `table`: for each column its values and the style of all of them or of each; `heights`: of its rows.
    """

    widths: Sequence[float]
    rows: list[tuple[Sequence[tuple[Any, str]], float | None]] = field(default_factory=list)
    table: Sequence[tuple[Sequence[Any], str | Sequence[str]]] = ()
    heights: Sequence[float] = ()
    links: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    frozen: int = 0
    filtered: bool = False
    merged: list[str] = field(default_factory=list)
    landscape: bool = True

    def add(self, *cells: tuple[Any, str], height: float | None = None) -> int:
        """Add a row; its Excel number."""
        self.rows.append((cells, height))
        return len(self.rows)

    def xml(self, style: Callable[[str], int], active: bool) -> bytes:
        """The sheet's part."""
        wide = max([len(cells) for cells, _ in self.rows] + [1])
        last = max(len(self.rows) + len(self.heights), 1)
        pane = (
            f'<pane ySplit="{self.frozen}" topLeftCell="A{self.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
            if self.frozen
            else ""
        )
        selected = ' tabSelected="1"' if active else ""
        view = f'<sheetView showGridLines="0" workbookViewId="0"{selected}>{pane}</sheetView>'
        hidden = ' hidden="1"'
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"{hidden if at == self.hidden else ""}/>'
            for at, width in enumerate(self.widths, 1)
        )
        pieces = [
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{RELS}">',
            '<sheetPr><tabColor rgb="FF0F4C5C"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{letter(wide)}{last}"/><sheetViews>{view}</sheetViews>',
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>',
            *self._rows(style),
            "</sheetData>",
        ]
        if self.filtered:
            pieces.append(f'<autoFilter ref="A{HEAD_ROW}:{letter(len(COLUMNS))}{last}"/>')
        if self.merged:
            areas = "".join(f"<mergeCell ref={quoteattr(area)}/>" for area in self.merged)
            pieces.append(f'<mergeCells count="{len(self.merged)}">{areas}</mergeCells>')
        if self.links:
            lines = "".join(f'<hyperlink ref="{cell}" location={place}/>' for cell, place in _quoted(self.links))
            pieces.append(f"<hyperlinks>{lines}</hyperlinks>")
        orientation = "landscape" if self.landscape else "portrait"
        pieces.append('<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>')
        pieces.append(f'<pageSetup paperSize="9" orientation="{orientation}" fitToHeight="0"/>')
        pieces.append("<headerFooter><oddFooter>&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>")
        return "".join(pieces).encode()

    def _rows(self, style: Callable[[str], int]) -> Iterator[str]:
        used = {name for cells, _ in self.rows for _, name in cells}
        for _, names in self.table:
            used |= {names} if isinstance(names, str) else set(names)
        ids = {name: style(name) for name in sorted(used)}  # sorted: the same bytes in every process
        letters = [letter(at) for at in range(1, max((len(cells) for cells, _ in self.rows), default=0) + 1)]
        for number, (cells, height) in enumerate(self.rows, 1):
            tall = f' ht="{height:g}" customHeight="1"' if height else ""
            inner = "".join(
                [
                    f'<c r="{at}{number}" s="{ids[name]}"{_content(value)}'
                    for at, (value, name) in zip(letters, cells, strict=False)
                ]
            )
            yield f'<row r="{number}"{tall}>{inner}</row>'
        columns = [
            Column(values, ids[names], boxed=True)
            if isinstance(names, str)
            else Column(values, None, [ids[name] for name in names], boxed=True)
            for values, names in self.table
        ]
        yield from rows_xml(Rows(len(self.rows) + 1, columns, len(self.heights), self.heights))


def _quoted(links: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Links with their places quoted for XML: the sheet's name once for all of its cells."""
    known: dict[str, str] = {}
    for cell, place in links:
        sheet, _, spot = place.rpartition("!")
        if sheet not in known:
            known[sheet] = quoteattr(f"{sheet}!")
        yield cell, f"{known[sheet][:-1]}{spot}{known[sheet][-1]}"


def _content(value: Any) -> str:
    """What follows the opening of a cell."""
    if value is None or value == "":
        return "/>"
    return f"><v>{value}</v></c>" if isinstance(value, int) else text_cell(str(value))


def address(sheet: str, cell: str) -> str:
    """A place in the workbook as a link wants it: 'Data UMKM'!D6."""
    return "'" + sheet.replace("'", "''") + "'!" + cell


def faults_page(part: Lines, marks: Sequence[tuple[str, str]], words: Words) -> Page:
    """`Kesalahan`: one line a finding; `marks` gives for each the cell that was coloured and what was behind it."""
    page = Page([width for _, width in COLUMNS] + [10], hidden=len(COLUMNS) + 1, frozen=HEAD_ROW, filtered=True)
    page.add((words.of("returned.faults-title"), "title"), height=26)
    page.add((words.of("returned.faults-note"), "text"))
    page.add(*((words.of(f"issues.{key}"), "head") for key, _ in COLUMNS), (BEHIND, "head"), height=30)
    room = MAX_ROWS - len(page.rows)
    part, marks = (part.take(range(room)), marks[:room]) if len(part) > room else (part, marks)
    said = {name: words.of(f"severity.{name}") for name in set(part["severity"])}
    acting = {name: words.of(f"actor.{name}") for name in set(part["actor"])}
    not_yours = words.of("returned.not-yours")
    elsewhere = {text: others(text or "", words) for text in set(part["related"])}
    safe = {text: safe_text(text or "") for text in {*part["sheet"], *part["header"]}}
    cells = [cell for cell, _ in marks]
    places = [spot or column or cell for spot, column, cell in zip(part["cell"], part["column"], cells, strict=True)]
    sheets, headers = [safe[text] for text in part["sheet"]], [safe[text] for text in part["header"]]
    values = [text or "" for text in part["shown_raw"]]
    doing = [
        remedy if actor == "kelurahan" else not_yours
        for remedy, actor in zip(part["remedy"], part["actor"], strict=True)
    ]
    page.table = [
        (places, ["link" if cell else "cell" for cell in cells]),
        (sheets, "cell"),
        (headers, "cell"),
        (values, "cell"),
        (part["message"], "cell"),
        (doing, "cell"),
        ([said[name] for name in part["severity"]], part["severity"]),
        (part["code"], "cell"),
        ([acting[name] for name in part["actor"]], "cell"),
        ([elsewhere[text] for text in part["related"]], "cell"),
        ([behind for _, behind in marks], "cell"),
    ]
    page.heights = heights([headers, values, part["message"], doing], (20, 24, 46, 46))
    prefix = {sheet: address(sheet, "") for sheet in set(sheets)}
    linked = [
        (f"A{number}", prefix[sheet] + cell)
        for number, (sheet, cell) in enumerate(zip(sheets, cells, strict=True), len(page.rows) + 1)
        if cell
    ]
    page.links = linked[:MAX_LINKS]
    return page


def summary_page(
    part: Lines,
    notes: int,
    line: FileLine,
    firsts: Mapping[str, tuple[str, str]],
    lost: Sequence[str],
    since: tuple[int, int, int] | None,
    words: Words,
) -> Page:
    """`Ringkasan`: status and counts, what to do, what to do first, how far since last time, what could not be kept."""
    page = Page([12, 52, 52, 24], landscape=False)
    count = counts(part)
    page.add((words.of("returned.title"), "title"), height=26)
    page.add((words.of("returned.file", file=short_name(line.path), kelurahan=line.kelurahan or "-"), "text"))
    page.add((words.of("returned.status", status=words.of(f"status.{line.status}")), "bold"))
    page.add(
        (words.of("returned.rows", rows=line.data, kept=line.kept, merged=line.merged, withheld=line.withheld), "text")
    )
    if since is not None:
        fixed, still, new = since
        page.add((words.of("returned.since", fixed=fixed, open=still, new=new), "text"))
    page.add()
    page.add((count["error"], "error"), (words.of("returned.legend-error"), "text"))
    page.add((count["warning"], "warning"), (words.of("returned.legend-warning"), "text"))
    if notes:
        page.add((notes, "info"), (words.of("returned.legend-info"), "text"))
    page.add()
    page.add((words.of("returned.how"), "bold"))
    for step in words.of("returned.steps" if len(part) else "returned.steps-none").split("\n"):
        page.add((step, "text"))
    groups = grouped(part.where([actor == "kelurahan" for actor in part["actor"]]))[:FIRST_THINGS]
    if groups:
        page.add()
        page.add((words.of("returned.first"), "bold"))
        page.add(*((words.of(f"returned.{key}"), "head") for key in ("cells", "what", "do", "where")), height=20)
    for group in groups:
        spot, link = firsts.get(group.code, ("", ""))
        said = group_message(group, words)
        tall = max(line_count(said, 52), line_count(group.remedy, 52))
        number = page.add(
            (group.count, group.severity),
            (said, "cell"),
            (group.remedy, "cell"),
            (spot, "link" if link else "cell"),
            height=15 * tall,
        )
        if link:
            page.links.append((f"D{number}", link))
    if lost:
        page.add()
        page.add((words.of("returned.lost"), "bold"))
        for key in lost:
            page.add((words.of(f"returned.lost-{key}"), "text"))
    return page
