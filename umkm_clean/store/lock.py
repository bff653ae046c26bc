"""One run at a time on one folder or registry: a lock that the system lets go of when its holder dies.

The lock file stays on the disk between runs; it is the lock on it that counts, so there is nothing to clean up after a
crash or a power cut.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from umkm_clean.errors import Locked, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


def lock_file(target: Path) -> Path:
    """The lock of an output folder or a registry: a hidden file beside it."""
    whole = Path(os.path.abspath(target))
    return whole.with_name(f".{whole.name}.lock")


@contextlib.contextmanager
def hold(*targets: Path) -> Iterator[None]:
    """Hold the locks of all `targets`, or raise `Locked` at once if another process has one of them.

    Raises `WriteError` where no lock file can be made (a read-only or missing folder).
    """
    with contextlib.ExitStack() as held:
        for path in sorted({lock_file(target) for target in targets}):
            held.enter_context(_one(path))
        yield


@contextlib.contextmanager
def _one(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=0, mode=0o600)
        lock.acquire()
    except Timeout:
        raise Locked("locked", folder=path.name.removeprefix(".").removesuffix(".lock")) from None
    except (OSError, NotImplementedError):
        raise WriteError("lock-impossible", folder=str(path.parent)) from None
    try:
        yield
    finally:
        lock.release()
