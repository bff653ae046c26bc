"""What lies in the inbox: which files are whole, which are still being copied, which are as they were last time."""

from __future__ import annotations

import datetime
import hashlib
import os
import time
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_clean.errors import NothingToDo
from umkm_clean.nightly.workplace import shown
from umkm_clean.read.find import find_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from umkm_clean.store.seen import Seen

_SECOND = 1_000_000_000
#: the coarsest clock of a file system in use (FAT): a change within it may leave size and times as they were
_TICK = 2 * _SECOND


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file of the inbox. `name`: as outputs name it. Times in nanoseconds. `sha256` "" where it could not be read.

    `untouched`: as it was when last seen. `earlier`: it is being replaced just now; its last whole content stands in.
    """

    name: str
    sha256: str
    size: int
    mtime: int
    ctime: int
    trusted: bool = False
    untouched: bool = False
    earlier: bool = False

    @property
    def age(self) -> tuple[int, str]:
        """Order of submissions: by time of change, then by name."""
        return self.mtime, self.name


@dataclass(frozen=True, slots=True)
class Inbox:
    """Files to work with (by name), names of files still being copied, and how many lock files were passed over."""

    files: tuple[Incoming, ...]
    copying: tuple[str, ...]
    locks: int


def scan(
    folder: Path,
    base: Path,
    seen: Mapping[str, Seen],
    settle_seconds: int,
    *,
    since: datetime.date | None = None,
    clock: Callable[[], int] = time.time_ns,
    sleep: Callable[[float], None] = time.sleep,
) -> Inbox:
    """Look at every spreadsheet below `folder`; open only those that changed since they were last seen.

    Raises `NothingToDo` where the folder is not there (a share that is not mounted must not look like an empty month).
    """
    if not folder.is_dir():
        raise NothingToDo("no-inbox", folder=shown(folder, base))
    found = find_files([str(folder)])
    looked = [entry for path in found.files if (entry := _look(path, base)) is not None]
    if since is not None:
        looked = [entry for entry in looked if _day(entry.mtime) >= since]
    moving = _still_moving(looked, base, seen, settle_seconds, clock, sleep)
    files, copying = [], []
    for entry in looked:
        if entry.name in moving:
            copying.append(entry.name)
            if entry.name in seen:  # until the new content is whole, the last one counts
                last = seen[entry.name]
                files.append(
                    Incoming(last.path, last.sha256, last.size, last.mtime, last.ctime, earlier=True, untouched=True)
                )
        else:
            files.append(_fingerprinted(entry, base, seen.get(entry.name), clock))
    return Inbox(tuple(files), tuple(copying), len(found.locks))


def changed_since(entry: Incoming, base: Path) -> bool:
    """Whether the file was written to, replaced or removed since it was looked at."""
    now = _look(str(base / entry.name), base)
    return now is None or (now.size, now.mtime) != (entry.size, entry.mtime)


def _look(path: str, base: Path) -> Incoming | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return Incoming(shown(path, base), "", status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _still_moving(
    looked: list[Incoming],
    base: Path,
    seen: Mapping[str, Seen],
    settle_seconds: int,
    clock: Callable[[], int],
    sleep: Callable[[float], None],
) -> set[str]:
    """Files that changed a moment ago and go on changing. Only where their end does not prove them whole do we wait."""
    now = clock()
    fresh = [
        entry
        for entry in looked
        if not _same(entry, seen.get(entry.name))
        and now - max(entry.mtime, entry.ctime) < settle_seconds * _SECOND
        and not _proves_whole(base / entry.name)
    ]
    if not fresh:
        return set()
    youngest = max(min(max(entry.mtime, entry.ctime), now) for entry in fresh)
    sleep(max(settle_seconds - (now - youngest) / _SECOND, 0))
    return {entry.name for entry in fresh if changed_since(entry, base)}


def _proves_whole(path: Path) -> bool:
    """A zip package or a parquet file ends with its table of contents: where that is in place, the copy is complete."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            if head == b"PAR1":
                file.seek(-4, os.SEEK_END)
                return file.read(4) == b"PAR1"
            return head[:2] == b"PK" and zipfile.is_zipfile(file)
    except OSError:
        return False


def _same(entry: Incoming, last: Seen | None) -> bool:
    return (
        last is not None
        and last.trusted
        and (entry.size, entry.mtime, entry.ctime) == (last.size, last.mtime, last.ctime)
    )


def _fingerprinted(entry: Incoming, base: Path, last: Seen | None, clock: Callable[[], int]) -> Incoming:
    """The file with its SHA-256: the remembered one if it was not touched, else read now."""
    if last is not None and _same(entry, last):
        return replace(entry, sha256=last.sha256, trusted=True, untouched=True)
    try:
        with open(base / entry.name, "rb") as file:
            now = clock()
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return entry
    settled = now - max(entry.mtime, entry.ctime) > _TICK
    same = last is not None and last.sha256 == digest
    return replace(
        entry, sha256=digest, trusted=settled, untouched=same and last is not None and last.mtime == entry.mtime
    )


def _day(nanoseconds: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(nanoseconds / _SECOND).astimezone().date()
