"""Fits a table's own headings to the columns a link spec reads: by name, then by the other names the spec knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.spec.link import LinkSpec

REST = "rest"
#: Headings that number or judge the rows: no evidence about whom a row is.
_NOT_EVIDENCE = frozenset(
    ("id", "ids", "cluster", "group", "label", "labels", "entity", "source", "index", "key", "truth", "match", "gid")
)


class NoColumnError(ValueError):
    """The table has nothing the spec could compare, or lacks a column that was asked for."""


def fitted(table: pd.DataFrame, spec: LinkSpec, name: str) -> tuple[pd.DataFrame, list[str]]:
    """The table with the spec's column names, and what to say about it. Raises `NoColumnError` where nothing fits."""
    wanted = [column for column in spec.raw_columns() if column != REST]
    found = {column: column for column in wanted if column in table}
    _by_other_names(table.columns.tolist(), spec, found)
    records = pd.DataFrame({column: table[heading] for column, heading in found.items()}, index=table.index)
    left = [heading for heading in table.columns if heading not in found.values() and _is_evidence(table, heading)]
    if REST in spec.raw_columns() and left:
        records[REST] = table[left].fillna("").agg(" ".join, axis=1).str.strip().replace("", None)
    missing = [column for column in wanted if column not in found]
    headings = ", ".join(str(heading) for heading in table.columns)
    if records.empty and (not len(records.columns)):
        raise NoColumnError(
            f"{name} has none of the columns that {spec.name} compares ({', '.join(wanted)}): {headings}."
        )
    said = []
    renamed = [f"{heading} as {column}" for column, heading in found.items() if column != heading]
    if renamed:
        said.append(f"Read {', '.join(renamed)}.")
    if REST in records:
        said.append(f"Compared as one text: {', '.join(left)}.")
    if missing:
        said.append(f"{name} has no column {', '.join(missing)}: compared without.")
    return records.reset_index(drop=True), said


def _by_other_names(headings: Sequence[str], spec: LinkSpec, found: dict[str, str]) -> None:
    """Give each column of the spec the first free heading that is, then that ends with, one of its other names."""
    words = {heading: _words(heading) for heading in headings}
    for whole in (True, False):
        for column, names in spec.names.items():
            for name in names:
                ending = tuple(name.split())
                for heading in headings:
                    if column in found or heading in found.values():
                        continue
                    own = words[heading]
                    if own == ending or (not whole and own[-len(ending) :] == ending):
                        found[column] = heading


def _words(heading: str) -> tuple[str, ...]:
    """Words of a heading: "http://…#phone_number" is (phone, number), "birthPlace" is (birth, place)."""
    heading = re.sub(r"([a-z])([A-Z])", r"\1 \2", heading.rsplit("#", 1)[-1])
    return tuple(re.findall("[a-z0-9]+", heading.casefold()))


def _is_evidence(table: pd.DataFrame, heading: str) -> bool:
    """Text about the row, not its number: most filled cells hold letters and the heading names no id or label."""
    if _NOT_EVIDENCE & set(_words(heading)):
        return False
    filled = table[heading].dropna().astype(str)
    return bool(len(filled)) and float(filled.str.contains("[A-Za-z]{3}").mean()) > 0.5
