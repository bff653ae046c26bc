"""Kinds of values, by name: a kind's file is loaded when a field asks for it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Kind

#: kind → file of this folder; RT and RW, and both coordinates, are read alike
FILES = {
    "text": "text", "verbatim": "verbatim", "person_name": "person_name", "business_name": "business_name",
    "nik": "nik",
    "digits": "digits", "nib": "nib", "npwp": "npwp", "phone": "phone", "email": "email", "money": "money",
    "count": "count",
    "date": "date", "year": "year", "rt": "rt", "rw": "rt", "rt_rw": "rt_rw", "ttl": "ttl", "address": "address",
    "kelurahan": "kelurahan", "kecamatan": "kecamatan", "kel_kec": "kel_kec", "latitude": "latitude",
    "longitude": "latitude",
    "koordinat": "koordinat", "kbli": "kbli", "pirt": "pirt", "halal": "halal", "choice": "choice", "yes_no": "yes_no",
    "kode_wilayah": "kode_wilayah", "licence": "licence", "flag": "flag",
}  # fmt: skip


@cache
def kind(name: str) -> Kind:
    """The kind of this name."""
    found: Kind = import_module(f"umkm_clean.kinds.{FILES[name]}").KIND
    return found
