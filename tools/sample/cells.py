"""What a cell may hold."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and its stored result (None: the file holds no result)."""

    text: str
    value: int | float | str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """An error cell: #REF!, #N/A, #VALUE!, #DIV/0!."""

    word: str


Cell = str | int | float | datetime.date | Formula | Fault
