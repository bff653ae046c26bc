"""`ditahan.xlsx`: every withheld row as it was written, with the reasons; mended, it is read again like any list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects
from umkm_clean.report.findings import short_name
from umkm_clean.report.look import Head, Look, head, heights, paper, spread
from umkm_clean.report.sheet_rows import Column
from umkm_clean.report.workbook import MAX_ROWS, Book

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from umkm_clean.report.findings import Findings
    from umkm_clean.report.words import Words

PLACE = ("file", "sheet", "row", "codes")
_REASON, _WIDE = (
    50,
    {"nama_usaha": 26, "nama_pemilik": 24, "alamat_usaha": 30, "nik": 20, "no_urut": 7, "rt": 7, "rw": 7},
)


def write_withheld(withheld: pd.DataFrame, findings: Findings, words: Words, path: Path) -> int:
    """Write the rows; the sender's texts first (headers are the fields' labels), our reasons last. How many rows."""
    book = Book()
    look = Look(book)
    fields = [name for name in map(str, withheld) if name in words.spec.fields and _shown(withheld, name, words)]
    own = [name for name in map(str, withheld) if name not in PLACE and name not in words.spec.fields]
    reasons, whole = _reasons(findings)
    room = MAX_ROWS - 1
    for start in range(0, max(len(withheld), 1), room):
        part = withheld.iloc[start : start + room]
        sheet = book.sheet(words.of("withheld.title"))
        heads = [Head(words.label(name), _WIDE.get(name, 16)) for name in fields] + [
            Head(str(name), 16) for name in own
        ]
        heads += [Head(words.of("withheld.reasons"), _REASON)]
        heads += [
            Head(words.of(f"withheld.{key}"), width)
            for key, width in (("file", 34), ("sheet", 18), ("row", 9), ("codes", 16))
        ]
        head(sheet, look, 1, heads, len(part))
        files, sheets, rows = (objects(part[name]) for name in ("file", "sheet", "row"))
        said = [
            reasons.get((file, sheet_, row)) or _of_columns(whole, file, sheet_, codes)
            for file, sheet_, row, codes in zip(files, sheets, rows, objects(part["codes"], ""), strict=True)
        ]
        short = {file: short_name(file) for file in set(files)}
        columns = [Column(_texts(part[name]), look.cell, boxed=True) for name in (*fields, *own)]
        columns += [
            Column(said, look.wrap, boxed=True),
            Column([short[file] for file in files], look.cell),
            Column(sheets, look.cell),
            Column([str(row) for row in rows], look.cell),
            Column(_texts(part["codes"]), look.cell),
        ]
        book.fill(sheet, 2, columns, heights([said], [_REASON]) if len(part) else None)
        paper(sheet, words.of("withheld.footer"))
        names = [at for at, name in enumerate(fields) if name in ("nama_usaha", "nama_pemilik")]
        if names:
            spread(sheet, [column.width for column in heads], (names[0], names[-1]))
    book.save(path)
    return len(withheld)


def _shown(withheld: pd.DataFrame, name: str, words: Words) -> bool:
    """Whether a field has a column: it must be filled in, or some row has something in it."""
    return name not in PLACE and (words.spec.fields[name].required or any(objects(withheld[name])))


def _texts(column: pd.Series[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in objects(column)]


def _reasons(findings: Findings) -> tuple[dict[tuple[str, str, int], str], dict[tuple[str, str | None, str], str]]:
    """Errors in words, one a line: by the place of a row, and by sheet and code for faults of whole columns."""
    lines = findings.lines
    reasons: dict[tuple[str, str, int], str] = {}
    whole: dict[tuple[str, str | None, str], str] = {}
    names = ("severity", "file", "sheet", "row", "code", "message")
    for severity, file, sheet, row, code, message in zip(*(lines[name] for name in names), strict=True):
        if severity == "error" and row is not None:
            key = (file, sheet, row)
            reasons[key] = f"{reasons[key]}\n{message}" if key in reasons else message
        elif severity == "error":
            whole.setdefault((file, sheet, code), message)
    return reasons, whole


def _of_columns(whole: dict[tuple[str, str | None, str], str], file: str, sheet: str, codes: str) -> str:
    """What whole columns have against a row that has no fault of its own."""
    said = (whole.get((file, sheet, code), "") for code in codes.split())
    return "\n".join(text for text in said if text)
