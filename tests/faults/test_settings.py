"""Settings and completion, as an admin meets them: origins, near names, scripts that a shell understands."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from umkm_clean.cli import run as umkm_clean
from umkm_clean.cli.group import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "near"),
    [("[jadwal]\nkep = 3", "keep"), ("[jadwl]\nkeep = 3", "jadwal"), ("regstry = 'x'", "registry"), ("zzzz = 1", "")],
)
def test_an_unknown_key_is_exit_2_with_the_nearest_name(
    text: str, near: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "umkm-clean.toml").write_text(text, encoding="utf-8")
    assert umkm_clean(["config", "show"]) == 2
    said = capsys.readouterr().err
    assert ("Maksudnya" in said) == bool(near)
    assert near in said


def test_an_empty_place_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "umkm-clean.toml").write_text("[jadwal]\nout = ''", encoding="utf-8")
    assert umkm_clean(["run"]) == 2
    assert umkm_clean(["run", "--inbox", "", "--out", "hasil"]) == 2


def test_each_value_names_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "umkm-clean.toml").write_text("[jadwal]\nkeep = 3", encoding="utf-8")
    monkeypatch.setenv("UMKM_CLEAN_JOBS", "2")
    assert umkm_clean(["config", "show", "--lang", "en"]) == 0
    lines = {line.split(" = ")[0]: line for line in capsys.readouterr().out.splitlines() if " = " in line}
    assert "umkm-clean.toml" in lines["keep"]
    assert "UMKM_CLEAN_JOBS" in lines["jobs"]
    assert "command line" in lines["lang"]
    assert "default" in lines["out"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_names_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert umkm_clean(["completion", shell]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    assert "settle-seconds" in said
    assert "@" not in said.replace("@(", "").replace("@{", "")


def test_an_unknown_shell_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert umkm_clean(["completion", "csh"]) == 2
    assert "fish" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (["va"], "validate"),
        (["run", "--dr"], "--dry-run"),
        (["schema", "ex"], "export"),
        (["schema", "check", "--la"], "--lang"),
        (["validate", "dat"], "data.xlsx"),
    ],
)
def test_bash_completes(typed: list[str], wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    umkm_clean(["completion", "bash"])
    (tmp_path / "data.xlsx").touch()
    words = " ".join(["umkm-clean", *typed])
    program = (
        f"{capsys.readouterr().out}\nCOMP_WORDS=({words}); COMP_CWORD={len(typed)}; _umkm_clean; echo ${{COMPREPLY[@]}}"
    )
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [wanted], done.stderr
