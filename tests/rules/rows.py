"""Rows as a clerk writes them → a batch, through the real kinds; what is found → findings by code."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.derive import derive
from umkm_clean.issues import IssueLog, facts_text, suppress
from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import Context
from umkm_clean.model import Batch
from umkm_clean.spec import load
from umkm_clean.validate import validate

if TYPE_CHECKING:
    from umkm_clean.spec.types import RuleSpec, Spec

AS_OF = datetime.date(2026, 11, 24)
Row = Mapping[str, Any]


@cache
def spec() -> Spec:
    return load()


def as_rows(example: Any, rule: RuleSpec) -> list[Row]:
    """An example is a text for the rule's field, a table field → text, or a list of such tables."""
    if isinstance(example, list):
        return example
    return [example] if isinstance(example, dict) else [{rule.fields[0]: example}]


def batch_of(rows: Sequence[Row], rules: Spec, as_of: datetime.date = AS_OF) -> tuple[Batch, IssueLog]:
    """Whole numbers stand for cells that hold a number, texts for text."""
    log = IssueLog()
    read: list[dict[str, Any]] = []
    for row_id, row in enumerate(rows):
        values: dict[str, Any] = {}
        for name, written in row.items():
            text = str(written).strip()
            field = rules.fields[name]
            if not text:
                continue
            context = Context(rules, name, field.params, as_of)
            found = kind(field.kind).read(text, "n" if isinstance(written, int) else "t", context)
            if found.code:
                log.at_cells(found.code, [row_id], name, raw=text, facts=[facts_text(found.facts)])
            values |= {part: value for part, value in found.parts.items() if part not in values}
            if not field.parts:
                values[name] = found.value
        read.append(values)
    named = list(dict.fromkeys(name for row in rows for name in row))
    values = {
        name: pd.array([row.get(name) for row in read], dtype=kind(field.kind).dtype)
        for name, field in rules.fields.items()
    }
    raw = {name: pd.array([str(row.get(name, "")) for row in rows], dtype="string") for name in named}
    stored = {name: pd.array([_letter(row.get(name, "")) for row in rows], dtype="string") for name in named}
    origin = {"file": 0, "sheet": "Data", "table": 0, "row": np.arange(len(rows)) + 5}
    index = range(len(rows))
    return Batch(*(pd.DataFrame(frame, index=index) for frame in (raw, stored, values, origin))), log


def _letter(written: Any) -> str:
    return "n" if isinstance(written, int) else "t" if written else " "


def judged(rows: Sequence[Row], rules: Spec | None = None, as_of: datetime.date = AS_OF) -> pd.DataFrame:
    """Read, derive, validate, suppress: the findings."""
    rules = rules or spec()
    batch, log = batch_of(rows, rules, as_of)
    values, notes, _ = derive(batch, rules, as_of)
    log.add(notes)
    validate(replace(batch, values=values), rules, as_of, log)
    return suppress(log.frame(), rules)


def codes(rows: Sequence[Row], rules: Spec | None = None, as_of: datetime.date = AS_OF) -> set[str]:
    return set(judged(rows, rules, as_of)["code"])
