"""Which rows are headers: every band of up to three rows is judged by how many columns its words name.

Evidence for a band: words of the form in it (exact, synonym, mistyped), and digits that begin right under words.
Evidence against: cells that look like values. More rows must earn their place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from umkm_clean.headers.words import fold, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_clean.headers.grid import Flags, Grid
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.match import Match, Matcher

WINDOW = 60  # rows that hold anything, from the top, each looked at in full
DEEP = 400  # more rows further down that are looked at because they hold header words
ROW_COST = 0.25
_VALUE = re.compile(r"[0-9][0-9 .\-]{4,}[0-9]|@|^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}$|^rp\.? ?[0-9]", re.IGNORECASE)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_TWO_DIGITS = re.compile("[0-9].*[0-9]")
_PREAMBLE = re.compile(r"^:|:$|: ?\S")


@dataclass(frozen=True, slots=True)
class Band:
    """Adjacent header rows: each column's texts from the outer heading inwards, and what they match."""

    rows: tuple[int, ...]
    paths: Mapping[int, tuple[str, ...]]
    matches: Mapping[int, Match]
    score: float
    fields: frozenset[str] = field(default_factory=frozenset)

    @property
    def first(self) -> int:
        """The uppermost row."""
        return self.rows[0]

    @property
    def last(self) -> int:
        """The lowest row."""
        return self.rows[-1]


def find_bands(grid: Grid, matcher: Matcher, lexicon: Lexicon) -> list[Band]:
    """The sheet's header bands in order of rows, whatever they head; overlapping ones: the best."""
    window = grid.held[:WINDOW]
    judged = {row: _row_weight(grid, row, matcher, lexicon) for row in window}
    found = _best_bands(grid, judged, matcher, lexicon)
    if len(grid.held) > WINDOW:
        written = sorted({text for band in found for row in band.rows for text in grid.raw(row)})
        known = grid.count_in(pa.concat_arrays([_spellings(lexicon), pa.array(written, type=pa.string())])) >= 2
        for band in found[:1]:
            known |= _words_for_numbers(grid, band)
        deeper = [row for row in grid.held[WINDOW:] if known[row - 1]][:DEEP]
        if deeper:
            judged |= {row: _row_weight(grid, row, matcher, lexicon) for row in deeper}
            found = _best_bands(grid, judged, matcher, lexicon)
    return found


def _row_weight(grid: Grid, row: int, matcher: Matcher, lexicon: Lexicon) -> float:
    """How much of a header a single row is; typing errors are only looked for where no cell looks like a value."""
    cells = grid.row(row)
    if len(cells) < 2 or len(cells) > 200:
        return 0.0
    if len(cells) < 5 and any(_PREAMBLE.search(text) for text in cells.values()):
        return 0.0  # "Kelurahan : Jati"
    words = [text for text in cells.values() if len(text) <= 90 and not _is_number(text) and not _VALUE.search(text)]
    years = sum(1 for text in cells.values() if _YEAR.fullmatch(text))  # "OMZET" over 2024 and 2025
    values = len(cells) - len(words) - years
    if values >= len(words):
        return 0.0
    known = sum(1.0 for text in words if any(lexicon.knows(lexicon.canonical(key)) for key in label(text).keys))
    if values <= 0.25 * len(cells) and known < len(words) and all(len(text) <= 60 for text in words):
        known = sum(matcher.match((text,)).weight for text in words)
    return known - values


def _is_number(text: str) -> bool:
    return text[0].isdecimal() and text.upper() == text.lower()


def _best_bands(grid: Grid, judged: Mapping[int, float], matcher: Matcher, lexicon: Lexicon) -> list[Band]:
    anchors = [row for row, weight in judged.items() if weight >= 1.6]
    bands: list[Band] = []
    for anchor in anchors:
        options = [
            _band(grid, range(first, last + 1), matcher, lexicon)
            for first, last in _spans(anchor)
            if first >= 1 and last <= grid.height and _may_head(grid, range(first, last + 1))
        ]
        if options:
            bands.append(max(options, key=lambda band: (round(band.score, 6), -len(band.rows), -band.first)))
    chosen: list[Band] = []
    for band in sorted(bands, key=lambda band: (-round(band.score, 6), band.first)):
        apart = all(band.last < other.first or band.first > other.last for other in chosen)
        if apart and len(band.fields) >= 2:
            chosen.append(band)
    return sorted((_with_hints(grid, band, matcher, lexicon) for band in chosen), key=lambda band: band.first)


def _spans(anchor: int) -> Iterable[tuple[int, int]]:
    yield anchor, anchor
    for above in (0, 1, 2):
        for below in (0, 1, 2):
            if 1 <= above + below <= 2:
                yield anchor - above, anchor + below


def _may_head(grid: Grid, rows: Iterable[int]) -> bool:
    """The rows may stand together: no title, no "Kelurahan : Jati", no empty row at either end."""
    numbers = list(rows)
    for position, row in enumerate(numbers):
        cells = grid.row(row)
        if not cells:
            return False
        if len(numbers) > 1 and any(_PREAMBLE.search(text) for text in cells.values()):
            return False
        if position < len(numbers) - 1 and len(cells) == 1:
            column = next(iter(cells))
            area = grid.merged_at.get((row, column))
            below = grid.row(numbers[-1])
            wide = area is not None and below and area.last_column - area.first_column + 1 >= 0.7 * len(below)
            if (column <= min(below, default=column) and (area is None or area.last_column == column)) or wide:
                return False
    return True


def _band(grid: Grid, rows: Iterable[int], matcher: Matcher, lexicon: Lexicon) -> Band:
    numbers = tuple(rows)
    columns = sorted({column for row in numbers for column in _reach(grid, row)})
    paths = {column: path for column in columns if (path := path_at(grid, numbers, column))}
    matches = {column: matcher.match(path) for column, path in paths.items()}
    fields: set[str] = set()
    score = 0.0
    for match in matches.values():
        names = [match.field] if match.field else list(match.doubt.candidates[:1]) if match.doubt else []
        score += 0.15 if names and names[0] in fields else match.weight
        fields.update(name for name in names if name in lexicon.kinds)
    score -= sum(1.0 for row in numbers for text in grid.row(row).values() if _VALUE.search(text) or len(text) > 90)
    score += 0.2 * min(len(_number_columns(grid, numbers, paths)), 5)
    score -= ROW_COST * (len(numbers) - 1)
    return Band(numbers, paths, matches, score, frozenset(fields))


def _reach(grid: Grid, row: int) -> set[int]:
    """Columns that a row labels: its filled cells and what merged cells cover beside them."""
    columns = set(grid.row(row))
    for column in list(columns):
        area = grid.merged_at.get((row, column))
        if area is not None and area.last_column - area.first_column < 12:
            columns.update(range(area.first_column, area.last_column + 1))
    return columns


def path_at(grid: Grid, rows: tuple[int, ...], column: int) -> tuple[str, ...]:
    """The texts above one column: merged cells count for all they cover, groups reach over blanks to the right."""
    path: list[str] = []
    own = False  # has this column a text of its own yet? Groups only reach over blanks above it
    for position, row in enumerate(rows):
        text = grid.text(row, column)
        area = grid.merged_at.get((row, column))
        own = own or bool(text)
        if not text and area is not None and area.first_row in rows:
            text = grid.text(area.first_row, area.first_column)
        elif not text and area is None and position < len(rows) - 1 and not own:
            text = _group_left(grid, rows, position, column)
        if text and (not path or fold(path[-1]) != fold(text)):
            path.append(text)
    return tuple(path)


def _group_left(grid: Grid, rows: tuple[int, ...], position: int, column: int) -> str:
    """The unmerged heading to the left that a sub-heading belongs to: its own column has a sub-heading as well."""
    below = rows[position + 1 :]
    if not any(grid.text(row, column) for row in below):
        return ""
    for left in range(column - 1, 0, -1):
        if not any(grid.text(row, left) for row in below):
            return ""
        text = grid.text(rows[position], left)
        if text:
            return "" if (rows[position], left) in grid.merged_at else text
    return ""


def _number_columns(grid: Grid, rows: tuple[int, ...], paths: Mapping[int, tuple[str, ...]]) -> list[int]:
    """Columns where digits begin right under words: what a header and its values look like."""
    start = bisect_right(grid.held, rows[-1])
    below = [grid.row(row) for row in grid.held[start : start + 8]]
    found = []
    for column, path in paths.items():
        values = [cells[column] for cells in below if column in cells]
        digits = sum(1 for text in values if _TWO_DIGITS.search(text))
        if len(values) >= 2 and digits >= 0.6 * len(values) and not any(char.isdigit() for char in path[-1]):
            found.append(column)
    return found


def _words_for_numbers(grid: Grid, band: Band) -> Flags:
    """Rows with words in at least two of the columns that hold numbers under this header."""
    count = np.zeros(grid.height, dtype=np.int64)
    for column in _number_columns(grid, band.rows, band.paths)[:6]:
        count += grid.filled[:, column - 1] & ~grid.matches(column, "[0-9]")
    return np.asarray(count >= 2, dtype=bool)


def _with_hints(grid: Grid, band: Band, matcher: Matcher, lexicon: Lexicon) -> Band:
    """The band with the rows of units or bracketed hints that follow it ("(Rp)", "L / P", "orang")."""
    rows = band.rows
    while len(rows) < 5 and (
        _is_hint_row(grid, rows[-1] + 1, lexicon, band.paths) or _is_sub_row(grid, rows[-1] + 1, rows, band, lexicon)
    ):
        rows = (*rows, rows[-1] + 1)
    if rows == band.rows:
        return band
    made = _band(grid, rows, matcher, lexicon)
    return Band(rows, made.paths, made.matches, band.score, made.fields or band.fields)


def _is_hint_row(grid: Grid, row: int, lexicon: Lexicon, paths: Mapping[int, tuple[str, ...]]) -> bool:
    cells = grid.row(row)
    if not cells or not all(column in paths for column in cells):
        return False
    keys = [label(text).key for text in cells.values()]
    if not any(char.isalpha() for key in keys for char in key):
        return False
    letters = [key for key in keys if len(key) == 1 and key.isalpha()]
    if len(letters) == len(keys) >= 3:
        return False  # A B C D: a numbering row
    bracketed = [text.startswith("(") and text.endswith(")") for text in cells.values()]
    return all(
        lexicon.has_word("unit", key)
        or lexicon.has_word("unit", lexicon.canonical(key))
        or (inside and any(map(str.isalpha, key)))
        for key, inside in zip(keys, bracketed, strict=True)
    )


def _is_sub_row(grid: Grid, row: int, rows: tuple[int, ...], band: Band, lexicon: Lexicon) -> bool:
    """A row of sub-headings: short words, none under a name or number, at least one beside a heading it belongs to."""
    cells = grid.row(row)
    if len(cells) < 2 or any(
        _VALUE.search(text) or len(text) > 25 or not any(map(str.isalpha, text)) for text in cells.values()
    ):
        return False
    for column in cells:
        match = band.matches.get(column)
        if (
            match is not None
            and match.field is not None
            and (lexicon.is_identity(match.field) or lexicon.kinds[match.field] == "verbatim")
        ):
            return False
    both = (*rows, row)
    return any(not grid.text(rows[-1], column) and _heading_of(grid, both, column) for column in cells)


def _heading_of(grid: Grid, rows: tuple[int, ...], column: int) -> str:
    """The merged or unmerged heading beside which this column stands in the row above the last."""
    area = grid.merged_at.get((rows[-2], column))
    if area is not None and area.first_column < column:
        return grid.text(area.first_row, area.first_column)
    return "" if area is not None else _group_left(grid, rows, len(rows) - 2, column)


_SPELLINGS: list[tuple[Lexicon, pa.Array]] = []


def _spellings(lexicon: Lexicon) -> pa.Array:
    """Header words as they are usually written, for a quick search through all rows; made once for a lexicon."""
    if not _SPELLINGS or _SPELLINGS[0][0] is not lexicon:
        keys = {*lexicon.exact, *lexicon.synonyms, *lexicon.doubtful, *lexicon.others}
        forms = {
            form for key in keys for form in (key, key.upper(), key.title(), key.capitalize(), key.replace(" ", "_"))
        }
        _SPELLINGS[:] = [(lexicon, pa.array(sorted(forms), type=pa.string()))]
    return _SPELLINGS[0][1]
