"""The spec as shipped, loaded once for these tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.loading import load
from umkm_clean.spec.types import Spec, Vocab


@cache
def spec() -> Spec:
    made = load(complaints=Complaints(gather=True))
    if made.vocab:
        return made
    groups: dict[str, dict[str, str]] = {}
    for r in made.tables["value_vocabularies"]:
        groups.setdefault(r["field"], {})[r["variant"].casefold()] = r["canonical"]
    vocab = {n: Vocab(n, v, tuple(dict.fromkeys(v.values()))) for n, v in groups.items()}
    return replace(made, vocab=vocab)
