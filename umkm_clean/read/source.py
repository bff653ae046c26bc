"""The file that is being read: its bytes, its fingerprint, its package if it is one."""

from __future__ import annotations

import hashlib
import os
from typing import IO, TYPE_CHECKING

from umkm_clean.read.package import Package

if TYPE_CHECKING:
    from umkm_clean.read.limits import Limits


class Source:
    """A file as taken from the disk. Of a `large` one `data` is only the beginning; it is read from `path`."""

    def __init__(
        self,
        path: str,
        data: bytes,
        *,
        size: int | None = None,
        large: bool = False,
        header_words: frozenset[str] = frozenset(),
    ) -> None:
        self.path, self.data, self.large = path, data, large
        self.size = len(data) if size is None else size
        self.header_words = header_words
        self._package: Package | None = None

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the name of the sheet of a file without sheets."""
        return os.path.splitext(os.path.basename(self.path))[0]

    def package(self, limits: Limits) -> Package:
        """The file as a zip package, opened and checked once."""
        if self._package is None:
            self._package = Package(self.data, limits)
        return self._package


def fingerprint(stream: IO[bytes], *, keep: bool) -> tuple[str, bytes]:
    """SHA-256 of a file in hexadecimal, and its bytes if they are to be kept."""
    hasher = hashlib.sha256()
    if keep:
        data = stream.read()
        hasher.update(data)
        return hasher.hexdigest(), data
    while block := stream.read(1 << 20):
        hasher.update(block)
    return hasher.hexdigest(), b""
