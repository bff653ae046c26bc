"""`ditahan.xlsx`: every withheld row as it was written, with the reasons; mended, it is read again like any list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects
from umkm_clean.report.findings import short_name
from umkm_clean.report.look import Head, Look, head, heights, paper
from umkm_clean.report.workbook import MAX_ROWS, Book, Column

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from umkm_clean.report.findings import Findings
    from umkm_clean.report.words import Words

PLACE = ("file", "sheet", "row", "codes")
_REASON, _WIDE = 50, {"nama_usaha": 26, "nama_pemilik": 24, "alamat_usaha": 30, "nik": 20}


def write_withheld(withheld: pd.DataFrame, findings: Findings, words: Words, path: Path) -> int:
    """Write the rows; the sender's texts first (headers are the fields' labels), our reasons last. How many rows."""
    book = Book()
    look = Look(book)
    fields = [name for name in map(str, withheld) if name in words.spec.fields and _shown(withheld, name, words)]
    own = [name for name in map(str, withheld) if name not in PLACE and name not in words.spec.fields]
    reasons = _reasons(findings)
    room = MAX_ROWS - 1
    for start in range(0, max(len(withheld), 1), room):
        part = withheld.iloc[start : start + room]
        sheet = book.sheet(words.of("withheld.sheet"))
        heads = [Head(words.label(name), _WIDE.get(name, 16)) for name in fields] + [
            Head(str(name), 16) for name in own
        ]
        heads += [Head(words.of("withheld.reasons"), _REASON)]
        heads += [
            Head(words.of(f"withheld.{key}"), width)
            for key, width in (("file", 34), ("sheet", 18), ("row", 9), ("codes", 16))
        ]
        head(sheet, look, 1, heads, len(part))
        places = list(zip(part["file"], part["sheet"], part["row"], strict=True))
        said = [reasons.get((file, sheet_, int(row)), "") for file, sheet_, row in places]
        columns = [Column(_texts(part[name]), look.cell, boxed=True) for name in (*fields, *own)]
        columns += [
            Column(said, look.wrap, boxed=True),
            Column([short_name(str(file)) for file, _, _ in places], look.cell),
        ]
        columns += [
            Column([str(name) for _, name, _ in places], look.cell),
            Column([str(row) for _, _, row in places], look.cell),
        ]
        columns += [Column(_texts(part["codes"]), look.cell)]
        book.fill(sheet, 2, columns, heights([said], [_REASON]) if len(part) else None)
        paper(sheet, words.of("withheld.footer"))
    book.save(path)
    return len(withheld)


def _shown(withheld: pd.DataFrame, name: str, words: Words) -> bool:
    """Whether a field has a column: it must be filled in, or some row has something in it."""
    return name not in PLACE and (words.spec.fields[name].required or any(objects(withheld[name])))


def _texts(column: pd.Series[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in objects(column)]


def _reasons(findings: Findings) -> dict[tuple[str, str, int], str]:
    """Place of a row → its errors in words, one a line, each naming its column."""
    lines = findings.lines
    wrong = lines[(lines["severity"] == "error") & lines["row"].notna()]
    reasons: dict[tuple[str, str, int], str] = {}
    for file, sheet, row, message in zip(wrong["file"], wrong["sheet"], wrong["row"], wrong["message"], strict=True):
        key = (str(file), str(sheet), int(row))
        reasons[key] = f"{reasons[key]}\n{message}" if key in reasons else str(message)
    return reasons
