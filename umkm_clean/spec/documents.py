"""Reads the TOML and CSV files of one folder (the form's own, or a city's) into plain dictionaries."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from umkm_clean.spec.locate import shown_path
from umkm_clean.spec.parsed import toml

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.spec.complaints import Complaints

Block = dict[str, Any]
Row = Mapping[str, str]


@dataclass(slots=True)
class Layer:
    """What one folder says: blocks by name with the file of each, who raises a code, what is switched off."""

    fields: dict[str, tuple[Block, str]] = field(default_factory=dict)
    rules: dict[str, tuple[Block, str]] = field(default_factory=dict)
    raised_by: dict[str, str] = field(default_factory=dict)
    vocab: dict[str, list[Path]] = field(default_factory=dict)
    tables: dict[str, list[Path]] = field(default_factory=dict)
    link: Path | None = None
    off: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def read_form(schemas: Path, complaints: Complaints) -> Layer:
    """`schemas/umkm` and `schemas/engine`: the form as shipped. Reference lists are named, not read."""
    layer = Layer()
    add_folder(layer, schemas / "umkm", complaints)
    add_rules(layer, schemas / "engine" / "rules", "engine", complaints)
    for path in sorted((schemas / "reference").glob("*.csv")):
        layer.tables.setdefault(path.stem, [path])
        layer.files.append(path)
    return layer


def add_folder(layer: Layer, folder: Path, complaints: Complaints) -> None:
    """Fields, rules, choice lists, headings and linking of one folder."""
    if (folder / "fields.toml").is_file():
        file = shown_path(folder / "fields.toml")
        for name, block in blocks(layer, folder / "fields.toml", complaints):
            layer.fields[name] = block, file
    add_rules(layer, folder / "rules", "rule", complaints)
    add_rules(layer, folder / "reading", "kind", complaints)
    add_rules(layer, folder / "derived", "derive", complaints)
    for path in sorted((folder / "vocab").glob("*.csv")):
        layer.files.append(path)
        layer.vocab[path.stem] = [path]
    for path in sorted((folder / "headers").glob("*.csv")):
        layer.files.append(path)
        layer.tables[f"header_{path.stem}"] = [path]
    if (folder / "link.toml").is_file():
        layer.link = folder / "link.toml"
        layer.files += [layer.link, *sorted(folder.glob("link*.json"))]


def add_rules(layer: Layer, folder: Path, raised_by: str, complaints: Complaints) -> None:
    """The rule files of one folder; a code said twice is a mistake."""
    for path in sorted(folder.glob("*.toml")):
        file = shown_path(path)
        for code, block in blocks(layer, path, complaints):
            if code in layer.rules:
                complaints.say("repeated", file, code, value=layer.rules[code][1])
            layer.rules[code] = block, file
            layer.raised_by[code] = raised_by


def blocks(layer: Layer, path: Path, complaints: Complaints) -> Iterator[tuple[str, Block]]:
    """The top-level tables of a file."""
    layer.files.append(path)
    file = shown_path(path)
    for name, block in read_toml(path, complaints).items():
        if complaints.typed(block, dict, file, name):
            yield name, block


def read_toml(path: Path, complaints: Complaints) -> Block:
    """One TOML file; an unreadable one is a complaint and counts as empty."""
    try:
        return toml(path)
    except OSError:
        complaints.say("missing-file", shown_path(path))
    except ValueError as failure:  # not UTF-8, or not TOML
        complaints.say("unreadable", shown_path(path), problem=str(failure))
    return {}


def read_rows(path: Path) -> tuple[Row, ...]:
    """A CSV file with a header row; every value is text. Read once as long as the file stays as it is."""
    state = path.stat()
    return _rows(path, state.st_mtime_ns, state.st_size)


@cache
def _rows(path: Path, changed: int, size: int) -> tuple[Row, ...]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        names = next(reader, [])
        rows = (row + [""] * (len(names) - len(row)) for row in reader if row)
        return tuple({name: value for name, value in zip(names, row, strict=False) if name} for row in rows)


def rows_with(path: Path, columns: tuple[str, ...], complaints: Complaints) -> tuple[Row, ...]:
    """The rows of a CSV file that must have `columns`."""
    try:
        rows = read_rows(path)
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        complaints.say("unreadable", shown_path(path), problem=type(failure).__name__)
        return ()
    absent = [name for name in columns if rows and name not in rows[0]]
    for name in absent:
        complaints.say("missing-column", shown_path(path), name)
    return () if absent else rows


class Later(Mapping[str, Any]):
    """A mapping made when it is first looked into; `make` must survive pickling (a partial of a plain function)."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make = make
        self._made: Mapping[str, Any] | None = None

    def _all(self) -> Mapping[str, Any]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class Tables(Mapping[str, tuple[Row, ...]]):
    """Lists by name, each read from its files when it is first asked for."""

    def __init__(self, sources: Mapping[str, list[Path]]) -> None:
        self._sources = {name: tuple(paths) for name, paths in sources.items()}

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        paths = self._sources[name]
        return read_rows(paths[0]) if len(paths) == 1 else tuple(row for path in paths for row in read_rows(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
