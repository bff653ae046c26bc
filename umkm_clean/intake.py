"""Files in, `FileResult`s out: reading starts first, heavy imports happen meanwhile, judging follows file by file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from umkm_clean.read.pool import ReadingPool

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from umkm_clean.model import FileResult, RawFile
    from umkm_clean.process import Judging
    from umkm_clean.read.limits import Limits
    from umkm_clean.settings import Settings
    from umkm_clean.spec.types import Spec

#: Endings of files that are no text tables (one that is a text table all the same is read without this help).
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".parquet")


def limits_of(settings: Settings) -> Limits:
    """The reader's limits out of the settings (MB → bytes)."""
    from dataclasses import replace

    from umkm_clean.read.limits import Limits

    megabyte = 1024 * 1024
    return replace(
        Limits(),
        file_bytes=settings.max_file_mb * megabyte,
        inflated_bytes=settings.max_inflated_mb * megabyte,
        cells=settings.max_cells,
        seconds=settings.max_seconds,
        child_memory=settings.max_child_mb * megabyte,
    )


@contextmanager
def reading(paths: Sequence[str], settings: Settings) -> Iterator[ReadingPool]:
    """Start reading in child processes; pandas is not needed yet."""
    words = headings_for(paths, settings.kota)
    with ReadingPool(paths, limits_of(settings), jobs_of(settings, len(paths)), words) as pool:
        yield pool


def headings_for(paths: Sequence[str], city: str) -> frozenset[str]:
    """Known column names, which tell the delimiter of a text table; none where every file is called a workbook."""
    if all(path.lower().endswith(WORKBOOKS) for path in paths):
        return frozenset()
    from umkm_clean.spec.headings import known_headings

    return known_headings(city or None)


def jobs_of(settings: Settings, files: int) -> int:
    """How many workers: as asked, else one for each core but never more than files."""
    import os

    return max(1, min(settings.jobs or os.cpu_count() or 1, files))


def judged(files: Iterable[RawFile], spec: Spec, judging: Judging) -> Iterator[FileResult]:
    """Each file as it arrives, understood, parsed and checked; in the order it was asked for."""
    from umkm_clean.process import process_file

    for raw in files:
        yield process_file(raw, spec, judging)


def judging_of(settings: Settings, as_of: datetime.date) -> Judging:
    """What judging one file depends on, out of the settings."""
    from umkm_clean.headers import LayoutOptions
    from umkm_clean.process import Judging

    layout = LayoutOptions(
        skip_hidden=settings.skip_hidden, sheet=settings.sheet or None, columns=settings.columns or None
    )
    return Judging(as_of, layout)
