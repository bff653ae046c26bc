"""The city's kelurahan and kecamatan in running text: titles, sheet names, file names, section rows, cells.

Several names belong to a kecamatan and to a kelurahan at once ("Mayangan"): the word before the name decides, and
without one such a name alone says nothing about the kelurahan unless its kecamatan stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.headers.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_clean.spec.types import Spec

_KELURAHAN_WORDS = frozenset({"kelurahan", "kel", "klurahan", "kelurahann", "desa", "ds", "lurah"})
_KECAMATAN_WORDS = frozenset({"kecamatan", "kec", "camat"})
_CITY_WORDS = frozenset({"kota", "kab", "kabupaten", "jalan", "jl", "jln", "kampung", "pasar"})


@dataclass(frozen=True, slots=True)
class Named:
    """A place found in a text; `sure` where the word before it says what it is."""

    level: str  # "kelurahan" | "kecamatan"
    name: str  # official spelling
    sure: bool


class Places:
    """Looks up names of the city's places, variants and run-together spellings included."""

    def __init__(self, spec: Spec) -> None:
        self._kelurahan: dict[str, str] = {}
        self._kecamatan: dict[str, str] = {}
        self.parent: dict[str, str] = {}
        for place in spec.city.places:
            self.parent[place.kelurahan] = place.kecamatan
            for text in (place.kelurahan, *place.variants):
                for form in _forms(text):
                    self._kelurahan.setdefault(form, place.kelurahan)
            for form in _forms(place.kecamatan):
                self._kecamatan.setdefault(form, place.kecamatan)
        self._shared = frozenset(self._kelurahan.values()) & frozenset(self._kecamatan.values())
        self._longest = max((len(form.split()) for form in (*self._kelurahan, *self._kecamatan)), default=1)

    def kelurahan(self, text: str) -> str | None:
        """The kelurahan that a cell names ("Kel. Jati", "KEDUNGASEM"), official spelling."""
        return self._kelurahan.get(_bare(text, _KELURAHAN_WORDS))

    def kecamatan(self, text: str) -> str | None:
        """The kecamatan that a cell names."""
        return self._kecamatan.get(_bare(text, _KECAMATAN_WORDS))

    def test(self, kind: str) -> Callable[[str], bool]:
        """Give the test whether a cell holds a place of this kind."""
        if kind == "kelurahan":
            return lambda text: self.kelurahan(text) is not None
        if kind == "kecamatan":
            return lambda text: self.kecamatan(text) is not None
        return lambda text: {found.level for found in self.find(text)} == {"kelurahan", "kecamatan"}

    def find(self, text: str) -> list[Named]:
        """Every place named in a text, in order; the longest name wins ("Kebonsari Kulon" over "Kebonsari")."""
        words = fold(text).split()
        found: list[Named] = []
        at = 0
        while at < len(words):
            for count in range(min(self._longest, len(words) - at), 0, -1):
                name = " ".join(words[at : at + count])
                before = words[at - 1] if at else ""
                named = self._named(name, before)
                if named is not None:
                    found.append(named)
                    at += count
                    break
            else:
                at += 1
        return found

    def _named(self, name: str, before: str) -> Named | None:
        as_kelurahan, as_kecamatan = self._kelurahan.get(name), self._kecamatan.get(name)
        if before in _CITY_WORDS:
            return None
        if before in _KECAMATAN_WORDS:
            return Named("kecamatan", as_kecamatan, True) if as_kecamatan else None
        if as_kelurahan is None:
            return Named("kecamatan", as_kecamatan, False) if as_kecamatan else None
        return Named("kelurahan", as_kelurahan, before in _KELURAHAN_WORDS)

    def only_kelurahan(self, text: str, trust_shared: bool = False) -> str | None:
        """The one kelurahan a text names, None where it names none, several or only a kecamatan.

        A name shared with a kecamatan counts if "kelurahan" stands before it or another place beside it;
        `trust_shared` takes it alone too (the name of a kelurahan's own file).
        """
        found = self.find(text)
        kelurahan = [named for named in found if named.level == "kelurahan"]
        chosen = {named.name for named in kelurahan if named.sure}
        if not chosen:
            accompanied = (trust_shared and len(found) == len(kelurahan)) or len(found) > 1
            chosen = {named.name for named in kelurahan if accompanied or not self.shares_name(named.name)}
            own = {name for name in chosen if not self.shares_name(name)}
            chosen = own or chosen
        return chosen.pop() if len(chosen) == 1 else None

    def shares_name(self, name: str) -> bool:
        """Tell whether the name of this kelurahan is the name of a kecamatan too."""
        return name in self._shared


def _forms(text: str) -> tuple[str, ...]:
    folded = _bare(text, _KELURAHAN_WORDS)
    return (folded, folded.replace(" ", ""))


def _bare(text: str, words: frozenset[str]) -> str:
    folded = fold(text)
    first, _, rest = folded.partition(" ")
    return rest if rest and first in words else folded
