"""TOML parsed once: what `tomllib` made of a file of `schemas/` is kept beside the byte code, as Python keeps its own.

`tomllib` reads about 2 MB a second, so that every command would spend 0.1 s on rules that never change; the same as
JSON takes 3 ms. A kept file is named after a hash of the source, so it is never stale; where it cannot be written
(a read-only installation) the source is parsed every time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

from umkm_clean.spec.locate import schemas_folder


def toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises `OSError`, `UnicodeDecodeError` or `tomllib.TOMLDecodeError`."""
    source = path.read_bytes()
    if not path.is_relative_to(schemas_folder()):
        return parse(source)
    kept = _kept_as(path, source)
    try:
        found: dict[str, Any] = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        found = parse(source)
        _keep(found, kept)
    return found


def parse(source: bytes) -> dict[str, Any]:
    """The tables of a TOML text."""
    import tomllib

    return tomllib.loads(source.decode("utf-8-sig"))


def _kept_as(path: Path, source: bytes) -> Path:
    name = "-".join(path.relative_to(schemas_folder()).with_suffix("").parts)
    beside = Path(importlib.util.cache_from_source(__file__)).parent
    return beside / f"{name}.{hashlib.blake2b(source, digest_size=8).hexdigest()}.json"


def _keep(found: dict[str, Any], kept: Path) -> None:
    """Write beside the byte code, whole or not at all, and let go of older versions of the same file."""
    fresh = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        fresh.replace(kept)
        for old in kept.parent.glob(f"{kept.name.split('.')[0]}.*.json"):
            if old != kept:
                old.unlink(missing_ok=True)
    except (OSError, TypeError):  # a read-only installation; a date, which JSON does not know
        fresh.unlink(missing_ok=True)
