"""Sheet `Rekap` of `umkm_kota.xlsx`: one line a kelurahan, from rows sent to leading products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.report.figures import SIZES
from umkm_clean.report.look import Head, Look, head, heights, paper
from umkm_clean.report.sheet_rows import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.report.figures import Figures, Product
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words
    from umkm_clean.report.workbook import Book

_NUMBERS = (
    "files",
    "sent",
    "valid",
    "withheld",
    "merged",
    "unique",
    "active",
    "workers_men",
    "workers_women",
    "workers",
)
_PRODUCTS = 38


def write_rekap(book: Book, look: Look, figures: Figures, words: Words, frame: RunFrame) -> None:
    """One line for each kelurahan of the city (those that sent nothing too), and the city's total."""
    sheet = book.sheet("Rekap")
    heads = [Head(words.of("rekap.kecamatan"), 16), Head(words.of("rekap.kelurahan"), 20)]
    heads += [Head(words.of(f"rekap.{key}"), 11) for key in _NUMBERS]
    heads += [Head(size, 10) for size in SIZES] + [Head(words.of("rekap.complete"), 11)]
    heads += [Head(words.of("rekap.common"), _PRODUCTS), Head(words.of("rekap.typical"), _PRODUCTS)]
    areas = [*figures.areas, figures.city]
    head(sheet, look, 1, heads, len(figures.areas), height=60)
    sheet.freeze_panes(1, 2)
    last = len(areas) - 1
    common = [products(area.common[:3], words, quotient=False) for area in areas]
    typical = [products(area.typical, words, quotient=True) for area in areas]
    columns = [
        Column(
            [area.kecamatan for area in areas[:-1]] + [words.of("word.total")],
            None,
            _ending(look.cell, look.total_text, last),
        ),
        Column(
            [area.kelurahan or words.of("rekap.unknown") for area in areas],
            None,
            _ending(look.cell, look.total_text, last),
        ),
    ]
    numbers = _ending(look.number, look.total, last)
    counted = {
        key: [public(getattr(area, key), frame) if area.sent or key == "files" else "" for area in areas]
        for key in _NUMBERS
    }
    columns += [Column(values, None, numbers, boxed=True) for values in counted.values()]
    columns += [
        Column(
            [public(area.sizes.get(size, 0), frame) if area.sent else "" for area in areas], None, numbers, boxed=True
        )
        for size in SIZES
    ]
    columns += [Column([round(area.complete, 4) if area.unique else "" for area in areas], look.percent, boxed=True)]
    columns += [Column(common, look.wrap, boxed=True), Column(typical, look.wrap, boxed=True)]
    book.fill(sheet, 2, columns, heights([common, typical], [_PRODUCTS, _PRODUCTS]))
    paper(sheet, words.of("rekap.footer", city=words.spec.city.name))


def _ending(usual: Any, last: Any, count: int) -> Sequence[Any]:
    return [usual] * count + [last]


def public(number: int, frame: RunFrame) -> int | str:
    """A count as the view may show it: below 5 says too much about single people."""
    return "<5" if frame.view == "publik" and 0 < number < 5 else number


def products(made: Sequence[Product], words: Words, quotient: bool) -> str:
    """Products in words: "keripik mangga 12 (24 %)", or how many times as common here as in the city."""
    if quotient:
        parts = [
            words.of("rekap.times", name=item.name, times=words.number(item.quotient, 1), count=item.count)
            for item in made
        ]
    else:
        parts = [
            words.of("rekap.share", name=item.name, count=item.count, share=words.percent(item.share)) for item in made
        ]
    return "; ".join(parts)
