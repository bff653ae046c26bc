"""A progress bar on standard error, only on a terminal, only when the work takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.progress import Progress

Item = TypeVar("Item")
PATIENCE = 1.0  # seconds


def shown(items: Iterable[Item], count: int, lang: str, quiet: bool) -> Iterator[Item]:
    """The same items; while they come, a bar says how many of `count` are done."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    started, bar = time.monotonic(), None
    try:
        for number, item in enumerate(items, 1):
            yield item
            if bar is None and time.monotonic() - started > PATIENCE:
                bar = _start(count, lang)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=number)
    finally:
        if bar is not None:
            bar.stop()


def _start(count: int, lang: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )
    bar.add_task(say("cli", "progress.files", lang), total=count)
    bar.start()
    return bar
