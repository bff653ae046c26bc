"""Hooks: told what happened, never the reason why a run fails."""

from __future__ import annotations

import http.server
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from umkm_clean.nightly import notify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    ("wish", "code", "changed", "told"),
    [
        ("always", 0, False, True),
        ("change", 0, False, False),
        ("change", 1, True, True),
        ("change", 4, False, True),
        ("failure", 1, True, False),
        ("failure", 3, True, False),
        ("failure", 70, False, True),
        ("failure", 5, False, True),
    ],
)
def test_when(wish: str, code: int, changed: bool, told: bool) -> None:
    assert notify.wanted(wish, code, changed) is told


def test_the_summary_stands_on_standard_input(tmp_path: Path) -> None:
    target = tmp_path / "told with a space.txt"
    program = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    assert notify.run_command(f'{sys.executable} -c "{program}" "{target}"', "Putaran 3 · selesai") == ""
    assert target.read_text(encoding="utf-8") == "Putaran 3 · selesai"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("no-such-program-anywhere", "FileNotFoundError"),
        (f'{sys.executable} -c "raise SystemExit(3)"', "exit 3"),
        ('"', "ValueError"),
    ],
)
def test_a_hook_that_fails_is_only_a_word(command: str, reason: str) -> None:
    assert notify.run_command(command, "x") == reason


def test_a_hook_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "_COMMAND_SECONDS", 0.2)
    assert notify.run_command(f'{sys.executable} -c "import time; time.sleep(30)"', "x") == "timeout"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    called: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(404 if "missing" in self.path else 200)
            self.end_headers()

        def log_message(self, *given: object) -> None:
            pass

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}", called
    serving.shutdown()
    serving.server_close()


def test_the_address_says_whether_the_job_worked(server: tuple[str, list[str]]) -> None:
    address, called = server
    for code in (0, 1, 3, 4, 5, 70):
        assert notify.ping(f"{address}/abc", code) == ""
    assert notify.ping(f"{address}/x?kode={{exit_code}}", 75) == ""
    assert called == ["/abc", "/abc", "/abc", "/abc/fail", "/abc/fail", "/abc/fail", "/x?kode=75"]


def test_an_address_that_does_not_answer_is_only_a_word(server: tuple[str, list[str]]) -> None:
    assert notify.ping(f"{server[0]}/missing", 0) == "status 404"
    assert notify.ping("http://127.0.0.1:1/", 0) != ""
    assert notify.ping("file:///etc/passwd", 0) == "scheme"
    assert notify.ping("not an address", 0) == "scheme"
