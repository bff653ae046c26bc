"""Files made to break readers: none crashes, hangs or leaks, and every good file beside them is read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.readers.hostile import FILES, ROWS, build

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    build(folder)
    command = [sys.executable, "-m", "tests.readers.hostile", "--read", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY, timeout=120)
    assert done.stderr == ""
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_there_are_at_least_sixty() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_outcome(said: dict[str, Any], name: str) -> None:
    assert said["files"][name]["outcome"] == FILES[name][1], said["files"][name]
    assert said["files"][name]["outcome"] != "SRC011"
    assert said["files"][name]["seconds"] < 10


def test_good_files_between_them_are_read(said: dict[str, Any]) -> None:
    good = [file["outcome"] for name, file in said["files"].items() if name.startswith("baik")]
    assert len(good) >= 10
    assert set(good) == {len(ROWS)}


def test_memory(said: dict[str, Any]) -> None:
    assert said["parent_mb"] <= 300
    assert said["child_mb"] <= 1024


@pytest.mark.parametrize(
    ("name", "code"), [("macros.xlsm", "SRC040"), ("dde.xlsx", "SRC043"), ("escapes.xlsx", "SRC045")]
)
def test_findings(said: dict[str, Any], name: str, code: str) -> None:
    assert code in said["files"][name]["findings"]
