"""`umkm_kota.xlsx`: the city dataset for people, with the dictionary, the ledger and the trail of merged values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects
from umkm_clean.report.findings import short_name
from umkm_clean.report.look import Head, Look, head, heights, paper, spread
from umkm_clean.report.plain import safe_text
from umkm_clean.report.rekap import write_rekap
from umkm_clean.report.sheet_rows import Column
from umkm_clean.report.workbook import MAX_ROWS, Book
from umkm_clean.spec.publish import value_type

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_clean.model import RunResult
    from umkm_clean.report.figures import Figures
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words
    from umkm_clean.spec.types import FieldSpec

_WIDE = {
    "nama_usaha": 28,
    "nama_pemilik": 24,
    "alamat_usaha": 32,
    "nik": 19,
    "sumber": 40,
    "lainnya": 30,
    "keterangan": 30,
    "produk": 24,
    "rt": 6,
    "rw": 6,
    "jenis_kelamin": 8,
    "tahun_berdiri": 9,
    "jumlah_sumber": 9,
}


def write_city(
    shown: pd.DataFrame, result: RunResult, figures: Figures, words: Words, frame: RunFrame, path: Path
) -> int:
    """Write the workbook; `shown` is the dataset as the view shows it. How many records it holds."""
    book = Book()
    look = Look(book)
    _data(book, look, shown, words)
    write_rekap(book, look, figures, words, frame)
    _dictionary(book, look, list(shown.columns), words)
    _neraca(book, look, figures, words)
    if frame.view == "internal" and result.lineage is not None:
        _trail(book, look, result.lineage, words)
    book.save(path)
    return len(shown)


def _data(book: Book, look: Look, shown: pd.DataFrame, words: Words) -> None:
    """Sheet `Data`, continued on `Data (2)` … where a sheet cannot hold more rows."""
    room = MAX_ROWS - 1
    money = book.format(num_format="#,##0", font_color="#1B2A33")
    plain = book.format(num_format="0", font_color="#1B2A33")
    kinds = [words.spec.fields[name].kind if name in words.spec.fields else "" for name in map(str, shown)]
    formats = [money if kind == "money" else plain if kind in ("count", "year") else look.text for kind in kinds]
    for start in range(0, max(len(shown), 1), room):
        part = shown.iloc[start : start + room]
        sheet = book.sheet("Data")
        heads = [Head(words.label(str(name)), _WIDE.get(str(name), 15)) for name in shown]
        head(sheet, look, 1, heads, len(part))
        sheet.freeze_panes(1, 4)
        for at, column in enumerate(heads):
            sheet.set_column(at, at, column.width, formats[at])
        columns = [Column(_values(part[name]), fmt) for name, fmt in zip(shown, formats, strict=True)]
        book.fill(sheet, 2, columns)
        paper(sheet, words.spec.city.name)
        names = [at for at, name in enumerate(shown) if name in ("nama_usaha", "nama_pemilik")]
        if names:
            spread(sheet, [column.width for column in heads], (names[0], names[-1]))


def _values(column: pd.Series[Any]) -> Sequence[Any]:
    """Plain values of a column; truth values as words are for the caller, nulls are None."""
    return objects(column)


def _dictionary(book: Book, look: Look, names: Sequence[str], words: Words) -> None:
    sheet = book.sheet("Kamus Data")
    keys = ("name", "label", "type", "unit", "values", "required", "meaning", "example")
    widths = (24, 24, 14, 10, 34, 9, 60, 24)
    rows = [_entry(name, words.spec.fields.get(name), words) for name in names]
    head(
        sheet,
        look,
        1,
        [Head(words.of(f"dictionary.{key}"), width) for key, width in zip(keys, widths, strict=True)],
        len(rows),
    )
    columns = [Column(values, look.wrap, boxed=True) for values in zip(*rows, strict=True)]
    tall = heights([column.values for column in columns[3:7]], widths[3:7])
    book.fill(sheet, 2, columns, tall)
    paper(sheet, words.of("dictionary.footer", spec=words.spec.name, hash=words.spec.hash[:12]))


def _entry(name: str, field: FieldSpec | None, words: Words) -> tuple[str, ...]:
    if field is None:
        return (name, words.label(name), "", "", "", "", "", "")
    vocab = words.spec.vocab.get(str(field.params.get("vocab", "")))
    values = ", ".join(vocab.values) if vocab else ""
    meaning = field.help.get(words.lang) or field.help.get("id", "")
    required = words.of("word.yes") if field.required else ""
    kind = words.of(f"type.{value_type(field)}")
    return (name, words.label(name), kind, field.unit, values, required, meaning, field.example)


def _neraca(book: Book, look: Look, figures: Figures, words: Words) -> None:
    """The ledger per file: rows in = layout + valid + merged + withheld; its last column proves it."""
    sheet = book.sheet("Neraca")
    keys = ("file", "kelurahan", "status", "rows", "layout", "kept", "merged", "withheld", "balance")
    widths = (48, 18, 24, 12, 12, 12, 12, 12, 14)
    head(
        sheet,
        look,
        1,
        [Head(words.of(f"ledger.{key}"), width) for key, width in zip(keys, widths, strict=True)],
        len(figures.files),
    )
    names = _file_names([line.path for line in figures.files])
    for at, line in enumerate(figures.files, 1):
        sheet.write_string(at, 0, names[line.path], look.cell)
        sheet.write_string(at, 1, line.kelurahan or "", look.cell)
        sheet.write_string(at, 2, words.of(f"status.{line.status}"), look.status(line.status))
        counts = (line.rows, line.layout, line.kept, line.merged, line.withheld)
        for place, number in enumerate(counts, 3):
            sheet.write_number(at, place, number, look.number)
        left = line.rows - line.layout - line.kept - line.merged - line.withheld
        sheet.write_formula(at, 8, f"=D{at + 1}-E{at + 1}-F{at + 1}-G{at + 1}-H{at + 1}", look.number, left)
    end = len(figures.files) + 1
    for place in range(3):
        sheet.write_string(end, place, words.of("word.total") if not place else "", look.total_text)
    for place in range(3, 9):
        letter = "ABCDEFGHI"[place]
        sums = [
            sum(values)
            for values in zip(
                *((f.rows, f.layout, f.kept, f.merged, f.withheld, 0) for f in figures.files), strict=True
            )
        ] or [0] * 6
        sheet.write_formula(end, place, f"=SUM({letter}2:{letter}{end})", look.total, sums[place - 3])
    paper(sheet, words.of("ledger.footer"))


def _file_names(paths: Sequence[str]) -> dict[str, str]:
    """What each file is called: its name alone, or with its folders where two have the same name."""
    short = {path: short_name(path) for path in paths}
    return short if len(set(short.values())) == len(short) else {path: safe_text(path) for path in paths}


def _trail(book: Book, look: Look, lineage: pd.DataFrame, words: Words) -> None:
    """Where each value of a business with several sources came from, and which values lost."""
    keys = ("id_umkm", "field", "value", "won", "file", "sheet", "row")
    widths = (18, 22, 36, 10, 40, 20, 8)
    room = MAX_ROWS - 1
    names = _file_names(list(dict.fromkeys(_values(lineage["file"]))))
    for start in range(0, max(len(lineage), 1), room):
        part = lineage.iloc[start : start + room]
        sheet = book.sheet("Jejak")
        head(
            sheet,
            look,
            1,
            [Head(words.of(f"trail.{key}"), width) for key, width in zip(keys, widths, strict=True)],
            len(part),
        )
        labels = {name: words.label(name) for name in part["field"].unique()}
        used, lost = words.of("trail.used"), words.of("trail.lost")
        columns = [
            Column(_values(part["id_umkm"]), look.text),
            Column([labels[name] for name in part["field"]], look.text),
            Column(_values(part["value"]), look.text),
            Column([used if won else lost for won in part["won"]], look.text),
            Column([names[path] for path in _values(part["file"])], look.text),
            Column(_values(part["sheet"]), look.text),
            Column([int(row) for row in part["row"]]),
        ]
        book.fill(sheet, 2, columns)
        paper(sheet)
