"""Time by stage: nothing counted twice, nothing left out."""

from __future__ import annotations

import time

import pytest

from umkm_clean.cli.stopwatch import Stopwatch


def test_waiting_is_reading_and_work_in_between_is_checking() -> None:
    def files() -> object:
        for name in ("a", "b"):
            time.sleep(0.05)
            yield name

    begun = time.perf_counter()
    watch = Stopwatch()
    for _ in watch.reading(files()):  # type: ignore[arg-type]
        time.sleep(0.02)
    watch.lap("merge")
    spent = time.perf_counter() - begun
    assert list(watch.seconds) == ["start", "read", "check", "merge"]
    assert watch.seconds["read"] >= 0.1
    assert watch.seconds["check"] >= 0.04
    assert sum(watch.seconds.values()) == pytest.approx(spent, abs=0.01)
