"""Wall time by stage, for `--timings`: what a stage waits for counts for the stage that it waits for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")


class Stopwatch:
    """Seconds by stage: start, read, check, merge, write."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """What has passed since the last lap was this stage's."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def reading(self, files: Iterable[Item]) -> Iterator[Item]:
        """The files as they are read: waiting for one is `read`, what is done with it before the next is `check`."""
        self.lap("start")
        for file in files:
            self.lap("read")
            yield file
            self.lap("check")
        self.lap("read")
