"""Where a scheduled job works: the folder of its settings file, and what lies in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import UsageError
from umkm_clean.settings import BY_NAME, FILE_NAME

if TYPE_CHECKING:
    from umkm_clean.settings import Resolved, Settings

#: settings that hold a path
_PATHS = ("inbox", "out", "registry", "log_file", "kota")
REGISTRY = "registry.sqlite"
STATE = ".umkm-clean"
BACKUPS = "cadangan"


@dataclass(frozen=True, slots=True)
class Workplace:
    """Paths of a job, absolute; `base` is the folder that everything in the settings file is relative to."""

    base: Path
    inbox: Path
    out: Path
    registry: Path
    cache: Path
    backups: Path


def workplace(resolved: Resolved, start: Path) -> tuple[Workplace, Settings]:
    """The job's folders, and the settings with every path made absolute.

    A path in the settings file is relative to that file, one on the command line or in the environment to the folder
    the command was called in: cron and Task Scheduler start jobs anywhere. Raises `UsageError` where `inbox` or `out`
    is empty.
    """
    for name in ("inbox", "out"):
        if not getattr(resolved.settings, name).strip():
            raise UsageError(
                "config-value", key=name, value="", file=resolved.origin[name], hint=str(BY_NAME[name].default)
            )
    base = Path(os.path.abspath(resolved.file)).parent if resolved.file else Path(os.path.abspath(start))
    whole: dict[str, Any] = {}
    for name in _PATHS:
        value = str(getattr(resolved.settings, name))
        origin = resolved.origin.get(name, "")
        inside = origin.endswith(FILE_NAME) or origin == "bawaan" or origin == str(resolved.file)
        if value and (name != "kota" or os.sep in value or "/" in value or value.startswith(".")):
            whole[name] = os.path.abspath(os.path.join(base if inside else start, value))
    settings = replace(resolved.settings, **whole)
    out = Path(settings.out)
    registry = Path(settings.registry) if settings.registry else base / REGISTRY
    return Workplace(
        base, Path(settings.inbox), out, registry, base / STATE / "dibaca", out.with_name(BACKUPS)
    ), settings


def shown(path: str | Path, base: Path) -> str:
    """A path as outputs name it: relative to the job's folder where it lies inside, with forward slashes."""
    whole = Path(os.path.abspath(path))
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else whole.as_posix()
