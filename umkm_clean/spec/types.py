"""What `schemas/` says, as frozen records. No pandas here: `--help` and `explain` load these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.model import Actor, Severity
    from umkm_clean.spec.link import LinkSpec

Text = Mapping[str, str]  # language ("id", "en") → words


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the form.

    `kind` names a file of `umkm_clean/kinds/`; `params` are handed to it (for example `vocab = "pendidikan"`).
    `parts` is set on combined columns (`rt_rw` → rt, rw): they are read, split and never written out.
    `mask` says how a personal value is shown: "nomor" (first 6, last 4), "telepon", "teks" (first letter), "uang".
    """

    name: str
    label: Text
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    required: bool = False
    withholds: bool = False
    personal: bool = False
    mask: str = "nomor"
    synonyms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    help: Text = field(default_factory=dict)
    example: str = ""
    output: bool = True  # a column of umkm_kota.csv
    template: bool = True  # a column of the empty form
    views: tuple[str, ...] = ("internal", "instansi", "publik")
    unit: str = ""  # "rupiah", "orang", …, for the dictionary
    golden: str = "best"  # which source row gives the city's value: "best" row, "longest" or "commonest" value


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One code: its whole life in one block, whether a predicate, a kind or the engine raises it.

    `test` is the predicate's name (None where Python raises the code itself), `params` its parameters.
    `needs` are codes that must not have been raised on the same row (for the same fields): a rule whose
    prerequisite failed stays silent there. Examples: a text for one field, a table field → text for several.
    """

    code: str
    name: str
    severity: Severity
    actor: Actor
    message: Text
    why: Text
    remedy: Text
    since: str
    fields: tuple[str, ...] = ()
    test: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    good: tuple[Any, ...] = ()
    bad: tuple[Any, ...] = ()
    raised_by: str = "rule"  # "rule" | "kind" | "derive" | "engine"
    retired: str | None = None
    replaced_by: str | None = None
    withholds: bool | None = None  # does an error of this code withhold the row? None: as its field says

    @property
    def family(self) -> str:
        """The three letters of the code."""
        return self.code[:3]


@dataclass(frozen=True, slots=True)
class Vocab:
    """A choice list: written form (as `locate.plain_words` makes it) → canonical value, and the values in order."""

    name: str
    variants: Mapping[str, str]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One kelurahan of the city (source: `wilayah.csv` of the city folder)."""

    code: str  # dotted Kemendagri, 35.74.03.1001
    kelurahan: str
    kecamatan: str
    kecamatan_code: str
    bps_code: str
    postal_code: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    """The city the form belongs to, from `kota.toml`."""

    code: str  # "3574"
    name: str  # "Kota Probolinggo"
    agency: str
    places: tuple[Place, ...]
    neighbours: Mapping[str, str] = field(default_factory=dict)  # name outside the city (`plain_words`) → where it is
    box: tuple[float, float, float, float] | None = None  # south, west, north, east (degrees)
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # kelurahan code → (row, column) of the tile map
    area_code: str = ""  # landline area code, "0335"
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spec:
    """Everything `schemas/` and the city folder say, resolved.

    `origin` maps a dotted key ("nik.required", "NIK003.severity") to the file that said it last.
    `tables` are reference lists by name (file stem of `schemas/reference/*.csv`), rows as mappings, read when asked
    for.
    `files` are all files that the spec is made of, lists included.
    """

    name: str
    files: tuple[Path, ...]
    fields: Mapping[str, FieldSpec]
    rules: Mapping[str, RuleSpec]
    vocab: Mapping[str, Vocab]
    city: City
    link_file: Path | None
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    texts: Mapping[str, Text]  # words of errors and of everything else a person reads, by key
    origin: Mapping[str, str]

    @property
    def hash(self) -> str:
        """BLAKE2b over every file, so that a run says which rules it used; read when asked for."""
        from umkm_clean.spec.locate import digest

        return digest(self.files)

    @property
    def link(self) -> LinkSpec:
        """How rows are linked (`link.toml`); read when asked for. A form without that file links nothing."""
        from umkm_clean.spec.link import LinkSpec, load_link

        if self.link_file is None:
            return LinkSpec(name="none", columns=(), blocks=(), questions=())
        return load_link(self.link_file)

    def resolve(self, selectors: tuple[str, ...]) -> frozenset[str]:
        """Codes named by codes, families ("NIK") or slugs; an unknown one raises `UsageError` with the nearest name."""
        import difflib

        from umkm_clean.errors import UsageError

        by_slug = {rule.name: code for code, rule in self.rules.items()}
        families = {code[:3] for code in self.rules}
        found: set[str] = set()
        for selector in selectors:
            name = selector.strip()
            if name.upper() in self.rules:
                found.add(name.upper())
            elif name.upper() in families:
                found.update(code for code in self.rules if code[:3] == name.upper())
            elif name.lower() in by_slug:
                found.add(by_slug[name.lower()])
            else:
                known = [*self.rules, *sorted(families), *by_slug]
                near = [
                    match
                    for word in (name.upper(), name.lower())
                    for match in difflib.get_close_matches(word, known, 1)
                ]
                raise UsageError("unknown-code", selector=name, hint=near[0] if near else "")
        return frozenset(found)
