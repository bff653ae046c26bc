"""Reading one file the way the product does, and once more without the process around the readers."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from umkm_clean import codes
from umkm_clean.model import RawFile, RawSheet
from umkm_clean.read import read_files
from umkm_clean.read.limits import Limits
from umkm_clean.read.wire import raw_file, read_frames
from umkm_clean.read.worker import serve

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., RawFile]
#: refusals that say something about the process, not about the file
OF_THE_PROCESS = {codes.SRC_CRASHED, codes.SRC_TIMED_OUT, codes.SRC_MEMORY}


def _read(path: Path | str, limits: Limits | None = None, **options: Any) -> RawFile:
    """What the pool gives; the same readers called here, in this process, must give the same."""
    file = next(iter(read_files([str(path)], limits, **options)))
    if file.refused is None or file.refused.code not in OF_THE_PROCESS:
        assert read_here(str(path), limits or Limits(), options.get("header_words", frozenset())) == file
    return file


def read_here(path: str, limits: Limits, words: frozenset[str] = frozenset(), *, careful: bool = False) -> RawFile:
    """Read without a child: through the same frames."""
    frames = io.BytesIO()
    serve({"path": path, "careful": careful}, limits, words, frames)
    frames.seek(0)
    return raw_file(path, *read_frames(frames))


@pytest.fixture(scope="session")
def read() -> Read:
    return _read


def texts(sheet: RawSheet) -> list[list[str]]:
    """The sheet's rows of texts."""
    return [list(row) for row in zip(*(column.to_pylist() for column in sheet.columns), strict=True)]


def letters(sheet: RawSheet) -> list[str]:
    """The sheet's rows of storage letters."""
    return [bytes(row).decode("ascii") for row in zip(*sheet.stored, strict=True)]
