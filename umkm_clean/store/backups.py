"""Earlier outputs: one folder for each round, the last few of them, and the way back.

A backup is made of hard links where the disk can: output files are never written in place, only replaced, so this costs
nothing and cannot change later. Beside them lies a copy of the registry as it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.store.registry import Registry

_PREFIX, _HALF = "putaran-", ".baru-"
_OUTPUTS, _REGISTRY = "hasil", "registry.sqlite"


@dataclass(frozen=True, slots=True)
class Backup:
    """Outputs of one round."""

    number: int
    folder: Path

    @property
    def outputs(self) -> Path:
        """The output folder as it was."""
        return self.folder / _OUTPUTS


def listed(backups: Path) -> list[Backup]:
    """What can be restored, newest first."""
    found = []
    if backups.is_dir():
        for folder in backups.iterdir():
            number = folder.name.removeprefix(_PREFIX)
            if (
                folder.name.startswith(_PREFIX)
                and number.isascii()
                and number.isdigit()
                and (folder / _OUTPUTS).is_dir()
            ):
                found.append(Backup(int(number), folder))
    return sorted(found, key=lambda backup: -backup.number)


def keep(out: Path, backups: Path, number: int, registry: Registry | None = None) -> None:
    """Keep the outputs in `out` as those of round `number`, whole or not at all. Raises `WriteError`."""
    target = backups / f"{_PREFIX}{number:04d}"
    if not out.is_dir() or target.exists() or not any(out.iterdir()):
        return
    half = backups / f"{_HALF}{target.name}"
    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        shutil.copytree(out, half / _OUTPUTS, copy_function=_link_or_copy)
        if registry is not None:
            registry.snapshot(half / _REGISTRY)
        os.replace(half, target)
    except (OSError, shutil.Error):
        shutil.rmtree(half, ignore_errors=True)
        raise WriteError("backup-unwritable", folder=backups.name) from None


def prune(backups: Path, keep_last: int) -> int:
    """Remove all but the last few backups, and what a killed run left half made; how many."""
    gone = [backup.folder for backup in listed(backups)[max(keep_last, 0) :]]
    gone += sorted(backups.glob(f"{_HALF}*")) if backups.is_dir() else []
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def copy_back(backup: Backup, fresh: Path) -> None:
    """Copy the outputs of a backup into the empty folder `fresh`; really, so that the backup cannot change with it."""
    shutil.copytree(backup.outputs, fresh, dirs_exist_ok=True)


def _link_or_copy(source: str, target: str) -> str:
    with contextlib.suppress(OSError, NotImplementedError):
        os.link(source, target)
        return target
    return shutil.copy2(source, target)
