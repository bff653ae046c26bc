"""A city folder laid over the form. It can do three things and nothing else: change a value, add a block, switch off.

A city folder mirrors `schemas/umkm` (`fields.toml`, `rules/*.toml`, `vocab/*.csv`, `headers/*.csv`, `link.toml`);
what it says is laid over what the form says, key by key. `off` in `kota.toml` lists codes and fields not wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from umkm_clean.spec.documents import Block, Layer

if TYPE_CHECKING:
    from umkm_clean.spec.complaints import Complaints

Blocks = Mapping[str, tuple[Block, str]]


def origins(form: Layer, city: Layer, file: str, said: tuple[str, ...]) -> dict[str, str]:
    """Where each value was said last: "nik.required" → file. `said`: the keys of the city's own `file`."""
    origin: dict[str, str] = {}
    for layer in (form, city):
        for name, (block, source) in {**layer.fields, **layer.rules}.items():
            origin.update(dict.fromkeys(keys_of(name, block), source))
    origin.update({f"{name}.off": file for name in city.off})
    return origin | {f"kota.{key}": file for key in said}


def lay_over(form: Layer, city: Layer, file: str, complaints: Complaints) -> Layer:
    """The form with the city's changes."""
    merged = Layer(
        fields=_merged(form.fields, city.fields),
        rules=_merged(form.rules, city.rules),
        raised_by=city.raised_by | form.raised_by,
        vocab={name: form.vocab.get(name, []) + city.vocab.get(name, []) for name in {**form.vocab, **city.vocab}},
        tables={name: form.tables.get(name, []) + city.tables.get(name, []) for name in {**form.tables, **city.tables}},
        link=city.link or form.link,
        off=list(city.off),
        files=form.files + city.files,
    )
    for name in city.off:
        if complaints.name(name, [*merged.rules, *merged.fields], file, "off"):
            merged.fields.pop(name, None)
            merged.rules.pop(name, None)
    return merged


def keys_of(name: str, block: Mapping[str, Any]) -> list[str]:
    """Dotted names of the values of a block, one level of sub-tables opened."""
    keys = []
    for key, value in block.items():
        inner = [f"{name}.{key}.{part}" for part in value] if isinstance(value, dict) and key != "test" else []
        keys += inner or [f"{name}.{key}"]
    return keys


def _merged(below: Blocks, above: Blocks) -> dict[str, tuple[Block, str]]:
    out = dict(below)
    for name, (block, source) in above.items():
        out[name] = (_changed(out[name][0], block), source) if name in out else (block, source)
    return out


def _changed(block: Block, change: Block) -> Block:
    """Values replaced key by key; words and parameters one level deeper, `test` as a whole."""
    out = dict(block)
    for key, value in change.items():
        deeper = isinstance(value, dict) and isinstance(out.get(key), dict) and key != "test"
        out[key] = {**out[key], **value} if deeper else value
    return out
