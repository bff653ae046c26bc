"""What a column without a known header can only be, by its values: an identity number, a place, names, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.headers.lexicon import NAME_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from umkm_clean.headers.content import Profile
    from umkm_clean.spec.types import FieldSpec, Spec

#: Kinds that values alone may prove where the header says nothing.
PROVEN_KINDS = frozenset({"nik", "phone", "email", "kelurahan", "kecamatan", "koordinat", "ttl"})
LEAST = 5  # values from which names are told by how they sound


def proven(made: Profile, spec: Spec) -> str | None:
    """The one field whose shape nearly all values have, and no other field's."""
    fits = [
        name
        for name, given in spec.fields.items()
        if (given.kind in PROVEN_KINDS or (given.kind == "choice" and given.personal and _one_letter(made)))
        and made.fit(name) >= 0.8
    ]
    return fits[0] if len(fits) == 1 else None


def wordy_fields(spec: Spec, taken: Collection[str]) -> list[str]:
    """Fields of words that a list must have and no column is yet: names of business and owner, the address."""
    named = [name for name, given in spec.fields.items() if given.kind in NAME_KINDS and given.required]
    address = [name for name, given in spec.fields.items() if given.kind == "address"]
    return [name for name in (*named, *(address if not set(address) & set(taken) else [])[:1]) if name not in taken]


def sounds_like(given: FieldSpec, made: Profile, words: Collection[str]) -> bool:
    """Tell whether values sound like names of businesses, of persons, or like addresses.

    Under a header with the word "nama" less is asked for.
    """
    if len(made.values) < LEAST:
        return False
    if given.kind == "address":
        return made.fit(given.name) >= 0.8
    if made.words < 0.9:
        return False
    named = "nama" in words
    if given.kind == "business_name":
        return made.business >= (0.4 if named else 0.6)
    if made.business > 0.1:
        return False
    return made.persons >= 0.6 or (named and made.distinct > 0.7 * len(made.values))


def _one_letter(made: Profile) -> bool:
    """A personal choice of one-letter values (L/P): nothing else looks like it."""
    return made.distinct == 2 and all(len(value) == 1 and value.isalpha() for value in made.values)
