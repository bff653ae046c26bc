"""Any file a kelurahan sends → text with how each cell was stored.

`read_files` is the plain way in; `pool.ReadingPool` lets the caller start reading first and import pandas meanwhile.
Reading happens in processes of its own, because a reader that crashes, hangs or eats all memory must take
nothing else with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from umkm_clean.model import RawFile
    from umkm_clean.read.limits import Limits

#: The reader of each format. A reader module has `read(source, limits, *, careful_only=False) -> Found`.
FORMATS = {
    "xlsx": "umkm_clean.read.xlsx",
    "xlsb": "umkm_clean.read.xlsb",
    "xls": "umkm_clean.read.xls",
    "ods": "umkm_clean.read.ods",
    "csv": "umkm_clean.read.delimited",
    "html": "umkm_clean.read.html_table",
    "parquet": "umkm_clean.read.parquet",
}


def read_files(
    paths: Sequence[str], limits: Limits | None = None, jobs: int = 1, header_words: frozenset[str] = frozenset()
) -> Iterator[RawFile]:
    """Read files in `jobs` processes and give them in the order of `paths`. Never raises for bad input.

    `header_words` are known column names; they help to tell the delimiter of a CSV.
    """
    from umkm_clean.read.pool import ReadingPool

    with ReadingPool(paths, limits, jobs, header_words) as pool:
        yield from pool
