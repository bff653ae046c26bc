"""Outputs change whole or not at all: after errors at every call, kills at any moment, links and full disks."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from umkm_clean.errors import WriteError
from umkm_clean.report import write
from umkm_clean.report.write import atomic_file, atomic_folder, probe, sweep


def fill(folder: Path, text: str) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(text * 1000)
    (folder / "kembali").mkdir()
    (folder / "kembali" / "d.txt").write_text(text)


def content(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def hasil(tmp_path: Path) -> Path:
    with atomic_folder(tmp_path / "hasil") as folder:
        fill(folder, "lama")
    return tmp_path / "hasil"


def test_a_folder_and_its_files_are_private(hasil: Path) -> None:
    assert stat.S_IMODE(hasil.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in hasil.rglob("*") if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in hasil.rglob("*") if path.is_dir()} == {0o700}


def test_an_error_inside_leaves_the_old_folder_and_no_trace(hasil: Path) -> None:
    before = content(hasil)

    def half_done() -> None:
        with atomic_folder(hasil) as folder:
            fill(folder, "baru")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert content(hasil) == before
    assert [path.name for path in hasil.parent.iterdir()] == ["hasil"]


def test_a_new_folder_replaces_ours_and_keeps_what_is_not_ours(hasil: Path) -> None:
    (hasil / "catatan petugas.docx").write_text("milik petugas")
    (hasil / "usang.txt").write_text("keluaran versi lama")
    with atomic_folder(hasil, owned=frozenset({"usang.txt"})) as folder:
        fill(folder, "baru")
    assert content(hasil)["a.txt"].startswith("baru")
    assert content(hasil)["catatan petugas.docx"] == "milik petugas"
    assert "usang.txt" not in content(hasil)


def test_a_link_as_target_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "korban"
    victim.mkdir()
    (tmp_path / "hasil").symlink_to(victim)
    (tmp_path / "laporan.html").symlink_to(victim / "x")
    with pytest.raises(WriteError, match="write-link"), atomic_folder(tmp_path / "hasil") as folder:
        fill(folder, "baru")
    with pytest.raises(WriteError, match="write-link"), atomic_file(tmp_path / "laporan.html") as path:
        path.write_text("x")
    assert list(victim.iterdir()) == []


@pytest.mark.parametrize("exchange", [True, False])
def test_every_failing_call_leaves_the_whole_old_or_the_whole_new(
    hasil: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(write, "_exchanged", lambda fresh, path: False)
    old = content(hasil)
    (hasil.parent / "baru").mkdir()
    fill(hasil.parent / "baru", "baru")
    new = content(hasil.parent / "baru")
    calls = {"n": 0, "fail": 0}

    def failing(real):
        def call(*args, **kwargs):
            calls["n"] += 1
            if calls["n"] == calls["fail"]:
                raise OSError(errno.ENOSPC, "penuh")
            return real(*args, **kwargs)

        return call

    for module, name in ((os, "fsync"), (os, "replace"), (os, "mkdir"), (os, "chmod"), (os, "link")):
        monkeypatch.setattr(module, name, failing(getattr(module, name)))
    outcomes = set()
    for n in range(1, 60):
        calls.update(n=0, fail=n)
        outcome = "done"
        try:
            with atomic_folder(hasil) as folder:
                fill(folder, "baru")
        except WriteError as problem:
            outcome = problem.code
        outcomes.add(outcome)
        calls["fail"] = 0
        assert content(hasil) in (old, new)
        if content(hasil) == new:
            with atomic_folder(hasil) as folder:
                fill(folder, "lama")
            assert content(hasil) == old
    assert outcomes == {"done", "write-full"}


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "laporan.xlsx"
    with atomic_file(target) as path:
        path.write_bytes(b"lama")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(WriteError, match="write-full"), atomic_file(target) as path:
            path.write_bytes(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert target.read_bytes() == b"lama"
    assert [path.name for path in tmp_path.iterdir()] == ["laporan.xlsx"]


WRITER = """
import sys
from pathlib import Path
from umkm_clean.report import write
if sys.argv[2] == "two-step":
    write._exchanged = lambda fresh, path: False
text = sys.argv[3]
while True:
    with write.atomic_folder(sys.argv[1]) as folder:
        for name in ("a", "b", "c"):
            (folder / name).write_text(text * 2000)
    text = "y" if text == "x" else "x"
    print(text, flush=True)
"""


@pytest.mark.parametrize("how", ["exchange", "two-step"])
def test_a_kill_at_any_moment_leaves_one_whole_set(tmp_path: Path, how: str) -> None:
    target = tmp_path / "hasil"
    chance = random.Random(7)
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(target), how, "x"], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.wait()
        process.stdout.close()
        if how == "two-step":
            sweep(target)
        texts = {file.name: file.read_text() for file in target.iterdir()}
        assert set(texts) == {"a", "b", "c"}
        assert set(texts.values()) in ({"x" * 2000}, {"y" * 2000})
    sweep(target)
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_leftovers_of_a_dead_process_go_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".umkm-baru-{dead.pid}-laporan.html").write_text("sisa")
    (tmp_path / f".umkm-baru-{os.getppid()}-laporan.html").write_text("sedang ditulis")
    with atomic_file(tmp_path / "laporan.html") as path:
        path.write_text("isi")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([f".umkm-baru-{os.getppid()}-laporan.html", "laporan.html"])


def test_probe_says_before_the_work_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe(tmp_path / "baru" / "hasil")
    assert list(tmp_path.iterdir()) == []

    def readonly(self: Path, data: bytes) -> int:
        raise OSError(errno.EROFS, "hanya baca")

    monkeypatch.setattr(Path, "write_bytes", readonly)
    with pytest.raises(WriteError, match="write-readonly"):
        probe(tmp_path / "hasil")


def test_a_file_that_another_program_holds_is_named_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = OSError(errno.EACCES, "dipakai")
    held.winerror = 32  # type: ignore[attr-defined]
    waits: list[float] = []
    monkeypatch.setattr(write.time, "sleep", waits.append)

    def replace(*args: object) -> None:
        raise held

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(WriteError, match="write-locked"), atomic_file(tmp_path / "a.csv") as path:
        path.write_text("x")
    assert 0 < sum(waits) < 5
