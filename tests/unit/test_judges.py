"""Judging beside the main process: the same answers in the same order, whatever happens to a judge."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from umkm_clean.headers import LayoutOptions
from umkm_clean.judges import Case, Judges
from umkm_clean.process import Judging, process_file
from umkm_clean.read import read_files
from umkm_clean.spec import load

if TYPE_CHECKING:
    from umkm_clean.model import FileResult

SAMPLES = sorted((Path(__file__).parents[2] / "sample_data" / "kelurahan").iterdir())[:5]
TERMS = Judging(datetime.date(2026, 11, 24), LayoutOptions())


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [Case(raw, TERMS) for raw in read_files([str(path) for path in SAMPLES])]


@pytest.fixture(scope="module")
def alone(cases: list[Case]) -> list[bytes]:
    return [content(process_file(case.raw, load(), TERMS)) for case in cases]


def content(result: FileResult) -> bytes:
    """Everything a result says, comparable."""
    frames = (result.issues, result.changes, *(vars_of(result) if result.batch else ()))
    texts = [frame.to_csv() for frame in frames]
    return pickle.dumps((result.path, result.refused, repr(result.sheets), texts))


def vars_of(result: FileResult) -> tuple:
    assert result.batch is not None
    return result.batch.raw, result.batch.stored, result.batch.values, result.batch.origin


@pytest.mark.parametrize("count", [0, 1, 2])
def test_any_number_of_judges_says_the_same_in_the_same_order(count, cases, alone):
    with Judges(count, "") as judges:
        if count:  # wait for the first answer, so that the judges truly have a part in it
            assert judges._ask(cases[0], load().hash) is not None
        assert [content(result) for result in judges.judged(iter(cases), load())] == alone


def test_a_judge_that_dies_costs_nothing_but_time(cases, alone):
    with Judges(1, "") as judges:
        judges._all[0].process.kill()
        assert [content(result) for result in judges.judged(iter(cases), load())] == alone


def test_a_judge_with_other_rules_is_not_asked(cases):
    with Judges(1, "") as judges:
        assert judges._ask(cases[0], "another hash") is None


def test_judges_end_with_their_context(cases):
    with Judges(2, "") as judges:
        started = [judge.process for judge in judges._all]
    assert all(process.poll() is not None for process in started)
    assert len(started) == 2
