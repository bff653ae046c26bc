"""`umkm-clean config …`: the settings with their origin, and their JSON Schema for editors."""

from __future__ import annotations

import json
from typing import Any

from umkm_clean.cli.options import Resolved, with_settings
from umkm_clean.settings import BY_NAME

_TYPES: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    str: {"type": "string"},
    tuple: {"type": "array", "items": {"type": "string"}},
}


@with_settings("lang")
def show(resolved: Resolved) -> int:
    """Print every setting, section by section, as TOML with the origin of each value."""
    from umkm_clean.cli.session import out
    from umkm_clean.report.plain import safe_text

    lines: list[str] = []
    section = ""
    for name, item in BY_NAME.items():
        if item.metadata["section"] != section:
            section = item.metadata["section"]
            lines += [*([""] if lines else []), f"[{section}]"]
        value = getattr(resolved.settings, name)
        lines.append(
            f"{name} = {safe_text(_toml(value))}  # {safe_text(_origin(resolved.origin[name], resolved.settings.lang))}"
        )
    out("\n".join(lines))
    return 0


@with_settings("lang")
def schema(resolved: Resolved) -> int:
    """Print the JSON Schema of `umkm-clean.toml`."""
    from umkm_clean.cli.session import out

    out(settings_schema(resolved.settings.lang))
    return 0


def settings_schema(lang: str) -> str:
    """JSON Schema of `umkm-clean.toml`: every section and key with its kind, its choices and its words."""
    from umkm_clean.spec.texts import say

    sections: dict[str, dict[str, Any]] = {}
    for name, item in BY_NAME.items():
        facts = _TYPES[type(item.default)] | {"description": say("cli", f"option.{name}", lang)}
        if item.metadata["choices"]:
            facts["enum"] = list(item.metadata["choices"])
        facts["default"] = list(item.default) if isinstance(item.default, tuple) else item.default
        sections.setdefault(item.metadata["section"], {})[name] = facts
    properties = {
        name: {"type": "object", "additionalProperties": False, "properties": keys} for name, keys in sections.items()
    }
    flat = {name: facts for keys in sections.values() for name, facts in keys.items()}
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "umkm-clean.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": properties | flat,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _origin(origin: str, lang: str) -> str:
    from umkm_clean.spec.texts import say

    keys = {"bawaan": "config.origin.default", "baris perintah": "config.origin.cli"}
    return say("cli", keys[origin], lang) if origin in keys else origin


def _toml(value: Any) -> str:
    """A value as TOML writes it (JSON's strings, numbers and lists are TOML's as well)."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


commands = {"show": show, "schema": schema}
