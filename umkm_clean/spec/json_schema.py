"""JSON Schema of the TOML shapes: editors complete and complain while somebody writes a field, a rule or a city."""

from __future__ import annotations

import json
from typing import Any

from umkm_clean.model import Actor, Severity
from umkm_clean.spec.build import FIELD_KEYS, GOLDEN, KINDS, MASKS, RULE_KEYS, RULE_MUST, VIEWS
from umkm_clean.spec.city import CITY_KEYS, CITY_MUST

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORDS = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "en": {"type": "string"}},
    "additionalProperties": False,
}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}


def shapes() -> dict[str, dict[str, Any]]:
    """A schema for each shape of file: `fields`, `rules`, `kota`."""
    field = _block(FIELD_KEYS, {"label": _WORDS, "help": _WORDS}, ())
    field["properties"] |= {
        "kind": {"enum": list(KINDS)},
        "mask": {"enum": list(MASKS)},
        "golden": {"enum": list(GOLDEN)},
        "views": {"type": "array", "items": {"enum": list(VIEWS)}},
        "parts": {"type": "array", "items": {"type": "string"}},
    }
    rule = _block(RULE_KEYS, dict.fromkeys(("message", "why", "remedy"), _WORDS), ())
    rule["properties"] |= {
        "severity": {"enum": [item.value for item in Severity]},
        "actor": {"enum": [item.value for item in Actor]},
        "test": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "needs": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"}},
    }
    rule["description"] = f"A new code needs {', '.join(RULE_MUST)}; in a city folder a block may change single values."
    kota = _block(
        CITY_KEYS, {"box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}}, CITY_MUST
    )
    return {
        "fields": _file("fields.toml", {"type": "object", "patternProperties": {"^[a-z][a-z0-9_]*$": field}}),
        "rules": _file("rules/*.toml", {"type": "object", "patternProperties": {"^[A-Z]{3}[0-9]{3}$": rule}}),
        "kota": {"$schema": DIALECT, "title": "kota.toml"} | kota,
    }


def _file(title: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": title, "additionalProperties": False} | shape


def _block(keys: Any, known: dict[str, Any], must: tuple[str, ...]) -> dict[str, Any]:
    properties = {key: known.get(key, {"type": _TYPES[kind]}) for key, kind in keys.items()}
    return {"type": "object", "properties": properties, "required": list(must), "additionalProperties": False}


def json_schema_text() -> str:
    """All shapes as one schema: a file is valid if it has one of them."""
    made = {name: {key: value for key, value in shape.items() if key != "$schema"} for name, shape in shapes().items()}
    root = {"$schema": DIALECT, "title": "umkm-clean schemas", "anyOf": [{"$ref": f"#/$defs/{name}"} for name in made]}
    return json.dumps(root | {"$defs": made}, ensure_ascii=False, indent=2) + "\n"


def shape_text(name: str) -> str:
    """One shape as JSON text."""
    return json.dumps(shapes()[name], ensure_ascii=False, indent=2) + "\n"
