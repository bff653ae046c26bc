"""Columns of ticks: one column for each word of a choice ("L" | "P", "MIKRO" | "KECIL"), a tick where it holds.

Such columns all are the one field of that choice; a tick stands for the text of its header, so it is handed on as a
cell whose text stands in the header row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.headers.content import TICKS
from umkm_clean.headers.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.headers.content import Profile
    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.match import Match
    from umkm_clean.spec.types import Spec

CROSSES = frozenset("x ✗ ✘".split())  # noqa: SIM905
#: With these alone it could be a count.
COUNTS = frozenset({"1"})


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a column of ticks is: the field, and which marks are ticks."""

    field: str
    marks: frozenset[str]


def find_ticks(
    paths: Mapping[int, tuple[str, ...]], matches: Mapping[int, Match], profile: Callable[[int], Profile], spec: Spec
) -> dict[int, Ticked]:
    """Groups of at least two columns of ticks under different words of one choice list, by column."""
    found: dict[int, Ticked] = {}
    for list_name, vocab in spec.vocab.items():
        names = [
            name
            for name, given in spec.fields.items()
            if given.kind == "choice" and given.params.get("vocab") == list_name
        ]
        words = {fold(form): value for form, value in vocab.variants.items()}
        meant = {column: words[fold(path[-1])] for column, path in paths.items() if path and fold(path[-1]) in words}
        if not names or len(meant) < 2 or len(set(meant.values())) < len(meant):
            continue
        named = [matches[column].field if column in matches else None for column in meant]
        if any(name is not None and name not in names for name in named):
            continue  # "TENAGA KERJA" over L and P
        texts = {text.casefold() for column in meant for text in profile(column).values}
        marks = _marks(texts, certain=all(named))
        if marks:
            written = next((name for name in names if name.endswith("_tertulis")), names[0])
            found |= dict.fromkeys(meant, Ticked(written, marks))
    return found


def _marks(texts: set[str], certain: bool) -> frozenset[str]:
    """The marks that mean yes; none where other texts stand among them, or where they could be counts."""
    if not texts or not texts <= TICKS:
        return frozenset()
    plain = frozenset(texts - CROSSES - COUNTS)
    if plain:
        return plain
    return frozenset(texts) if certain or not texts & COUNTS else frozenset()


def tick_fills(
    grid: Grid, ticked: Mapping[int, Ticked], header_rows: Sequence[int], data_rows: Sequence[int]
) -> dict[tuple[int, int], int]:
    """(row, column) → header row, for every ticked cell of these columns."""
    fills: dict[tuple[int, int], int] = {}
    for column, made in ticked.items():
        titled = [row for row in header_rows if grid.text(row, column)]
        texts = grid.texts(column, data_rows) if titled else []
        fills |= {
            (row, column): titled[-1]
            for row, text in zip(data_rows, texts, strict=False)
            if text.strip().casefold() in made.marks
        }
    return fills
