"""Arrow in the reading process: for large CSV files and Parquet only, as importing it takes a third of a second."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.csv

from umkm_clean.read.grid import ArrowColumn
from umkm_clean.read.plain import TEXT, UNCLEAN_BUT_NUL

# Arrow's own allocator reserves address space by the gigabyte, which the memory limit of the process counts.
pa.set_memory_pool(pa.system_memory_pool())
pa.set_cpu_count(1)

_ORDINARY = bytes([9, 10, *range(32, 127)])
_MOST_COLUMNS = 4096


def string_columns(piece: bytes, delimiter: str, *, quoted: bool, most: int) -> list[ArrowColumn] | None:
    """Whole records of a CSV file as columns of text.

    None where Arrow cannot read them (records of different widths, blank lines), or where texts must be cleaned or
    cut first.
    """
    names = [f"f{number}" for number in range(_MOST_COLUMNS)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(piece),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(piece) + 1, autogenerate_column_names=True),
            pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted and b'"' in piece,
                ignore_empty_lines=False,
            ),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    columns = [to_column(column.combine_chunks(), bytes([TEXT])) for column in table.columns]
    return None if any(needs_care(column, most) for column in columns) else columns


def to_column(array: Any, letters: bytes) -> ArrowColumn:
    """An Arrow string array without nulls as it travels."""
    if array.offset:
        array = pa.concat_arrays([array, pa.array([], pa.string())])
    _, offsets, text = array.buffers()
    size = 4 * (len(array) + 1)
    offset_bytes = offsets.slice(0, size).to_pybytes() if offsets else bytes(size)
    last = int.from_bytes(offset_bytes[-4:], "little")
    return ArrowColumn(offset_bytes, text.slice(0, last).to_pybytes() if text else b"", letters)


def needs_care(column: ArrowColumn, most: int) -> bool:
    """Whether a column holds characters to remove, or texts longer than `most`."""
    import numpy as np

    lengths = np.diff(np.frombuffer(column.offsets, dtype=np.int32))
    if len(lengths) and lengths.max() > most:
        return True
    if not column.text.translate(None, _ORDINARY):
        return False
    text = column.text.decode("utf-8")
    return "\0" in text or UNCLEAN_BUT_NUL.search(text) is not None
