"""Files in, `FileResult`s out: reading starts first, heavy imports happen meanwhile, judging follows file by file."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from umkm_clean.read.pool import ReadingPool

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from umkm_clean.judges import Judges
    from umkm_clean.process import Judging
    from umkm_clean.read.limits import Limits
    from umkm_clean.settings import Settings

#: From so many files, or bytes in several of them, a further judging process earns its start (measured: 1.5 s).
MANY_FILES, MUCH = 8, 1 << 20
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


@contextmanager
def judging(paths: Sequence[str], settings: Settings) -> Iterator[Judges]:
    """Start what judges the files: this process alone, or where there is much to do one more for each further core."""
    from umkm_clean.judges import Judges

    many = len(paths) >= MANY_FILES or (len(paths) > 1 and is_much(paths))
    with Judges(jobs_of(settings, len(paths)) - 1 if many else 0, settings.kota) as judges:
        yield judges


def is_much(paths: Sequence[str]) -> bool:
    """Whether reading takes long enough to get something else done meanwhile."""
    import os

    total = 0
    for path in paths:
        with suppress(OSError):
            total += os.path.getsize(path)
    return total >= MUCH


def judging_of(settings: Settings, as_of: datetime.date) -> Judging:
    """What judging one file depends on, out of the settings."""
    from umkm_clean.headers import LayoutOptions
    from umkm_clean.process import Judging

    layout = LayoutOptions(
        skip_hidden=settings.skip_hidden, sheet=settings.sheet or None, columns=settings.columns or None
    )
    return Judging(as_of, layout)
