"""A sender's file that cannot be edited in place (.xls, .ods, .csv …) as an .xlsx with the same grid."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from umkm_clean.model import Stored, letter
from umkm_clean.report.look import Look
from umkm_clean.report.sheet_rows import Column
from umkm_clean.report.workbook import Book

if TYPE_CHECKING:
    from umkm_clean.model import RawFile, RawSheet

_NUMBER = ord(Stored.NUMBER.value)
_WIDEST, _NARROWEST, _LOOKED_AT = 40.0, 9.0, 200


def regrid(raw: RawFile) -> io.BytesIO:
    """Every sheet, every cell at its own address: numbers as numbers, everything else as the text it shows."""
    book = Book()
    look = Look(book)
    for sheet in raw.sheets:
        made = book.sheet(sheet.name)
        if sheet.state != "visible":
            made.hide()
        columns = []
        for at, texts in enumerate(sheet.columns):
            values = _values(texts.to_pylist(), sheet.stored[at])
            columns.append(Column(values, look.text))
            wide = max((len(str(value)) for value in values[:_LOOKED_AT] if value is not None), default=0)
            made.set_column(
                at, at, min(max(wide + 2.0, _NARROWEST), _WIDEST), None, {"hidden": at + 1 in sheet.hidden_columns}
            )
        if columns:
            book.fill(made, 1, columns, merged=_merged(sheet))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def _values(texts: list[str], stored: bytes) -> list[Any]:
    return [_number(text) if kind == _NUMBER else (text or None) for text, kind in zip(texts, stored, strict=True)]


def _number(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(text) if text.lstrip("-").isdecimal() else number


def _merged(sheet: RawSheet) -> list[str]:
    return [
        f"{letter(area.first_column)}{area.first_row}:{letter(area.last_column)}{area.last_row}"
        for area in sheet.merged
        if (area.first_row, area.first_column) != (area.last_row, area.last_column)
    ]
