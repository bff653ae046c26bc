"""Shapes of the page's charts, as numbers for the template: bars, tiles, a line over rounds. No words, no library.

Rectangles and a polyline are all that is needed; a plotting library would bring scripts, fonts and hundreds of
kilobytes (see docs/adr/0011-charts-are-drawn-by-the-template.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.report.figures import Area

TILE, GAP = (104, 84), 6
STEPS = 6  # shades of the tile map and the table
LINE = (560, 150)


def bars(values: Mapping[str, int], most: int) -> list[tuple[str, int, float]]:
    """The first values, each with its share of the largest (0 … 100)."""
    largest = max(values.values(), default=0) or 1
    return [(name, value, round(100 * value / largest, 1)) for name, value in list(values.items())[:most]]


def shade(value: float, largest: float) -> int:
    """0 for nothing, then 1 … STEPS: the deeper the more."""
    return 0 if value <= 0 or largest <= 0 else min(STEPS, 1 + int((STEPS - 1) * value / largest + 0.5))


def tiles(areas: Sequence[Area], places: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """One tile for each kelurahan where the city's layout puts it; without a layout, one row for each kecamatan."""
    rows: dict[str, list[str]] = {}
    for area in areas:
        rows.setdefault(area.kecamatan, []).append(area.code)
    lines = {code: (row, column) for row, codes in enumerate(rows.values(), 1) for column, code in enumerate(codes, 1)}
    whole = places if all(area.code in places for area in areas) else lines
    most = max((area.unique for area in areas), default=0)
    made = []
    for area in areas:
        row, column = whole[area.code]
        made.append(
            {
                "x": (column - 1) * (TILE[0] + GAP),
                "y": (row - 1) * (TILE[1] + GAP),
                "lines": _two_lines(area.kelurahan),
                "shade": shade(area.unique, most),
                "kecamatan": list(rows).index(area.kecamatan) + 1,
                "area": area,
            }
        )
    return made


def size_of(made: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Width and height of a tile map."""
    return max((tile["x"] for tile in made), default=0) + TILE[0], max((tile["y"] for tile in made), default=0) + TILE[
        1
    ]


def _two_lines(name: str) -> list[str]:
    """A name broken once at a blank where it is long."""
    if len(name) <= 11 or " " not in name:
        return [name]
    first, _, rest = name.partition(" ")
    return [first, rest]


def line(values: Sequence[int]) -> list[tuple[float, float]]:
    """Points of a line over rounds inside `LINE`, from zero up."""
    largest = max(values, default=0) or 1
    step = (LINE[0] - 80) / max(len(values) - 1, 1)
    return [
        (round(40 + at * step, 1), round(LINE[1] - 30 - (LINE[1] - 60) * value / largest, 1))
        for at, value in enumerate(values)
    ]


def shares(parts: Sequence[tuple[str, int]]) -> list[tuple[str, int, float, float]]:
    """Parts of a whole as a bar: name, count, start and width in per cent."""
    whole = sum(count for _, count in parts) or 1
    made, start = [], 0.0
    for name, count in parts:
        width = 100 * count / whole
        made.append((name, count, round(start, 2), round(width, 2)))
        start += width
    return made
