"""What each row below a header is. Rows that are data beyond doubt are told apart in whole columns at once; the few
others are judged one by one, top down, by their own words and by what stands around them.

When in doubt a row with a name and any other mapped value is data.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.headers import signs
from umkm_clean.headers.bulk import Below, beyond_doubt
from umkm_clean.headers.groups import group_headings
from umkm_clean.headers.lexicon import AMOUNT_KINDS, NAME_KINDS, PLACE_KINDS
from umkm_clean.headers.totals import agreeing, amount
from umkm_clean.headers.words import fold, unspaced
from umkm_clean.model import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.places import Places

OUR_FORM = 15  # columns, all of them labels of the spec, from which a table is the form that `template` writes


@dataclass(slots=True)
class Judged:
    """Roles of the rows, and what was noticed on the way."""

    roles: dict[int, Role] = field(default_factory=dict)
    totals: list[int] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    numbered_only: int = 0  # rows that hold nothing but a running number, a place or strokes
    groups: list[int] = field(default_factory=list)  # headings of groups of rows, in words of their own
    between: list[int] = field(default_factory=list)  # rows between data rows that hold one value and no name


def judge(
    grid: Grid, rows: Sequence[int], below: Below, lexicon: Lexicon, places: Places, repeated: frozenset[int]
) -> Judged:
    """Roles of the held `rows` (ascending) under one header; `repeated` are rows known to be the same header again."""
    return _Judge(grid, rows, below, lexicon, places, repeated).run()


class _Judge:
    def __init__(
        self,
        grid: Grid,
        rows: Sequence[int],
        below: Below,
        lexicon: Lexicon,
        places: Places,
        repeated: frozenset[int],
    ) -> None:
        self.repeated = repeated
        self.grid, self.rows, self.below, self.lexicon, self.places = grid, list(rows), below, lexicon, places
        self.names = [column for column in below.columns if below.kinds.get(column) in NAME_KINDS]
        self.amounts = [column for column in below.columns if below.kinds.get(column) in AMOUNT_KINDS]
        self.dated = [column for column in below.columns if below.kinds.get(column) in ("ttl", "date")]
        self.content = [column for column in below.columns if column != below.number_column]
        self.header = [{column: fold(text) for column, text in row.items()} for row in below.header]
        self.out = Judged()
        self.rich = 3  # filled cells from which a row is as full as data rows are
        self.state: Role | None = None
        self.last_number: int | None = None

    def run(self) -> Judged:
        strong, self.rich = beyond_doubt(self.grid, self.rows, self.below, self.lexicon, self.repeated)
        roles, number = self.out.roles, self.below.number_column
        roles.update(dict.fromkeys(itertools.compress(self.rows, strong.tolist()), Role.DATA))
        last = int(np.flatnonzero(strong)[-1]) if strong.any() else -1
        for index in np.flatnonzero(~strong).tolist():
            row = self.rows[index]
            if index and strong[index - 1]:
                self.state = None
                self.note_number(self.rows[index - 1], number)
            if row in self.repeated:
                roles[row] = Role.REPEATED_HEADER
                self.state = None
                continue
            roles[row] = self.weak(row, index, index < last)
            if roles[row] is Role.DATA:
                self.state = None
                self.note_number(row, number)
        data = [row for row in self.rows if roles[row] is Role.DATA]
        weak = [row for row in itertools.compress(self.rows, (~strong).tolist()) if roles[row] is Role.DATA]
        self.out.groups = group_headings(self.grid, data, weak, number, self.names)
        roles.update(dict.fromkeys(self.out.groups, Role.TITLE))
        return self.out

    def note_number(self, row: int, column: int | None) -> None:
        if column is not None:
            self.last_number = signs.number_of(self.grid.text(row, column))

    def weak(self, row: int, index: int, before_data: bool) -> Role:
        """One row that is not data beyond doubt."""
        cells = self.grid.row(row)
        if not cells:
            return Role.NOTE
        layout = self.as_layout(row, cells, index)
        if layout is not None:
            return layout
        inside = {column: text for column, text in cells.items() if column in self.below.kinds}
        if signs.typed(cells, self.below.kinds) or self.is_next(inside) or self.is_proved(inside):
            return Role.DATA
        if (before_data or self.state is None) and self.is_section(row, cells):
            return Role.TITLE
        marked = self.as_mark(row, cells, before_data)
        if marked is not None:
            self.state = marked
            return marked
        if self.state is not None:
            return self.state
        return self.by_values(row, cells, inside, index, before_data)

    def as_layout(self, row: int, cells: Mapping[int, str], index: int) -> Role | None:
        """Repeated headers and titles, numbering, totals, examples: told by their own text."""
        folded = {column: fold(text) for column, text in cells.items()}
        if any(_repeats(folded, header) for header in self.header):
            return Role.REPEATED_HEADER
        if tuple(folded.values()) in self.below.above:
            self.note_section(row, cells)
            return Role.TITLE
        if signs.numbering(cells) and self.after_header(index):
            return Role.NUMBERING
        label = signs.total_label(cells, self.lexicon, self.places)
        if label is not None and not (label in self.names and self.has_very_next_number(cells)):
            self.out.totals.append(row)
            return Role.TOTAL
        first = min(cells.items())[1]
        if signs.is_average_text(first, self.lexicon):
            return Role.TOTAL
        if signs.example(cells, self.lexicon) and not self.overwritten(cells):
            return Role.NOTE
        if index < 2 and self.after_header(index) and self.instructs(cells):
            return Role.NOTE
        return None

    def overwritten(self, cells: Mapping[int, str]) -> bool:
        """A business typed over the example row of our own form, where "Contoh" was left standing."""
        if len(self.header) != 1 or len(self.header[0]) < OUR_FORM:
            return False
        if any(self.lexicon.canonical(unspaced(text)) not in self.lexicon.exact for text in self.header[0].values()):
            return False
        return any(fold(cells[column]) not in self.lexicon.examples for column in self.names if column in cells)

    def instructs(self, cells: Mapping[int, str]) -> bool:
        """A row of instructions: told by its words, or by words in columns of numbers (but for a numbered row)."""
        number = self.below.number_column
        if number is not None and signs.number_of(cells.get(number, "")) is not None:
            return False
        return signs.hints(cells, self.lexicon) or signs.words_for_numbers(cells, self.below.kinds, self.lexicon)

    def after_header(self, index: int) -> bool:
        """Tell whether no data stands between this row and the header (or its repetition) above it."""
        before = self.out.roles.get(self.rows[index - 1]) if index else Role.HEADER
        return before in (Role.HEADER, Role.REPEATED_HEADER, Role.NUMBERING) or (before is Role.NOTE and index < 2)

    def has_very_next_number(self, cells: Mapping[int, str]) -> bool:
        """The number after the last one: a shop called "Total" in its turn, where a count beside JUMLAH is none."""
        number = signs.number_of(cells.get(self.below.number_column or 0, ""))
        return number is not None and number == (self.last_number or 0) + 1

    def is_next(self, cells: Mapping[int, str]) -> bool:
        """A running number and a name beside it, or the very next number and any value."""
        column = self.below.number_column
        number = signs.number_of(cells.get(column, "")) if column is not None else None
        if number is None:
            return False
        if any(signs.name_like(cells[name]) for name in self.names if name in cells):
            return not any(
                signs.signature({name: cells[name]}, self.lexicon, ()) for name in self.names if name in cells
            )
        others = [
            at
            for at in cells
            if at != column and at not in self.amounts and self.below.kinds.get(at) not in PLACE_KINDS
        ]
        return number == (self.last_number or 0) + 1 and bool(others)

    def is_proved(self, cells: Mapping[int, str]) -> bool:
        """A name, and beside it a value that only this column holds (an address, a word of its choice list)."""
        named = [cells[name] for name in self.names if name in cells and signs.name_like(cells[name])]
        if not named or any(signs.signature({0: text}, self.lexicon, ()) for text in named):
            return False
        return any(column in cells and test(cells[column]) for column, test in self.below.proofs.items())

    def is_section(self, row: int, cells: Mapping[int, str]) -> bool:
        texts = set(cells.values())
        if len(texts) != 1 and not (len(cells) <= 3 and signs.preamble(cells)):
            return False
        text = " ".join(cells.values())
        name = len(cells) == 1 and min(cells) in self.names
        if len(cells) == 1 and self.below.kinds.get(min(cells)) == "address" and not self.is_wide(row, min(cells)):
            return False  # the second line of an address
        alone = len(texts) == 1 and signs.section(text, self.lexicon, self.places, may_be_name=name)
        if alone or (
            signs.preamble(cells) and (self.places.find(text) or signs.section(text, self.lexicon, self.places))
        ):
            self.note_section(row, cells)
            self.state = None
            return True
        return False

    def note_section(self, row: int, cells: Mapping[int, str]) -> None:
        text = " ".join(dict.fromkeys(cells.values()))
        self.out.sections.append((row, text))

    def as_mark(self, row: int, cells: Mapping[int, str], before_data: bool) -> Role | None:
        """A row that begins something else: signatures, notes, another kind of table."""
        named = sum(1 for column in self.names if column in cells and signs.name_like(cells[column]))
        rich = named > 0 and sum(1 for column in cells if column in self.below.kinds) >= 4
        if not rich and signs.signature(cells, self.lexicon, self.dated):
            return Role.SIGNATURE
        if row in self.below.side_rows:
            return Role.NOTE
        if not rich and signs.note(cells, self.lexicon):
            return Role.NOTE
        if len(cells) == 1 and self.is_wide(row, min(cells)) and not before_data:
            return Role.NOTE
        return None

    def is_wide(self, row: int, column: int) -> bool:
        """Tell whether a cell is merged over three columns or more of its row."""
        area = self.grid.merged_at.get((row, column))
        return area is not None and area.last_column - area.first_column >= 2 and area.first_row == area.last_row

    def by_values(
        self, row: int, cells: Mapping[int, str], inside: Mapping[int, str], index: int, before_data: bool
    ) -> Role:
        """No word says what the row is: what is filled in decides."""
        kinds = self.below.kinds
        if self.is_bare_total(row, inside, before_data):
            self.out.totals.append(row)
            return Role.TOTAL
        telling = [at for at, text in inside.items() if kinds[at] not in PLACE_KINDS and not self.is_nothing(at, text)]
        if not telling and set(cells) <= set(inside):
            self.out.numbered_only += 1
            return Role.NOTE
        if any(signs.name_like(inside[name]) for name in self.names if name in inside) and len(inside) >= 2:
            return Role.DATA
        if (len(inside) >= 2 and len(telling) >= 1) or len(telling) >= 2:
            return Role.DATA
        if sum(column in self.below.columns for column in cells) >= self.rich:
            return Role.DATA
        only = next(iter(inside), None)
        if only in self.names and len(cells) == 1 and (before_data or self.follows_data(index)):
            wide = self.grid.merged_at.get((row, only))
            return Role.DATA if wide is None or wide.first_column == wide.last_column else Role.NOTE
        if before_data and telling:
            self.out.between.append(row)
        return Role.NOTE

    def is_nothing(self, column: int, text: str) -> bool:
        """A running number, mere strokes or dots, or a zero of a formula that was copied down in advance."""
        if column == self.below.number_column or not any(map(str.isalnum, text)):
            return True
        return self.below.kinds[column] in AMOUNT_KINDS and text in ("0", "-", "Rp 0", "Rp0", "0.0")

    def follows_data(self, index: int) -> bool:
        before = self.rows[index - 1] if index else 0
        return before == self.rows[index] - 1 and self.out.roles.get(before) is Role.DATA

    def is_bare_total(self, row: int, inside: Mapping[int, str], before_data: bool) -> bool:
        """Only amounts are filled in: a total if a formula or the sums say so, or if nothing follows."""
        if not inside or any(column not in self.amounts for column in inside):
            return False
        data = [at for at in self.rows if at < row and self.out.roles.get(at) is Role.DATA]
        if not data:
            return False
        formulas = [self.grid.sheet.formulas.get((row, column), "").upper() for column in inside]
        if any("SUM(" in formula or "SUBTOTAL(" in formula for formula in formulas):
            return True
        if not before_data:
            return any(amount(text) for text in inside.values())
        since = max(self.out.totals, default=0)
        sums = {column: self.amounts_of(column, data) for column in inside}
        latest = [at for at in data if at > since]
        return agreeing(latest, inside, sums) > 0 or agreeing(data, inside, sums) > 0

    def amounts_of(self, column: int, rows: Sequence[int]) -> dict[int, float]:
        texts = self.grid.texts(column, rows)
        return {row: value for row, text in zip(rows, texts, strict=True) if (value := amount(text)) is not None}


def _repeats(cells: Mapping[int, str], header: Mapping[int, str]) -> bool:
    same = sum(1 for column, text in cells.items() if text and header.get(column) == text)
    return same >= 2 and same >= 0.7 * len(cells)
