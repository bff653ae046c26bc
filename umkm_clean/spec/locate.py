"""Where `schemas/` is, inside the installed package or beside it in a checkout, and what its files are called."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path


@cache
def schemas_folder() -> Path:
    """The packaged copy of `schemas/`, else the checkout's."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "schemas"
    return packaged if packaged.is_dir() else package.parent / "schemas"


def shown_path(path: Path) -> str:
    """A file of `schemas/` by its path inside it, any other as given: messages name no folder of this machine."""
    return path.relative_to(schemas_folder()).as_posix() if path.is_relative_to(schemas_folder()) else str(path)


def digest(files: tuple[Path, ...]) -> str:
    """BLAKE2b (128 bits, hexadecimal) over names and contents of files."""
    hasher = hashlib.blake2b(digest_size=16)
    for path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(f"{path.name}\0{len(content)}\0".encode())
        hasher.update(content)
    return hasher.hexdigest()


def plain_words(text: str) -> str:
    """Small letters and digits with single blanks between: how names and choices are compared."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
