"""Names of places against the closed list of a city: base word with room for a typing error, direction word exact.

"Jrebeng Kidul" and "Jrebeng Kulon" are alike to any string measure and are different kelurahan, so the last word
of such names is never guessed. A bare base word ("Jrebeng") asks instead of guessing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import OSA

from umkm_clean.kinds.written.cell import compatible, fold
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_clean.spec.types import City, Place

How = Literal["exact", "near", "far", "ambiguous", "outside", "unknown", "two-codes"]

#: Direction words of Javanese and Indonesian place names with their abbreviations.
DIRECTIONS = {
    "lor": "lor", "lr": "lor", "kidul": "kidul", "kdl": "kidul", "kdul": "kidul", "kid": "kidul", "wetan": "wetan",
    "wtn": "wetan",
    "wet": "wetan", "kulon": "kulon", "kln": "kulon", "kul": "kulon", "utara": "utara", "utr": "utara",
    "selatan": "selatan",
    "slt": "selatan", "sltn": "selatan", "timur": "timur", "tmr": "timur", "barat": "barat", "brt": "barat",
    "tengah": "tengah",
    "tgh": "tengah",
}  # fmt: skip
_VILLAGE = frozenset("kel kelurahan klrhn klurahan kelurhan lurah kl ds desa kelrahan kelurahn".split())  # noqa: SIM905
_DISTRICT = frozenset("kec kecamatan kc kcmtn kecamatn kacamatan".split())  # noqa: SIM905
_DOTTED = re.compile(r"[0-9]{2}\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?")
_SPLIT = re.compile(r"\s*[/,;|\n()]\s*|\s+-\s+|\bkec(?:amatan|\.)?(?=\W|$)|\bkec\.?(?=[A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names. `name` is official and "" unless `how` is exact, near (one letter off) or far (two)."""

    how: How
    name: str = ""
    code: str = ""
    where: str = ""  # outside the city: what it is
    candidates: tuple[str, ...] = ()


class Names:
    """One closed list: kelurahan, or kecamatan."""

    def __init__(self, names: dict[str, tuple[str, Iterable[str]]], prefixes: frozenset[str], city: City) -> None:
        """`names`: official name → (dotted code, other spellings)."""
        self._prefixes = prefixes
        self._codes = {name: code for name, (code, _) in names.items()}
        self._tail = set(fold(city.name).split())
        self._neighbours = {key.replace(" ", ""): where for key, where in city.neighbours.items()}
        self._exact: dict[str, str] = {}
        self._bases: dict[str, dict[str, str]] = defaultdict(dict)
        firsts: dict[str, int] = defaultdict(int)
        for name in names:
            firsts[fold(name).rpartition(" ")[0]] += 1
        for name, (_, spellings) in names.items():
            base, _, last = fold(name).rpartition(" ")
            if base and (last in DIRECTIONS or firsts[base] > 1):
                self._bases[base.replace(" ", "")][last] = name
            self._exact[fold(name).replace(" ", "")] = name
            for spelling in spellings:
                self._exact.setdefault(fold(spelling).replace(" ", ""), name)
        directed = {name for lasts in self._bases.values() for name in lasts.values()}
        self._single = {key: name for key, name in self._exact.items() if name not in directed}
        self._lasts = {last for lasts in self._bases.values() for last in lasts}

    def find(self, text: str) -> Found:
        """The place that `text` names."""
        words = fold(text).split()
        while len(words) > 1 and words[0] in self._prefixes:
            words = words[1:]
        while len(words) > 1 and words[-1] in self._tail and "".join(words) not in self._exact:
            words = words[:-1]
        if len(words) > 1 and words[-1] in DIRECTIONS:
            words = [*words[:-1], DIRECTIONS[words[-1]]]
        joined = "".join(words)
        if joined in self._exact:
            return self._as("exact", self._exact[joined])
        if joined in self._bases:
            return Found("ambiguous", candidates=tuple(sorted(self._bases[joined].values())))
        if joined in self._neighbours:
            return Found("outside", where=self._neighbours[joined])
        return self._near(joined)

    def _as(self, how: How, name: str) -> Found:
        return Found(how, name, self._codes[name])

    def _near(self, joined: str) -> Found:
        """One letter off in names of five letters and more, two in names of nine; never in the direction word."""
        found: dict[str, int] = {}
        last = next((last for last in sorted(self._lasts, key=len, reverse=True) if joined.endswith(last)), "")
        if last:
            head = joined[: -len(last)]
            for base, lasts in self._bases.items():
                if last in lasts:
                    _keep(found, lasts[last], head, base)
        for key, name in self._single.items():
            _keep(found, name, joined, key)
        if not found:
            return Found("unknown", candidates=self._alike(joined))
        least = min(found.values())
        best = sorted(name for name, steps in found.items() if steps == least)
        outside = any(OSA.distance(joined, key, score_cutoff=least) <= least for key in self._neighbours)
        if len(best) > 1 or outside:
            return Found("unknown", candidates=tuple(best))
        return self._as("near" if least <= 1 else "far", best[0])

    def _alike(self, joined: str) -> tuple[str, ...]:
        """Official names a person may have meant, for the sentence only."""
        if len(joined) < 4:
            return ()
        scores = {name: OSA.normalized_similarity(joined, key) for key, name in sorted(self._exact.items())}
        return tuple(
            sorted((name for name, score in scores.items() if score >= 0.7), key=lambda name: (-scores[name], name))[:3]
        )


def _keep(found: dict[str, int], name: str, written: str, meant: str) -> None:
    most = 0 if len(meant) < 5 else 1 if len(meant) < 9 else 2
    steps = OSA.distance(written, meant, score_cutoff=most)
    if steps <= most:
        found[name] = min(steps, found.get(name, 9))


class Gazetteer:
    """The places of a city by every way of naming them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.kelurahan = Names({place.kelurahan: (place.code, place.variants) for place in city.places}, _VILLAGE, city)
        districts: dict[str, tuple[str, Iterable[str]]] = {}
        for place in city.places:
            same = place.variants if place.kelurahan == place.kecamatan else ()
            _, known = districts.get(place.kecamatan, ("", ()))
            districts[place.kecamatan] = (place.kecamatan_code, [*known, *same])
        self.kecamatan = Names(districts, _DISTRICT, city)
        self._by_code = {place.code: place for place in city.places}
        self._plain = {place.code.replace(".", ""): place for place in city.places}
        self._bps = {place.bps_code: place for place in city.places if place.bps_code}
        self._districts = {code: name for name, (code, _) in districts.items()}
        self._districts |= {code.replace(".", ""): name for code, name in list(self._districts.items())}
        self._districts |= {place.bps_code[:7]: place.kecamatan for place in city.places if len(place.bps_code) == 10}

    def village_code(self, text: str) -> Found | None:
        """A kelurahan by its dotted Kemendagri code, or by ten digits where both schemes agree; else None."""
        bare = compatible(text).replace(" ", "")
        if _DOTTED.fullmatch(bare):
            return self._of(self._by_code.get(bare), bare)
        if not (bare.isascii() and bare.isdigit() and len(bare) == 10):
            return None
        ministry, statistics = self._plain.get(bare), self._bps.get(bare)
        if ministry and statistics and ministry is not statistics:
            return Found("two-codes", candidates=(ministry.kelurahan, statistics.kelurahan))
        return self._of(ministry or statistics, bare)

    def district_code(self, text: str) -> Found | None:
        """A kecamatan by code (dotted, six digits, or the seven of BPS); None for other texts."""
        bare = compatible(text).replace(" ", "")
        if not (_DOTTED.fullmatch(bare) or (bare.isascii() and bare.isdigit() and len(bare) in (6, 7))):
            return None
        name = self._districts.get(bare)
        return Found("exact", name, bare) if name else Found("unknown")

    def _of(self, place: Place | None, code: str) -> Found:
        if place:
            return Found("exact", place.kelurahan, place.code)
        own = code.replace(".", "").startswith(self.city.code)
        return Found("unknown") if own else Found("outside", where=code)


def parts_of(text: str) -> list[str]:
    """Of "Kel. Jati / Kec. Mayangan" its named pieces, words of rank kept for `Names.find`."""
    return [piece for piece in (part.strip(" .:-") for part in _SPLIT.split(text)) if piece]


gazetteer = Memo(Gazetteer)
