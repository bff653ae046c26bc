"""KBLI: five-digit codes, several joined by " | ". Whether a code exists is a rule's question, with the version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown, tidy
from umkm_clean.kinds.written.states import state
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.kinds.reading import Context

ZERO_LOST = "USH111"
UNCLEAR = "USH112"
ONE_OF_SEVERAL = "USH113"

JOINT = " | "
LENGTH = 5
_DOTS = re.compile(r"(?<![0-9])([0-9]{2})[. ]([0-9]{1,2})[. ]?([0-9]{1,2})(?![0-9])")
NO_CODE = "00000"  # zeros stand for nothing
_RUN = re.compile(r"(?<![0-9])[0-9]+(?![0-9])")


def _codes(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[frozenset[str], frozenset[str]]:
    """Five-digit codes of either version, and their four-digit groups."""
    codes = frozenset(row["kode"] for name in ("kbli2020", "kbli2025_codes") for row in tables[name])
    return codes, frozenset(code[:4] for code in codes)


known_codes = Memo(_codes)


def read(text: str, stored: str, context: Context) -> Reading:
    """The codes; titles and category letters beside them are dropped, and years of the version are no codes."""
    early = first_look(text, stored, context)
    if early:
        return early
    bare = re.sub(r"\bkbli\s*(?:20[0-9]{2})?\b", " ", compatible(text).casefold())
    runs = _RUN.findall(_DOTS.sub(_joined, bare))
    if not runs:
        if not any(char.isalnum() for char in text) or state(text, context.spec):
            return BLANK
        return Reading(code=UNCLEAR, note=tidy(text))
    codes = [run if len(run) == LENGTH else _padded(run, stored, context) for run in runs]
    good = list(dict.fromkeys(code for code in codes if code and code != NO_CODE))
    if not good:
        return Reading(code=UNCLEAR)
    if not all(codes):
        return Reading(value=JOINT.join(good), code=ONE_OF_SEVERAL)
    return Reading(value=JOINT.join(good), code=ZERO_LOST if any(len(run) < LENGTH for run in runs) else None)


def _joined(match: re.Match[str]) -> str:
    """Of "56.10.2" and "56.102" five digits in groups; other groups stay as they are."""
    digits = "".join(match.groups())
    return digits if len(digits) == LENGTH else match[0]


def _padded(run: str, stored: str, context: Context) -> str | None:
    """Four digits are a code that lost its zero where such a code exists, unless they also name a group of codes."""
    codes, groups = known_codes(context.spec.tables)
    lost = len(run) == LENGTH - 1 and "0" + run in codes
    return "0" + run if lost and (stored == "n" or run not in groups) else None


KIND = Kind("kbli", "string", read, shown, plain="[0-9]{5}", plain_stored="tn", doubt=f"^{NO_CODE}$")
