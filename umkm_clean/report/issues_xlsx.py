"""`laporan_kesalahan.xlsx`: what is wrong, in which cell, what to do; a summary first, then a sheet for each sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.findings import RANK, group_message, short_name
from umkm_clean.report.look import Head, Look, head, heights, paper
from umkm_clean.report.plain import safe_text
from umkm_clean.report.sheet_rows import Column
from umkm_clean.report.workbook import MAX_ROWS, Book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_clean.report.figures import Figures, FileLine
    from umkm_clean.report.findings import Findings, Lines
    from umkm_clean.report.words import Words

#: Columns of a list of findings: key of the title, width. The order is the order of work: where, what, what to do.
LIST = (
    ("severity", 12), ("cell", 8), ("header", 20), ("value", 24), ("message", 46), ("remedy", 46), ("count", 8),
    ("code", 9), ("actor", 11), ("sheet", 18), ("related", 30),
)  # fmt: skip
#: Columns of the summary, shared by its two tables.
_WIDTHS = (34, 20, 22, 11, 11, 11, 11, 11, 11, 11, 46)
_TOP = 6  # Excel rows above a list of findings
ROOM = MAX_ROWS - _TOP - 1
FOLD = 1_000  # lines of one code in one column before the rest is one line


def write_issues(findings: Findings, figures: Figures, words: Words, path: Path) -> int:
    """Write the error report; how many findings it lists."""
    book = Book()
    look = Look(book)
    _summary(book, look, findings, figures, words)
    _critical(book, look, findings, words)
    for line in figures.files:
        part = findings.of_file(line.path)
        if len(part) or line.refused:
            _sender(book, look, part, line, words)
    rest = findings.of_file(None)
    if len(rest):
        _listed(book, look, words.of("issues.general"), rest, [words.of("issues.general")], words)
    book.save(path)
    return len(findings.lines)


def _summary(book: Book, look: Look, findings: Findings, figures: Figures, words: Words) -> None:
    sheet = book.sheet(words.of("issues.summary"))
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, words.of("issues.title", city=words.spec.city.name), look.title)
    city = figures.city
    said = words.of(
        "issues.balance", rows=city.sent, valid=city.valid - city.merged, merged=city.merged, withheld=city.withheld
    )
    sheet.write_string(1, 0, said, look.text)
    number = {severity: findings.count(severity) for severity in RANK}
    sheet.write_string(2, 0, words.of("issues.counts", **number), look.text)
    sheet.write_string(4, 0, words.of("issues.files"), look.section)
    keys = ("file", "kelurahan", "status", "rows", "layout", "kept", "merged", "withheld")
    titles = [words.of(f"ledger.{key}") for key in keys] + [
        words.of(f"severity.{name}").capitalize() for name in ("error", "warning")
    ]
    sheet.set_row(5, 62)
    for at, title in enumerate(titles):
        sheet.write_string(5, at, title, look.head)
    for at, line in enumerate(figures.files, 6):
        own = counts(findings.of_file(line.path))
        found = [own[severity] for severity in ("error", "warning")]
        _file_row(sheet, look, at, line, found, words)
    start = 6 + len(figures.files) + 1
    sheet.write_string(start, 0, words.of("issues.codes"), look.section)
    _codes(sheet, look, start + 1, findings, words)
    sheet.freeze_panes(4, 1)
    paper(sheet, words.of("issues.title", city=words.spec.city.name))


def _file_row(sheet: Any, look: Look, at: int, line: FileLine, found: Sequence[int], words: Words) -> None:
    sheet.write_string(at, 0, short_name(line.path), look.cell)
    sheet.write_string(at, 1, line.kelurahan or "", look.cell)
    sheet.write_string(at, 2, words.of(f"status.{line.status}"), look.status(line.status))
    for place, number in enumerate((line.rows, line.layout, line.kept, line.merged, line.withheld, *found), 3):
        sheet.write_number(at, place, number, look.number)


def _codes(sheet: Any, look: Look, at: int, findings: Findings, words: Words) -> None:
    """One line a code: how often, the first places, what to do."""
    keys = ("message", "severity", "code", "count", "files", "actor")
    for place, key in enumerate(keys):
        sheet.write_string(at, place, words.of(f"issues.{key}"), look.head)
    sheet.merge_range(at, 6, at, 9, words.of("issues.examples"), look.head)
    sheet.write_string(at, 10, words.of("issues.remedy"), look.head)
    for group in findings.groups:
        at += 1
        said = group_message(group, words)
        sheet.write_string(at, 0, said, look.wrap)
        sheet.write_string(at, 1, words.of(f"severity.{group.severity}"), look.severity(group.severity))
        sheet.write_string(at, 2, group.code, look.cell)
        sheet.write_number(at, 3, group.count, look.number)
        sheet.write_number(at, 4, group.files, look.number)
        sheet.write_string(at, 5, words.of(f"actor.{group.actor}"), look.cell)
        examples = "\n".join(group.examples)
        sheet.merge_range(at, 6, at, 9, examples, look.wrap)
        sheet.write_string(at, 10, group.remedy, look.wrap)
        sheet.set_row(at, heights([[said], [examples], [group.remedy]], [34, 44, 46])[0])


def _critical(book: Book, look: Look, findings: Findings, words: Words) -> None:
    """What keeps a business from being counted or helped: errors that withhold its row, or on a required field."""
    lines = findings.lines
    fields, rules = words.spec.fields, words.spec.rules
    blocking = {name for name, field in fields.items() if field.withholds or field.required}
    by_rule = {code: bool(rules[code].withholds) for code in set(lines["code"])}
    critical = lines.where(
        [
            severity == "error" and (field in blocking or by_rule[code])
            for severity, field, code in zip(lines["severity"], lines["field"], lines["code"], strict=True)
        ]
    )
    _listed(
        book,
        look,
        words.of("issues.critical"),
        critical,
        [words.of("issues.critical-title"), words.of("issues.critical-note")],
        words,
        files=True,
    )


def _sender(book: Book, look: Look, part: Lines, line: FileLine, words: Words) -> None:
    name = short_name(line.path)
    number = counts(part)
    intro = [
        words.of("issues.sender", kelurahan=line.kelurahan or name),
        words.of("issues.sender-file", file=name, status=words.of(f"status.{line.status}")),
        words.of("issues.balance", rows=line.data, valid=line.kept, merged=line.merged, withheld=line.withheld),
        words.of("issues.counts", **number),
    ]
    _listed(book, look, line.kelurahan or name.rsplit(".", 1)[0], part, intro, words)


def counts(lines: Lines) -> dict[str, int]:
    """How many cells have findings of each severity."""
    found = dict.fromkeys(RANK, 0)
    for severity, count in zip(lines["severity"], lines["count"], strict=True):
        found[severity] += count or 1
    return found


def _listed(
    book: Book, look: Look, name: str, part: Lines, intro: Sequence[str], words: Words, files: bool = False
) -> None:
    """A sheet with a list of findings: a few lines of text, then the table with a filter."""
    part = folded(part, words)
    ranks = [RANK[severity] for severity in part["severity"]]
    order = sorted(range(len(part)), key=ranks.__getitem__)
    columns = [*LIST, ("file", 34)] if files else list(LIST)
    for start in range(0, max(len(part), 1), ROOM):
        piece = part.take(order[start : start + ROOM])
        sheet = book.sheet(name)
        sheet.write_string(0, 0, intro[0], look.title)
        for at, text in enumerate(intro[1:], 1):
            sheet.write_string(at, 0, text, look.text)
        if not len(piece):
            sheet.write_string(len(intro), 0, words.of("issues.none"), look.good)
        head(sheet, look, _TOP, [Head(words.of(f"issues.{key}"), width) for key, width in columns], len(piece))
        values = _values(piece, words, files)
        wrapped = {"value", "message", "remedy", "header", "related", "file"}
        formats = [look.wrap if key in wrapped else look.number if key == "count" else look.cell for key, _ in columns]
        made = [Column(column, fmt, boxed=True) for column, fmt in zip(values, formats, strict=True)]
        colours = {severity: look.severity(severity) for severity in RANK}
        made[0] = Column(values[0], None, [colours[severity] for severity in piece["severity"]])
        tall = heights([values[2], values[3], values[4], values[5]], [20, 24, 46, 46]) if len(piece) else None
        book.fill(sheet, _TOP + 1, made, tall)
        paper(sheet, intro[0])


def folded(lines: Lines, words: Words) -> Lines:
    """Where a code is found in more than `FOLD` cells of a column, those beyond are one line with their count.

    Nobody reads the ten-thousandth line that says the same; every single cell is in `kembali/` and `issues.jsonl`.
    """
    seen: dict[tuple[Any, ...], int] = {}
    kept: list[int] = []
    at_end: dict[tuple[Any, ...], int] = {}
    more: dict[tuple[Any, ...], int] = {}
    for at, key in enumerate(zip(*(lines[name] for name in ("code", "file", "sheet", "column")), strict=True)):
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > FOLD:
            more[key] = more.get(key, 0) + (lines["count"][at] or 1)
        if seen[key] == FOLD + 1:
            at_end[key] = len(kept)
        if seen[key] <= FOLD + 1:
            kept.append(at)
    if not more:
        return lines
    taken = lines.take(kept)
    said = {place: words.of("issues.folded", count=more[key]) for key, place in at_end.items()}
    rest = {place: more[key] for key, place in at_end.items()}
    nothing: dict[int, Any] = dict.fromkeys(said)
    new: dict[str, dict[int, Any]] = {
        "message": said,
        "count": rest,
        "cell": nothing,
        "row": nothing,
        "shown_raw": nothing,
        "related": nothing,
    }
    return taken.replaced(new)


def _values(piece: Lines, words: Words, files: bool) -> list[list[Any]]:
    spots = [cell or column or "" for cell, column in zip(piece["cell"], piece["column"], strict=True)]
    severities = {name: words.of(f"severity.{name}") for name in RANK}
    actors = {name: words.of(f"actor.{name}") for name in set(piece["actor"])}
    related = {text: others(text or "", words) for text in set(piece["related"])}
    safe = {text: safe_text(text or "") for text in {*piece["header"], *piece["sheet"]}}
    columns: list[list[Any]] = [
        [severities[name] for name in piece["severity"]],
        spots,
        [safe[text] for text in piece["header"]],
        [text or "" for text in piece["shown_raw"]],
        list(piece["message"]),
        list(piece["remedy"]),
        [count or 1 for count in piece["count"]],
        list(piece["code"]),
        [actors[name] for name in piece["actor"]],
        [safe[text] for text in piece["sheet"]],
        [related[text] for text in piece["related"]],
    ]
    short = {path: short_name(path or "") for path in set(piece["file"])} if files else {}
    return [*columns, [short[path] for path in piece["file"]]] if files else columns


def others(related: str, words: Words) -> str:
    """The other side of a finding, by file, sheet and row."""
    import json

    places = json.loads(related) if related else []
    return "\n".join(
        words.of(
            "issues.place",
            file=short_name(str(item["file"])),
            sheet=safe_text(str(item["sheet"])),
            row=str(item["row"]),
        )
        for item in places[:5]
    )
