"""The only writer: a file or a whole folder is replaced at once or not at all, whatever happens in between.

A folder is written beside its target under a hidden name, synced, and switched in. On Linux the switch is one step of
the system (RENAME_EXCHANGE): at no moment is the target missing. Elsewhere the old folder is moved aside first; a run
killed between the two moves is put right by the next one (`sweep`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_clean.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_NEW, _OLD = ".umkm-baru-", ".umkm-lama-"
#: Windows: access denied, sharing violation, lock violation
_HELD = {5, 32, 33}
_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "readonly",
    errno.EBUSY: "mount",
    errno.EXDEV: "mount",
}
_EXCHANGE, _HERE = 2, -100  # RENAME_EXCHANGE, AT_FDCWD of linux/fs.h and fcntl.h


@contextmanager
def atomic_file(target: str | Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; when the block ends well it is synced and takes the target's place."""
    path = Path(target)
    _refuse_link(path)
    with _sentences(path):
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        for leftover in path.parent.glob(f"{_NEW}*-{path.name}"):
            _drop_if_orphan(leftover)
        temporary = path.with_name(f"{_NEW}{os.getpid()}-{path.name}")
        try:
            yield temporary
            temporary.chmod(FILE_MODE)
            _sync(temporary)
            _retrying(lambda: os.replace(temporary, path))
            _sync_folder(path.parent)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(target: str | Path, owned: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Give an empty folder beside `target`; when the block ends well it takes the target's place as a whole.

    What people put into the old folder themselves (anything not written now and not named in `owned`) comes along.
    """
    path = Path(os.path.abspath(target))
    _refuse_link(path)
    with _sentences(path):
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        sweep(path)
        fresh = path.with_name(f"{_NEW}{path.name}")
        fresh.mkdir(mode=FOLDER_MODE)
        try:
            yield fresh
            for file in sorted(fresh.rglob("*")):
                file.chmod(FOLDER_MODE if file.is_dir() else FILE_MODE)
                if file.is_file():
                    _sync(file)
            _bring_along(path, fresh, owned)
            for folder in (*sorted(folder for folder in fresh.rglob("*") if folder.is_dir()), fresh):
                _sync_folder(folder)
            _hear_nothing()
            _switch(fresh, path)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def sweep(path: Path) -> None:
    """Put right what a killed run left beside `path`: bring the old folder back where it is alone, drop the rest."""
    fresh, old = path.with_name(f"{_NEW}{path.name}"), path.with_name(f"{_OLD}{path.name}")
    if old.is_dir() and not path.exists():
        os.replace(old, path)
    for leftover in (fresh, old):
        if leftover.is_symlink():
            leftover.unlink()
        elif leftover.exists():
            shutil.rmtree(leftover)


def probe(target: str | Path) -> None:
    """Raise before the work where nothing can be written beside `target`, or another program holds its files open."""
    path = Path(os.path.abspath(target))
    _refuse_link(path)
    with _sentences(path):
        parent = next(folder for folder in path.parents if folder.is_dir())
        trial = parent / f"{_NEW}{os.getpid()}-uji"
        trial.write_bytes(b"")
        trial.unlink()
        if os.path.ismount(path):
            raise OSError(errno.EBUSY, "mount point")
        if os.name == "nt":
            for file in [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file()):
                with file.open("ab"):
                    pass


def _hear_nothing() -> None:
    """From the switch on a run is finished, not stopped: "stopped" must mean that the outputs are the old ones."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)


def _switch(fresh: Path, path: Path) -> None:
    if path.exists() and _exchanged(fresh, path):
        _sync_folder(path.parent)
        return  # the old folder now has the fresh one's name and goes with it
    old = path.with_name(f"{_OLD}{path.name}")
    if path.exists():
        _retrying(lambda: os.replace(path, old))
    try:
        _retrying(lambda: os.replace(fresh, path))
    except OSError:
        if old.exists():
            os.replace(old, path)
        raise
    _sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(fresh: Path, path: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(fresh), _HERE, os.fsencode(path), _EXCHANGE) == 0


def _bring_along(path: Path, fresh: Path, owned: frozenset[str]) -> None:
    """What is not ours in the old folder, into the new one: by a second link where the disk can, else by a copy."""
    if not path.is_dir():
        return
    for entry in sorted(path.iterdir()):
        target = fresh / entry.name
        if entry.name in owned or os.path.lexists(target):
            continue
        if entry.is_symlink():
            target.symlink_to(os.readlink(entry))
        elif entry.is_dir():
            shutil.copytree(entry, target, symlinks=True, copy_function=_link_or_copy)
        elif entry.is_file():
            _link_or_copy(str(entry), str(target))


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _drop_if_orphan(leftover: Path) -> None:
    """A temporary file of a process that is no more."""
    number = leftover.name.removeprefix(_NEW).split("-", 1)[0]
    if number.isdigit() and int(number) != os.getpid() and not _alive(int(number)):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _alive(process: int) -> bool:
    if os.name == "nt":
        return False  # a file that a living process holds open cannot be deleted there anyway
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _retrying(action: Callable[[], None], tries: int = 6) -> None:
    """Windows only: a virus scanner or the indexer holds a file for a moment; wait up to about three seconds."""
    for attempt in range(tries):
        try:
            action()
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _HELD or attempt == tries - 1:
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            return


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise WriteError("write-link", path=path.name)


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn what the operating system says into a reason a person understands."""
    try:
        yield
    except OSError as problem:
        held = getattr(problem, "winerror", None) in _HELD
        reason = "locked" if held else _REASONS.get(problem.errno or 0, "denied")
        raise WriteError(f"write-{reason}", path=path.name) from None


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
