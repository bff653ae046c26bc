"""`laporan.html`: one page for leadership, readable without network or script, on a phone, on a desk and on A4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.report import charts
from umkm_clean.report.figures import SIZES, Area
from umkm_clean.report.findings import group_message, short_name
from umkm_clean.report.plain import safe_text
from umkm_clean.report.suppress import FEW, counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.report.figures import Figures, Product
    from umkm_clean.report.findings import Findings
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words

COLUMNS = ("sent", "valid", "unique", "active", "workers_men", "workers_women", "workers")
HEADLINE = ("unique", "active", "workers", "workers_men", "workers_women")
BARS, GROUPS = 8, 40
STATES = ("diterima", "diterima_dengan_catatan", "diterima_sebagian", "ditolak")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a kelurahan, a kecamatan's sum or the city; each number as text with its shade."""

    name: str
    kind: str  # "area" | "sum" | "city"
    cells: Sequence[tuple[str, int]]
    complete: str
    products: str


def write_page(found: Findings, figures: Figures, words: Words, frame: RunFrame, path: Path) -> int:
    """Render the page; all text is escaped, personal values never reach it in full. How many kelurahan it shows."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_text"] = lambda text: safe_text(str(text))
    page = environment.get_template("laporan.html").render(**_content(found, figures, words, frame))
    path.write_text(page + "\n", encoding="utf-8", newline="\n")
    return len(figures.areas)


def _content(found: Findings, figures: Figures, words: Words, frame: RunFrame) -> dict[str, Any]:
    public = frame.view == "publik"

    def number(value: int) -> str:
        return f"<{FEW}" if public and 0 < value < FEW else words.number(value)

    city = figures.city
    known = [area for area in figures.areas if area.code]
    made = charts.tiles(known, words.spec.city.tiles)
    hidden = _hidden(figures.areas, public)
    kept = city.valid - city.merged
    unsplit = city.workers - city.workers_men - city.workers_women
    flow = charts.shares([("kept", kept), ("merged", city.merged), ("withheld", city.withheld)])
    return {
        "t": words.of,
        "n": words.number,
        "number": number,
        "percent": words.percent,
        "lang": words.lang,
        "agency": words.spec.city.agency,
        "city": words.spec.city.name,
        "date": _date(frame, words),
        "public": public,
        "figures": figures,
        "headline": [(key, number(getattr(city, key))) for key in HEADLINE],
        "status_unknown": number(city.status_unknown) if city.status_unknown else "",
        "unsplit": number(unsplit) if unsplit > 0 else "",
        "valid_share": words.percent(city.valid / city.sent) if city.sent else "–",
        "sent_by": [area.kelurahan for area in known if area.files],
        "all": len(known),
        "late": frame.trend.missing
        if frame.trend is not None
        else [area.kelurahan for area in known if not area.files],
        "flow": flow,
        "tiles": [tile | {"shown": _shown(tile["area"], "unique", hidden, words)} for tile in made],
        "tile": charts.TILE,
        "map_size": charts.size_of(made),
        "kecamatan": list(dict.fromkeys(area.kecamatan for area in known)),
        "columns": COLUMNS,
        "lines": _lines(figures, hidden, words, public),
        "bars": _bars(figures, words, number),
        "complete": _complete(figures, words),
        "message": lambda group: group_message(group, words),
        "groups": [group for group in found.groups if group.severity != "info"][:GROUPS],
        "more_groups": max(0, sum(group.severity != "info" for group in found.groups) - GROUPS),
        "errors": found.count("error"),
        "warnings": found.count("warning"),
        "files": [] if public else sorted(figures.files, key=lambda line: (STATES[::-1].index(line.status), line.path)),
        "short": short_name,
        "trend": _trend(frame, figures, found, words),
        "line_size": charts.LINE,
        "spec": words.spec,
        "version": frame.version,
    }


def _date(frame: RunFrame, words: Words) -> str:
    day = frame.as_of
    return (
        words.of("html.date", day=str(day.day), month=words.of(f"month.{day.month}"), year=str(day.year)) if day else ""
    )


def _hidden(areas: Sequence[Area], public: bool) -> frozenset[tuple[str, str]]:
    """(kelurahan, column) of counts that are not shown; within each kecamatan, whose sum is shown."""
    found = set()
    for key in COLUMNS:
        for kecamatan in {area.kecamatan for area in areas}:
            own = [area for area in areas if area.kecamatan == kecamatan]
            column = counts((getattr(area, key) for area in own), public)
            found |= {(own[at].kelurahan, key) for at in column.hidden}
    return frozenset(found)


def _shown(area: Area, key: str, hidden: frozenset[tuple[str, str]], words: Words) -> str:
    value = getattr(area, key)
    if (area.kelurahan, key) in hidden:
        return f"<{FEW}" if value < FEW else words.of("html.hidden")
    return words.number(value)


def _lines(figures: Figures, hidden: frozenset[tuple[str, str]], words: Words, public: bool) -> list[Line]:
    """Kelurahan by kecamatan, each kecamatan followed by its sum, the city last."""
    most = {key: max((getattr(area, key) for area in figures.areas), default=0) for key in COLUMNS}
    lines = []
    for kecamatan in dict.fromkeys(area.kecamatan for area in figures.areas):
        own = [area for area in figures.areas if area.kecamatan == kecamatan]
        for area in own:
            cells = [(_shown(area, key, hidden, words), charts.shade(getattr(area, key), most[key])) for key in COLUMNS]
            complete = words.percent(area.complete) if area.unique else "–"
            lines.append(
                Line(
                    area.kelurahan or words.of("rekap.unknown"),
                    "area",
                    cells,
                    complete,
                    _products(area.typical, words, public),
                )
            )
        if kecamatan:
            sums = [(words.number(sum(getattr(area, key) for area in own)), 0) for key in COLUMNS]
            unique = sum(area.unique for area in own)
            filled = words.percent(sum(area.complete * area.unique for area in own) / unique) if unique else "–"
            lines.append(Line(words.of("html.kecamatan", name=kecamatan), "sum", sums, filled, ""))
    city = figures.city
    totals = [(words.number(getattr(city, key)), 0) for key in COLUMNS]
    lines.append(Line(city.kelurahan, "city", totals, words.percent(city.complete) if city.unique else "–", ""))
    return lines


def _products(made: Sequence[Product], words: Words, public: bool) -> str:
    shown = [item for item in made if not public or item.count >= FEW]
    return ", ".join(
        words.of("html.product", name=safe_text(item.name), times=words.number(item.quotient, 1)) for item in shown
    )


def _bars(figures: Figures, words: Words, number: Callable[[int], str]) -> list[dict[str, Any]]:
    """Charts of the city: lines of business, size classes, commonest products."""
    sizes = {size: figures.city.sizes.get(size, 0) for size in SIZES}
    products = {item.name: item.count for item in figures.city.common}
    charted: list[tuple[str, Mapping[str, int]]] = [
        ("trades", figures.trades),
        ("sizes", sizes),
        ("products", products),
    ]
    made = []
    for key, values in charted:
        shown = [(said(safe_text(name)), number(value), width) for name, value, width in charts.bars(values, BARS)]
        made.append({"key": key, "bars": shown, "empty": not any(values.values())})
    return made


def _complete(figures: Figures, words: Words) -> list[list[tuple[str, str, float]]]:
    """Completeness of the form's fields, in its order, as two columns."""
    lines = [
        (words.label(name), words.percent(share), round(100 * share, 1)) for name, share in figures.completeness.items()
    ]
    half = (len(lines) + 1) // 2
    return [lines[:half], lines[half:]]


def said(name: str) -> str:
    """A value of a choice list as people read it: makanan_minuman → Makanan minuman."""
    return name.replace("_", " ")[:1].upper() + name.replace("_", " ")[1:]


def _trend(frame: RunFrame, figures: Figures, found: Findings, words: Words) -> list[dict[str, Any]]:
    """Businesses and cells in error over the rounds so far, this one last."""
    if frame.trend is None or not frame.trend.points:
        return []
    points = frame.trend.points
    days = [point.day for point in points] + [frame.as_of.isoformat() if frame.as_of else words.of("html.now")]
    made = []
    for key, values in (
        ("businesses", [*(point.businesses for point in points), figures.city.unique]),
        ("errors", [*(point.errors for point in points), found.count("error")]),
    ):
        spots = charts.line(values)
        made.append(
            {"key": key, "points": list(zip(days, [words.number(value) for value in values], spots, strict=True))}
        )
    return made
