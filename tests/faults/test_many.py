"""Many runs at once: one works, the others are gone in less than a second."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.faults.jobs import Work

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import os, sys
from umkm_clean.cli import run
assert run(["run", "--quiet"]) == 75
print(" ".join({"typer", "pandas", "numpy", "rich", "sqlite3", "difflib"} & set(sys.modules)))
"""


def start(work: Work, program: list[str]) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *program],
        cwd=work.base,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "kerja")


def test_ten_runs_at_once(work: Work) -> None:
    codes: list[tuple[int, float]] = []

    def one() -> None:
        begin = time.monotonic()
        process = start(work, ["-m", "umkm_clean", "run", "--quiet"])
        process.communicate(timeout=120)
        codes.append((process.returncode, time.monotonic() - begin))

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(code for code, _ in codes)[1:] == [75] * 9
    assert min(code for code, _ in codes) in (0, 1)
    slowest = max(seconds for code, seconds in codes if code == 75)
    # the promise is one second on a machine of two cores; a test machine may be busy with the other tests
    assert slowest < 4.0, f"turned away only after {slowest:.2f} s: what does cli/early.py load?"
    assert work.left_over() == []


def test_a_run_that_is_turned_away_loads_nothing_and_says_why(work: Work) -> None:
    with held(work):
        process = start(work, ["-c", LOADED])
        said, problem = process.communicate(timeout=60)
    assert process.returncode == 0, problem
    assert said.split() == []
    assert "Masih ada pekerjaan lain" in problem
    assert '"exit_code": 75' in (work.base / "catatan.jsonl").read_text(encoding="utf-8")


def test_the_place_of_the_lock_is_what_the_command_would_use(work: Work) -> None:
    with held(work, "lain"):
        assert finished(work, "run", "--quiet", "--out", "lain") == 75
        assert finished(work, "run", "--quiet", "--out=lain") == 75
        assert finished(work, "run", "--quiet", "--out") == 2
        assert finished(work, "run", "--quiet", "--dry-run", "--out", "lain") in (0, 1)
        assert finished(work, "run", "--quiet") in (0, 1)


def finished(work: Work, *words: str) -> int:
    process = start(work, ["-m", "umkm_clean", *words])
    process.communicate(timeout=120)
    return process.returncode


class held:
    """Another process that has the lock of an output folder."""

    def __init__(self, work: Work, out: str = "hasil") -> None:
        program = (
            "import sys\nfrom pathlib import Path\nfrom umkm_clean.store.lock import hold\n"
            f"with hold(Path({out!r})):\n    print('held', flush=True)\n    sys.stdin.read()"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=work.base,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "held\n"

    def __exit__(self, *problem: object) -> None:
        self.process.communicate(timeout=30)
