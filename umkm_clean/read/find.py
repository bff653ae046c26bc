"""Which files a run is about: files, folders (all the way down) and globs, in an order the disk has no say in."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".parquet"})
LOCK_PREFIXES = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read (as given, forward slashes, sorted, each once), lock files passed over, paths that do not exist."""

    files: tuple[str, ...]
    locks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def find_files(paths: Iterable[str], without: Path | None = None) -> Found:
    """Expand `paths`. In folders only spreadsheets count and hidden files do not; a file named by itself always counts.

    `without`: an output folder, whose own files are never inputs.
    """
    files: set[str] = set()
    locks: set[str] = set()
    missing: list[str] = []
    for given in paths:
        expanded = [given] if os.path.lexists(given) else sorted(glob.glob(given, recursive=True))
        if not expanded:
            missing.append(given)
        for path in map(Path, expanded):
            inside = sorted(_walk(path)) if path.is_dir() else [path]
            for file in inside:
                named = path == file
                if without is not None and not named and _within(file, without):
                    continue
                if file.name.startswith(LOCK_PREFIXES):
                    locks.add(file.as_posix())
                elif named or file.suffix.lower() in SPREADSHEETS:
                    files.add(file.as_posix())
    return Found(tuple(sorted(files)), tuple(sorted(locks)), tuple(missing))


def _walk(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith(".") or name.startswith(LOCK_PREFIXES):
                yield Path(root, name)


def _within(file: Path, folder: Path) -> bool:
    return folder.resolve() in file.resolve().parents
