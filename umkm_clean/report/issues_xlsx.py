"""`laporan_kesalahan.xlsx`: what is wrong, in which cell, what to do; a summary first, then a sheet for each sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects
from umkm_clean.report.findings import RANK, short_name
from umkm_clean.report.look import Head, Look, head, heights, paper
from umkm_clean.report.plain import safe_text
from umkm_clean.report.workbook import MAX_ROWS, Book, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_clean.report.figures import Figures, FileLine
    from umkm_clean.report.findings import Findings
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
    rest = findings.lines[findings.lines["file"].isna()]
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
    counts = {severity: findings.count(severity) for severity in RANK}
    sheet.write_string(2, 0, words.of("issues.counts", **counts), look.text)
    sheet.write_string(4, 0, words.of("issues.files"), look.section)
    keys = ("file", "kelurahan", "status", "rows", "layout", "kept", "merged", "withheld")
    titles = [words.of(f"ledger.{key}") for key in keys] + [
        words.of(f"severity.{name}").capitalize() for name in ("error", "warning")
    ]
    sheet.set_row(5, 62)
    for at, title in enumerate(titles):
        sheet.write_string(5, at, title, look.head)
    by_file = findings.lines.groupby(["file", "severity"])["count"].sum().to_dict()
    for at, line in enumerate(figures.files, 6):
        found = [int(by_file.get((line.path, severity), 0)) for severity in ("error", "warning")]
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
        said = words.of("issues.for-example", message=group.message) if group.varies else group.message
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
    by_rule = {code: bool(rules[code].withholds) for code in lines["code"].unique()}
    critical = lines[
        (lines["severity"] == "error") & (lines["field"].isin(list(blocking)) | lines["code"].map(by_rule).astype(bool))
    ]
    _listed(
        book,
        look,
        words.of("issues.critical"),
        critical,
        [words.of("issues.critical-title"), words.of("issues.critical-note")],
        words,
        files=True,
    )


def _sender(book: Book, look: Look, part: pd.DataFrame, line: FileLine, words: Words) -> None:
    name = short_name(line.path)
    counts = {severity: int(part.loc[part["severity"] == severity, "count"].sum()) for severity in RANK}
    intro = [
        words.of("issues.sender", kelurahan=line.kelurahan or name),
        words.of("issues.sender-file", file=name, status=words.of(f"status.{line.status}")),
        words.of("issues.balance", rows=line.data, valid=line.kept, merged=line.merged, withheld=line.withheld),
        words.of("issues.counts", **counts),
    ]
    _listed(book, look, line.kelurahan or name.rsplit(".", 1)[0], part, intro, words)


def _listed(
    book: Book, look: Look, name: str, part: pd.DataFrame, intro: Sequence[str], words: Words, files: bool = False
) -> None:
    """A sheet with a list of findings: a few lines of text, then the table with a filter."""
    order = part["severity"].map(RANK)
    part = part.assign(_rank=order).sort_values("_rank", kind="stable")
    columns = [*LIST, ("file", 34)] if files else list(LIST)
    for start in range(0, max(len(part), 1), ROOM):
        piece = part.iloc[start : start + ROOM]
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
        made[0] = Column(values[0], None, [look.severity(severity) for severity in piece["severity"]])
        tall = heights([values[2], values[3], values[4], values[5]], [20, 24, 46, 46]) if len(piece) else None
        book.fill(sheet, _TOP + 1, made, tall)
        paper(sheet, intro[0])


def _values(piece: pd.DataFrame, words: Words, files: bool) -> list[list[Any]]:
    named = {name: objects(piece[name], "") for name in piece}
    spots = [cell or column or "" for cell, column in zip(named["cell"], named["column"], strict=True)]
    severities = {name: words.of(f"severity.{name}") for name in RANK}
    actors = {name: words.of(f"actor.{name}") for name in set(named["actor"])}
    related = {text: others(text, words) for text in set(named["related"])}
    columns: list[list[Any]] = [
        [severities[name] for name in named["severity"]],
        spots,
        [safe_text(str(text)) for text in named["header"]],
        named["shown_raw"],
        named["message"],
        named["remedy"],
        [int(number) if number != "" else 1 for number in named["count"]],
        named["code"],
        [actors[name] for name in named["actor"]],
        [safe_text(str(text)) for text in named["sheet"]],
        [related[text] for text in named["related"]],
    ]
    return [*columns, [short_name(str(path)) for path in named["file"]]] if files else columns


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
