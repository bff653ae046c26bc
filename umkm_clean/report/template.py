"""The empty form: text columns for numbers that are names, drop-downs, input rules, an example row, a help sheet."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from umkm_clean.errors import UsageError
from umkm_clean.report.look import FILLS, HEAD, LINE, SOFT, heights, paper, spread
from umkm_clean.report.words import Words
from umkm_clean.report.write import atomic_file

if TYPE_CHECKING:
    from umkm_clean.spec.types import FieldSpec, Spec

CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # the same form, the same bytes
ROWS = 1000  # rows of the form that carry formats and drop-downs
FIRST = 3  # Excel row of the first business: below the header and the example
PRINTED = 25  # of them on paper
NUMBER = "no_urut"
NUMBERS = frozenset({"money", "count"})
WIDTHS = {"money": 13, "count": 9, "rt": 5, "rw": 5, "year": 9, "address": 26, "business_name": 24, "person_name": 22}
GUIDE_WIDTHS = (30, 70, 34)
MOST_TITLE, MOST_MESSAGE = 32, 255  # what Excel shows of an input message
#: What Excel can say of a text of digits: how many there are. {cell} is the cell itself. All are questions, not bars.
DIGITS = "AND(ISNUMBER(--{cell}),OR({lengths}))"
LENGTHS = {
    "nik": (16,),
    "nib": (13,),
    "npwp": (15, 16, 22),
    "year": (4,),
    "rt": (1, 2, 3),
    "rw": (1, 2, 3),
    "kbli": (5,),
}


def write_template(path: str, spec: Spec, kelurahan: str | None, lang: str) -> None:
    """Write the form; `kelurahan` is filled in as the only choice. Raises `UsageError` for one the city has not."""
    words = Words(spec, lang)
    place = next((item for item in spec.city.places if item.kelurahan.casefold() == (kelurahan or "").casefold()), None)
    if kelurahan and place is None:
        raise UsageError("unknown-place", name=kelurahan)
    fields = [field for field in spec.fields.values() if field.template and (field.output or field.name == NUMBER)]
    with atomic_file(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": CREATED})
        form, guide, lists = (book.add_worksheet(name) for name in ("Data", "Petunjuk", "Pilihan"))
        chosen = _write_lists(book, lists, spec, fields)
        for column, field in enumerate(fields):
            _write_column(book, form, column, field, words, chosen, place.kelurahan if place else None)
        form.set_row(0, 48)
        form.freeze_panes(FIRST - 1, 3)
        form.repeat_rows(0)
        _write_guide(book, guide, fields, words)
        for sheet in (form, guide, lists):
            paper(sheet, words.of("form.title", city=spec.city.name))
        spread(form, [_width(field, words) for field in fields], (0, 2))
        form.print_area(0, 0, FIRST + PRINTED - 2, len(fields) - 1)
        form.hide_gridlines(0)  # printed too: an empty form is filled in by hand
        for row in range(FIRST - 1, FIRST + PRINTED - 1):
            form.set_row(row, 21)
        book.close()


def _write_column(
    book: Any, form: Any, column: int, field: FieldSpec, words: Words, chosen: dict[str, str], kelurahan: str | None
) -> None:
    written = "0" if field.kind in NUMBERS else "@"
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7" if field.required else SOFT, "border": 1})
    head.set_text_wrap()
    sample = book.add_format({"num_format": "@", "italic": True, "font_color": "#5A6B74", "bg_color": SOFT})
    form.set_column(column, column, _width(field, words), book.add_format({"num_format": written}))
    form.write_string(0, column, words.label(field.name), head)
    form.write_string(1, column, words.of("form.example") if field.name == NUMBER else _example(field), sample)
    rule = _rule(field, f"{xlsxwriter.utility.xl_col_to_name(column)}{FIRST}", chosen, kelurahan)
    message = (words.pick(field.help) if field.help else words.of("form.fill"))[:MOST_MESSAGE]
    title = words.label(field.name)[:MOST_TITLE]
    told = {"input_title": title, "input_message": message, "error_title": title, "error_message": message}
    form.data_validation(FIRST - 1, column, FIRST + ROWS - 2, column, rule | told)


def _example(field: FieldSpec) -> str:
    """The example as a clerk would type it: days first, a phone number without the country."""
    if field.kind == "date":
        return "-".join(reversed(field.example.split("-")))
    return field.example.replace("+62", "0", 1) if field.kind == "phone" else field.example


def _width(field: FieldSpec, words: Words) -> int:
    """Characters: what the kind needs, else room for the example."""
    known = WIDTHS.get(field.kind)
    if field.name == NUMBER:
        return 7
    return known or max(11, min(max(len(field.example) + 2, len(words.label(field.name)) // 2 + 2), 22))


def _rule(field: FieldSpec, cell: str, chosen: dict[str, str], kelurahan: str | None) -> dict[str, Any]:
    """The input rule of a column, as far as Excel can state it. What is not certainly wrong is asked, not barred."""
    if field.name == "kelurahan" and kelurahan:
        return {"validate": "list", "source": [kelurahan]}
    if field.name in chosen:
        return {"validate": "list", "source": chosen[field.name], "error_type": "warning"}
    if field.kind in NUMBERS:
        whole = field.kind == "count"
        return {"validate": "integer" if whole else "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
    lengths = LENGTHS.get(field.kind) or ((int(field.params["length"]),) if "length" in field.params else ())
    if lengths:
        any_of = ",".join(f"LEN({cell})={length}" for length in lengths)
        return {"validate": "custom", "value": "=" + DIGITS.format(cell=cell, lengths=any_of), "error_type": "warning"}
    return {"validate": "any"}


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
        sheet.set_column(column, column, max(map(len, values), default=8) + 2)
        for row, value in enumerate(values):
            sheet.write_string(row, column, value)
        letter = xlsxwriter.utility.xl_col_to_name(column)
        chosen[name] = f"=Pilihan!${letter}$1:${letter}${len(values)}"
        column += 1
    names = [field.name for field in fields]
    if "kecamatan" in names and "kelurahan" in names:
        for district in districts:
            own = [place.kelurahan for place in spec.city.places if place.kecamatan == district]
            sheet.set_column(column, column, max(map(len, own), default=8) + 2)
            for row, value in enumerate(own):
                sheet.write_string(row, column, value)
            letter = xlsxwriter.utility.xl_col_to_name(column)
            book.define_name(f"kec_{district.replace(' ', '_')}", f"=Pilihan!${letter}$1:${letter}${len(own)}")
            column += 1
        at = xlsxwriter.utility.xl_col_to_name(names.index("kecamatan"))
        every = chosen["kelurahan"].removeprefix("=")
        follows = f'INDIRECT("kec_"&SUBSTITUTE(${at}{FIRST}," ","_"))'
        chosen["kelurahan"] = f'=IF(${at}{FIRST}="",{every},{follows})'
    return chosen


def _write_guide(book: Any, sheet: Any, fields: list[FieldSpec], words: Words) -> None:
    title = book.add_format({"bold": True, "font_size": 14, "font_color": HEAD})
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "border_color": LINE})
    look = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "num_format": "@"}
    wrap, must = book.add_format(look), book.add_format(look | {"bg_color": FILLS["warning"]})
    for column, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, words.of("form.title", city=words.spec.city.name), title)
    sheet.write_string(1, 0, words.of("form.how"))
    for column, key in enumerate(("form.column", "form.meaning", "form.example")):
        sheet.write_string(3, column, words.of(key), bold)
    for row, field in enumerate(fields, 4):
        label = words.label(field.name) + (" *" if field.required else "")
        sheet.write_string(row, 0, label, must if field.required else wrap)
        texts = (words.pick(field.help) if field.help else words.of("form.fill"), _example(field))
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, text, wrap)
        sheet.set_row(row, heights([[text] for text in texts], GUIDE_WIDTHS[1:])[0])
    sheet.repeat_rows(3)
