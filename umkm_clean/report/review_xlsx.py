"""`tinjau_duplikat.xlsx`: doubtful pairs side by side, with reasons in words and a YA/TIDAK drop-down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from umkm_clean.report.findings import short_name
from umkm_clean.report.look import FILLS, INKS, Head, Look, head, heights, paper, spread
from umkm_clean.report.sheet_rows import Column
from umkm_clean.report.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from umkm_clean.report.words import Words

SHEET, ANSWERS = "Tinjau", ("YA", "TIDAK")
FIXED = ("pasangan", "skor", "alasan", "keputusan", "catatan")
PLACES = ("id_umkm", "berkas", "lembar", "baris")
KEYS = ("kunci_a", "kunci_b")
_STRONG, _PLAIN = 8.0, 2.0  # bits from which evidence is called strong, or simply for or against
_WIDTHS = {
    "pasangan": 9,
    "skor": 7,
    "alasan": 62,
    "keputusan": 12,
    "catatan": 24,
    "nama_usaha": 26,
    "nama_pemilik": 24,
    "alamat_usaha": 30,
    "nik": 19,
    "rt": 7,
    "rw": 7,
    "baris": 8,
    "berkas": 24,
}


def write_review(review: pd.DataFrame, words: Words, path: Path) -> int:
    """Write the pairs in the order they come (what matters most first). How many pairs."""
    book = Book()
    look = Look(book)
    sheet = book.sheet(SHEET)
    compared = [
        name[:-2] for name in map(str, review.columns) if name.endswith("_a") and name[:-2] not in (*PLACES, "kunci")
    ]
    names = [*FIXED, *(f"{name}_{side}" for side in "ab" for name in PLACES)]
    names += [f"{name}_{side}" for name in compared for side in "ab"]
    names += [name for name in KEYS if name in review]
    reasons = [reason_text(text, words) for text in review["alasan"]]
    widths = [_WIDTHS.get(name.removesuffix("_a").removesuffix("_b"), 15) for name in names]
    head(sheet, look, 1, [Head(name, width) for name, width in zip(names, widths, strict=True)], len(review))
    sheet.freeze_panes(1, len(FIXED))
    answer = book.text(bold=True, bg_color="#FFFBE8", valign="top", align="center", border=1, border_color="#C9D3D8")
    plain = {name: _plain(review[name], words, name) for name in names if name != "alasan"}
    columns = []
    for name in names:
        field, side = name[:-2], name[-2:]
        if name == "alasan":
            columns.append(Column(reasons, look.wrap, boxed=True))
        elif field in compared and side in ("_a", "_b"):
            columns.append(_compared(plain[f"{field}_a"], plain[f"{field}_b"], plain[name], look))
        else:
            columns.append(
                Column(
                    plain[name],
                    answer if name == "keputusan" else look.wrap if name == "catatan" else look.cell,
                    boxed=True,
                )
            )
    book.fill(sheet, 2, columns, heights([reasons], [_WIDTHS["alasan"]], most=16) if len(review) else None)
    _drop_down(sheet, names.index("keputusan"), len(review), words)
    hidden = names.index(KEYS[0]) if KEYS[0] in names else len(names)
    if hidden < len(names):
        sheet.set_column(hidden, len(names) - 1, 15, None, {"hidden": True})
    paper(sheet, words.of("review.footer"))
    spread(sheet, widths[:hidden], (0, 0))
    _help(book, look, words)
    book.save(path)
    return len(review)


def reason_text(text: str, words: Words) -> str:
    """Evidence (JSON) in words, one a line: what agrees, what differs, and how much that says.

    Both questions may hear one fact; it is told once, where it says most (evidence comes strongest first).
    """
    said: dict[str, str] = {}
    for item in json.loads(text) if text else []:
        key, bits = f"evidence.{item['slug']}", float(item.get("bits", 0))
        column = words.label(str(item.get("column") or ""))
        known = key if key in words.spec.texts else "evidence.agrees" if bits >= 0 else "evidence.differs"
        plain = words.of(known, column=column)
        said.setdefault(plain, words.of(f"evidence-weight.{_weight(bits)}", said=plain))
    return "\n".join(said.values())


def _weight(bits: float) -> str:
    """Words for a weight in bits: 8 bits shift the odds 256 to 1, 2 bits 4 to 1."""
    size = abs(bits)
    strength = "strong" if size >= _STRONG else "plain" if size >= _PLAIN else "weak"
    return f"{'for' if bits >= 0 else 'against'}-{strength}"


def _compared(left: Sequence[Any], right: Sequence[Any], own: Sequence[Any], look: Look) -> Column:
    """A compared field: values that differ are coloured, values that only one side has are marked lightly."""
    differs = look.book.text(
        font_color=INKS["warning"], bg_color=FILLS["warning"], valign="top", border=1, border_color="#C9D3D8"
    )
    lacks = look.book.text(bg_color="#F1F5F6", valign="top", border=1, border_color="#C9D3D8")
    formats = []
    for one, other in zip(left, right, strict=True):
        same = str(one or "").casefold() == str(other or "").casefold()
        formats.append(look.cell if same else differs if one and other else lacks)
    return Column(own, None, formats, boxed=True)


def _plain(column: pd.Series[Any], words: Words, name: str) -> list[Any]:
    values = column.astype("object").where(column.notna(), "").tolist()
    if name.startswith("berkas"):
        return [short_name(str(value)) for value in values]
    if name in ("pasangan", "skor"):
        return values
    return ["" if value == "" else str(value) for value in values]


def _drop_down(sheet: Worksheet, column: int, rows: int, words: Words) -> None:
    rule: dict[str, Any] = {
        "validate": "list",
        "source": list(ANSWERS),
        "input_title": words.of("review.ask-title"),
        "input_message": words.of("review.ask"),
        "error_title": words.of("review.only-title"),
        "error_message": words.of("review.only"),
    }
    sheet.data_validation(1, column, max(rows, 1), column, rule)


def _help(book: Book, look: Look, words: Words) -> None:
    sheet = book.sheet(words.of("review.help-sheet"))
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, words.of("review.help-title"), look.title)
    for at, line in enumerate(words.of("review.help").split("\n"), 2):
        sheet.write_string(at, 0, line, look.plain)
    paper(sheet, words.of("review.footer"), landscape=False)
