"""What a kind of value is: raw text in, an answer out, never an exception.

A kind reads one cell's text once per distinct text of a column, so `read` may be plain Python; texts that
fully match `plain` and are stored as text or number in `plain_stored` skip it and are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from umkm_clean.spec.types import Spec

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell's text means.

    `value`: in standard form (None: nothing usable). `code`: the finding at this cell, if any, with `facts`.
    When `code` is an error, `value` is None unless stated otherwise in the rule.
    `parts`: what this text says about *other* fields (`rt_rw` → rt, rw; a monthly turnover in a yearly column →
    omzet_bulanan; `nik_batang` of a NIK that Excel cut).
    `blank`: the text is a way of writing nothing ("-", "belum ada").
    `note`: words of the cell that the value does not hold ("(istri)"), kept for `keterangan`.
    """

    value: Value = None
    code: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Value] = field(default_factory=dict)
    blank: bool = False
    note: str | None = None


BLANK = Reading(blank=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may need to know beyond the text: never a clock, never a file."""

    spec: Spec
    field: str
    params: Mapping[str, Any]
    as_of: datetime.date  # the day the data is judged on: decides centuries and the future
    unit: int = 1
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    r"""One kind of value.

    `read(text, stored, context)` gets text stripped of outer blanks (never empty) and one `Stored` letter.
    `show(value)` writes the standard form: `read(show(v)).value == v` for every v that `read` gives.
    `dtype`: column type of the values: "string", "Int64", "Float64" or "boolean".
    `plain` (a whole match, RE2 syntax) names texts that need no reading where they are stored as a letter of
    `plain_stored`; `doubt` (found anywhere) takes some of them back. They stand for themselves, or for what
    `plain_to` makes of them (a replacement in RE2 syntax, "+62\\1"). `split` is a second such pattern: its texts stand
    for themselves too, and its named groups are texts of the fields of these names; `split_doubt` takes some back.
    All of these must agree with `read`: they are its answers for whole columns at once.
    """

    name: str
    dtype: Literal["string", "Int64", "Float64", "boolean"]
    read: Callable[[str, str, Context], Reading]
    show: Callable[[Value], str]
    plain: str | None = None
    plain_stored: str = "t"
    plain_to: str | None = None
    doubt: str | None = None
    split: str | None = None
    split_doubt: str | None = None
