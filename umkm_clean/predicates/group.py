"""Rows judged together: one number under several owners, series made by dragging, a column that lost digits."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.predicates.columns import Bools, fact, holds, strings, tables
from umkm_clean.predicates.nik_parts import decode_all, decoded
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.predicates.predicate import Setting

#: Words around a name that do not tell two people apart.
TITLES = frozenset(
    "h hj haji hajah hm bpk bapak pak ibu bu ny tn sdr sdri alm almh "  # noqa: SIM905
    "drs dra dr ir st se sh spd skm amd".split()
)

_NUMBER = re.compile("[0-9]{4}")
MOST_NAMES = 40  # so many different names under one number: nobody needs them compared pair by pair
RELATED = 5  # so many other rows are named with a finding


def one_owner(values: pd.DataFrame, fields: Sequence[str], setting: Setting, names: int) -> pd.Series[Any]:
    """The number does not stand in rows of `names` or more differently named owners; fields: number, owner's name.

    Names differ when no order of initials, titles, left-out words or a slip of the pen makes them one.
    """
    return holds(values, ~_shared(values, fields, names))


def owner_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting, names: int) -> pd.DataFrame:
    """In how many rows the number stands, and the other rows."""
    groups = failing.groupby(fields[0], sort=False, observed=True).groups
    related = {}
    for rows in groups.values():
        for row in rows:
            related[row] = json.dumps([int(other) for other in rows if other != row][:RELATED])
    count = failing.groupby(fields[0], sort=False, observed=True)[fields[0]].transform("size")
    return fact(failing, rows=count.astype("string"), related=[related[row] for row in failing.index])


def _shared(values: pd.DataFrame, fields: Sequence[str], names: int) -> Bools:
    """Rows whose number stands beside several people. Only numbers with several spellings are looked at one by one."""
    number, owner = fields
    shared = np.zeros(len(values), dtype=bool)
    if number not in values or owner not in values:
        return shared
    numbers, _ = pd.factorize(values[number].array)  # missing ones have place −1
    owners, spellings = pd.factorize(values[owner].array)
    both = (numbers >= 0) & (owners >= 0)
    pairs = np.unique(numbers[both] * len(spellings) + owners[both])
    of = pairs // max(len(spellings), 1)
    doubtful = np.flatnonzero(np.bincount(of) >= names)
    starts = np.searchsorted(of, doubtful)
    stops = np.searchsorted(of, doubtful, side="right")
    several = [
        place
        for place, start, stop in zip(doubtful.tolist(), starts, stops, strict=True)
        if _people([str(spellings[pair % len(spellings)]) for pair in pairs[start:stop].tolist()], names) >= names
    ]
    return np.asarray(both & np.isin(numbers, several), dtype=bool)


def _people(names: list[str], enough: int) -> int:
    """How many differently named people, counted up to `enough`; a number in the name's place (USH008) names nobody."""
    names = [name for name in names if not _NUMBER.search(name)]
    if len(names) > MOST_NAMES:
        return enough
    people: list[list[str]] = []
    for name in names:
        words = _words(name)
        if words and not any(_alike(words, other) for other in people):
            people.append(words)
    return len(people)


def _words(name: str) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold().replace(".", " ")).split()
    return [word for word in words if word not in TITLES] or words


def _alike(left: list[str], right: list[str]) -> bool:
    few, many = sorted((left, right), key=len)
    return all(any(_same_word(word, other) for other in many) for word in few)


def _same_word(left: str, right: str) -> bool:
    if left == right or (min(len(left), len(right)) == 1 and left[0] == right[0]):
        return True
    return SequenceMatcher(None, left, right).ratio() >= 0.8


def no_series(values: pd.DataFrame, fields: Sequence[str], setting: Setting, least: int, most: int) -> pd.Series[Any]:
    """The number does not go on a run of rows that count up by one, the run being `least` to `most` rows long.

    The first row of a run passes: its number was typed, the others were filled in by dragging.
    """
    run = _runs(values, fields[0], setting)
    length = np.bincount(run)[run] if len(run) else run
    follows = np.append([False], run[1:] == run[:-1]) if len(run) else run.astype(bool)
    return holds(values, ~(follows & (length >= least) & (length <= most)))


def series_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting, least: int, most: int) -> pd.DataFrame:
    """How many rows of the series follow its first one."""
    run = _runs(failing, fields[0], setting, some=True)
    return fact(failing, rows=(np.bincount(run)[run] + 1).astype(str))


def _runs(
    values: pd.DataFrame, field: str, setting: Setting, some: bool = False
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A number for each row; rows of one run of numbers that count up by one, in one table, share it."""
    parts = decode_all(strings(values, field), setting.as_of) if some else decoded(values, field, setting)
    table = tables(values, setting)
    follows = parts.known[1:] & parts.known[:-1] & (np.diff(parts.number) == 1) & (np.diff(table) == 0)
    return np.append([0], np.cumsum(~follows)) if len(values) else np.zeros(0, dtype=np.int64)


def keeps_last_digit(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, share: float, least: int
) -> pd.Series[Any]:
    """Of the numbers that a table stores as numbers (`least` or more), no more than `share` end in 0.

    By chance one in ten does. Excel keeps 15 digits of a typed number and writes 0 for the sixteenth.
    """
    field = fields[0]
    if field not in setting.raw:
        return holds(values, np.ones(len(values), dtype=bool))
    typed = setting.stored[field].eq("n").to_numpy(dtype=bool, na_value=False)
    if typed.sum() < least:
        return holds(values, np.ones(len(values), dtype=bool))
    raw = setting.raw[field].astype("string").str.strip()
    numeric = typed & raw.str.fullmatch("[0-9]{16}").fillna(False).to_numpy(dtype=bool)
    cut = numeric & raw.str.endswith("0").fillna(False).to_numpy(dtype=bool)
    table = tables(values, setting)
    total, ended = np.bincount(table, numeric)[table], np.bincount(table, cut)[table]
    return holds(values, ~(cut & (total >= least) & (ended > share * total)))


PREDICATES = {
    "one_owner": Predicate(one_owner, owner_facts),
    "no_series": Predicate(no_series, series_facts),
    "keeps_last_digit": Predicate(keeps_last_digit, whole_column=True),
}
