"""The numbers that people see: per kelurahan, per file, for the city; leading products by share and location quotient.

Counted once from the run's values, so that workbook, page and screen agree. No words and no cells of persons here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_clean.model import Fate
from umkm_clean.report.columns import objects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from umkm_clean.model import FileReport, RunResult
    from umkm_clean.spec.types import Spec

SIZES = ("Mikro", "Kecil", "Menengah")
UNKNOWN = ""  # rows whose kelurahan nobody could tell
_COUNTED = (
    "status_usaha", "skala_usaha", "jenis_usaha", "produk", "produk_unggulan",
    "tenaga_kerja_laki", "tenaga_kerja_perempuan", "tenaga_kerja_total",
)  # fmt: skip
_LIST = re.compile(r"\s*(?:[,;/|&]|\bdan\b)\s*")
_LEAST, _TOP, _CITY_TOP = 3, 3, 8  # a product counts from so many businesses on; so many are shown (of the city: more)


@dataclass(frozen=True, slots=True)
class Product:
    """A product of a kelurahan: businesses that make it, their share there, and that share against the city's (LQ)."""

    name: str
    count: int
    share: float
    quotient: float


@dataclass(frozen=True, slots=True)
class Area:
    """A kelurahan (or the city): rows sent = valid + withheld; for the city, valid = unique + merged."""

    kelurahan: str
    kecamatan: str
    code: str
    files: int
    sent: int
    valid: int
    withheld: int
    merged: int
    unique: int
    noted: int
    active: int
    closed: int
    workers_men: int
    workers_women: int
    workers: int
    sizes: Mapping[str, int]
    trades: Mapping[str, int]
    common: tuple[Product, ...]
    typical: tuple[Product, ...]
    complete: float  # share of the form's required fields that are filled in

    @property
    def status_unknown(self) -> int:
        """Businesses of which nobody wrote whether they are active."""
        return self.unique - self.active - self.closed


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file's ledger: rows that hold anything = layout + kept + merged + withheld."""

    path: str
    status: str
    kelurahan: str | None
    rows: int
    layout: int
    kept: int
    merged: int
    withheld: int
    refused: str | None

    @property
    def data(self) -> int:
        """Rows that are data."""
        return self.kept + self.merged + self.withheld


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted. `areas`: kelurahan in official order, others last; `completeness` by field."""

    city: Area
    areas: tuple[Area, ...]
    files: tuple[FileLine, ...]
    completeness: Mapping[str, float]
    trades: Mapping[str, int]


def file_line(report: FileReport) -> FileLine:
    """The counts of one file, all sheets together."""
    count = {fate: sum(sheet.get(fate, 0) for sheet in report.rows.values()) for fate in Fate}
    return FileLine(
        path=report.path,
        status=report.status.value,
        kelurahan=report.kelurahan,
        rows=sum(count.values()),
        layout=count[Fate.LAYOUT],
        kept=count[Fate.KEPT],
        merged=count[Fate.MERGED],
        withheld=count[Fate.WITHHELD],
        refused=report.refused.code if report.refused else None,
    )


def count(result: RunResult, spec: Spec) -> Figures:
    """Count a run; where nothing was merged (`validate`) the accepted rows stand for the businesses."""
    records = result.records
    speaks = {report.path: report.kelurahan or UNKNOWN for report in result.files}
    fates, own = _column(records, "fate"), _column(records, "kelurahan")
    files = _column(records, "file")
    rows_of = _places([own[at] or speaks.get(files[at]) or UNKNOWN for at in range(len(records))])
    city = result.city if result.city is not None else records[records["fate"] != Fate.WITHHELD.value]
    fields = [name for name, field in spec.fields.items() if field.output and field.template and name in city]
    completeness = {name: float(city[name].notna().mean()) if len(city) else 0.0 for name in fields}
    required = [name for name, field in spec.fields.items() if field.required and name in city]
    columns = {name: _column(city, name) for name in ("kelurahan", *_COUNTED, *required)}
    columns["noted"] = _noted(city)
    columns["products"] = _products(columns["produk_unggulan"], columns["produk"])
    city_of = _places([name or UNKNOWN for name in columns["kelurahan"]])
    everywhere = _tally(columns["products"])
    senders = Counter(report.kelurahan for report in result.files if report.kelurahan)
    places = {place.kelurahan: place for place in spec.city.places}
    others = sorted((set(rows_of) | set(city_of)) - set(places))
    areas = []
    for name in [*places, *others]:
        place = places.get(name)
        where = (name, place.kecamatan if place else "", place.code if place else "")
        sent = Counter(fates[at] for at in rows_of.get(name, ()))
        ours = {key: [values[at] for at in city_of.get(name, ())] for key, values in columns.items()}
        areas.append(_area(where, senders[name], sent, ours, everywhere, len(city), required))
    whole = (spec.city.name, "", spec.city.code)
    return Figures(
        city=_area(whole, len(result.files), Counter(fates), columns, everywhere, len(city), required),
        areas=tuple(areas),
        files=tuple(file_line(report) for report in result.files),
        completeness=completeness,
        trades=_values(columns["jenis_usaha"]),
    )


def _column(frame: pd.DataFrame, name: str) -> Sequence[Any]:
    """A column as plain values; one that is not there holds nothing."""
    return objects(frame[name]) if name in frame else [None] * len(frame)


def _noted(city: pd.DataFrame) -> Sequence[bool]:
    """Whether each business was taken with a note."""
    if "status_validasi" in city:
        return [status == "valid_dengan_catatan" for status in _column(city, "status_validasi")]
    return [(notes or 0) > 0 for notes in _column(city, "notes")]


def _places(names: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        found.setdefault(str(name), []).append(at)
    return found


def _area(
    where: tuple[str, str, str],
    files: int,
    sent: Mapping[Any, int],
    city: Mapping[str, Sequence[Any]],
    everywhere: Mapping[str, int],
    total: int,
    required: Sequence[str],
) -> Area:
    """`sent`: rows by fate; `city`: columns of the businesses of this area."""
    rows, held, merged = sum(sent.values()), sent.get(Fate.WITHHELD.value, 0), sent.get(Fate.MERGED.value, 0)
    unique = len(city["noted"])
    status, sizes = _values(city["status_usaha"]), _values(city["skala_usaha"])
    filled = sum(value is not None for name in required for value in city[name])
    common, typical = _leading(_tally(city["products"]), unique, everywhere, total)
    return Area(
        *where,
        files=files,
        sent=rows,
        valid=rows - held,
        withheld=held,
        merged=merged,
        unique=unique,
        noted=sum(city["noted"]),
        active=status.get("aktif", 0),
        closed=sum(number for name, number in status.items() if name != "aktif"),
        workers_men=_sum(city["tenaga_kerja_laki"]),
        workers_women=_sum(city["tenaga_kerja_perempuan"]),
        workers=_workers(city),
        sizes={size: sizes.get(size, 0) for size in SIZES},
        trades=_values(city["jenis_usaha"]),
        common=common,
        typical=typical,
        complete=filled / (unique * len(required)) if unique and required else 0.0,
    )


def _workers(city: Mapping[str, Sequence[Any]]) -> int:
    """The total as written, else men and women added up."""
    columns = (city[f"tenaga_kerja_{which}"] for which in ("total", "laki", "perempuan"))
    return int(
        sum(
            total if total is not None else (men or 0) + (women or 0)
            for total, men, women in zip(*columns, strict=True)
        )
    )


def _leading(
    own: Mapping[str, int], here: int, everywhere: Mapping[str, int], total: int
) -> tuple[tuple[Product, ...], tuple[Product, ...]]:
    """The commonest products, and the most typical ones: those that set this place apart most (n · log2 LQ)."""
    made = [
        Product(name, number, number / here, (number / here) / (everywhere[name] / total))
        for name, number in own.items()
        if number >= _LEAST
    ]
    common = sorted(made, key=lambda product: (-product.count, product.name))[: _CITY_TOP if here == total else _TOP]
    apart = [product for product in made if product.quotient > 1.0]
    typical = sorted(apart, key=lambda product: (-product.count * math.log2(product.quotient), product.name))[:_TOP]
    return tuple(common), tuple(typical)


def _products(leading: Sequence[Any], made: Sequence[Any]) -> Sequence[tuple[str, ...]]:
    """Each business's products: what it calls its leading product, else all it makes; folded for counting."""
    texts = [first if first is not None else second for first, second in zip(leading, made, strict=True)]
    known: dict[Any, tuple[str, ...]] = {None: ()}
    for text in set(texts) - {None}:
        parts = (part.strip(" .-").casefold() for part in _LIST.split(str(text)))
        known[text] = tuple(dict.fromkeys(part for part in parts if len(part) > 1))
    return [known[text] for text in texts]


def _tally(products: Sequence[tuple[str, ...]]) -> dict[str, int]:
    return Counter(name for names in products for name in names)


def _values(texts: Sequence[Any]) -> dict[str, int]:
    counts = Counter(text for text in texts if text is not None)
    return {str(value): number for value, number in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))}


def _sum(numbers: Sequence[Any]) -> int:
    return int(sum(number or 0 for number in numbers))
