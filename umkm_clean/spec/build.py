"""Blocks of TOML → `FieldSpec` and `RuleSpec`, with a fixed list of keys for each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from umkm_clean.model import Actor, Severity
from umkm_clean.spec.documents import rows_with
from umkm_clean.spec.locate import plain_words
from umkm_clean.spec.types import FieldSpec, RuleSpec, Vocab

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_clean.spec.complaints import Complaints
    from umkm_clean.spec.documents import Block, Layer

LANGUAGES = ("id", "en")
KINDS = (
    "address", "business_name", "choice", "count", "date", "digits", "email", "flag", "halal", "kbli", "kecamatan",
    "kel_kec", "kelurahan", "kode_wilayah", "koordinat", "latitude", "licence", "longitude", "money", "nib", "nik",
    "npwp", "person_name", "phone", "pirt", "rt", "rt_rw", "rw", "text", "ttl", "verbatim", "year", "yes_no",
)  # fmt: skip
MASKS = ("nomor", "telepon", "teks", "uang")
VIEWS = ("internal", "instansi", "publik")
GOLDEN = ("best", "longest", "commonest")

FIELD_KEYS: Mapping[str, type] = {
    "label": dict, "kind": str, "params": dict, "required": bool, "withholds": bool, "personal": bool, "mask": str,
    "synonyms": list, "parts": list, "help": dict, "example": str, "output": bool, "template": bool, "views": list,
    "unit": str, "golden": str,
}  # fmt: skip
RULE_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "name": str, "severity": str, "actor": str, "since": str, "message": dict, "why": dict, "remedy": dict,
    "field": str, "fields": list, "test": dict, "needs": list, "good": list, "bad": list, "withholds": bool,
    "retired": str, "replaced_by": str,
}  # fmt: skip
RAISED_KEYS = {key: wanted for key, wanted in RULE_KEYS.items() if key != "test"}  # of codes that Python raises
SEVERITIES = {item.value: item for item in Severity}
ACTORS = {item.value: item for item in Actor}
RULE_MUST = ("name", "severity", "actor", "since", "message", "why", "remedy")
CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def build_fields(layer: Layer, complaints: Complaints) -> dict[str, FieldSpec]:
    """Every field of the form, in order."""
    fields = {}
    for name, (block, file) in layer.fields.items():
        if _fits(block, FIELD_KEYS, ("label", "kind"), file, name, complaints):
            fields[name] = _field(name, block, file, complaints)
    for name, made in list(fields.items()):
        for part in made.parts:
            complaints.name(part, [*fields, *layer.off], layer.fields[name][1], f"{name}.parts")
        fields[name] = replace(made, parts=tuple(part for part in made.parts if part in fields))
    return fields


def _field(name: str, block: Block, file: str, complaints: Complaints) -> FieldSpec:
    complaints.name(block["kind"], KINDS, file, f"{name}.kind")
    complaints.name(block.get("mask", "nomor"), MASKS, file, f"{name}.mask")
    complaints.name(block.get("golden", "best"), GOLDEN, file, f"{name}.golden")
    for view in block.get("views", ()):
        complaints.name(view, VIEWS, file, f"{name}.views")
    for key in ("label", "help"):
        if key in block:
            _words(block[key], file, f"{name}.{key}", complaints)
    values: dict[str, Any] = {key: value for key, value in block.items() if key in FIELD_KEYS}
    values |= {key: tuple(block[key]) for key in ("synonyms", "parts", "views") if key in block}
    return FieldSpec(name=name, **values)


def build_rules(layer: Layer, fields: Mapping[str, FieldSpec], complaints: Complaints) -> dict[str, RuleSpec]:
    """Every code, in ascending order; a rule about a field that the form does not have is left out."""
    rules = {}
    for code, (block, file) in sorted(layer.rules.items()):
        raised_by = layer.raised_by[code]
        if not CODE.fullmatch(code):
            complaints.say("bad-code", file, code)
            continue
        allowed = RULE_KEYS if raised_by == "rule" else RAISED_KEYS
        if _fits(block, allowed, RULE_MUST, file, code, complaints):
            rule = _rule(code, block, raised_by, file, complaints)
            if raised_by != "rule" or rule.test or rule.retired:
                rules[code] = rule
            else:
                complaints.say("missing-key", file, f"{code}.test")
    for code, rule in list(rules.items()):
        file = layer.rules[code][1]
        for need in rule.needs:
            complaints.name(need, [*layer.rules, *layer.off], file, f"{code}.needs")
        for field in rule.fields:
            complaints.name(field, [*fields, *layer.off], file, f"{code}.fields")
        if rule.test and rule.fields and rule.fields[0] not in fields:
            del rules[code]
    _unique(rules, layer, complaints)
    return rules


def _rule(code: str, block: Block, raised_by: str, file: str, complaints: Complaints) -> RuleSpec:
    for key in ("message", "why", "remedy"):
        _words(block[key], file, f"{code}.{key}", complaints)
    complaints.name(block["severity"], SEVERITIES, file, f"{code}.severity")
    complaints.name(block["actor"], ACTORS, file, f"{code}.actor")
    if not SLUG.fullmatch(block["name"]):
        complaints.say("bad-slug", file, f"{code}.name", value=block["name"])
    test = block.get("test", {})
    if len(test) > 1:
        complaints.say("one-test", file, f"{code}.test")
    name, params = next(iter(test.items()), (None, {}))
    if not complaints.typed(params, dict, file, f"{code}.test"):
        params = {}
    severity = SEVERITIES.get(block["severity"], Severity.ERROR)
    actor = ACTORS.get(block["actor"], Actor.KELURAHAN)
    values: dict[str, Any] = {key: block[key] for key in ("name", "message", "why", "remedy", "since")}
    values |= {key: tuple(block.get(key, ())) for key in ("needs", "good", "bad")}
    values |= {key: block.get(key) for key in ("retired", "replaced_by", "withholds")}
    fields = tuple(block["fields"]) if "fields" in block else (block["field"],) if "field" in block else ()
    values |= {"fields": fields, "test": name, "params": params, "raised_by": raised_by}
    return RuleSpec(code=code, severity=severity, actor=actor, **values)


def _unique(rules: Mapping[str, RuleSpec], layer: Layer, complaints: Complaints) -> None:
    seen: dict[str, str] = {}
    for code, rule in rules.items():
        if rule.name in seen:
            complaints.say("repeated", layer.rules[code][1], f"{code}.name", value=seen[rule.name])
        seen[rule.name] = code


def build_vocab(files: Mapping[str, list[Path]], complaints: Complaints) -> dict[str, Vocab]:
    """Every choice list: the value itself is always one of its written forms."""
    vocab = {}
    for name, paths in files.items():
        rows = [row for path in paths for row in rows_with(path, ("value", "variant"), complaints)]
        variants = {plain_words(row["value"]): row["value"] for row in rows}
        for row in rows:
            variants.setdefault(plain_words(row["variant"]), row["value"])
        variants.pop("", None)
        vocab[name] = Vocab(name, variants, tuple(dict.fromkeys(row["value"] for row in rows)))
    return vocab


def _fits(
    block: Block,
    allowed: Mapping[str, type | tuple[type, ...]],
    must: tuple[str, ...],
    file: str,
    where: str,
    complaints: Complaints,
) -> bool:
    """Complain of unknown keys, wrong types, missing keys; tell whether the known ones make a record."""
    complaints.keys(block, allowed, file, where)
    before = len(complaints.found)
    for key, value in block.items():
        if key in allowed:
            complaints.typed(value, allowed[key], file, f"{where}.{key}")
    for key in must:
        if key not in block:
            complaints.say("missing-key", file, f"{where}.{key}")
    return len(complaints.found) == before


def _words(words: Any, file: str, where: str, complaints: Complaints) -> None:
    for lang in LANGUAGES:
        if not isinstance(words, dict) or not words.get(lang):
            complaints.say("missing-key", file, f"{where}.{lang}")
