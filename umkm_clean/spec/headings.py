"""Known column names alone, for the reader of text tables: read in some milliseconds, before the whole spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.spec.city import city_folder
from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.documents import read_toml, rows_with
from umkm_clean.spec.locate import schemas_folder

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = ("synonyms.csv", "ambiguous.csv", "others.csv")


def known_headings(city: str | Path | None = None) -> frozenset[str]:
    """Names, labels and synonyms of the form's and the city's columns as written; what a file says wrongly is left out.

    `spec.load` complains about such files; here they must not stop the reading that has begun.
    """
    complaints = Complaints(gather=True)
    found: set[str] = set()
    for folder in (schemas_folder() / "umkm", city_folder(city, complaints)):
        fields = folder / "fields.toml"
        for name, block in (read_toml(fields, complaints) if fields.is_file() else {}).items():
            label = block.get("label") if isinstance(block, dict) else None
            found |= {name, *(label.values() if isinstance(label, dict) else ())}
        for path in (folder / "headers" / table for table in _TABLES):
            if path.is_file():
                found |= {row["header"] for row in rows_with(path, ("header",), complaints)}
    return frozenset(text for text in found if isinstance(text, str) and text)
