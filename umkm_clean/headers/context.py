"""What stands outside the columns but holds for all rows: kelurahan and kecamatan from title, sheet name, file name.

A section heading inside a table ("KELURAHAN JATI", "RW 03") holds for the rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.headers.words import fold, one_line
from umkm_clean.model import Evidence, SourceFinding

if TYPE_CHECKING:
    from umkm_clean.headers.places import Places

Context = Mapping[str, tuple[str, Evidence]]

_RT = re.compile(r"\bRT\W{0,3}0*([0-9]{1,3})\b", re.IGNORECASE)
_RW = re.compile(r"\bRW\W{0,3}(?:0*([0-9]{1,3})|([IVX]{1,5}))\b", re.IGNORECASE)
_ADDRESS = frozenset({"jl", "jln", "jalan", "gg", "telp", "telepon", "alamat", "kode", "pos", "email"})
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class Surroundings:
    """What title, sheet and file name say together, and where they do not agree."""

    context: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    findings: list[SourceFinding] = field(default_factory=list)


def surroundings(titles: Iterable[str], sheet: str, file: str, places: Places) -> Surroundings:
    """The place that a sheet is about.

    The title is believed first, then the sheet's name, then the file's. A name that a kelurahan shares with its
    kecamatan ("Mayangan") counts in a title only where "kelurahan" stands before it.
    """
    stem = PurePosixPath(file.replace("\\", "/")).name.rsplit(".", 1)[0]
    title = " \n ".join(titles)
    sources = {
        "title": _of_titles(titles, places),
        "sheet": places.only_kelurahan(one_line(sheet), trust_shared=True),
        "file": places.only_kelurahan(one_line(stem), trust_shared=True),
    }
    out = Surroundings()
    named = {source: name for source, name in sources.items() if name is not None}
    kecamatan = {found.name for found in places.find(title) if found.level == "kecamatan" and found.sure}
    if len(set(named.values())) > 1:
        facts = {"names": ", ".join(dict.fromkeys(named.values())), "taken": next(iter(named.values()))}
        out.findings.append(SourceFinding(codes.HDR_PLACE_DIFFERS, facts=facts | named))
    if named:
        source, name = next(iter(named.items()))
        unsure = source != "title" and places.shares_name(name) and not _has_word(stem if source == "file" else sheet)
        out.context["kelurahan"] = (name, Evidence.TITLE)
        if unsure:
            out.findings.append(SourceFinding(codes.HDR_PLACE_SHARED, facts={"place": name, "source": source}))
    if len(kecamatan) == 1:
        out.context["kecamatan"] = (kecamatan.pop(), Evidence.TITLE)
    out.context |= _units((sheet, *titles))
    return out


def _units(texts: Iterable[str]) -> dict[str, tuple[str, Evidence]]:
    """The one RW (and RT) that sheet name and titles name; "RW 1-6" or two different ones say nothing."""
    found: dict[str, set[str]] = {"rt": set(), "rw": set()}
    for text in texts:
        if _ADDRESS & set(fold(text).split()):
            continue  # the office's own address
        for name, pattern in (("rt", _RT), ("rw", _RW)):
            for match in pattern.finditer(text):
                if re.match(r"\s*(?:-|–|s/?d|sampai|,|dan|&|/)\s*(?:RW|RT|[0-9])", text[match.end() :], re.IGNORECASE):
                    found[name] |= {"several", "numbers"}
                found[name].add(_number(match))
    return {name: (numbers.pop(), Evidence.TITLE) for name, numbers in found.items() if len(numbers) == 1}


def _number(match: re.Match[str]) -> str:
    return match.group(1) or str(_roman(match.group(2)))


def stated(lines: Iterable[str], places: Places) -> str | None:
    """The one kelurahan that lines of a cover name with the word "kelurahan" before it."""
    found = {name for line in lines if _has_word(line) and (name := places.only_kelurahan(line)) is not None}
    return found.pop() if len(found) == 1 else None


def _of_titles(titles: Iterable[str], places: Places) -> str | None:
    """The one kelurahan of the title rows: rows that say "kelurahan" first, then the others."""
    sure: set[str] = set()
    plain: set[str] = set()
    for line in titles:
        name = places.only_kelurahan(line)
        if name is not None:
            (sure if _has_word(line) else plain).add(name)
    best = sure or plain
    return best.pop() if len(best) == 1 else None


def _has_word(text: str) -> bool:
    return bool({"kelurahan", "kel", "desa"} & set(fold(text).split()))


def of_section(text: str, places: Places) -> dict[str, tuple[str, Evidence]]:
    """What a heading between rows says of the rows below it: kelurahan, RT, RW."""
    found: dict[str, tuple[str, Evidence]] = {}
    name = places.only_kelurahan(text, trust_shared=not _is_kecamatan(text))
    if name is not None:
        found["kelurahan"] = (name, Evidence.TITLE)
    rt, rw = _RT.search(text), _RW.search(text)
    if rt:
        found["rt"] = (_number(rt), Evidence.TITLE)
    if rw:
        found["rw"] = (_number(rw), Evidence.TITLE)
    return found


def _is_kecamatan(text: str) -> bool:
    return bool({"kecamatan", "kec"} & set(fold(text).split()))


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text.upper()]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))
