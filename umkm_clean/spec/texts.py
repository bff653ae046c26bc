"""Words a person reads, by key and language: `schemas/engine/*.toml` (not the rules). Light: no pandas, no spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from umkm_clean.spec.locate import schemas_folder
from umkm_clean.spec.parsed import toml

LANGUAGES = ("id", "en")


@cache
def load_texts(name: str) -> Mapping[str, Mapping[str, str]]:
    """One file of words (`cli`, `texts`): dotted key → language → words."""
    path = schemas_folder() / "engine" / f"{name}.toml"
    flat: dict[str, Mapping[str, str]] = {}
    _flatten("", toml(path), flat)
    return flat


def _flatten(prefix: str, block: Mapping[str, Any], flat: dict[str, Mapping[str, str]]) -> None:
    words = {key: value for key, value in block.items() if isinstance(value, str)}
    if words:
        flat[prefix] = words
    for key, value in block.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}" if prefix else key, value, flat)


def say(name: str, key: str, lang: str, /, **facts: Any) -> str:
    """The words under `key` with `{facts}` filled in; facts that are not given stay empty."""
    words = load_texts(name)[key]
    return words.get(lang, words["id"]).format_map(_Facts(facts))


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


class Texts(Mapping[str, Mapping[str, str]]):
    """The words of one file, read when they are first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return load_texts(self._name)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(load_texts(self._name))

    def __len__(self) -> int:
        return len(load_texts(self._name))
