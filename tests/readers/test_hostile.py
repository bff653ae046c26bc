"""Files made to break readers: none crashes, hangs or leaks, and every good file beside them is read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.readers.hostile import FILES, ROWS, build
from umkm_clean.read.find import SPREADSHEETS

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


@pytest.mark.slow
def test_the_whole_run_over_them_finishes(tmp_path: Path) -> None:
    """Also what is written of such files (the senders' own workbooks back) must not hang or fall over."""
    (tmp_path / "masuk").mkdir()
    build(tmp_path / "masuk")
    command = [sys.executable, "-m", "umkm_clean", "merge", str(tmp_path / "masuk"), "--out", str(tmp_path / "hasil")]
    done = subprocess.run(
        [*command, "--quiet"], capture_output=True, text=True, cwd=REPOSITORY, timeout=300, check=False
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    run = json.loads((tmp_path / "hasil" / "run.json").read_text(encoding="utf-8"))
    refused = {Path(file["path"]).name: file["refused"] for file in run["files"]}
    assert {name for name in FILES if Path(name).suffix in SPREADSHEETS and name[0] not in "~."} <= set(refused)
    assert not [name for name, why in refused.items() if why and why["code"] == "SRC011"]
    assert all(why is None for name, why in refused.items() if name.startswith("baik"))
