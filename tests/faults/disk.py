"""A process that runs commands on a disk that fails at a chosen call, or that is killed at a chosen call or moment.

The process loads everything once and then forks for each command, so that a hundred cases take minutes.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("disk.c")


def compiler() -> str | None:
    """A C compiler on a system that knows LD_PRELOAD; None elsewhere."""
    return shutil.which("cc") if sys.platform == "linux" else None


class Machine:
    """Runs commands of umkm-clean that can be struck. A context manager."""

    def __init__(self, folder: Path) -> None:
        library = folder / "disk.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        environment = os.environ | {"PYTHONPATH": str(ROOT), "LD_PRELOAD": str(library)}
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(library)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.process.communicate(timeout=30)

    def call(
        self, base: Path, *words: str, at: int = 0, error: int = 0, lasting: bool = False, after: float = 0
    ) -> dict[str, Any]:
        """Run a command in `base`. `at`: the call that fails with `error` (0: the process dies there); 0 for none.

        `after`: seconds until it is killed. Gives `code` (negative: the signal), `calls` (0 if killed), `seconds`.
        """
        asked = {"base": str(base), "words": words, "at": at, "error": error, "lasting": lasting, "after": after}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


def serve(library: str) -> None:
    """Answer one request after the other."""
    from umkm_clean import pipeline, process  # noqa: F401 - what a command loads is loaded once, here
    from umkm_clean.cli import group, memory, merge, run, session, show  # noqa: F401
    from umkm_clean.nightly import job, publish, reread, review  # noqa: F401
    from umkm_clean.report import folder  # noqa: F401

    disk = ctypes.CDLL(library)
    disk.disk_calls.restype = ctypes.c_long
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        begin = time.monotonic()
        child = os.fork()
        if child == 0:
            os.close(reading)
            command(asked, disk, writing)
        os.close(writing)
        if asked["after"]:
            time.sleep(asked["after"])
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading) as told:
            calls = int(told.read() or 0)
        answer = {"code": os.waitstatus_to_exitcode(status), "calls": calls, "seconds": time.monotonic() - begin}
        print(json.dumps(answer), flush=True)


def command(asked: dict[str, Any], disk: Any, told: int) -> None:
    """In the forked process: run the command, say how many calls it made, end."""
    from umkm_clean.cli import run

    os.chdir(asked["base"])
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    disk.disk_arm(asked["base"].encode(), asked["at"], asked["error"], int(asked["lasting"]))
    code = 99
    try:
        code = run(list(asked["words"]))
    except SystemExit as problem:
        code = int(problem.code or 0)
    finally:
        disk.disk_heal()
        os.write(told, str(disk.disk_calls()).encode())
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
