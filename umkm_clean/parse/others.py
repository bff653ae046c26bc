"""The sender's own columns as JSON text, one object a row: nothing the sender wrote is lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.model import letter
from umkm_clean.parse.cells import STRING, nulls, series, to_numpy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.parse.cells import Cells


def as_json(columns: Sequence[tuple[int, str, Cells]], size: int) -> pd.Series[Any]:
    """(column number, header, cells) → objects with sorted keys, only cells that hold anything; else null."""
    filled = [
        (number, header, cells) for number, header, cells in columns if to_numpy(pc.not_equal(cells.text, "")).any()
    ]
    if not filled:
        return nulls(size, "string")
    named = zip(_names([(number, header) for number, header, _ in filled]), filled, strict=True)
    pairs = [_pairs(name, cells) for name, (_, _, cells) in sorted(named, key=lambda item: item[0])]
    joined = pc.binary_join_element_wise(*pairs, pa.scalar(", ", STRING), null_handling="skip")
    whole = pc.binary_join_element_wise(pa.scalar("{", STRING), joined, pa.scalar("}", STRING), pa.scalar("", STRING))
    return series(pc.if_else(pc.equal(joined, ""), pa.scalar(None, STRING), whole), "string")


def merged(known: pd.Series[Any], made: pd.Series[Any]) -> pd.Series[Any]:
    """A city list fed back has its own column of such objects; columns beside it are added, never over it."""
    both = known.notna() & made.notna()
    out = known.fillna(made)
    for row in known.index[both]:
        out[row] = _union(str(known[row]), str(made[row]))
    return out


def _union(known: str, made: str) -> str:
    try:
        first = json.loads(known)
    except ValueError:
        first = None
    if not isinstance(first, dict):
        first = {"Lainnya": known}
    return json.dumps(json.loads(made) | first, ensure_ascii=False, sort_keys=True)


def _pairs(name: str, cells: Cells) -> pa.Array:
    """`"name": "text"` for every row, null where the cell is empty."""
    key = json.dumps(name, ensure_ascii=False)
    written = [f"{key}: {json.dumps(text, ensure_ascii=False)}" if text else None for text in cells.text.to_pylist()]
    return cells.spread(pa.array(written, type=STRING))


def _names(headers: Sequence[tuple[int, str]]) -> list[str]:
    """Headers in one line, each once: a second "Foto" is told apart by its column's letters."""
    seen: set[str] = set()
    out = []
    for number, header in headers:
        name = re.sub(r"\s+", " ", header).strip() or f"Kolom {letter(number)}"
        out.append(f"{name} ({letter(number)})" if name in seen else name)
        seen.add(name)
    return out
