"""A zip package (xlsx, xlsb, ods) opened without trust: counted before anything in it is inflated.

`zipfile` checks the checksum of what it reads and never gives more than the declared size, so the declared
sizes are safe to judge by.
"""

from __future__ import annotations

import io
import itertools
import lzma
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.read.refused import Refused, megabytes
from umkm_clean.read.xml_parts import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.read.limits import Limits

BLOCK = 1 << 20
_LOCAL_HEADER = 30
_ENCRYPTED = 1
_USUAL = ("xl/workbook.xml", "xl/workbook.bin")
#: What reading a damaged zip raises, in CPython 3.11 to 3.14.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


class Package:
    """Parts of a zip by their normalised names (`/`, lower case, no leading slash)."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.size = len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS:
            raise Refused(codes.SRC_BROKEN, problem="zip") from None
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        self._check(infos, limits)
        self._parts = {normal(info.filename): info for info in infos}
        if len(self._parts) != len(infos):
            raise Refused(codes.SRC_DUPLICATE_PARTS)
        self.names = frozenset(self._parts)
        self.written_names = tuple(info.filename for info in infos)

    def _check(self, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
        if len(infos) > limits.members:
            raise Refused(codes.SRC_MEMBERS, found=len(infos), limit=limits.members)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise Refused(codes.SRC_ENCRYPTED)
        largest = max((info.file_size for info in infos), default=0)
        if largest > limits.part_bytes:
            raise Refused(codes.SRC_PART_BYTES, found=megabytes(largest), limit=megabytes(limits.part_bytes))
        inflated = sum(info.file_size for info in infos)
        if inflated > limits.inflated_bytes:
            raise Refused(codes.SRC_INFLATED_BYTES, found=megabytes(inflated), limit=megabytes(limits.inflated_bytes))
        places = sorted((info.header_offset, info.compress_size) for info in infos)
        for (offset, length), (after, _) in itertools.pairwise(places):
            if offset + _LOCAL_HEADER + length > after:  # members over each other: a bomb, or a damaged directory
                raise Refused(codes.SRC_DUPLICATE_PARTS)

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._parts

    def part_size(self, name: str) -> int:
        """Inflated size in bytes, 0 for a part that is not there."""
        info = self._parts.get(normal(name))
        return info.file_size if info else 0

    def blocks(self, name: str, size: int = BLOCK) -> Iterator[bytes]:
        """The part in blocks. Raises `Refused` where it is missing or damaged."""
        info = self._parts.get(normal(name))
        if info is None:
            raise Refused(codes.SRC_BROKEN, problem="missing part")
        try:
            with self._zip.open(info) as stream:
                while block := stream.read(size):
                    yield block
        except ZIP_ERRORS:
            raise Refused(codes.SRC_BROKEN, problem="zip") from None

    def read(self, name: str) -> bytes:
        """The whole part. Raises `Refused` where it is missing or damaged."""
        return b"".join(self.blocks(name))


def normal(name: str) -> str:
    """A part's name as packages compare them: Windows slashes, capitals and a leading slash do not count."""
    return name.replace("\\", "/").lstrip("/").lower()


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (last word of its type, target part) of one part; external targets have the part ""."""
    folder, name = posixpath.split(normal(part))
    rels = posixpath.join(folder, "_rels", name + ".rels")
    if rels not in package:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for tag, attributes, _ in elements(package.read(rels)):
        if tag == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            inside = "" if attributes.get("TargetMode") == "External" else resolve(folder, target)
            found[attributes.get("Id", "")] = (kind, inside)
    return found


def resolve(folder: str, target: str) -> str:
    """A relationship's target as a part name; one that leads out of the package is no part."""
    path = target if target.startswith("/") else posixpath.join("/" + folder, target)
    return normal(posixpath.normpath(path)) if "://" not in target else ""


def main_part(package: Package) -> str:
    """The workbook part of a package, by its relationships, else by its usual name."""
    kinds = relations(package, "")
    part = next((target for kind, target in kinds.values() if kind == "officeDocument"), "")
    return part if part in package else next((usual for usual in _USUAL if usual in package), "")
