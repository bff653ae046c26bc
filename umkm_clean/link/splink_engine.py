"""The same spec on Splink and DuckDB, for tables that are too large for one process in memory.

Splink finds the pairs (by the same keys, with the same caps) and says which level of agreement each comparison reaches;
what a level weighs is worked out as in `OwnEngine`. Words are compared by SQL macros: each word finds its best partner,
which differs a little from the one-to-one alignment of `wording.py` (a test keeps both within .02 F1).
The only file that imports a linking engine.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.link.engine import FLOOR, Scored
from umkm_clean.link.measure import Measures
from umkm_clean.link.score import SILENT, Evidence, odds, probability, weights_of
from umkm_clean.link.splink_sql import MACROS, block_key, settings_of, uses

if TYPE_CHECKING:
    from umkm_clean.link.table import Column, Floats, Ints, Table
    from umkm_clean.spec.link import CompareSpec, LinkSpec, QuestionSpec

_CHUNK = 500_000  # pairs weighed at a time
_NOTHING = 1e-9


class SplinkEngine:
    """Blocks and compares in DuckDB. Needs the extra `umkm-clean[splink]`."""

    name = "splink"

    def score(self, table: Table, spec: LinkSpec) -> Scored:
        """See `Engine.score`."""
        import duckdb
        from splink import DuckDBAPI, Linker

        if table.rows < 2:
            return _none()
        logging.getLogger("splink").setLevel(logging.ERROR)
        database = duckdb.connect()
        try:
            for macro in MACROS:
                database.execute(macro)
            api = DuckDBAPI(connection=database)
            linker = Linker(api.register(frame_of(table, spec)), settings_of(spec, table.rows))
            found = linker.inference.predict()
            wanted = [_weight(q, c.name) for q in spec.questions for c in q.compares]
            columns = ", ".join(f'"{name}"' for name in ("unique_id_l", "unique_id_r", *wanted))
            query = f"SELECT {columns} FROM {found.physical_name} ORDER BY unique_id_l, unique_id_r"
            pairs = database.execute(query).fetchnumpy()
        finally:
            database.close()
        return _weighed(table, spec, pairs)


def frame_of(table: Table, spec: LinkSpec) -> pd.DataFrame:
    """What the settings read: prepared texts, words with their rarity, how often a value is seen, blocking keys."""
    columns: dict[str, Any] = {"unique_id": np.arange(table.rows, dtype=np.int64)}
    asked = uses(spec)
    for name in sorted({column for column, _ in asked}):
        column = table[name]
        columns[name] = _spread(list(map(str, column.values)), column.codes)
        if (name, "words") in asked:
            columns[f"{name}__kata"] = _spread(_words(column), column.codes)
        if (name, "rare") in asked:
            columns[f"{name}__banyak"] = _spread(column.counts.tolist(), column.codes)
        columns[f"{name}__semua"] = _several(column)
    for block in spec.blocks:
        columns[f"kunci_{block.name}"] = pd.array(block_key(table, block), dtype="Int64")
        columns[f"kunci_{block.name}"][np.asarray(columns[f"kunci_{block.name}"]) < 0] = pd.NA
    return pd.DataFrame(columns)


def _spread(values: list[Any], codes: Ints) -> np.ndarray[Any, Any]:
    """A value for every row, None where empty."""
    held = np.empty(len(values) + 1, dtype=object)
    held[: len(values)] = values
    held[-1] = None
    spread: np.ndarray[Any, Any] = held[codes]
    return spread


def _words(column: Column) -> list[list[dict[str, Any]]]:
    words = column.words
    bits = words.bits.round(3).tolist()
    return [[{"kata": words.texts[i], "bit": bits[i]} for i in line if i >= 0] for line in words.ids.tolist()]


def _several(column: Column) -> list[list[str] | None]:
    texts = list(map(str, column.values))
    return [[texts[code] for code in line if code >= 0] or None for line in column.many.tolist()]


def _weight(question: QuestionSpec, compare: str) -> str:
    return f"mw_{question.name}__{compare}"


def _weighed(table: Table, spec: LinkSpec, pairs: dict[str, Any]) -> Scored:
    """Weights as Splink gives them → levels → log-odds of both questions, with what rarity adds."""
    left, right = (np.asarray(pairs[f"unique_id_{side}"], np.int64) for side in "lr")
    sums: list[Floats] = []
    for question in (spec.questions[0], spec.questions[-1]):
        levels = np.full((len(left), len(question.compares)), SILENT, np.int64)
        for place, compare in enumerate(question.compares):
            levels[:, place] = _levels(compare, np.asarray(pairs[_weight(question, compare.name)], np.float64))
        parts = []
        for at in range(0, len(left), _CHUNK):
            some = slice(at, at + _CHUNK)
            bits = weights_of(Measures(table, left[some], right[some]), spec, question, levels[some])
            parts.append(odds(table, spec, question, Evidence(levels[some], bits)))
        sums.append(np.concatenate(parts) if parts else np.empty(0))
    first, last = sums
    keep = probability(first) >= FLOOR
    return Scored(left[keep], right[keep], first[keep], last[keep], len(left))


def _levels(compare: CompareSpec, weight: Floats) -> Ints:
    """The level whose weight this is; no weight at all is silence (Splink hands on weights, not levels)."""
    known = np.array([compare.weight * level.bits for level in compare.levels])
    nearest = np.abs(weight[:, None] - known[None, :]).argmin(axis=1)
    return np.where(np.abs(weight) < _NOTHING, SILENT, nearest).astype(np.int64)


def _none() -> Scored:
    nothing = np.empty(0, np.int64)
    return Scored(nothing, nothing, np.empty(0), np.empty(0), 0)
