"""Headers that can mean several fields: decided by the other columns and by the values, as the table says.

Ways to decide (`header_ambiguous`): `content` the candidate whose kind the values fit (`content_asked`: always
reported); `first_free` the first candidate that no other column is; `names` business or owner, by the other name
column, else by the words in the values; `flag` the sender's own column where the values are ticks or yes/no; `varied`
a year that differs from row to row; `income` the first candidate, always reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_clean.headers.lexicon import NAME_KINDS, OWN, WORDY_KINDS, Lexicon
from umkm_clean.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_clean.headers.content import Profile
    from umkm_clean.headers.lexicon import Doubt

ENOUGH = 0.6  # share of values that must fit


@dataclass(frozen=True, slots=True)
class Decision:
    """What a doubtful header was taken for (None: the sender's own), and whether a person should look."""

    field: str | None
    evidence: Evidence | None
    sure: bool = True


def decide(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    """Settle one doubtful header; `taken` are the fields that other columns are."""
    return _WAYS.get(doubt.decide, _content)(doubt, profile, taken, lexicon)


def _content(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    names = [name for name in doubt.candidates if name != OWN]
    if not profile.values:
        return Decision(names[0], Evidence.SYNONYM) if doubt.candidates[0] != OWN else Decision(None, None)
    scores = {name: _score(name, profile, lexicon) for name in names}
    best = max(names, key=lambda name: (scores[name], name not in taken, -names.index(name)))
    if scores[best] >= ENOUGH:
        return Decision(best, Evidence.CONTENT)
    if OWN in doubt.candidates:
        return Decision(None, None)
    wordy = [name for name in names if lexicon.kinds[name] in WORDY_KINDS and profile.words >= ENOUGH]
    if wordy:
        return Decision(wordy[0], Evidence.CONTENT, sure=len(wordy) == 1)
    return Decision(names[0], Evidence.SYNONYM, sure=False)


def _score(name: str, profile: Profile, lexicon: Lexicon) -> float:
    if lexicon.kinds[name] in WORDY_KINDS and lexicon.kinds[name] != "choice":
        return 0.0 if lexicon.kinds[name] not in NAME_KINDS | {"address"} else 0.9 * profile.fit(name)
    return profile.fit(name)


def _first_free(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    first, *rest = doubt.candidates
    if first not in taken:
        return Decision(first, Evidence.SYNONYM)
    free = next((name for name in rest if name not in taken), first)
    return Decision(free if free != OWN else None, Evidence.SYNONYM)


def _names(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    names = [name for name in doubt.candidates if name != OWN]
    free = [name for name in names if name not in taken]
    if len(free) == 1 and len(names) > 1:
        return Decision(free[0], Evidence.SYNONYM)
    business = next((name for name in names if lexicon.kinds[name] == "business_name"), names[0])
    other = next((name for name in names if name != business), names[0])
    if (
        lexicon.kinds[other] not in NAME_KINDS
        and len(profile.values) >= 8
        and profile.distinct < 0.5 * len(profile.values)
    ):
        return Decision(other, Evidence.CONTENT)
    if profile.business >= 0.4:
        return Decision(business, Evidence.CONTENT)
    if names[0] == other and len(profile.values) >= 5 and profile.business <= 0.1:
        return Decision(other, Evidence.CONTENT)
    return Decision(names[0], Evidence.SYNONYM, sure=False)


def _flag(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    """One number among many "belum ada" is enough: a column of numbers that most do not have yet."""
    first = doubt.candidates[0]
    has_some = lexicon.kinds[first] not in WORDY_KINDS and profile.fit(first) > 0
    if profile.flags >= ENOUGH and not has_some:
        return Decision(None, None)
    return Decision(first, Evidence.EXACT)


def _varied(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    first = doubt.candidates[0]
    if first in taken or (
        profile.values and (profile.fit(first) < ENOUGH or (profile.distinct == 1 and len(profile.values) > 2))
    ):
        return Decision(None, None)
    return Decision(first, Evidence.CONTENT)


def _content_asked(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    decided = _content(doubt, profile, taken, lexicon)
    return replace(decided, sure=decided.field is None)


def _income(doubt: Doubt, profile: Profile, taken: frozenset[str], lexicon: Lexicon) -> Decision:
    return Decision(doubt.candidates[0], Evidence.SYNONYM, sure=False)


_WAYS: dict[str, Callable[[Doubt, Profile, frozenset[str], Lexicon], Decision]] = {
    "content": _content,
    "content_asked": _content_asked,
    "first_free": _first_free,
    "names": _names,
    "flag": _flag,
    "varied": _varied,
    "income": _income,
}
