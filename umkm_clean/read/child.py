"""A process of our own beside the main one: how it is started, and how it keeps out of the way.

Both sides of the reading processes (`pool`, `worker`) and of the judging ones (`umkm_clean.judges`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import IO, TYPE_CHECKING, cast

import umkm_clean

if TYPE_CHECKING:
    import subprocess

_START = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
_PIPE = 1 << 20


def start(module: str) -> subprocess.Popen[bytes]:
    """Start `module.main()` with pipes to its standard input and output. Raises `OSError` where no process can be had.

    No site packages are searched for and no variable of the user's is read: the paths are the parent's.
    """
    import subprocess  # the child, which imports this module too, has no use for it

    home = os.path.dirname(os.path.dirname(os.path.realpath(umkm_clean.__file__)))
    path = [home, *(entry for entry in sys.path if entry and entry != home)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
    process = subprocess.Popen(
        [sys.executable, "-S", "-E", "-s", "-c", _START.format(path=path, module=module)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    _widen(process.stdout)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process (it holds nothing worth keeping) and free its pipes."""
    with contextlib.suppress(OSError):
        process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError, ValueError):
            cast("IO[bytes]", pipe).close()
    process.wait()


def private_output() -> IO[bytes]:
    """In the child: the pipe to the parent; whatever a library prints goes nowhere."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return open(pipe, "wb", buffering=1 << 16)


def heed_only_the_parent() -> None:
    """In the child: Ctrl-C and a closed terminal are the parent's to answer; on Linux its death ends this process too.

    The kernel does that even inside a library that never comes back.
    """
    for name in ("SIGINT", "SIGHUP"):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)


def _widen(pipe: IO[bytes] | None) -> None:
    """A larger pipe buffer where the system lets us: fewer switches between the two processes."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(cast("IO[bytes]", pipe), fcntl.F_SETPIPE_SZ, _PIPE)
