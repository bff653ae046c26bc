"""KBLI: five-digit codes, several joined by " | ". Whether a code exists is a rule's question, with the version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import Memo, compatible, first_look, shown, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.kinds.reading import Context

ZERO_LOST = "USH111"
UNCLEAR = "USH112"

JOINT = " | "
_RUN = re.compile(r"(?<![0-9])[0-9]{4,5}(?![0-9])")


def _codes(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> frozenset[str]:
    return frozenset(row["kode"] for name in ("kbli2020", "kbli2025_codes") for row in tables[name])


known_codes = Memo(_codes)


def read(text: str, stored: str, context: Context) -> Reading:
    """The codes; four digits are a code that lost its zero where such a code exists."""
    early = first_look(text, stored, context)
    if early:
        return early
    runs = _RUN.findall(re.sub(r"(?<=[0-9])\.(?=[0-9]{2,3}\b)", "", compatible(text)))
    if not runs:
        return Reading(code=UNCLEAR, note=tidy(text)) if any(char.isalnum() for char in text) else BLANK
    codes = list(dict.fromkeys(run.zfill(5) for run in runs))
    short = [run for run in runs if len(run) == 4]
    if short and not {run.zfill(5) for run in short} <= known_codes(context.spec.tables):
        return Reading(code=UNCLEAR)
    return Reading(value=JOINT.join(codes), code=ZERO_LOST if short else None)


KIND = Kind("kbli", "string", read, shown, plain="[0-9]{5}", plain_stored="tn")
