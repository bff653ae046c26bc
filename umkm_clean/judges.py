"""`process_file` in processes beside this one: many files are judged by all cores, and given back in their order.

A judge is worth its start (pandas and pandera once more) only where there is much to judge, so the caller says how
many. What a judge cannot answer (it died, it was out of memory, a bug of ours) is judged here, where it shows.
Files travel by pickle: both ends are our own, and what a hostile file holds has become plain text before.
"""

from __future__ import annotations

import pickle
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Self, cast

from umkm_clean.read.child import end, heed_only_the_parent, private_output, start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from umkm_clean.model import FileResult, RawFile
    from umkm_clean.process import Judging
    from umkm_clean.spec.types import Spec

#: Files handed to a judge before its last answer came: one at work, one waiting.
_AHEAD = 2
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One file to be judged, and on what terms."""

    raw: RawFile
    judging: Judging


class Judges:
    """`count` processes that start at construction and load the rules of `city` ("" for the built-in one)."""

    def __init__(self, count: int, city: str) -> None:
        self._idle: SimpleQueue[_Judge] = SimpleQueue()
        self._all: list[_Judge] = []
        for _ in range(count):
            try:
                judge = _Judge(city)
            except OSError:  # no more processes to be had: the parent judges
                break
            self._all.append(judge)
            self._idle.put(judge)
        self._threads = ThreadPoolExecutor(len(self._all)) if self._all else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        for judge in self._all:
            end(judge.process)
        if self._threads:
            self._threads.shutdown(cancel_futures=True)

    def judged(self, cases: Iterable[Case], spec: Spec) -> Iterator[FileResult]:
        """Each case judged, in the order they came; this process judges too while the others are busy."""
        waiting: deque[FileResult | tuple[Case, Future[FileResult | None]]] = deque()
        for case in cases:
            if self._threads and sum(_is_open(one) for one in waiting) < _AHEAD * len(self._all):
                waiting.append((case, self._threads.submit(self._ask, case, spec.hash)))
            else:
                waiting.append(_here(case, spec))
            while waiting and not _is_open(waiting[0]):
                yield _answer(waiting.popleft(), spec)
        while waiting:
            yield _answer(waiting.popleft(), spec)

    def _ask(self, case: Case, rules: str) -> FileResult | None:
        judge = self._idle.get()
        try:
            return judge.ask(case, rules)
        finally:
            self._idle.put(judge)


class _Judge:
    """One judging process and its pipes."""

    def __init__(self, city: str) -> None:
        self.process: subprocess.Popen[bytes] = start("umkm_clean.judges")
        _write(cast("IO[bytes]", self.process.stdin), city)

    def ask(self, case: Case, rules: str) -> FileResult | None:
        """The answer, or None where none came."""
        try:
            _write(cast("IO[bytes]", self.process.stdin), (case, rules))
            return cast("FileResult | None", _read(cast("IO[bytes]", self.process.stdout)))
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            return None


def rehearse(spec: Spec) -> None:
    """Judge one invented row, so that all libraries and lists are loaded while the first file is still being read."""
    import datetime

    import pyarrow as pa

    from umkm_clean.headers import LayoutOptions
    from umkm_clean.model import RawFile, RawSheet, Stored
    from umkm_clean.process import Judging, process_file

    rows = [(str(field.label["id"]), str(field.example or "")) for field in spec.fields.values() if field.output]
    columns = tuple(pa.array(texts, pa.string()) for texts in rows)
    letters = tuple(b"".join((Stored.TEXT if text else Stored.EMPTY).encode() for text in texts) for texts in rows)
    sheet = RawSheet("", "", "", 0, "visible", columns, letters, (1, 2))
    process_file(RawFile("", "", 0, "", (sheet,)), spec, Judging(datetime.date(2020, 1, 1), LayoutOptions()))


def main() -> None:
    """In a judging process: answer until the parent closes the pipe."""
    out, asked = private_output(), sys.stdin.buffer
    heed_only_the_parent()
    from umkm_clean.process import process_file  # heavy: the parent has other things to do first
    from umkm_clean.spec import load

    spec = load(_read(asked) or None)
    rehearse(spec)
    while True:
        try:
            case, rules = _read(asked)
        except EOFError:
            return
        try:
            answer = process_file(case.raw, spec, case.judging) if rules == spec.hash else None
        except Exception:  # the parent meets the same one and says so
            answer = None
        _write(out, answer)


def _here(case: Case, spec: Spec) -> FileResult:
    from umkm_clean.process import process_file

    return process_file(case.raw, spec, case.judging)


def _is_open(one: FileResult | tuple[Case, Future[FileResult | None]]) -> bool:
    return isinstance(one, tuple) and not one[1].done()


def _answer(one: FileResult | tuple[Case, Future[FileResult | None]], spec: Spec) -> FileResult:
    if isinstance(one, tuple):
        case, future = one
        return future.result() or _here(case, spec)
    return one


def _write(stream: IO[bytes], content: Any) -> None:
    data = pickle.dumps(content, protocol=5)
    stream.write(len(data).to_bytes(_LENGTH, "little"))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        raise EOFError
    data = stream.read(int.from_bytes(head, "little"))
    return pickle.loads(data)
