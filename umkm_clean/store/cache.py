"""Results of files already read, so that an unchanged file is not read again.

This folder holds personal data: 0700, files 0600.

An entry is a SHA-256 of its content and the content; one that does not agree with itself is thrown away, never loaded.
The key holds everything a result depends on, so there is nothing to invalidate: entries that no run used are swept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from typing import TYPE_CHECKING

from umkm_clean.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from umkm_clean.model import FileResult

_SUFFIX = ".hasil"
_DIGEST = 32


def entry_key(*parts: str) -> str:
    """The name of an entry, from all that its result depends on; the Python that can read it back is part of it."""
    text = "\x1f".join((*parts, sys.version))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Cache:
    """A folder of remembered `FileResult`s."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, key: str) -> bool:
        """Is there an entry? Whether it is sound shows when it is loaded."""
        return (self.folder / (key + _SUFFIX)).is_file()

    def load(self, key: str) -> FileResult | None:
        """The result remembered under `key`; None if there is none or it is damaged."""
        from umkm_clean.model import FileResult

        path = self.folder / (key + _SUFFIX)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        body = memoryview(content)[_DIGEST:]
        if len(content) > _DIGEST and hashlib.sha256(body).digest() == content[:_DIGEST]:
            with contextlib.suppress(Exception):  # written by another build of a library: as good as absent
                result = pickle.loads(body)
                if isinstance(result, FileResult):
                    return result
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def save(self, key: str, result: FileResult) -> None:
        """Remember a result. Raises `WriteError` where the disk refuses."""
        body = pickle.dumps(result, protocol=5)
        try:
            self._make()
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".baru-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(body).digest())
                    file.write(body)
                os.replace(name, self.folder / (key + _SUFFIX))
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(name)
                raise
        except OSError:
            raise WriteError("cache-unwritable", folder=self.folder.name) from None

    def sweep(self, used: Iterable[str]) -> int:
        """Remove every entry that is not in `used`, and what a killed run left half written; how many."""
        keep = {key + _SUFFIX for key in used}
        gone = 0
        if self.folder.is_dir():
            for path in sorted(self.folder.iterdir()):
                if path.name not in keep and (path.suffix == _SUFFIX or path.name.startswith(".baru-")):
                    with contextlib.suppress(OSError):
                        path.unlink()
                        gone += 1
        return gone

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and self.folder.stat().st_mode & 0o077:
            self.folder.chmod(0o700)
