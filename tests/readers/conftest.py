"""Reading one file the way the product does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from umkm_clean.model import RawFile, RawSheet
from umkm_clean.read import read_files

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.read.limits import Limits

Read = Callable[..., RawFile]


def _read(path: Path | str, limits: Limits | None = None, **options: Any) -> RawFile:
    return next(iter(read_files([str(path)], limits, **options)))


@pytest.fixture(scope="session")
def read() -> Read:
    return _read


def texts(sheet: RawSheet) -> list[list[str]]:
    """The sheet's rows of texts."""
    return [list(row) for row in zip(*(column.to_pylist() for column in sheet.columns), strict=True)]


def letters(sheet: RawSheet) -> list[str]:
    """The sheet's rows of storage letters."""
    return [bytes(row).decode("ascii") for row in zip(*sheet.stored, strict=True)]
