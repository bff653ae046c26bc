"""One column's header texts → the field they name, by words alone; what the words leave open stays open.

A header is a path: the group headings above it, then its own text ("TENAGA KERJA" / "L"). Everything that can be
said of it is tried from the most to the least literal: group and own words together, own words with whose they
are ("nama" under "DATA PEMILIK"), own words alone, typing errors, parts of an either-or, known words among fillers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_clean.headers.lexicon import OWN, WHERE_KINDS, WORDY_KINDS, Doubt, Lexicon
from umkm_clean.headers.words import Label, fold, label, period_of, unit_of, without_money_words
from umkm_clean.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EITHER = re.compile(r"\s*[/&,+;]\s*|\s+(?:atau|dan|or|and)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class Match:
    """What a header's words say: a field, a doubt between fields, the sender's own (`own`), or a mere hint."""

    field: str | None = None
    evidence: Evidence | None = None
    doubt: Doubt | None = None
    own: bool = False
    hint: str | None = None  # a field whose words occur in it: believed only where the values agree
    weak: bool = False  # the place or address of the owner's home rather than of the business
    unit: int = 1
    period: str | None = None

    @property
    def weight(self) -> float:
        """How much this speaks for the row being a header."""
        if self.field is not None:
            return 0.9 if self.evidence is Evidence.SPELLING else 1.0
        if self.doubt is not None:
            return 0.9
        return 0.7 if self.own else 0.4 if self.hint else 0.0


NOTHING = Match()


class Matcher:
    """Matches header paths of one spec, each judged once; `given` maps folded headers to fields, before all else."""

    def __init__(self, lexicon: Lexicon, given: Mapping[str, str] | None = None) -> None:
        self._lexicon = lexicon
        self._given = given or {}
        self._seen: dict[tuple[str, ...], Match] = {}
        self._money = lexicon.of_kinds(frozenset({"money"}))

    def match(self, path: tuple[str, ...]) -> Match:
        """What the header says; `path` holds its texts from the outermost group to its own."""
        if path not in self._seen:
            labels = (self._label(text) for text in path)
            self._seen[path] = self._match(tuple(found for found in labels if found.key))
        return self._seen[path]

    def _label(self, text: str) -> Label:
        made = label(text)
        asking = self._lexicon.words.get("asking", frozenset())
        plain = (" ".join(word for word in key.split() if word not in asking) for key in made.keys)
        keys = map(self._lexicon.canonical, (*made.keys, *filter(None, plain)))  # "Siapa nama Anda?" asks for "nama"
        return replace(made, keys=tuple(dict.fromkeys(keys)))

    def _match(self, labels: tuple[Label, ...]) -> Match:
        if not labels:
            return NOTHING
        written = " ".join(part.text for part in labels)
        for text in (written, labels[-1].text):
            name = self._given.get(fold(text))
            if name in self._lexicon.kinds:
                return Match(name, Evidence.GIVEN, unit=unit_of(written), period=period_of(written))
        found = self._by_words(labels)
        period = period_of(labels[-1].text) or period_of(written)
        if found.field in self._money or found.doubt is not None:
            return replace(found, unit=unit_of(written), period=period)
        return found

    def _by_words(self, labels: tuple[Label, ...]) -> Match:
        if len(labels) > 1 and self._is_unit(labels[-1]):
            return self._by_words(labels[:-1])
        phrases = list(dict.fromkeys(self._phrases(labels)))
        words = {word for part in labels for key in part.keys[:1] for word in key.split()}
        foreign = words & self._lexicon.words.get("foreign", frozenset())
        for phrase in phrases:
            found = self._look_up(phrase)
            if found is not None and not (foreign - set(phrase.split())):
                return self._of_home(found, labels)
        for phrase in dict.fromkeys([*phrases, *label(labels[-1].text).keys]):
            near = self._lexicon.speller.nearest(phrase)
            if near is not None and not (foreign - set(near[1].split())):
                found = self._look_up(self._lexicon.canonical(near[1]))
                if found is not None:
                    evidence = Evidence.SPELLING if found.field else None
                    return self._of_home(replace(found, evidence=evidence), labels)
        if foreign:
            return Match(own=True)
        return self._either(labels[-1]) or self._among_fillers(labels[-1])

    def _is_unit(self, own: Label) -> bool:
        """A unit alone under the header ("(Rp)", "orang"), but not what tells two columns apart ("L", "per bulan")."""
        key = own.key
        return (
            self._lexicon.has_word("unit", key)
            and len(key) > 1
            and own.period is None
            and key not in ("lk", "pr", "l p")
        )

    def _phrases(self, labels: tuple[Label, ...]) -> Iterator[str]:
        own, groups = labels[-1], labels[:-1]
        if groups:
            group_keys = [" ".join(part.key for part in groups), *(key for key in groups[-1].keys)]
            for group in group_keys:
                for key in own.keys:
                    yield f"{group} {key}"
                    yield f"{key} {group}"
            whose = self._whose(groups)
            for key in own.keys if whose else ():
                yield f"{key} {whose}"
            generic = [key for key in own.keys if key in self._lexicon.doubtful or self._lexicon.has_word("unit", key)]
            if generic:  # "JUMLAH" under "KAPASITAS PRODUKSI" is about the capacity
                yield from group_keys
        yield from own.keys

    def _whose(self, groups: tuple[Label, ...]) -> str | None:
        words = [word for part in groups for word in part.key.split()]
        for kind, word in (("owner", "pemilik"), ("business", "usaha")):
            if any(self._lexicon.has_word(kind, given) for given in words):
                return word
        return None

    def _look_up(self, key: str) -> Match | None:
        lexicon = self._lexicon
        if key in lexicon.doubtful:
            return Match(doubt=lexicon.doubtful[key])
        if key in lexicon.exact:
            return Match(lexicon.exact[key], Evidence.EXACT)
        if key in lexicon.synonyms:
            return Match(lexicon.synonyms[key], Evidence.SYNONYM)
        if key in lexicon.others:
            return Match(own=True)
        bare = without_money_words(_YEAR.sub(" ", key))
        if bare and bare != key:
            name = lexicon.exact.get(bare) or lexicon.synonyms.get(bare)
            if name in self._money:
                return Match(name, Evidence.SYNONYM)
            if bare in lexicon.doubtful and lexicon.doubtful[bare].candidates[0] in self._money:
                return Match(doubt=lexicon.doubtful[bare])
        return None

    def _of_home(self, found: Match, labels: tuple[Label, ...]) -> Match:
        """A kelurahan under "ALAMAT PEMILIK" is where the owner lives: used only if the form holds no other."""
        groups = {word for part in labels[:-1] for word in part.key.split()}
        home = self._lexicon.words.get("home", frozenset())
        where = found.field is not None and self._lexicon.kinds[found.field] in WHERE_KINDS
        return replace(found, weak=True) if where and groups & home else found

    def _either(self, own: Label) -> Match | None:
        """Take the known parts of "Nama Usaha / Merek"; several fields stay a doubt that the values decide."""
        parts = [self._label(part) for part in _EITHER.split(own.text) if part.strip()]
        if len(parts) < 2:
            return None
        names: list[str] = []
        for part in parts:
            for key in part.keys:
                found = self._look_up(key)
                if found is None:
                    continue
                if found.field is None or self._lexicon.kinds[found.field] != "verbatim":
                    names += [found.field] if found.field else list(found.doubt.candidates) if found.doubt else []
                break
        names = [name for name in dict.fromkeys(names) if name != OWN]
        if len(names) == 1:
            return Match(names[0], Evidence.SPELLING)
        for whole, pieces in self._lexicon.parts.items():  # "RT / RW / Dusun"
            if names and set(names) <= {*pieces, whole}:
                return Match(whole, Evidence.SPELLING)
        return Match(doubt=Doubt(tuple(names), "content")) if names else None

    def _among_fillers(self, own: Label) -> Match:
        """The longest known header inside this one; if only fillers are left over it is that field."""
        lexicon = self._lexicon
        best: tuple[bool, int, Match] | None = None
        wordy = lexicon.of_kinds(WORDY_KINDS)
        fillers = lexicon.words.get("filler", frozenset())
        for key in own.keys:
            words = key.split()
            for start in range(len(words)):
                for end in range(len(words), start, -1):
                    part = " ".join(words[start:end])
                    found = self._known_part(part)
                    if found is None:
                        continue
                    rest = words[:start] + words[end:]
                    filled = all(word in fillers or word.isdigit() for word in rest)
                    sure = found.field not in wordy if found.field else part not in fillers
                    whole = filled and (" " in part or sure)
                    if best is None or (whole, len(part)) > best[:2]:
                        best = (whole, len(part), found)
        if best is None:
            return NOTHING
        found = best[2]
        if best[0]:
            return replace(found, evidence=Evidence.SPELLING if found.field else None)
        return Match(hint=found.field)

    def _known_part(self, part: str) -> Match | None:
        lexicon = self._lexicon
        if len(part) < 2 or part in lexicon.others:
            return None
        if part in lexicon.doubtful:
            return Match(doubt=lexicon.doubtful[part])
        name = lexicon.exact.get(part) or lexicon.synonyms.get(part)
        return Match(name, Evidence.SPELLING) if name is not None and lexicon.kinds[name] != "verbatim" else None
