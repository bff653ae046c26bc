"""Mutants of small workbooks; `python -m tests.readers.mutants --count 3000` reads many more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("count", [120, pytest.param(3000, marks=pytest.mark.slow)])
def test_mutants(count: int) -> None:
    command = [sys.executable, "-m", "tests.readers.mutants", "--count", str(count), "--seed", "20240101"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=300, check=False
    )
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    assert set(result["results"]) <= {"read", "refused", "read in part, said so"}
    assert {"read", "refused"} <= set(result["results"])
    assert result["parent_mb"] <= 300
    assert result["child_mb"] <= 1024
    assert result["slowest"] < 10
    assert result["seconds"] <= 120
