"""The city list as a Table Schema (Frictionless Data): what Satu Data and other machines read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from umkm_clean.spec.publish import value_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.spec.types import FieldSpec, Spec


def table_schema(spec: Spec, lang: str = "id", names: Sequence[str] | None = None) -> dict[str, Any]:
    """Fields of the CSV (all output fields, or `names` in that order): type, title, description, constraints."""
    wanted = [name for name, field in spec.fields.items() if field.output] if names is None else names
    fields = [described(spec, spec.fields[name], lang) for name in wanted if name in spec.fields]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    return schema | ({"primaryKey": ["id_umkm"]} if "id_umkm" in wanted else {})


def described(spec: Spec, field: FieldSpec, lang: str) -> dict[str, Any]:
    """One field. Only what holds for every value of the city list is a constraint."""
    form = value_type(field)
    said: dict[str, Any] = {"name": field.name, "type": "string" if form in ("text", "choice") else form}
    said["title"] = field.label[lang]
    if field.help.get(lang):
        said["description"] = field.help[lang]
    if field.example:
        said["example"] = field.example
    limits = constraints(spec, field)
    if limits:
        said["constraints"] = limits
    return said | {"umkm:personal": field.personal, "umkm:views": list(field.views)}


def constraints(spec: Spec, field: FieldSpec) -> dict[str, Any]:
    """What every filled value of the city list keeps to, since what breaks it is left blank or withheld."""
    limits: dict[str, Any] = {"required": True, "unique": True} if field.name == "id_umkm" else {}
    for rule in spec.rules.values():
        if rule.fields == (field.name,) and rule.severity.value == "error" and rule.test == "matches":
            limits["pattern"] = f"^(?:{rule.params['pattern']})$"
    if field.kind == "kelurahan":
        limits["enum"] = sorted({place.kelurahan for place in spec.city.places})
    if field.kind == "kecamatan":
        limits["enum"] = sorted({place.kecamatan for place in spec.city.places})
    return limits


def table_schema_text(spec: Spec, lang: str = "id") -> str:
    """The same as JSON text."""
    return json.dumps(table_schema(spec, lang), ensure_ascii=False, indent=2) + "\n"
