"""Backups: whole or not at all, the last few of them, unchanged by what happens to the outputs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from umkm_clean.errors import WriteError
from umkm_clean.store import backups
from umkm_clean.store.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path


def outputs(folder: Path, text: str) -> Path:
    (folder / "kembali").mkdir(parents=True, exist_ok=True)
    for name in ("a.csv", "kembali/b.xlsx"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_backup_holds_outputs_and_registry(tmp_path: Path) -> None:
    out = outputs(tmp_path / "hasil", "one")
    with Registry.open(tmp_path / "registry.sqlite") as registry:
        backups.keep(out, tmp_path / "cadangan", 7, registry)
    outputs(out, "two")
    (backup,) = backups.listed(tmp_path / "cadangan")
    assert backup.number == 7
    assert (backup.outputs / "kembali" / "b.xlsx").read_text() == "one"
    with Registry.open(backup.folder / "registry.sqlite") as copy:
        assert copy.check() == "ok"


def test_the_last_few_are_kept(tmp_path: Path) -> None:
    out = outputs(tmp_path / "hasil", "x")
    for number in range(1, 6):
        backups.keep(out, tmp_path / "cadangan", number)
    (tmp_path / "cadangan" / ".baru-putaran-0009").mkdir()
    assert backups.prune(tmp_path / "cadangan", 2) == 4
    assert [backup.number for backup in backups.listed(tmp_path / "cadangan")] == [5, 4]
    assert backups.prune(tmp_path / "cadangan", 0) == 2


def test_a_backup_that_is_there_is_not_touched(tmp_path: Path) -> None:
    out = outputs(tmp_path / "hasil", "one")
    backups.keep(out, tmp_path / "cadangan", 1)
    outputs(out, "two")
    backups.keep(out, tmp_path / "cadangan", 1)
    (backup,) = backups.listed(tmp_path / "cadangan")
    assert (backup.outputs / "a.csv").read_text() == "one"


def test_without_hard_links_it_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*given: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    out = outputs(tmp_path / "hasil", "one")
    backups.keep(out, tmp_path / "cadangan", 1)
    (out / "a.csv").write_text("written in place")
    (backup,) = backups.listed(tmp_path / "cadangan")
    assert (backup.outputs / "a.csv").read_text() == "one"


def test_coming_back_leaves_the_backup_alone(tmp_path: Path) -> None:
    out = outputs(tmp_path / "hasil", "one")
    backups.keep(out, tmp_path / "cadangan", 1)
    (backup,) = backups.listed(tmp_path / "cadangan")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    backups.copy_back(backup, fresh)
    (fresh / "a.csv").write_text("written in place")
    assert (backup.outputs / "a.csv").read_text() == "one"


def test_a_disk_that_refuses_is_a_sentence_and_leaves_no_half_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = outputs(tmp_path / "hasil", "one")

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(WriteError, match="backup-unwritable"):
        backups.keep(out, tmp_path / "cadangan", 1)
    assert list((tmp_path / "cadangan").iterdir()) == []


def test_no_outputs_no_backup(tmp_path: Path) -> None:
    backups.keep(tmp_path / "hasil", tmp_path / "cadangan", 0)
    assert backups.listed(tmp_path / "cadangan") == []
