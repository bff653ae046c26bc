"""Before anything is loaded: a `run` takes its lock, so that all but the first of many are turned away at once.

The command line proper is not understood yet. Only what says where the lock lies is looked for; whatever is odd about
the rest is left to the command itself, which asks for the same lock again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = ("config", "out", "registry")


def take_lock(arguments: Sequence[str]) -> None:
    """Reserve the locks of `umkm-clean run …`; does nothing for other commands. Raises `Locked` or `WriteError`."""
    if arguments[:1] != ["run"] or "--dry-run" in arguments:
        return
    from umkm_clean.cli.tell import failures_told
    from umkm_clean.errors import UsageError
    from umkm_clean.nightly.workplace import workplace
    from umkm_clean.settings import resolve
    from umkm_clean.store.lock import reserve

    given = _options(arguments)
    file = given.pop("config", None) or os.environ.get("UMKM_CLEAN_CONFIG")
    try:
        place, settings = workplace(resolve(given, os.environ, Path.cwd(), Path(file) if file else None), Path.cwd())
    except UsageError:
        return  # the command says it, and better
    with failures_told(settings, dry_run=False):
        reserve(place.out, place.registry)


def _options(arguments: Sequence[str]) -> dict[str, str]:
    found = {}
    for word, after in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = word.removeprefix("--").partition("=")
        if word.startswith("--") and name in _OPTIONS:
            found[name] = value if equals else after
    return found
