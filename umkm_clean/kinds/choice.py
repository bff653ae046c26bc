"""A value of a closed list (`params.vocab`): the written form is looked up; what is not on the list is kept apart.

A list may have a second one of general words (`<vocab>_umum`: "toko", "jual"), which tell the value only where no other
word does. `params.open`: words off the list are kept as the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, fold, shown, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.kinds.reading import Context
    from umkm_clean.spec.types import Vocab

UNKNOWN = "KIN030"
MENDED = "KIN032"
BY_WORD = "KIN033"
OFF_LIST = "KIN034"

LEAST = 5  # letters: shorter words are never mended
FEWEST = 3  # letters of a word that may tell the value of a longer text


def read(text: str, stored: str, context: Context) -> Reading:
    """The value of the list; an unknown one is a finding, its words stay as a note."""
    name = str(context.params.get("vocab", ""))
    vocab = context.spec.vocab.get(name)
    known = vocab.variants if vocab else {}
    words = fold(text)
    if words in known and stored not in "ef":
        return Reading(value=known[words])
    early = first_look(text, stored, context)
    if early:
        return early
    clean = tidy(text)
    if not any(char.isalnum() for char in clean):
        return BLANK
    mended = _near(words, known)
    if mended:
        return Reading(value=mended, code=MENDED, facts={"value": mended})
    general = context.spec.vocab.get(f"{name}_umum")
    told = _contained(words, known, general) if general else None
    if told:
        return Reading(value=told, code=BY_WORD, facts={"value": told}, note=clean)
    if context.params.get("open"):
        return Reading(value=clean, code=OFF_LIST)
    return Reading(code=UNKNOWN, facts={"values": ", ".join(vocab.values[:12]) if vocab else ""}, note=clean)


def _near(words: str, known: Mapping[str, str]) -> str | None:
    """The one value that a single typing error stands for."""
    if len(words) < LEAST:
        return None
    from rapidfuzz.distance import OSA

    near = {
        value for form, value in known.items() if len(form) >= LEAST and OSA.distance(words, form, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


def _contained(words: str, known: Mapping[str, str], general: Vocab) -> str | None:
    """The one value that all known words inside a longer text tell; general words only where there are no others."""
    spaced = f" {words} "
    inside = [form for form in known if len(form) >= FEWEST and f" {form} " in spaced]
    longest = [form for form in inside if not any(form != other and f" {form} " in f" {other} " for other in inside)]
    for forms in ([form for form in longest if form not in general.variants], longest):
        values = {known[form] for form in forms}
        if values:
            return values.pop() if len(values) == 1 else None
    return None


KIND = Kind("choice", "string", read, shown)
