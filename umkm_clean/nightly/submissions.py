"""Which files of the inbox count: copies of one content once, a newer submission instead of an older.

The rule (docs/panduan/jadwal.md tells it to people): a newer file of the same kelurahan takes the place of an older one
when more than half of the older one's rows are in it, or a tenth if both have the same name but for dates and versions.
Never: for a file that speaks for no single kelurahan, by a file that was refused or holds no data row, or by one with
fewer than half the rows (it is an addition, and linking joins what is in both).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.model import FileResult
    from umkm_clean.nightly.inbox import Incoming
    from umkm_clean.spec.types import Spec

_SHARED, _SHARED_SAME_NAME, _PART = 0.5, 0.1, 0.5
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "mei",
    "jun",
    "jul",
    "agu",
    "agt",
    "agust",
    "sep",
    "sept",
    "okt",
    "nov",
    "des",
    "januari",
    "februari",
    "maret",
    "april",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
]
_VERSIONS = (
    "rev",
    "revisi",
    "perbaikan",
    "final",
    "fix",
    "baru",
    "copy",
    "salinan",
    "versi",
    "ver",
    "v",
    "update",
    "kembali",
    "of",
)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, as far as the rule needs it: whom it speaks for, and by which tokens its rows are known."""

    entry: Incoming
    kelurahan: str
    rows: tuple[frozenset[str], ...]


def copies(files: Sequence[Incoming]) -> dict[str, str]:
    """Name of a file whose content another one has as well → the name of the one that counts (the first by name)."""
    first: dict[str, str] = {}
    found = {}
    for entry in sorted(files, key=lambda entry: entry.name):
        if entry.sha256 and first.setdefault(entry.sha256, entry.name) != entry.name:
            found[entry.name] = first[entry.sha256]
    return found


def known_older(files: Sequence[Incoming], pairs: Mapping[str, set[str]], known: frozenset[str]) -> dict[str, str]:
    """Files known to be superseded by another one of `files`: older name → newer name; these need not be read.

    Looked at anew where a file that was never seen stands between the two.
    """
    by_content = {entry.sha256: entry for entry in sorted(files, key=lambda entry: entry.name, reverse=True)}
    found = {}
    for entry in by_content.values():
        newer = [by_content[sha] for sha in pairs.get(entry.sha256, ()) if sha in by_content]
        newer = [other for other in newer if other.age > entry.age]
        if newer:
            next_one = min(newer, key=lambda other: other.age)
            if not any(
                entry.age < other.age < next_one.age and other.sha256 not in known for other in by_content.values()
            ):
                found[entry.name] = next_one.name
    return found


def older(contents: Sequence[Contents]) -> dict[str, str]:
    """Files whose place a newer one takes: older name → name of the next newer one that takes it."""
    found: dict[str, str] = {}
    ordered = sorted((item for item in contents if item.kelurahan and item.rows), key=lambda item: item.entry.age)
    for at, item in enumerate(ordered):
        later = (other for other in ordered[at + 1 :] if other.kelurahan == item.kelurahan)
        successor = next((other for other in later if takes_the_place(other, item)), None)
        if successor is not None:
            found[item.entry.name] = successor.entry.name
    return found


def takes_the_place(newer: Contents, old: Contents) -> bool:
    """Whether `newer` is the same list as `old`, sent again."""
    if len(newer.rows) < _PART * len(old.rows):
        return False
    there = frozenset().union(*newer.rows)
    shared = sum(not tokens.isdisjoint(there) for tokens in old.rows) / len(old.rows)
    same_name = base_name(newer.entry.name) == base_name(old.entry.name)
    return shared > _SHARED or (same_name and shared > _SHARED_SAME_NAME)


def contents_of(entry: Incoming, result: FileResult, spec: Spec) -> Contents:
    """Whom a file speaks for, and its rows: each known by what it says, by NIK and business, by owner and business."""
    from umkm_clean.link import row_content_keys

    if result.refused is not None or result.batch is None:
        return Contents(entry, "", ())
    values = result.batch.values
    places = values["kelurahan"].dropna().value_counts()
    clear = len(places) > 0 and places.iloc[0] > 0.5 * places.sum()
    columns = [values[name].astype("string").fillna("") if name in values else [""] * len(values) for name in _NAMED]
    keys = row_content_keys(values, spec.link)
    rows = tuple(_tokens(key, *texts) for key, *texts in zip(keys, *columns, strict=True))
    return Contents(entry, str(places.index[0]) if clear else "", rows)


_NAMED = ("nik", "nama_pemilik", "nama_usaha")


def _tokens(key: str, nik: str, owner: str, business: str) -> frozenset[str]:
    from umkm_clean.link.words import plain

    shop = plain(business)
    tokens = {key}
    if nik:
        tokens.add(f"{nik}\x1f{shop}")
    if owner and shop:
        tokens.add(f"{plain(owner)}\x1f{shop}")
    return frozenset(tokens)


def base_name(name: str) -> str:
    """A file's name without folder, ending, numbers, months, versions: "UMKM Jati Okt rev2.xlsx" → "umkm jati"."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = _WORD.findall(stem.casefold())
    return " ".join(word for word in words if word not in _MONTHS and word not in _VERSIONS)
