"""Keyed hashes of rows: enough to know a row again after a correction, and nothing to read a person's data from.

64 bits of BLAKE2b under the registry's own secret, one hash for each of a few fields; 0 stands for an empty cell.
Someone who holds the registry could still try guesses one by one, so it is kept at 0600 like the inbox beside it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.link import row_content_keys
from umkm_clean.link.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_clean.spec.types import Spec

#: column of the registry → field of the form
FIELDS = {"nik": "nik", "pemilik": "nama_pemilik", "usaha": "nama_usaha", "jenis": "jenis_usaha", "hp": "no_hp"}
COLUMNS = ("key", *FIELDS, "place", "seat")


def digest(secret: bytes, *parts: object) -> int:
    """A signed 64-bit keyed hash of some texts, never 0."""
    text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8, key=secret).digest(), "big", signed=True) or 1


def digests(secret: bytes, values: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Hash of every cell by its letters and digits; each distinct text is hashed once; 0 where empty."""
    codes, texts = pd.factorize(values.astype("string"))
    plains = ["".join(plain(str(text)).split()) for text in texts]
    hashed = np.array([digest(secret, text) if text else 0 for text in plains] + [0], dtype=np.int64)
    return hashed[codes]


def row_hashes(records: pd.DataFrame, senders: pd.Series[Any], spec: Spec, secret: bytes) -> pd.DataFrame:
    """`COLUMNS` for every row of `records` (values of the form, `file`, `sheet`, `row`); index as in `records`.

    `senders`: the kelurahan each row's file speaks for, "" where it is not clear.
    """
    out: dict[str, Any] = {"key": row_content_keys(records, spec.link)}
    for name, field in FIELDS.items():
        out[name] = digests(secret, records[field]) if field in records else np.zeros(len(records), np.int64)
    places = list(zip(records["file"], records["sheet"], records["row"], strict=True))
    out["place"] = _places(secret, places)
    seats = [(sender or file, sheet, row) for sender, (file, sheet, row) in zip(senders, places, strict=True)]
    out["seat"] = _places(secret, seats)
    return pd.DataFrame(out, index=records.index, columns=list(COLUMNS))


def _places(secret: bytes, places: Iterable[tuple[Any, ...]]) -> np.ndarray[Any, Any]:
    return np.fromiter((digest(secret, *place) for place in places), np.int64)
