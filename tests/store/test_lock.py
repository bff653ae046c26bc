"""The lock: one at a time, at once, and free when its holder dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from umkm_clean.errors import Locked, WriteError
from umkm_clean.store.lock import give_up, hold, lock_file, reserve

HOLDER = """
import sys, time
from pathlib import Path
from umkm_clean.store.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(target: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(target)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_at_once_and_the_lock_is_free_after_kill_9(tmp_path: Path) -> None:
    first = holder(tmp_path / "hasil")
    try:
        start = time.monotonic()
        with pytest.raises(Locked), hold(tmp_path / "hasil"):
            pass
        assert time.monotonic() - start < 0.5
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with hold(tmp_path / "hasil"):
        assert lock_file(tmp_path / "hasil").exists()


def test_of_several_locks_all_are_held_or_none(tmp_path: Path) -> None:
    first = holder(tmp_path / "b")
    try:
        with pytest.raises(Locked), hold(tmp_path / "a", tmp_path / "b"):
            pass
    finally:
        first.kill()
        first.wait()
    second = holder(tmp_path / "a")  # nobody kept it
    second.kill()
    second.wait()


def test_a_left_over_lock_file_is_no_lock(tmp_path: Path) -> None:
    lock_file(tmp_path / "hasil").write_text("somebody's pid")
    with hold(tmp_path / "hasil"):
        pass


def test_the_same_folder_by_another_name_is_the_same_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert lock_file(Path("hasil")) == lock_file(tmp_path / "x" / ".." / "hasil")


def test_no_folder_for_the_lock_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="lock-impossible"), hold(tmp_path / "file" / "hasil"):
        pass


def test_a_reserved_lock_is_taken_up_once_and_given_up_whole(tmp_path: Path) -> None:
    reserve(tmp_path / "a", tmp_path / "b")
    with hold(tmp_path / "a", tmp_path / "b"), pytest.raises(Locked), hold(tmp_path / "a"):
        pass
    reserve(tmp_path / "a", tmp_path / "b")
    give_up()
    second = holder(tmp_path / "a")
    try:
        with pytest.raises(Locked):
            reserve(tmp_path / "b", tmp_path / "a")
        with hold(tmp_path / "b"):  # nobody kept it
            pass
    finally:
        second.kill()
        second.wait()
