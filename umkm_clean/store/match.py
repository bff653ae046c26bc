"""Which row of this round is which row of the last one, although someone corrected, moved or sorted it.

Steps from the surest to the weakest; each looks only at rows that no earlier step has paired, and a weaker step
pairs only what is unique on both sides. What nobody can be sure of stays unpaired: a new row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

#: columns that must agree, and whether one of `_ALIKE` must agree besides
_STEPS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("key", "place"), False),  # untouched
    (("key", "seat"), False),  # untouched, in a file with another name
    (("key",), False),  # moved
    (("nik", "usaha"), False),  # anything else corrected
    (("pemilik", "usaha", "jenis"), False),  # NIK corrected
    (("place",), True),  # corrected where it stands
    (("seat",), True),
    (("nik", "jenis"), False),  # renamed and moved
)
_ALIKE = ("nik", "pemilik", "usaha", "hp")


def same_rows(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series[int]:
    """For each row of `new` the place (0 …) of its earlier self in `old`, −1 for a new one.

    Both have the columns of `keyed.COLUMNS`; 0 stands for an empty cell, which never agrees with anything.
    """
    found = np.full(len(new), -1, np.int64)
    free = np.ones(len(old), np.bool_)
    for columns, alike in _STEPS:
        left = _candidates(old, np.flatnonzero(free), columns)
        right = _candidates(new, np.flatnonzero(found < 0), columns)
        if columns == ("key",):  # rows that say the same are told apart by nothing: paired in their order
            columns = ("key", "_nth")
            left["_nth"] = left.groupby("key").cumcount()
            right["_nth"] = right.groupby("key").cumcount()
        pairs = left[~left.duplicated(list(columns), keep=False)].merge(
            right[~right.duplicated(list(columns), keep=False)], on=list(columns), suffixes=("_old", "_new")
        )
        before, after = pairs["_at_old"].to_numpy(), pairs["_at_new"].to_numpy()
        if alike and len(before):
            sure = _alike(old, before, new, after)
            before, after = before[sure], after[sure]
        found[after] = before
        free[before] = False
    return pd.Series(found, index=new.index)


def _candidates(rows: pd.DataFrame, at: np.ndarray, columns: tuple[str, ...]) -> pd.DataFrame:
    part = rows[list(columns)].iloc[at].reset_index(drop=True).assign(_at=at)
    filled = np.ones(len(part), np.bool_)
    for name in columns:
        if name != "key":
            filled &= (part[name] != 0).to_numpy()
    return part[filled]


def _alike(old: pd.DataFrame, before: np.ndarray, new: pd.DataFrame, after: np.ndarray) -> np.ndarray:
    """Whether at least one field that names someone or something agrees."""
    agree = np.zeros(len(before), np.bool_)
    for name in _ALIKE:
        there, here = old[name].to_numpy()[before], new[name].to_numpy()[after]
        agree |= (there == here) & (here != 0)
    return agree
