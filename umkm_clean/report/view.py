"""Who may see what of the city dataset: the agency, another agency by agreement, everybody."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_clean.errors import UsageError

if TYPE_CHECKING:
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.spec.types import Spec

#: Columns of the city dataset that the consolidation adds; the first three lead, the others end it.
FIRST, LAST = ("id_umkm", "id_pemilik", "status_validasi"), ("jumlah_sumber", "sumber", "lainnya")
INTERNAL = "internal"
#: numbers by which another agency may find its own record again, shown as a keyed hash
_HASHED = ("nik",)


def columns_of(spec: Spec, view: str) -> list[str]:
    """Names of the columns that a view shows, in order."""
    fields = [name for name, field in spec.fields.items() if field.output and name not in (*FIRST, *LAST)]
    names = [*FIRST, *fields, *LAST]
    return [name for name in names if name not in spec.fields or view in spec.fields[name].views]


def seen(city: pd.DataFrame, spec: Spec, frame: RunFrame) -> pd.DataFrame:
    """The dataset as the view shows it, every column of the view present.

    `instansi`: the NIK and the ids are a keyed hash (a bare hash of a 16-digit number can be undone by trying them all
    in minutes). `publik`: the ids, which come from personal values, become running numbers. Raises `UsageError` without
    a key.
    """
    shown = city.reindex(columns=columns_of(spec, frame.view))
    if frame.view == INTERNAL:
        return shown
    if frame.view == "instansi":
        if not frame.key:
            raise UsageError("view-key")
        for name in (*_HASHED, "id_umkm", "id_pemilik"):
            if name in shown:
                shown[name] = _keyed(shown[name], frame.key)
        return shown
    shown = shown.drop(columns=[name for name in ("id_pemilik", "sumber", "lainnya", "keterangan") if name in shown])
    shown["id_umkm"] = pd.Series(
        [str(number) for number in range(1, len(shown) + 1)], index=shown.index, dtype="string"
    )
    return shown


def _keyed(values: pd.Series[Any], key: bytes) -> pd.Series[Any]:
    texts = {
        text: hmac.new(key, str(text).encode(), hashlib.sha256).hexdigest()[:32] for text in values.dropna().unique()
    }
    return values.map(texts).astype("string")
