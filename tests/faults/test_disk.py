"""Power cuts and failing disks: whatever happens, outputs and registry are the old ones or the new ones, whole.

Every case starts from a published round and a changed inbox, is struck once, and must leave something that the next run
continues from without a hand. The long list (every 12th call of a run, 50 moments) is for `make check`.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.disk import Machine, compiler
from tests.faults.jobs import Work, row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(compiler() is None, reason="needs a C compiler and LD_PRELOAD")

RUN = ("run", "--quiet")
MERGE = ("merge", "masuk", "--out", "hasil", "--registry", "registry.sqlite", "--quiet")
COMMANDS = {"run": RUN, "merge": MERGE}


class Scene:
    """A working folder with a published round and a changed inbox; `reset` brings it back."""

    def __init__(self, machine: Machine, folder: Path, words: tuple[str, ...]) -> None:
        self.machine, self.words = machine, words
        self.work, self.kept = Work(folder / "kerja", files=2), folder / "asal"
        assert machine.call(self.work.base, *words)["code"] in (0, 1)
        self.old = self.work.outputs()
        self.work.put("Jati.xlsx", [*rows_of(0), row(16, "Jati")], when=1_790_000_100)
        shutil.copytree(self.work.base, self.kept)
        clean = machine.call(self.work.base, *words)
        assert clean["code"] in (0, 1)
        self.new, self.calls, self.seconds = self.work.outputs(), clean["calls"], clean["seconds"]
        assert self.new != self.old

    def reset(self) -> None:
        """As it was before the run that will be struck."""
        shutil.rmtree(self.work.base)
        shutil.copytree(self.kept, self.work.base)

    def struck(self, **how: Any) -> int:
        """Strike one run and look: its exit code. Raises where anything is damaged, or the next run needs a hand."""
        self.reset()
        code = int(self.machine.call(self.work.base, *self.words, **how)["code"])
        now = self.work.outputs()
        assert now in (self.old, self.new), f"{how}: the outputs are neither the old nor the new ones"
        json.loads((self.work.out / "run.json").read_text(encoding="utf-8"))
        assert self.registry_is_sound(), f"{how}: the registry is damaged"
        if code == 4:
            assert now == self.old, f"{how}: exit code 4, and yet the outputs are new"
        elif code >= 0:
            assert code in (0, 1), f"{how}: exit code {code}"
            assert now == self.new, f"{how}: exit code {code}, and yet the outputs are old"
        clean = self.machine.call(self.work.base, *self.words)
        assert clean["code"] in (0, 1), f"{how}: the next run ended with {clean['code']}"
        assert self.work.outputs() == self.new, f"{how}: the next run did not put it right"
        assert self.work.left_over() == [], f"{how}: something was left behind"
        return code

    def registry_is_sound(self) -> bool:
        """Ask SQLite, on a copy, as the next run would find it."""
        copy = self.kept.with_name("salinan")
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for part in self.work.base.glob("registry.sqlite*"):
            shutil.copy2(part, copy)
        connection = sqlite3.connect(copy / "registry.sqlite")
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchall()
            lasting = connection.execute("SELECT count(*) FROM rounds WHERE published").fetchone()[0]
            return bool(answer == [("ok",)] and lasting >= 1)
        finally:
            connection.close()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with Machine(tmp_path_factory.mktemp("mesin")) as made:
        yield made


@pytest.fixture(scope="module", params=COMMANDS)
def scene(machine: Machine, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(machine, tmp_path_factory.mktemp(request.param), COMMANDS[request.param])


def points(calls: int, count: int) -> list[int]:
    """Calls spread evenly from the first to the last, the last few included: there the outputs are switched."""
    return sorted({1 + at * (calls - 1) // max(count - 1, 1) for at in range(count)} | {calls - 2, calls - 9})


def moments(seconds: float, count: int) -> list[float]:
    """Moments of a run, the same in every session."""
    dice = random.Random(1)
    return [0.05 + dice.random() * seconds for _ in range(count)]


@pytest.mark.parametrize("at", [0.9, 0.99])
def test_power_cut(scene: Scene, at: float) -> None:
    assert scene.struck(at=int(at * scene.calls)) == -9


@pytest.mark.parametrize("at", [0.95])
def test_disk_full(scene: Scene, at: float) -> None:
    assert scene.struck(at=int(at * scene.calls), error=errno.ENOSPC, lasting=True) in (0, 1, 4)


@pytest.mark.slow
def test_kill_9_at_50_moments(scene: Scene) -> None:
    killed = [scene.struck(after=after) for after in moments(scene.seconds, 50)]
    assert killed.count(-9) >= 30, "most moments lie inside the run"


@pytest.mark.slow
def test_power_cut_at_every_step(scene: Scene) -> None:
    assert {scene.struck(at=at) for at in points(scene.calls, 50)} == {-9}


@pytest.mark.slow
@pytest.mark.parametrize(("error", "lasting"), [(errno.EIO, False), (errno.ENOSPC, True)], ids=["io", "full"])
def test_error_at_every_step(scene: Scene, error: int, lasting: bool) -> None:
    codes = [scene.struck(at=at, error=error, lasting=lasting) for at in points(scene.calls, 50)]
    assert codes.count(4) > len(codes) // 2
