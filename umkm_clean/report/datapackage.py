"""`datapackage.json`: the dataset described for Satu Data, as a Data Package with a Table Schema of the CSV."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_clean.report.frame import RunFrame
    from umkm_clean.report.words import Words
    from umkm_clean.spec.types import FieldSpec, Spec

_TYPES = {
    "money": "integer",
    "count": "integer",
    "year": "integer",
    "date": "date",
    "latitude": "number",
    "longitude": "number",
    "yes_no": "boolean",
}


def table_schema(spec: Spec, names: Sequence[str], words: Words) -> dict[str, Any]:
    """Table Schema of the CSV: names, types, titles, descriptions; the id is the primary key."""
    fields = [_field(name, spec.fields.get(name), words, spec) for name in names]
    return {"fields": fields, "missingValues": [""], "primaryKey": ["id_umkm"]}


def _field(name: str, known: FieldSpec | None, words: Words, spec: Spec) -> dict[str, Any]:
    if known is None:
        return {"name": name, "type": "integer" if name == "jumlah_sumber" else "string"}
    said: dict[str, Any] = {"name": name, "type": _TYPES.get(known.kind, "string"), "title": words.label(name)}
    if known.help:
        said["description"] = known.help.get(words.lang) or known.help["id"]
    limits: dict[str, Any] = {"required": True, "unique": True} if name == "id_umkm" else {}
    if known.kind == "choice" and name == "status_usaha" and known.params.get("vocab") in spec.vocab:
        limits["enum"] = list(spec.vocab[known.params["vocab"]].values)
    return said | ({"constraints": limits} if limits else {})


def write_datapackage(csv: Path, names: Sequence[str], spec: Spec, words: Words, frame: RunFrame, path: Path) -> None:
    """Describe `csv`, which stands beside `path`: size, hash, schema, origin."""
    content = csv.read_bytes()
    resource = {
        "name": "umkm_kota",
        "type": "table",
        "path": csv.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema(spec, names, words),
    }
    package = {
        "name": f"umkm-{spec.city.code or 'kota'}",
        "title": words.of("package.title", city=spec.city.name),
        "description": words.of(f"package.{frame.view}"),
        "version": frame.version or "0",
        "contributors": [{"title": spec.city.agency, "role": "publisher"}] if spec.city.agency else [],
        "umkm-clean": {"spec": spec.name, "hash": spec.hash, "view": frame.view},
        "resources": [resource],
    }
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
