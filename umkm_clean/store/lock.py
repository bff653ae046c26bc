"""One run at a time on one folder or registry: a lock that the system lets go of when its holder dies.

The lock file stays on the disk between runs; it is the lock on it that counts, so there is nothing to clean up after a
crash or a power cut. Light on purpose (docs/adr/0006): of ten runs that start together, nine must be gone at once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_clean.errors import Locked, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: what systems answer where another process has the lock
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
_reserved: dict[Path, int] = {}


def lock_file(target: Path) -> Path:
    """The lock of an output folder or a registry: a hidden file beside it."""
    whole = Path(os.path.abspath(target))
    return whole.with_name(f".{whole.name}.lock")


@contextlib.contextmanager
def hold(*targets: Path) -> Iterator[None]:
    """Hold the locks of all `targets`, or raise `Locked` at once if someone else has one of them.

    Raises `WriteError` where no lock file can be made (a read-only or missing folder).
    """
    with contextlib.ExitStack() as held:
        for path in sorted({lock_file(target) for target in targets}):
            held.callback(os.close, _take(path))
        yield


def reserve(*targets: Path) -> None:
    """Take the locks of `targets` for a `hold` that follows later in this process. Raises like `hold`, taking none."""
    try:
        for path in sorted({lock_file(target) for target in targets}):
            _reserved[path] = _take(path)
    except (Locked, WriteError):
        give_up()
        raise


def give_up() -> None:
    """Let go of what was reserved and not taken up by a `hold`."""
    while _reserved:
        os.close(_reserved.popitem()[1])


def _take(path: Path) -> int:
    """An open handle that has the lock; closing it lets go."""
    if path in _reserved:
        return _reserved.pop(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        raise WriteError("lock-impossible", folder=str(path.parent)) from None
    try:
        _lock(handle)
    except OSError as problem:
        os.close(handle)
        if problem.errno in _TAKEN:
            raise Locked("locked", folder=path.name.removeprefix(".").removesuffix(".lock")) from None
        raise WriteError("lock-impossible", folder=str(path.parent)) from None
    return handle


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
