"""The proof that no value was lost, cut or invented on its way from the sender's cell to the city list.

The ledger (ledger.py) accounts for rows; this accounts for what stands in them. Whatever fails here is a bug of ours:
nothing is replaced and the exit code is 70.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.errors import LedgerError
from umkm_clean.model import Fate

if TYPE_CHECKING:
    import pandas as pd

    from umkm_clean.model import FileResult
    from umkm_clean.spec.types import Spec

#: columns of the city list that say where a record came from, or are made when rows become one
_MADE = frozenset({"id_umkm", "id_pemilik", "status_validasi", "jumlah_sumber", "sumber"})


def prove_cells(result: FileResult, spec: Spec) -> None:
    """Every value of a file is what its cell says (but for outer white space), or stands in the list of changes.

    Left out are fields that no cell of their own says (a part of a combined column, "004/003") or that no list shows.
    Raises `LedgerError`.
    """
    if result.batch is None:
        return
    apart = {part for field in spec.fields.values() for part in field.parts}
    apart |= {name for name, field in spec.fields.items() if not field.output}
    raw, values, unknown = result.batch.raw, result.batch.values, 0
    changed = {name: set(rows) for name, rows in result.changes.groupby("field")["row_id"]}
    for name in raw.columns.intersection(values.columns).difference(list(apart)):
        now, was = values[name].astype("string").fillna(""), raw[name].astype("string").fillna("")
        other = was[(now != was).to_numpy()]
        other = other[(other.str.strip() != now.loc[other.index]).to_numpy()]
        unknown += len(set(other.index) - changed.get(name, set()))
    if unknown:
        raise LedgerError("ledger-cells", count=unknown)


def prove_city(rows: pd.DataFrame, city: pd.DataFrame) -> None:
    """Every business of the city list is one kept row, and every value of it stands in one of its rows.

    `rows`: all data rows with `fate` and `id_umkm`. A field that some row of a business fills is not empty in the list.
    Raises `LedgerError`.
    """
    placed = rows[rows["fate"] != Fate.WITHHELD.value]
    kept = placed.loc[placed["fate"] == Fate.KEPT.value, "id_umkm"]
    if not kept.is_unique or not city["id_umkm"].is_unique or set(kept) != set(city["id_umkm"]):
        raise LedgerError("ledger-city", count=len(set(kept) ^ set(city["id_umkm"])) or len(kept) - kept.nunique())
    names = [str(name) for name in city.columns if name in placed and name not in _MADE]
    several = placed.duplicated("id_umkm", keep=False)
    alone, joined = placed[~several].set_index("id_umkm"), placed[several]
    listed = city.set_index("id_umkm")
    copies, merged = listed.loc[alone.index], listed[listed.index.isin(joined["id_umkm"])]
    wrong = sum(_differing(copies[name], alone[name]) + _strange(merged[name], joined, name) for name in names)
    if wrong:
        raise LedgerError("ledger-city", count=wrong)


def _differing(listed: pd.Series[Any], row: pd.Series[Any]) -> int:
    """Of businesses with one row: values that are not the row's own (same index)."""
    gap = (listed.isna() != row.isna()).to_numpy()
    return int((gap | (listed != row).fillna(False).to_numpy(dtype=bool)).sum())


def _strange(listed: pd.Series[Any], rows: pd.DataFrame, name: str) -> int:
    """Of businesses with several rows: values that none of them holds, and gaps that one of them fills."""
    held = rows.loc[rows[name].notna(), ["id_umkm", name]]
    there = set(zip(held["id_umkm"], held[name], strict=True))
    given = listed.dropna()
    invented = len(set(zip(given.index, given, strict=True)) - there)
    return invented + len(set(held["id_umkm"]) - set(given.index))
