"""What a file may cost.

Every limit has its own SRC code. The defaults let every honest office file through: the largest list a
kelurahan can have is some thousand rows by some dozen columns.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; sizes in bytes, time in seconds.

    `flat_*` stand in place of `file_bytes` and `cells` for formats that are read in blocks (CSV, Parquet).
    `area` is rows × columns of the smallest box around all values of a sheet, `row_gap` the largest number of
    blank rows between two rows with values.
    """

    file_bytes: int = 50 * MB
    flat_bytes: int = 1024 * MB
    inflated_bytes: int = 400 * MB
    part_bytes: int = 256 * MB
    members: int = 1000
    cells: int = 4_000_000
    flat_cells: int = 50_000_000
    area: int = 8_000_000
    columns: int = 256
    sheets: int = 50
    row_gap: int = 100_000
    text_length: int = 32_767
    seconds: float = 60.0
    child_memory: int = 1024 * MB
