"""Honest lists pass, defects are found where they are: no false alarm, no missed mistake, no second message."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.rules.defects import CERTAIN, DEFECTS, DOUBTFUL, Injected, spoil
from tests.rules.honest import AS_OF, STYLES, Sheet, lists, raw_file
from umkm_clean.headers import LayoutOptions
from umkm_clean.process import Judging, process_file
from umkm_clean.spec import load

SEEDS = (11, 12)
JUDGING = Judging(AS_OF, LayoutOptions())
Found = tuple[str, str, int, str]  # severity, code, column, raw


@cache
def written(seed: int) -> list[Sheet]:
    return lists(seed)


def judge(sheet: Sheet, rows: Any = None) -> dict[int, list[Found]]:
    """Errors and warnings by Excel row (0: of a whole column)."""
    rules = load().rules
    result = process_file(raw_file(sheet, rows), load(), JUDGING)
    found: dict[int, list[Found]] = defaultdict(list)
    for line in result.issues.to_dict("records"):
        severity = rules[line["code"]].severity.value
        if severity != "info":
            found[line["row"]].append((severity, line["code"], line["column"], str(line["raw"])))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_honest_lists_are_clean(seed: int) -> None:
    """5,000 rows in eight styles: no error, at most 2 warnings per 1,000 cells."""
    sheets = written(seed)
    assert sum(len(sheet.rows) for sheet in sheets) >= 5000
    assert {sheet.style for sheet in sheets} == set(STYLES)
    cells = sum(cell not in (None, "") for sheet in sheets for row in sheet.rows for cell in row)
    found = [(sheet.style, *line) for sheet in sheets for lines in judge(sheet).values() for line in lines]
    assert [line for line in found if line[1] == "error"] == []
    assert len(found) <= cells * 2 / 1000, Counter(line[2] for line in found)


@dataclass
class Score:
    """How the defects of one seed were judged, and what else was said."""

    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)

    def share(self, names: set[str]) -> float:
        return sum(self.hits[name] for name in names) / sum(self.tries[name] for name in names)


@cache
def score(seed: int) -> Score:
    made, random = Score(), Random(seed)
    for sheet in written(seed):
        rows, injected = spoil(sheet, random)
        found = judge(sheet, rows)
        for one in injected:
            _count(made, one, found.pop(one.row, []), rows[one.row - 2][one.column - 1])
        made.second += [f"row {row} of {sheet.name}, as it was: {lines}" for row, lines in found.items()]
    return made


def _count(made: Score, one: Injected, lines: list[Found], cell: Any) -> None:
    name = one.defect.name
    severity = "error" if one.defect.certain else "warning"
    hits = [line for line in lines if (line[0], line[1][:3], line[2]) == (severity, one.defect.family, one.column)]
    made.tries[name] += 1
    made.hits[name] += bool(hits)
    if not hits:
        made.missed.append(f"{name}: {cell!r} gives {lines}")
    if len(lines) > 1:
        made.second.append(f"{name}: {cell!r} gives {lines}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_certain_defects_are_found_at_their_cell(seed: int) -> None:
    assert len(CERTAIN) >= 40
    assert score(seed).share({defect.name for defect in CERTAIN}) >= 0.99, score(seed).missed


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_doubtful_values_are_warnings(seed: int) -> None:
    assert score(seed).share({defect.name for defect in DOUBTFUL}) >= 0.90, score(seed).missed


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_one_mistake_is_one_message(seed: int) -> None:
    assert score(seed).second == []


def test_every_defect_fits_some_style() -> None:
    fields = {name for sheet in lists(1, 290) for name, _ in sheet.columns}
    assert [defect.name for defect in DEFECTS if defect.field not in fields] == []


def test_a_column_of_cut_numbers_is_one_finding() -> None:
    sheet = next(sheet for sheet in lists(1, 290) if sheet.column("nik") is not None)
    at = sheet.column("nik") or 0
    cut = [[*row[:at], int(f"{_digits(row[at])[:15]}0"), *row[at + 1 :]] for row in sheet.rows]
    found = [line for lines in judge(sheet, cut).values() for line in lines]
    assert [(severity, code, column) for severity, code, column, _ in found] == [("error", "NIK101", at + 1)]


def _digits(cell: Any) -> str:
    return "".join(char for char in str(cell) if char.isdigit())
