"""The numbers that people see: per kelurahan, per file, for the city; leading products by share and location quotient.

Counted once from the run's values, so that workbook, page and screen agree. No words and no cells of persons here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_clean.model import Fate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    records = _only(result.records, ("file", "fate", "kelurahan", "notes", *_COUNTED)).reset_index(drop=True)
    speaks = {report.path: report.kelurahan or UNKNOWN for report in result.files}
    own = _column(records, "kelurahan")
    records = records.assign(_area=own.fillna(records["file"].map(speaks)).fillna(UNKNOWN) if len(records) else own)
    city = result.city if result.city is not None else records[records["fate"] != Fate.WITHHELD.value]
    fields = [name for name, field in spec.fields.items() if field.output and field.template and name in city]
    completeness = {name: float(city[name].notna().mean()) if len(city) else 0.0 for name in fields}
    required = [name for name, field in spec.fields.items() if field.required and name in city]
    city = _only(city, ("kelurahan", "status_validasi", "notes", *_COUNTED, *required))
    city = city.assign(_area=_column(city, "kelurahan").fillna(UNKNOWN), _products=_products(city))
    senders: dict[str, int] = {}
    for report in result.files:
        if report.kelurahan:
            senders[report.kelurahan] = senders.get(report.kelurahan, 0) + 1
    everywhere = _tally(city["_products"])
    rows_of = {str(name): part for name, part in records[["_area", "fate"]].groupby("_area")}
    city_of = {str(name): part for name, part in city.groupby("_area")}
    places = {place.kelurahan: place for place in spec.city.places}
    others = sorted((set(rows_of) | set(city_of)) - set(places))
    areas = []
    for name in [*places, *others]:
        place = places.get(name)
        where = (name, place.kecamatan if place else "", place.code if place else "")
        part, ours = rows_of.get(name, records.iloc[:0]), city_of.get(name, city.iloc[:0])
        areas.append(_area(where, senders.get(name, 0), part, ours, everywhere, len(city), required))
    return Figures(
        city=_area(
            (spec.city.name, "", spec.city.code), len(result.files), records, city, everywhere, len(city), required
        ),
        areas=tuple(areas),
        files=tuple(file_line(report) for report in result.files),
        completeness=completeness,
        trades=_values(city, "jenis_usaha"),
    )


def _only(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Just these columns, as far as they are there: cutting narrow frames is quick."""
    return frame[[name for name in dict.fromkeys(names) if name in frame]]


def _area(
    where: tuple[str, str, str],
    files: int,
    rows: pd.DataFrame,
    city: pd.DataFrame,
    everywhere: Mapping[str, int],
    total: int,
    required: Sequence[str],
) -> Area:
    fates = Counter(rows["fate"].tolist())
    held, merged = fates[Fate.WITHHELD.value], fates[Fate.MERGED.value]
    status = _values(city, "status_usaha")
    men, women = _sum(city, "tenaga_kerja_laki"), _sum(city, "tenaga_kerja_perempuan")
    noted = (
        city["status_validasi"].eq("valid_dengan_catatan").sum()
        if "status_validasi" in city
        else (city["notes"] > 0).sum()
    )
    sizes = _values(city, "skala_usaha")
    products = _leading(_tally(city["_products"]), len(city), everywhere, total)
    return Area(
        *where,
        files=files,
        sent=len(rows),
        valid=len(rows) - held,
        withheld=held,
        merged=merged,
        unique=len(city),
        noted=int(noted),
        active=status.get("aktif", 0),
        closed=sum(number for name, number in status.items() if name != "aktif"),
        workers_men=men,
        workers_women=women,
        workers=_workers(city),
        sizes={size: sizes.get(size, 0) for size in SIZES},
        trades=_values(city, "jenis_usaha"),
        common=products[0],
        typical=products[1],
        complete=float(city[list(required)].notna().to_numpy().mean()) if len(city) and required else 0.0,
    )


def _workers(city: pd.DataFrame) -> int:
    """The total as written, else men and women added up."""
    men, women = _column(city, "tenaga_kerja_laki"), _column(city, "tenaga_kerja_perempuan")
    added = men.fillna(0) + women.fillna(0)
    return int(_column(city, "tenaga_kerja_total").fillna(added).sum()) if len(city) else 0


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


def _products(city: pd.DataFrame) -> pd.Series[Any]:
    """Each business's products: what it calls its leading product, else all it makes; folded for counting."""
    texts = _column(city, "produk_unggulan").fillna(_column(city, "produk"))
    known: dict[Any, tuple[str, ...]] = {}
    for text in texts.dropna().unique():
        parts = (part.strip(" .-").casefold() for part in _LIST.split(str(text)))
        known[text] = tuple(dict.fromkeys(part for part in parts if len(part) > 1))
    return pd.Series([known.get(text, ()) for text in texts], index=city.index, dtype="object")


def _tally(products: pd.Series[Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for names in products:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return counts


def _values(city: pd.DataFrame, name: str) -> dict[str, int]:
    if name not in city:
        return {}
    counts = Counter(city[name].dropna().tolist())
    return {str(value): number for value, number in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))}


def _sum(city: pd.DataFrame, name: str) -> int:
    return int(city[name].fillna(0).sum()) if name in city and len(city) else 0


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    return (
        frame[name]
        if name in frame
        else pd.Series(None, index=frame.index, dtype="Int64" if "tenaga" in name else "string")
    )
