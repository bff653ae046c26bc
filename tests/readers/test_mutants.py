"""Mutants of small workbooks; `python -m tests.readers.mutants --count 3000` reads many more."""

from __future__ import annotations

import pytest

from tests.readers.mutants import run


@pytest.mark.parametrize("count", [120, pytest.param(3000, marks=pytest.mark.slow)])
def test_mutants(count: int) -> None:
    result = run(count, seed=20240101, jobs=2)
    assert result["wrong"] == []
    assert set(result["results"]) <= {"read", "refused", "read in part, said so"}  # type: ignore[call-overload]
    assert {"read", "refused"} <= set(result["results"])  # type: ignore[call-overload]
    assert result["parent_mb"] <= 400  # the process of the tests itself, with everything they import
    assert result["child_mb"] <= 1024
    assert result["slowest"] < 10
    assert result["seconds"] <= 120
