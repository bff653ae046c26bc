"""Cells of a column as Arrow arrays: texts, how each was stored, and the distinct pairs of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.model import RawSheet

    Ints = np.ndarray[Any, np.dtype[np.int64]]
    Bools = np.ndarray[Any, np.dtype[np.bool_]]
    Bytes = np.ndarray[Any, np.dtype[np.uint8]]

TEXT = pd.StringDtype("pyarrow", na_value=pd.NA)
STRING = pa.large_string()
BLANK_LETTER = ord(" ")


@dataclass(frozen=True, slots=True)
class Cells:
    """The data rows of one column, by distinct pairs of text and `Stored` letter; `rows` leads from row to pair.

    `raw` is the text as it stands in each row, `text` each distinct text without outer blanks. Where `filled`
    (merged cell, ditto mark, tick) a row's text stands elsewhere, and `own` is what its own cell holds.
    """

    raw: pa.Array
    stored: Bytes
    own: pa.Array
    filled: Bools
    rows: Ints
    text: pa.Array
    letters: Bytes
    untrimmed: bool  # some text had outer blanks

    @property
    def empty(self) -> Bools:
        """Rows without text."""
        return to_numpy(pc.equal(self.text, ""))[self.rows]

    def spread(self, per_text: pa.Array) -> pa.Array:
        """What is known for each distinct text, for each row."""
        return per_text.take(pa.array(self.rows))


def cells_of(sheet: RawSheet, column: int, at: Ints, fills: Mapping[int, int]) -> Cells:
    """The cells of the data rows `at` (from 0); `fills`: Excel row → row whose text stands there too."""
    grid = sheet.columns[column - 1].cast(STRING)
    letters = np.frombuffer(sheet.stored[column - 1], dtype=np.uint8)
    own = grid.take(pa.array(at))  # a copy: before pyarrow 24 `if_else` gives wrong texts for a slice
    if not fills:
        return _distinct(own, letters[at], own, np.zeros(len(at), dtype=bool))
    sources = np.asarray([fills.get(int(row) + 1, int(row) + 1) - 1 for row in at], dtype=np.int64)
    return _distinct(grid.take(pa.array(sources)), letters[sources], own, sources != at)


def _distinct(raw: pa.Array, stored: Bytes, own: pa.Array, filled: Bools) -> Cells:
    encoded = raw.dictionary_encode()
    rows = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    text = pc.utf8_trim_whitespace(encoded.dictionary)
    untrimmed = not text.equals(encoded.dictionary)
    kinds = np.flatnonzero(np.bincount(stored, minlength=256)).astype(np.uint8)
    held = kinds[kinds != BLANK_LETTER]
    if len(held) <= 1:
        letters = np.full(len(text), held[0] if len(held) else ord("t"), dtype=np.uint8)
    else:
        which = np.searchsorted(kinds, stored)
        rows, pairs = pd.factorize(rows * len(kinds) + which)
        text, letters = text.take(pa.array(pairs // len(kinds))), kinds[pairs % len(kinds)]
    return Cells(raw, stored, own, filled, rows, text, letters, untrimmed)


def series(values: pa.Array, dtype: str) -> pd.Series[Any]:
    """An Arrow array as a column of "string", "Int64", "Float64" or "boolean"."""
    if dtype == "string":
        return pd.Series(pd.array(values.cast(STRING), dtype=TEXT))
    missing = to_numpy(values.is_null())
    plain = values.fill_null(0 if dtype != "boolean" else False).to_numpy(zero_copy_only=False)
    made = {"Int64": pd.arrays.IntegerArray, "Float64": pd.arrays.FloatingArray, "boolean": pd.arrays.BooleanArray}
    return pd.Series(made[dtype](plain, missing))


def letters_series(stored: Bytes) -> pd.Series[Any]:
    """`Stored` letters as a text column, without a Python object for each."""
    ends = pa.py_buffer(np.arange(len(stored) + 1, dtype=np.int64))
    texts = pa.Array.from_buffers(STRING, len(stored), [None, ends, pa.py_buffer(np.ascontiguousarray(stored))])
    return series(texts, "string")


def words(choices: Sequence[str], which: Ints) -> pa.Array:
    """One of a few texts for each row."""
    return pa.array(list(choices), type=STRING).take(pa.array(which))


def nulls(size: int, dtype: str) -> pd.Series[Any]:
    """A column of nothing."""
    types = {"string": STRING, "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_()}
    return series(pa.nulls(size, types[dtype]), dtype)


def to_numpy(mask: pa.Array | pa.ChunkedArray) -> Bools:
    """An Arrow truth array as numpy, null as false."""
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)
