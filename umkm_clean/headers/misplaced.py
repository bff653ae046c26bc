"""Lists that have no header row because they lie otherwise: a whole table in one column, or fields below each other."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.headers.words import fold
from umkm_clean.model import SourceFinding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_clean.headers.environment import Environment
    from umkm_clean.headers.grid import Grid

WINDOW = 60  # rows that hold anything, from the top
LEAST = 3  # fields that must be named
#: What may stand between the values of a row that is one text: tab, `;`, `|`, `,`, two blanks or more.
_SIGNS = tuple(map(re.compile, ("\t", ";", r"\|", ",", r"\s{2,}")))


def misplaced(grid: Grid, env: Environment) -> SourceFinding | None:
    """What is wrong with how the list lies; None where there is no such list."""
    return _in_one_column(grid, env) or _sideways(grid, env)


def _in_one_column(grid: Grid, env: Environment) -> SourceFinding | None:
    """Rows that are one text each, which parted at one sign make a header and as many values below it."""
    rows = grid.held[:WINDOW]
    places = Counter(next(iter(grid.row(row))) for row in rows if len(grid.row(row)) == 1)
    if not places or places.most_common(1)[0][1] < max(LEAST, 0.8 * len(rows)):
        return None
    column = places.most_common(1)[0][0]
    texts = dict(zip(rows, grid.texts(column, rows), strict=True))
    for sign in _SIGNS:
        parts = {row: sign.split(text.strip()) for row, text in texts.items()}
        for at, row in enumerate(rows[:20]):
            width = len(parts[row])
            alike = sum(abs(len(parts[below]) - width) <= 1 for below in rows[at + 1 :])
            if width >= LEAST and alike >= 2 and _names_a_list(parts[row], env):
                facts = {"rows": len(grid.held) - at - 1}
                return SourceFinding(codes.HDR_ONE_COLUMN, column=column, row=row, facts=facts)
    return None


def _sideways(grid: Grid, env: Environment) -> SourceFinding | None:
    """A column of names of fields, each with something to the right of it."""
    rows = grid.held[:WINDOW]
    for column in range(1, min(grid.width, 6) + 1):
        labels = [
            text
            for row in rows
            if (text := grid.text(row, column).rstrip(" :")) and any(other > column for other in grid.row(row))
        ]
        known = [text for text in labels if env.matcher.match((text,)).weight > 0.5]
        if len(known) >= 0.6 * len(labels) and _names_a_list(labels, env):
            return SourceFinding(codes.HDR_SIDEWAYS, column=column, row=rows[0])
    return None


def _names_a_list(texts: Iterable[str], env: Environment) -> bool:
    fields = set()
    for text in {text for text in texts if fold(text)}:
        match = env.matcher.match((text,))
        if match.field is not None or match.doubt is not None:
            fields.add(match.field or match.doubt.candidates[0])  # type: ignore[union-attr]
    fields.discard("no_urut")
    return len(fields) >= LEAST and any(env.lexicon.is_identity(name) for name in fields)
