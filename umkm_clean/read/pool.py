"""Reading processes, kept for many files and replaced when one dies.

The caller starts the pool first and imports pandas while the first file is being read. Files are given back in
the order they were asked for, whichever process finished first; no more than a few finished files wait in memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, Self, cast

from umkm_clean import codes
from umkm_clean.read.child import end, start
from umkm_clean.read.limits import Limits
from umkm_clean.read.wire import raw_file, read_frames

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from umkm_clean.model import RawFile

#: How many files may be ahead of the one that the caller waits for, for each process.
_AHEAD = 3

Received = tuple[list[tuple[dict[str, Any], list[bytes]]], dict[str, Any]]


class ReadingPool:
    """Reads `paths` in `jobs` processes, started at construction. A context manager, and an iterator of `RawFile`.

    Bad input never raises: such a file comes back refused. Leaving the context ends the processes at once.
    """

    def __init__(
        self,
        paths: Sequence[str],
        limits: Limits | None = None,
        jobs: int = 1,
        header_words: frozenset[str] = frozenset(),
    ) -> None:
        self._paths = list(paths)
        self._limits = limits or Limits()
        self._words = header_words
        self._state = threading.Condition()
        self._next = 0  # the next file to be read
        self._wanted = 0  # the file that the caller waits for
        self._results: dict[int, Received] = {}
        self._closed = False
        count = max(1, min(jobs, len(self._paths)))
        self._ahead = _AHEAD * count
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count if self._paths else 0)]
        self._children: set[subprocess.Popen[bytes]] = set()
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[RawFile]:
        for number, path in enumerate(self._paths):
            with self._state:
                self._wanted = number
                self._state.notify_all()
                while number not in self._results:
                    self._state.wait(0.5)  # a bounded wait lets Ctrl-C through on Windows
                    if self._closed:
                        return
                chunks, closing = self._results.pop(number)
            try:
                file = raw_file(path, chunks, closing)
            except (ValueError, KeyError, TypeError, IndexError) as problem:  # what came was not what a reader sends
                file = raw_file(path, [], _unread(path, codes.SRC_CRASHED, {"problem": type(problem).__name__}))
            yield file

    def close(self) -> None:
        """End all reading processes; what they were reading is dropped."""
        with self._state:
            self._closed = True
            children = list(self._children)
            self._state.notify_all()
        for child in children:
            with contextlib.suppress(OSError):
                child.kill()
        for thread in self._threads:
            thread.join(timeout=5)
        self._results.clear()

    def _take(self) -> int | None:
        """The next file to read, once it is not too far ahead; None when there is none."""
        with self._state:
            while not self._closed and self._next < len(self._paths) and self._next > self._wanted + self._ahead:
                self._state.wait()
            if self._closed or self._next >= len(self._paths):
                return None
            self._next += 1
            return self._next - 1

    def _work(self) -> None:
        """One thread a process: sends requests, collects answers, starts a new process after a death.

        The thread lives as long as its process: on Linux the child dies with the thread that started it.
        """
        child: _Child | None = None
        try:
            child = self._start()
            while (number := self._take()) is not None:
                try:
                    received, child = self._one(child, self._paths[number])
                except Exception as problem:  # whatever happens, the caller gets an answer for this file
                    received = [], _unread(self._paths[number], codes.SRC_CRASHED, {"problem": type(problem).__name__})
                with self._state:
                    self._results[number] = received
                    self._state.notify_all()
        finally:
            if child:
                self._end(child)

    def _one(self, child: _Child | None, path: str) -> tuple[Received, _Child | None]:
        """Read one file; after a crash once more with the careful readers only."""
        problem = codes.SRC_CRASHED
        for careful in (False, True):
            if child is None:
                child = self._start()
            received = child.ask(path, careful=careful) if child else None
            if received is not None and child is not None:
                if received[1].pop("last", False):  # it ran out of memory and ends itself
                    self._end(child)
                    child = None
                return received, child
            if child is not None:
                problem = codes.SRC_TIMED_OUT if child.timed_out else codes.SRC_CRASHED
                self._end(child)
                child = None
            if problem == codes.SRC_TIMED_OUT or self._closed:
                break
        facts = {"seconds": self._limits.seconds} if problem == codes.SRC_TIMED_OUT else {"problem": "reader died"}
        return ([], _unread(path, problem, facts)), child

    def _start(self) -> _Child | None:
        with self._state:
            if self._closed:
                return None
            try:
                child = _Child(self._limits, self._words)
            except OSError:
                return None
            self._children.add(child.process)
            return child

    def _end(self, child: _Child) -> None:
        end(child.process)
        with self._state:
            self._children.discard(child.process)


class _Child:
    """One reading process and its pipes."""

    def __init__(self, limits: Limits, words: frozenset[str]) -> None:
        self.timed_out = False
        self._seconds = limits.seconds
        self.process = start("umkm_clean.read.worker")
        self._send({"limits": asdict(limits), "header_words": sorted(words)})

    def ask(self, path: str, *, careful: bool) -> Received | None:
        """Have one file read; None when the process died or was ended for taking too long."""
        watch = threading.Timer(self._seconds, self._out_of_time)
        watch.daemon = True
        watch.start()
        try:
            self._send({"path": path, "careful": careful})
            return read_frames(cast("IO[bytes]", self.process.stdout))
        except (OSError, ValueError, KeyError, IndexError):
            return None
        finally:
            watch.cancel()

    def _send(self, content: dict[str, Any]) -> None:
        pipe = cast("IO[bytes]", self.process.stdin)
        with contextlib.suppress(OSError):  # a dead process shows when its answer is awaited
            pipe.write(json.dumps(content).encode() + b"\n")
            pipe.flush()

    def _out_of_time(self) -> None:
        self.timed_out = True
        with contextlib.suppress(OSError):
            self.process.kill()


def _unread(path: str, code: str, facts: dict[str, Any]) -> dict[str, Any]:
    size, sha256 = 0, ""
    with contextlib.suppress(OSError):
        size = os.path.getsize(path)
    return {
        "sha256": sha256,
        "size": size,
        "format": "",
        "sheets": [],
        "findings": [],
        "refused": {"code": code, "facts": facts},
    }
