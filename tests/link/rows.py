"""Small invented tables for linking: one line a row, only what a test is about is filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.spec.link_load import load_link

if TYPE_CHECKING:
    from umkm_clean.spec.link import LinkSpec

ROOT = Path(__file__).parents[2]
COLUMNS = (
    "nik",
    "nik_batang",
    "nama_pemilik",
    "nama_usaha",
    "jenis_usaha",
    "produk",
    "nib",
    "alamat_usaha",
    "rt",
    "rw",
    "kelurahan",
    "no_hp",
    "id_umkm",
    "source",
)

SITI = {
    "nik": "3574014503800002",
    "nama_pemilik": "Siti Aminah",
    "nama_usaha": "Keripik Barokah",
    "jenis_usaha": "makanan_minuman",
    "produk": "keripik pisang",
    "alamat_usaha": "Jl. Cokroaminoto No. 12",
    "rt": "003",
    "rw": "007",
    "kelurahan": "Kanigaran",
    "no_hp": "+6281234567801",
    "source": "a.xlsx",
}
BUDI = {
    "nik": "3574021202750004",
    "nama_pemilik": "Budi Santoso",
    "nama_usaha": "Bengkel Jaya Motor",
    "jenis_usaha": "jasa",
    "produk": "servis motor",
    "alamat_usaha": "Jl. Soekarno Hatta No. 88",
    "rt": "001",
    "rw": "002",
    "kelurahan": "Wonoasih",
    "no_hp": "+6285230001177",
    "source": "a.xlsx",
}


def umkm() -> LinkSpec:
    """The city's own spec, with its shipped weights."""
    return load_link(ROOT / "schemas" / "umkm" / "link.toml")


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows as parsing hands them over: text, None where empty."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(object).where(lambda cells: cells.notna(), None)


def other(row: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The same row with some cells changed."""
    return {**row, **changed}


def groups(labels: np.ndarray[Any, Any]) -> set[frozenset[int]]:
    """Groups of row ids out of labels."""
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}
