"""`umkm-clean schema check`: everything that is wrong with a city folder, not just the first thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.loading import load
from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.errors import SchemaError
    from umkm_clean.spec.types import Spec


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a file should not say."""

    error: SchemaError

    def text(self, lang: str) -> str:
        """A sentence, with the nearest known name where there is one."""
        facts = dict(self.error.facts)
        hint = facts.get("hint")
        sentence = say("cli", f"error.{self.error.code}", lang, **facts)
        return f"{sentence} {say('cli', 'usage.hint', lang, hint=hint)}" if hint else sentence

    def __str__(self) -> str:
        return self.text("id")


def check(folder: str | Path) -> list[Problem]:
    """All problems of the files of a city folder; an empty list is good.

    What only the predicates know (does the test exist, does it take these parameters) is `validate.bind`'s to say.
    """
    found = Complaints(gather=True)
    read(folder, found)
    return [Problem(error) for error in found.found]


def read(folder: str | Path, complaints: Complaints) -> Spec:
    """The spec of a folder, with lists and linking read too, so that everything in them is complained of."""
    from umkm_clean.errors import SchemaError

    spec = load(folder, complaints)
    list(spec.vocab)
    try:
        assert spec.link is not None
    except SchemaError as problem:
        complaints.add(problem)
    return spec
