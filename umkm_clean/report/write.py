"""The only writer: a file or a whole folder is replaced at once or not at all, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from umkm_clean.errors import WriteError

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_NEW, _OLD = ".umkm-baru-", ".umkm-lama-"
#: Windows: access denied, sharing violation, lock violation
_HELD = {5, 32, 33}


@contextmanager
def atomic_file(target: str | Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; when the block ends well it is synced and takes the target's place."""
    path = Path(target)
    _refuse_link(path)
    temporary = path.with_name(f"{_NEW}{os.getpid()}-{path.name}")
    with _sentences(path):
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        try:
            yield temporary
            temporary.chmod(FILE_MODE)
            _sync(temporary)
            _retrying(lambda: os.replace(temporary, path))
            _sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(target: str | Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; when the block ends well it takes the target's place as a whole.

    The old folder is moved aside, the new one moved in, the old one removed: a kill between the two moves leaves the
    old one under its hidden name, and the next `sweep` (run at the start of each writing) puts it back.
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
            _sync_folder(fresh)
            _switch(fresh, path)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def sweep(path: Path) -> None:
    """Put right what a killed run left beside `path`: bring an old folder back where it is the only one, drop the rest."""
    fresh, old = path.with_name(f"{_NEW}{path.name}"), path.with_name(f"{_OLD}{path.name}")
    if old.exists() and not path.exists():
        os.replace(old, path)
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)


def probe(target: str | Path) -> None:
    """Before the work: can we write beside `target` at all, and is no file of it held open by another program?"""
    path = Path(os.path.abspath(target))
    _refuse_link(path)
    with _sentences(path):
        parent = next(folder for folder in path.parents if folder.is_dir())
        trial = parent / f"{_NEW}{os.getpid()}-uji"
        trial.write_bytes(b"")
        trial.unlink()
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and os.name == "nt":
                    with file.open("ab"):
                        pass


def _switch(fresh: Path, path: Path) -> None:
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
        reasons = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full", errno.EROFS: "readonly"}
        reason = "locked" if held else reasons.get(problem.errno or 0, "denied")
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
