"""`--log-file`: lines of facts; a log that cannot be written is said and costs nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from umkm_clean.cli.journal import note

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_each_event_is_a_line(tmp_path: Path) -> None:
    log = tmp_path / "catatan.jsonl"
    note(str(log), "id", "mulai", files=2)
    note(str(log), "id", "selesai", exit_code=1)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["event"], line.get("files"), line.get("exit_code")) for line in lines] == [
        ("mulai", 2, None),
        ("selesai", None, 1),
    ]


def test_no_log_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    note("", "id", "mulai")
    assert capsys.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "tidak ada" / "catatan.jsonl")
    note(path, "id", "mulai")
    assert capsys.readouterr().err.startswith(f"Catatan {path} tidak bisa ditulis.")
