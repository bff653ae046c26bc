"""29 lists, each broken in turn, then 28 of them: the result is that of the good ones alone."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.jobs import Work, row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALL = 29
NAMES = [f"daftar {number:02d}.xlsx" for number in range(ALL)]


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:900])


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:900:7] = b"\x00" * len(content[60:900:7])
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_page(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 bukan lembar kerja")


WAYS: list[Callable[[Path], None]] = [truncated, scribbled, emptied, a_page]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    made = Work(tmp_path_factory.mktemp("banyak") / "kerja", files=0)
    for number, name in enumerate(NAMES):
        made.put(name, [row(number * 3 + at + 1, ("Jati", "Kanigaran")[number % 2]) for at in range(3)])
    assert made.run() in (0, 1)
    shutil.copytree(made.base, made.base.with_name("asal"))
    return made


def reset(work: Work) -> None:
    shutil.rmtree(work.base)
    shutil.copytree(work.base.with_name("asal"), work.base)


def listed(work: Work, without: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """The city list but for the records of some files."""
    with (work.out / "umkm_kota.csv").open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["sumber"].split("#")[0] not in without]


def check(work: Work, broken: list[int]) -> None:
    reset(work)
    bad = frozenset(f"masuk/{NAMES[number]}" for number in broken)
    expected = listed(work, without=bad)
    for number in broken:
        WAYS[number % len(WAYS)](work.inbox / NAMES[number])
    assert work.run("--accept", "shrink,gone") == 3
    assert listed(work) == expected
    assert work.left_over() == []


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_one_of_29_is_broken(work: Work, number: int) -> None:
    check(work, [number])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4, ALL))
def test_each_of_29_is_broken(work: Work, number: int) -> None:
    check(work, [number])


def test_28_of_29_are_broken(work: Work) -> None:
    check(work, [number for number in range(ALL) if number != 17])


def test_29_of_29_are_broken(work: Work) -> None:
    reset(work)
    before = work.outputs()
    for name in NAMES:
        truncated(work.inbox / name)
    assert work.run("--accept", "shrink,gone") == 5
    assert work.outputs() == before
