"""Ctrl-C, `kill`, a closed terminal: "stopped" means that the outputs are the old ones and the lock is free."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.jobs import Work, row, rows_of
from umkm_clean.report import write

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    made = Work(tmp_path_factory.mktemp("tanda") / "kerja", files=2)
    assert made.run() in (0, 1)
    return made


def _listen() -> None:
    """Under nohup, or in the background of a script, these would be ignored, as asked."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=lambda item: str(item)
)
def test_stopped(work: Work, number: signal.Signals, code: int) -> None:
    work.put("Jati.xlsx", [*rows_of(0), row(int(number) + 30, "Jati")], when=1_790_000_100 + int(number))
    before, noted = work.outputs(), (work.base / "catatan.jsonl").read_text().count("scanned")
    process = subprocess.Popen(
        [sys.executable, "-m", "umkm_clean", "run", "--quiet"],
        cwd=work.base,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_listen,
    )
    while (work.base / "catatan.jsonl").read_text().count("scanned") == noted and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert work.outputs() == before
    assert work.run() in (0, 1)
    assert work.outputs() != before
    assert work.left_over() == []


def test_a_signal_during_the_switch_comes_too_late(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    right = write._switch

    def late(fresh: Path, path: Path) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        right(fresh, path)

    monkeypatch.setattr(write, "_switch", late)
    kept = signal.getsignal(signal.SIGINT)
    work.put("Jati.xlsx", [*rows_of(0), row(17, "Jati")], when=1_790_000_900)
    before = work.outputs()
    assert work.run() in (0, 1)
    assert work.outputs() != before
    assert signal.getsignal(signal.SIGINT) is kept
