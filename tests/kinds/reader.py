"""Reads single cells the way `parse` does, and the tables of cases beside this file."""

from __future__ import annotations

import csv
import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import Context, Reading
from umkm_clean.spec import load

if TYPE_CHECKING:
    from umkm_clean.spec.types import Spec

HERE = Path(__file__).parent
AS_OF = datetime.date(2026, 11, 24)


@cache
def spec() -> Spec:
    return load()


def context(field: str, unit: int = 1, period: str | None = None, **params: object) -> Context:
    known = spec().fields.get(field)
    return Context(spec(), field, params or (known.params if known else {}), AS_OF, unit, period)


def read(field: str, text: str, stored: str = "t", unit: int = 1, period: str | None = None, of: str = "") -> Reading:
    """What the kind of `field` (or the kind named `of`) makes of a text; outer blanks are off, as in `parse`."""
    known = spec().fields.get(field)
    return kind(of or (known.kind if known else field)).read(text.strip(), stored, context(field, unit, period))


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def severity(code: str | None) -> str:
    return spec().rules[code].severity.value if code else ""
