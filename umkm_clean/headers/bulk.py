"""Rows that are data beyond doubt, told apart in whole columns at once, so that only the few others cost time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.headers.lexicon import AMOUNT_KINDS, NAME_KINDS, PLACE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.headers.grid import Counts, Flags, Grid
    from umkm_clean.headers.lexicon import Lexicon

HEAD = 2
TAIL = 40  # rows at the end where a signature block may stand
_TOTAL_TEXT = r"^\W*(?:sub\W*|grand\W*)?(?:total|jumlah|jml|jlh|j\s+u\s+m)\b"
_EXAMPLE_TEXT = r"^\W*(?:contoh|cth|example)\b"


@dataclass(frozen=True, slots=True)
class Below:
    """What is known of the rows under one header before they are judged."""

    columns: tuple[int, ...]  # the table's columns
    kinds: Mapping[int, str]  # column → kind of its field
    number_column: int | None  # running number
    header: tuple[Mapping[int, str], ...]  # header rows: column → text in one line
    above: frozenset[tuple[str, ...]] = frozenset()  # folded rows above the header
    side_rows: frozenset[int] = frozenset()  # headers of tables that are no lists of businesses
    proofs: Mapping[int, Callable[[str], bool]] = field(default_factory=dict)  # column → what its values look like

    def of_kinds(self, kinds: frozenset[str]) -> list[int]:
        """The columns whose field is of one of these kinds."""
        return [column for column in self.columns if self.kinds.get(column) in kinds]

    @property
    def content(self) -> list[int]:
        """All columns but the running number."""
        return [column for column in self.columns if column != self.number_column]


def beyond_doubt(
    grid: Grid, rows: Sequence[int], below: Below, lexicon: Lexicon, repeated: frozenset[int]
) -> tuple[Flags, int]:
    """Find the rows with a name, enough other values and no word of a total; say how many cells are "enough"."""
    at = np.asarray(rows, dtype=np.int64) - 1
    content, names = below.content, below.of_kinds(NAME_KINDS)
    if not len(at) or not content:
        return np.zeros(len(at), dtype=bool), 3
    telling = names or content
    filled = grid.filled[at]
    count = filled[:, [column - 1 for column in content]].sum(axis=1)
    named = filled[:, [column - 1 for column in telling]].any(axis=1)
    typical = float(np.median(count[named])) if named.any() else 0.0
    rich = max(3, int(np.ceil(typical / 2)))
    need = max(2, min(4, rich)) if names else rich
    doubt = _sounds_like_layout(grid, at, filled, below, telling[:3])
    thin = count <= 3
    doubt[-TAIL:] |= thin[-TAIL:]
    doubt[:HEAD] = True  # instructions stand right under the header, as full as data
    if need <= 3:
        words = "|".join(sorted(map(str, lexicon.words.get("signature", ()))))
        for column in content:
            doubt |= thin & grid.matches(column, rf"^\W*(?:{words})\b")[at]
    sure: Flags = named & (count >= need) & ~doubt & ~np.isin(at + 1, list(repeated))
    return sure, rich


def _sounds_like_layout(grid: Grid, at: Counts, filled: Flags, below: Below, telling: Sequence[int]) -> Flags:
    """Rows to look at one by one: words of totals without any other word beside, examples, headers, mere numbers."""
    kinds, content = below.kinds, below.content
    worded = [
        column for column in content if kinds.get(column, "") not in AMOUNT_KINDS | NAME_KINDS | PLACE_KINDS | {""}
    ]
    alone = ~filled[:, [column - 1 for column in worded]].any(axis=1) if worded else np.ones(len(at), dtype=bool)
    first = below.columns[0]
    doubt: Flags = grid.matches(first, _EXAMPLE_TEXT)[at]
    for column in {first, *telling}:
        doubt |= alone & grid.matches(column, _TOTAL_TEXT)[at]
    same = np.zeros(len(at), dtype=np.int64)
    size = np.zeros(len(at), dtype=np.int64)
    for column in content:
        size += grid.lengths(column)[at]
        for header in {row[column] for row in below.header if column in row}:
            same += grid.equals(column, header)[at]
    few = size <= 5 * np.maximum(filled[:, [column - 1 for column in content]].sum(axis=1), 1)
    doubt |= (same >= 2) | few
    return doubt
