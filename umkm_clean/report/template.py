"""The empty form: text columns for numbers that are names, drop-downs, a help sheet with an example."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from umkm_clean.errors import UsageError
from umkm_clean.report.words import Words
from umkm_clean.report.write import atomic_file

if TYPE_CHECKING:
    from umkm_clean.spec.types import FieldSpec, Spec

CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # the same form, the same bytes
ROWS = 1000  # rows of the form that carry formats and drop-downs
NUMBERS = frozenset({"money", "count"})
MOST_TITLE, MOST_MESSAGE = 32, 255  # what Excel shows of an input message


def write_template(path: str, spec: Spec, kelurahan: str | None, lang: str) -> None:
    """Write the form; `kelurahan` is filled in as the only choice. Raises `UsageError` for one the city has not."""
    words = Words(spec, lang)
    place = next((item for item in spec.city.places if item.kelurahan.casefold() == (kelurahan or "").casefold()), None)
    if kelurahan and place is None:
        raise UsageError("unknown-place", name=kelurahan)
    fields = [field for field in spec.fields.values() if field.template and field.output]
    with atomic_file(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": CREATED})
        form, guide, lists = (book.add_worksheet(name) for name in ("Data", "Petunjuk", "Pilihan"))
        chosen = _write_lists(book, lists, spec, fields)
        for column, field in enumerate(fields):
            _write_column(book, form, column, field, words, chosen, place.kelurahan if place else None)
        form.freeze_panes(1, 2)
        _write_guide(book, guide, fields, words)
        book.close()


def _write_column(
    book: Any, form: Any, column: int, field: FieldSpec, words: Words, chosen: dict[str, str], kelurahan: str | None
) -> None:
    text = book.add_format({"num_format": "0" if field.kind in NUMBERS else "@"})
    head = book.add_format(
        {"bold": True, "bg_color": "#DDEBF7" if field.required else "#F2F2F2", "border": 1, "text_wrap": True}
    )
    form.set_column(column, column, max(14, min(len(words.label(field.name)) + 4, 30)), text)
    form.write_string(0, column, words.label(field.name), head)
    rule: dict[str, Any] = {"validate": "any"}
    if field.name == "kelurahan" and kelurahan:
        rule = {"validate": "list", "source": [kelurahan]}
    elif field.name in chosen:
        rule = {"validate": "list", "source": chosen[field.name]}
    elif field.kind == "count":
        rule = {"validate": "integer", "criteria": ">=", "value": 0}
    elif field.kind == "money":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    message = (words.pick(field.help) if field.help else words.of("form.fill"))[:MOST_MESSAGE]
    title = words.label(field.name)[:MOST_TITLE]
    form.data_validation(1, column, ROWS, column, rule | {"input_title": title, "input_message": message})


def _write_lists(book: Any, sheet: Any, spec: Spec, fields: list[FieldSpec]) -> dict[str, str]:
    """One column of choices for each list; where kecamatan stands before kelurahan, the latter follows it."""
    chosen: dict[str, str] = {}
    column = 0
    choices: list[tuple[str, list[str]]] = [
        (field.name, list(spec.vocab[str(field.params["vocab"])].values))
        for field in fields
        if field.kind == "choice" and str(field.params.get("vocab")) in spec.vocab
    ]
    districts = list(dict.fromkeys(place.kecamatan for place in spec.city.places))
    choices += [("kecamatan", districts), ("kelurahan", [place.kelurahan for place in spec.city.places])]
    for name, values in choices:
        for row, value in enumerate(values):
            sheet.write_string(row, column, value)
        letter = xlsxwriter.utility.xl_col_to_name(column)
        chosen[name] = f"=Pilihan!${letter}$1:${letter}${len(values)}"
        column += 1
    names = [field.name for field in fields]
    if "kecamatan" in names and "kelurahan" in names:
        for district in districts:
            own = [place.kelurahan for place in spec.city.places if place.kecamatan == district]
            for row, value in enumerate(own):
                sheet.write_string(row, column, value)
            letter = xlsxwriter.utility.xl_col_to_name(column)
            book.define_name(f"kec_{district.replace(' ', '_')}", f"=Pilihan!${letter}$1:${letter}${len(own)}")
            column += 1
        at = xlsxwriter.utility.xl_col_to_name(names.index("kecamatan"))
        every = chosen["kelurahan"].removeprefix("=")
        chosen["kelurahan"] = f'=IF(${at}2="",{every},INDIRECT("kec_"&SUBSTITUTE(${at}2," ","_")))'
    return chosen


def _write_guide(book: Any, sheet: Any, fields: list[FieldSpec], words: Words) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate((30, 70, 34)):
        sheet.set_column(column, column, width, wrap)
    sheet.write_string(0, 0, words.of("form.title", city=words.spec.city.name), bold)
    sheet.write_string(1, 0, words.of("form.how"))
    for column, key in enumerate(("form.column", "form.meaning", "form.example")):
        sheet.write_string(3, column, words.of(key), bold)
    for row, field in enumerate(fields, 4):
        label = words.label(field.name) + (" *" if field.required else "")
        for column, text in enumerate((label, words.pick(field.help) if field.help else "", field.example)):
            sheet.write_string(row, column, text)
