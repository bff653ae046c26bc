"""Every command, on screens of many kinds: no traceback, no escape codes without a terminal, no data of anybody.

The canaries (a NIK, a phone, an owner's name) stand in every list that is read; they may be in outputs for the dinas,
and nowhere else: not on the screen, not in logs, not in the registry, not in temporary folders.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.jobs import Work, nik, row, rows_of

ROOT = Path(__file__).resolve().parents[2]
ENCODINGS = ("utf-8", "cp1252", "cp437", "ascii", "latin-1")
COMMANDS: dict[str, tuple[list[str], set[int]]] = {
    "help": (["--help"], {0}),
    "version": (["--version"], {0}),
    "explain": (["explain", "NIK003"], {0}),
    "validate": (["validate", "masuk/Jati.xlsx"], {1}),
    "validate json": (["validate", "masuk/Jati.xlsx", "--format", "json"], {1}),
    "merge": (["merge", "masuk", "--out", "gabung", "--log-file", "gabung.jsonl"], {1}),
    "run": (["run"], {1}),
    "run again": (["run"], {1}),
    "history": (["history"], {0}),
    "history json": (["history", "--format", "json"], {0}),
    "review": (["review", "hasil/tinjau_duplikat.xlsx"], {0}),
    "undo": (["review", "--undo"], {0}),
    "restore": (["restore"], {0}),
    "template": (["template", "--out", "formulir.xlsx"], {0}),
    "schema": (["schema", "show"], {0}),
    "config": (["config", "show"], {0}),
    "init": (["init", "baru"], {0}),
    "doctor": (["doctor"], {0}),
    "no command": (["jalan"], {2}),
    "no file": (["validate", "tidak ada.xlsx"], {2}),
    "no code": (["explain", "XYZ999"], {2}),
}
CANARIES = (nik(1), nik(2), row(1, "")["No HP"][1:], row(2, "")["No HP"][1:], "KENARI PEMILIK RAHASIA")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    made = Work(tmp_path_factory.mktemp("layar") / "kerja", files=2)
    odd = {"Nama Usaha": "Wärung ✔ 你好 \u202e[red]x[/red]", "Nama Pemilik": CANARIES[-1]}
    made.put("Jati.xlsx", [row(1, "Jati") | odd, row(2, "Jati", NIK="12"), *rows_of(0)[2:]])
    return made


def call(work: Work, words: list[str], encoding: str, *, terminal: bool) -> tuple[int, str]:
    """Exit code, and everything that came on the screen."""
    program = [sys.executable, "-m", "umkm_clean", *words]
    temporary = work.base / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": encoding,
        "PYTHONUTF8": "0",
        "TMPDIR": str(temporary),
        "TERM": "xterm-256color",
        "COLUMNS": "90",
    }
    if not terminal:
        done = subprocess.run(program, cwd=work.base, env=environment, capture_output=True, check=False, timeout=120)
        return done.returncode, (done.stdout + done.stderr).decode("latin-1")
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        program, cwd=work.base, env=environment, stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    parts = []
    try:
        while part := os.read(leader, 65536):
            parts.append(part)
    except OSError:  # Linux says so where the other end is closed
        pass
    os.close(leader)
    return process.wait(timeout=120), b"".join(parts).decode("latin-1")


def look(work: Work, name: str, encoding: str, *, terminal: bool) -> None:
    words, codes = COMMANDS[name]
    code, said = call(work, words, encoding, terminal=terminal)
    assert code in codes, f"{name} on {encoding}: exit {code}\n{said[-2000:]}"
    assert "Traceback" not in said
    assert "UnicodeEncodeError" not in said
    assert "Error:" not in said
    if not terminal:  # byte 9B is a mark of a terminal in Latin-1, a quotation mark in cp1252, a letter in cp437
        assert not re.search("[\x1b\x9b]" if encoding == "latin-1" else "\x1b", said)
    for canary in CANARIES:
        assert canary not in said, f"{name} shows a canary"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_on_an_ascii_pipe(work: Work, name: str) -> None:
    look(work, name, "ascii", terminal=False)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("name", ["validate", "run again", "history"])
def test_commands_on_a_terminal(work: Work, name: str) -> None:
    look(work, name, "utf-8", terminal=True)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_on_every_screen(work: Work, name: str, encoding: str, *, terminal: bool) -> None:
    look(work, name, encoding, terminal=terminal)


def test_no_canary_outside_the_outputs(work: Work) -> None:
    """Runs last: logs, the registry and temporary folders of all that ran before."""
    call(work, ["run"], "utf-8", terminal=False)
    places = [*work.base.glob("*.jsonl"), *work.base.glob("registry.sqlite*"), *(work.base / "tmp").rglob("*")]
    assert any(path.suffix == ".jsonl" for path in places)
    for path in places:
        content = path.read_bytes() if path.is_file() else b""
        for canary in CANARIES:
            assert canary.encode() not in content, path.name
            assert canary.encode("utf-16-le") not in content, path.name
    page = (work.out / "laporan.html").read_text(encoding="utf-8")
    assert not [canary for canary in CANARIES if canary in page]
