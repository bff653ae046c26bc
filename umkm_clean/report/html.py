"""`laporan.html`: one page for leadership, readable without network or script, on a phone, on a desk and on A4.

Charts are a few rectangles of SVG in the template: bars, a table heat map, a tile map of the kelurahan.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.report.findings import short_name
from umkm_clean.report.plain import safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.report.figures import Area, Figures
    from umkm_clean.report.findings import Findings
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words

COLUMNS = ("sent", "valid", "unique", "active", "workers_men", "workers_women", "withheld", "merged")
FEW = 5  # counts below say too much about single people
TILE = (100, 64)
MOST_BARS, MOST_GROUPS = 10, 40


def write_page(found: Findings, figures: Figures, words: Words, frame: RunFrame, path: Path) -> int:
    """Render the page; all text is escaped, personal values never reach it in full. How many kelurahan it shows."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("laporan.html").render(**_content(found, figures, words, frame))
    path.write_text(page + "\n", encoding="utf-8", newline="\n")
    return len(figures.areas)


def _content(found: Findings, figures: Figures, words: Words, frame: RunFrame) -> dict[str, Any]:
    number = partial(_number, words=words, frame=frame)
    city, areas = figures.city, figures.areas
    most = {key: max((getattr(area, key) for area in areas), default=0) for key in COLUMNS}
    tiles = _tiles(areas, words, number)
    return {
        "t": words.of,
        "n": words.number,
        "lang": words.lang,
        "city": words.spec.city.name,
        "date": frame.as_of.isoformat() if frame.as_of else "",
        "headline": [
            (key, number(getattr(city, key)))
            for key in ("valid", "unique", "active", "workers", "workers_men", "workers_women")
        ],
        "areas": areas,
        "areas_sent": sum(area.files > 0 for area in areas),
        "columns": COLUMNS,
        "rows": [_row(area, most, number, words) for area in areas],
        "totals": [number(getattr(city, key)) for key in COLUMNS],
        "tiles": tiles,
        "tile_width": max((tile["x"] for tile in tiles), default=0) + TILE[0],
        "tile_height": max((tile["y"] for tile in tiles), default=0) + TILE[1],
        "charts": _charts(figures, words, number),
        "groups": [group for group in found.groups if group.severity != "info"][:MOST_GROUPS],
        "files": [
            {
                "name": safe_text(short_name(line.path)),
                "status": line.status,
                "numbers": [
                    words.number(getattr(line, key)) for key in ("rows", "layout", "kept", "merged", "withheld")
                ],
            }
            for line in sorted(figures.files, key=lambda line: line.path)
        ],
        "late": [safe_text(area.kelurahan) for area in areas if area.code and not area.files],
    }


def _number(value: int, words: Words, frame: RunFrame) -> str:
    return f"<{FEW}" if frame.view == "publik" and 0 < value < FEW else words.number(value)


def _row(area: Area, most: Mapping[str, int], number: Any, words: Words) -> dict[str, Any]:
    numbers = [
        (number(getattr(area, key)), round(0.55 * getattr(area, key) / most[key], 2) if most[key] else 0)
        for key in COLUMNS
    ]
    named = ", ".join(safe_text(item.name) for item in area.typical)
    return {
        "name": area.kelurahan or words.of("rekap.unknown"),
        "kecamatan": area.kecamatan,
        "numbers": numbers,
        "products": named,
    }


def _tiles(areas: tuple[Area, ...], words: Words, number: Any) -> list[dict[str, Any]]:
    """The kelurahan where the city's layout puts them; without a layout, in rows by kecamatan."""
    known = [area for area in areas if area.code]
    rows: dict[str, list[str]] = {}
    for area in known:
        rows.setdefault(area.kecamatan, []).append(area.code)
    fallback = {code: (row, column) for row, codes in enumerate(rows.values()) for column, code in enumerate(codes)}
    places = words.spec.city.tiles or fallback
    most = max((area.unique for area in known), default=0)
    tiles = []
    for area in known:
        row, column = places.get(area.code, fallback[area.code])
        opacity = round(0.08 + 0.6 * area.unique / most, 2) if most else 0.08
        place = {"x": column * TILE[0] + 4, "y": row * TILE[1] + 4}
        tiles.append(place | {"name": area.kelurahan, "count": number(area.unique), "opacity": opacity})
    return tiles


def _charts(figures: Figures, words: Words, number: Any) -> list[dict[str, Any]]:
    sizes = dict(figures.city.sizes)
    common = {item.name: item.count for item in figures.city.common}
    complete = {words.label(name): round(100 * share) for name, share in figures.completeness.items()}
    charts = [("html.trades", figures.trades), ("html.sizes", sizes), ("html.products", common)]
    out = [_chart(words.of(key), values, number) for key, values in charts if values]
    return [*out, _chart(words.of("html.complete"), complete, lambda value: f"{value} %", MOST_BARS * 2)]


def _chart(title: str, values: Mapping[str, int], shown: Any, most: int = MOST_BARS) -> dict[str, Any]:
    largest = max(values.values(), default=0) or 1
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))[:most]
    bars = [
        {"name": safe_text(name)[:24], "value": shown(value), "width": round(200 * value / largest, 1)}
        for name, value in ordered
    ]
    return {"title": title, "bars": bars}
