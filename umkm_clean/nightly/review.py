"""A filled-in review list (`tinjau_duplikat.xlsx`) → decisions, kept by what the two rows say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_clean.errors import UsageError
from umkm_clean.store.decide import Decision, Kept, keep

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_clean.model import RawSheet
    from umkm_clean.store.registry import Registry

NAME, SHEET = "tinjau_duplikat.xlsx", "Tinjau"
_NEEDED = ("pasangan", "keputusan", "kunci_a", "kunci_b")
_WORDS = {"ya": True, "tidak": False}
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Filled:
    """What a review list says: decisions, how many pairs are blank, cells that hold another word (address → word)."""

    decisions: tuple[Decision, ...]
    undecided: int
    unclear: Mapping[str, str]


def read_review(path: Path) -> Filled:
    """Read a review list. Raises `UsageError` where the file is none."""
    from umkm_clean.model import letter

    sheet = _sheet(path)
    header, at = _header(sheet, path)
    texts = {name: sheet.columns[at[name]].to_pylist() for name in (*_NEEDED, "catatan") if name in at}
    notes = texts.get("catatan", [""] * sheet.n_rows)
    decisions, undecided, unclear = [], 0, {}
    for row in range(header + 1, sheet.n_rows):
        left, right = texts["kunci_a"][row], texts["kunci_b"][row]
        word = texts["keputusan"][row].strip()
        if not left or not right:
            continue
        if not word:
            undecided += 1
        elif word.casefold() in _WORDS:
            decisions.append(Decision(left, right, _WORDS[word.casefold()], notes[row]))
        else:
            unclear[f"{letter(at['keputusan'] + 1)}{row + 1}"] = word
    return Filled(tuple(decisions), undecided, unclear)


def take(path: Path, registry: Registry, now: datetime.datetime) -> tuple[Kept, int]:
    """Keep the decisions of a review list; what became of them and how many pairs are undecided.

    Raises `UsageError`, keeping nothing, where a cell holds anything but YA, TIDAK or nothing.
    """
    filled = read_review(path)
    if filled.unclear:
        cells = list(filled.unclear)
        more = f" (+{len(cells) - _NAMED})" if len(cells) > _NAMED else ""
        raise UsageError("review-words", file=path.name, cells=", ".join(cells[:_NAMED]) + more, count=len(cells))
    with registry.change() as connection:
        return keep(connection, filled.decisions, path.name, now), filled.undecided


def take_from_outputs(out: Path, registry: Registry, now: datetime.datetime) -> Kept | None:
    """Keep what was typed into the last round's review list, as far as it is clear; None where it was not touched."""
    path = out / NAME
    written = {output.path: output.sha256 for output in registry.outputs(registry.last_number())}
    if written.get(NAME) in (None, sha256_of(path)):
        return None
    try:
        filled = read_review(path)
    except UsageError:
        return None
    with registry.change() as connection:
        return keep(connection, filled.decisions, NAME, now)


def is_review_list(path: Path) -> bool:
    """Whether decisions can be read from this file."""
    try:
        read_review(path)
    except UsageError:
        return False
    return True


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _sheet(path: Path) -> RawSheet:
    from umkm_clean.read import read_files

    raw = next(read_files([str(path)]))
    if raw.refused is not None:
        raise UsageError("review-unreadable", file=path.name)
    sheet = next((sheet for sheet in raw.sheets if sheet.name == SHEET), None)
    if sheet is None:
        raise UsageError("review-sheet", file=path.name, sheet=SHEET)
    return sheet


def _header(sheet: RawSheet, path: Path) -> tuple[int, dict[str, int]]:
    """The header's row and the place of each column (both from 0)."""
    for row in range(min(sheet.n_rows, 10)):
        names = {column[row].as_py().strip(): place for place, column in reversed(list(enumerate(sheet.columns)))}
        if set(_NEEDED) <= names.keys():
            return row, names
    raise UsageError("review-columns", file=path.name, columns=", ".join(_NEEDED))
