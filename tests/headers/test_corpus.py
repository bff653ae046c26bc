"""A smaller corpus in every run; `python -m tests.headers.corpus` shows the whole one by pattern."""

from __future__ import annotations

import pytest

from tests.headers.corpus import Sum, cases, judge, run
from tests.headers.testspec import spec
from umkm_clean.headers import understand


def wanted(every: Sum) -> None:
    assert every.ok >= 0.98 * every.files
    assert every.right >= 0.99 * every.columns
    assert (every.silent, every.invented, every.lost) == (0, 0, 0)


def test_small_corpus() -> None:
    every, _ = run(per_habit=1, combined=30)
    wanted(every)
    assert (every.places, every.fills) == (0, 0)


@pytest.mark.slow
def test_whole_corpus() -> None:
    every, _ = run()
    assert every.files >= 300
    wanted(every)


def test_the_judge_sees_a_wrong_layout() -> None:
    """The measure itself: a data row given away, and a header row taken for data, must not pass."""
    case = next(case for case in cases(1, 0) if case.habits == {"title"})
    blind = understand(case.sheets, spec())
    assert judge(case, blind).file_ok
    page = case.pages[0]
    data = next(row for row, role in page.roles.items() if role == "data")
    header = page.headers[0][0]
    page.roles[data], page.roles[header] = "layout", "data"
    score = judge(case, blind)
    assert not score.file_ok
    assert (score.layout_as_data, score.data_as_layout) == (1, 1)
