"""What the form's header words are: names, synonyms, doubtful words, words of layout; built once for each spec.

Sources: labels and synonyms of `fields.toml`, and the tables `header_synonyms`, `header_ambiguous`, `header_others`
(headers known to be the sender's own) and `header_words` (words of totals, signatures, notes …) of the spec.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_clean.headers.spelling import Speller
from umkm_clean.headers.words import fold, unspaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.spec.types import Spec

#: Kinds of fields that say whom or which business a row is about; a table without any is not a list of businesses.
IDENTITY_KINDS = frozenset({"business_name", "person_name", "nik", "nib"})
NAME_KINDS = frozenset({"business_name", "person_name"})
AMOUNT_KINDS = frozenset({"money", "count"})
PLACE_KINDS = frozenset({"kelurahan", "kecamatan", "kel_kec", "kode_wilayah"})
WHERE_KINDS = PLACE_KINDS | {"address", "rt", "rw", "rt_rw"}
#: Kinds whose values are words: the values alone cannot say which field they are.
WORDY_KINDS = NAME_KINDS | {"text", "address", "choice", "verbatim"}
OWN = "-"  # as a candidate of a doubtful header: the sender's own column


@dataclass(frozen=True, slots=True)
class Doubt:
    """A header that can mean several fields, and how it is decided (see `headers/decide.py`)."""

    candidates: tuple[str, ...]
    decide: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Header words by folded key. `exact` and `synonyms` map to a field, `others` are the sender's own columns."""

    exact: Mapping[str, str]
    synonyms: Mapping[str, str]
    doubtful: Mapping[str, Doubt]
    others: frozenset[str]
    words: Mapping[str, frozenset[str]]  # kind of layout word → folded words
    dittos: frozenset[str]  # as written, lower case
    speller: Speller
    kinds: Mapping[str, str]  # field → kind
    personal: frozenset[str]
    tokens: frozenset[str]  # every word that occurs in a header of the form
    same: Mapping[str, str]  # short or other spellings of a word → the word used in the keys above
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: frozenset[str] = frozenset()  # what the example row of our own form holds, folded

    def canonical(self, key: str) -> str:
        """The key with every word in its one spelling: "jml tenaga kerja" → "jumlah tenaga kerja"."""
        return _canonical(key, self.same)

    def knows(self, key: str) -> bool:
        """Tell whether this (canonical) key is a header of the form, or one known to be the sender's own."""
        return key in self.exact or key in self.synonyms or key in self.doubtful or key in self.others

    def is_identity(self, name: str) -> bool:
        """Tell whether the field says whom or which business a row is about."""
        return self.kinds.get(name) in IDENTITY_KINDS

    def of_kinds(self, kinds: frozenset[str]) -> frozenset[str]:
        """The fields of these kinds."""
        return frozenset(name for name, kind in self.kinds.items() if kind in kinds)

    def sounds_like_business(self, text: str) -> bool:
        """Tell whether a name holds a word of business names ("warung", "toko", "UD")."""
        return not self.words.get("business_word", frozenset()).isdisjoint(fold(text).split())

    def sounds_like_person(self, text: str) -> bool:
        """Tell whether a text holds a usual given name ("Siti", "Agus") and no word of business names."""
        words = fold(text).split()
        known = self.words.get("given_name", frozenset())
        return len(words) <= 6 and not known.isdisjoint(words) and not self.sounds_like_business(text)

    def has_word(self, kind: str, key: str) -> bool:
        """Tell whether the key is one of the layout words of this kind."""
        return key in self.words.get(kind, frozenset())

    def starts_with_word(self, kind: str, key: str) -> bool:
        """Tell whether the key begins with a layout word of this kind (whole words)."""
        words = key.split()
        known = self.words.get(kind, frozenset())
        return any(" ".join(words[:count]) in known for count in range(1, min(len(words), 4) + 1))


_LAST: list[tuple[Spec, Lexicon]] = []


def lexicon_for(spec: Spec) -> Lexicon:
    """The spec's lexicon; that of the last spec asked for is kept, so that many files build it once."""
    if not _LAST or _LAST[0][0] is not spec:
        _LAST[:] = [(spec, _build(spec))]
    return _LAST[0][1]


def _canonical(key: str, same: Mapping[str, str]) -> str:
    words: list[str] = []
    for word in key.split():
        means = same.get(word, word)
        if not words or words[-1] != means:  # "laki laki" is one "l"
            words.append(means)
    return " ".join(words)


def _build(spec: Spec) -> Lexicon:
    same = {fold(row["word"]): fold(row["means"]) for row in spec.tables.get("header_same", ())}

    def key_of(text: str) -> str:
        return _canonical(unspaced(fold(text)), same)

    exact: dict[str, str] = {}
    for name, given in spec.fields.items():
        for text in (name, *given.label.values()):
            exact.setdefault(key_of(text), name)
    doubtful = {
        key_of(row["header"]): Doubt(tuple(row["candidates"].split("|")), row["decide"])
        for row in spec.tables.get("header_ambiguous", ())
    }
    synonyms: dict[str, str] = {}
    rows = [(row["field"], row["header"]) for row in spec.tables.get("header_synonyms", ())]
    rows += [(name, text) for name, given in spec.fields.items() for text in given.synonyms]
    for name, text in rows:
        key = key_of(text)
        if name in spec.fields and key not in exact and key not in doubtful:
            synonyms.setdefault(key, name)
    others = frozenset(key_of(row["header"]) for row in spec.tables.get("header_others", ()))
    words: defaultdict[str, set[str]] = defaultdict(set)
    dittos: set[str] = set()
    for row in spec.tables.get("header_words", ()):
        if row["kind"] == "ditto":
            dittos.add(row["text"].casefold())
        else:
            words[row["kind"]].add(fold(row["text"]))
    targets = {key: f"={key}" for key in (*others, *doubtful)} | synonyms | exact
    targets |= {key: f"={key}" for key in doubtful}
    for text in (text for _, text in rows):  # as written too: a slip in "handphone" is no slip in "hp"
        targets.setdefault(unspaced(fold(text)), (synonyms | exact).get(key_of(text), f"={key_of(text)}"))
    return Lexicon(
        exact=exact,
        synonyms=synonyms,
        doubtful=doubtful,
        others=others - exact.keys() - synonyms.keys() - doubtful.keys(),
        words={kind: frozenset(found) for kind, found in words.items()},
        dittos=frozenset(dittos),
        speller=Speller(targets),
        kinds={name: given.kind for name, given in spec.fields.items()},
        personal=frozenset(name for name, given in spec.fields.items() if given.personal),
        tokens=frozenset(word for key in (*exact, *synonyms, *doubtful) for word in key.split() if len(word) > 1),
        same=same,
        parts={name: given.parts for name, given in spec.fields.items() if given.parts},
        examples=frozenset(fold(given.example) for given in spec.fields.values() if given.example),
    )
