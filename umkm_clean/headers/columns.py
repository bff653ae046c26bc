"""Which column is which field: header words first, then the other columns, then the values; never first come.

Every choice keeps its evidence; what a person should look at becomes a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.headers.beside import second_table
from umkm_clean.headers.decide import decide
from umkm_clean.headers.lexicon import WORDY_KINDS
from umkm_clean.headers.match import NOTHING, Match
from umkm_clean.headers.sounds import proven, sounds_like, wordy_fields
from umkm_clean.headers.ticks import Ticked, find_ticks
from umkm_clean.headers.words import fold
from umkm_clean.model import ColumnMap, Evidence, SourceFinding, letter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.headers.content import Profile
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.spec.types import Spec

#: Kinds whose values contradict a header loudly enough to say so.
LOUD_KINDS = ("nik", "phone", "email", "nib")
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_RANK = {evidence: number for number, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one column was taken for so far."""

    column: int
    field: str | None = None
    evidence: Evidence | None = None
    unit: int = 1
    period: str | None = None
    weak: bool = False
    own: bool = False  # known to be the sender's own: not guessed at any further
    hint: str | None = None


@dataclass(slots=True)
class Assigned:
    """The columns of a table and what was found on the way."""

    columns: tuple[ColumnMap, ...]
    findings: list[SourceFinding] = field(default_factory=list)
    ticked: dict[int, Ticked] = field(default_factory=dict)  # columns of ticks


def assign(
    paths: Mapping[int, tuple[str, ...]],
    matches: Mapping[int, Match],
    profile: Callable[[int], Profile],
    spec: Spec,
    lexicon: Lexicon,
    aside: frozenset[int] = frozenset(),
) -> Assigned:
    """Choose a field for each column, from what its words say and what its values look like.

    Columns `aside` stand beside the table and are the sender's own; so are those of a second table, which is said.
    """
    return _Assign(paths, matches, profile, spec, lexicon, aside).run()


class _Assign:
    def __init__(
        self,
        paths: Mapping[int, tuple[str, ...]],
        matches: Mapping[int, Match],
        profile: Callable[[int], Profile],
        spec: Spec,
        lexicon: Lexicon,
        aside: frozenset[int],
    ) -> None:
        self.second = second_table(paths, matches, lexicon)
        self.aside = aside | self.second
        self.paths, self.matches, self.profile, self.spec, self.lexicon = paths, matches, profile, spec, lexicon
        self.findings: list[SourceFinding] = []
        self.choices: dict[int, Choice] = {}
        self.ticked: dict[int, Ticked] = {}

    def run(self) -> Assigned:
        for column in sorted(self.paths):
            self.choices[column] = Choice(column, own=True) if column in self.aside else self.by_words(column)
        if self.second:
            self.say(codes.HDR_SIDE_BY_SIDE, min(self.second), None)
        self.ticks()
        self.doubts()
        self.duplicates()
        self.by_values()
        self.running_number()
        self.contradictions()
        for column, choice in sorted(self.choices.items()):
            if choice.evidence is Evidence.SPELLING:
                self.say(codes.HDR_SPELLING, column, choice.field)
        columns = tuple(
            ColumnMap(column, self.header(column), made.field, made.evidence, made.unit, self.period(made))
            for column, made in sorted(self.choices.items())
        )
        findings = sorted(self.findings, key=lambda finding: (finding.column or 0, finding.code))
        return Assigned(columns, findings, self.ticked)

    def header(self, column: int) -> str:
        return " / ".join(self.paths[column])

    def say(self, code: str, column: int, name: str | None, **facts: object) -> None:
        """A finding about one column; `name`: the field that it was taken for (None: the sender's own)."""
        told = {"name": name, "label": self.label(name)} | facts
        header = self.header(column) or letter(column)
        self.findings.append(SourceFinding(code, column=column, header=header, facts=told))

    def label(self, name: str | None) -> str:
        return self.spec.fields[name].label["id"] if name else "kolom lain"

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(choice.field for choice in self.choices.values() if choice.field)

    def by_words(self, column: int) -> Choice:
        match = self.matches.get(column, NOTHING)
        is_given = match.evidence is Evidence.GIVEN
        name = match.field if is_given else self.of_period(match.field, match.period)
        return Choice(column, name, match.evidence, match.unit, match.period, match.weak, match.own, match.hint)

    def of_period(self, name: str | None, period: str | None) -> str | None:
        """The field for this span of time: "omzet" with "per bulan" → omzet_bulanan, where the form has it."""
        if name is None or period is None:
            return name
        return next(
            (other for other in self.siblings(name) if self.spec.fields[other].params["period"] == period), name
        )

    def period(self, made: Choice) -> str | None:
        """The period, where the field is an amount of a span of time: a capital "per tahun" is just a capital."""
        if made.field is None:
            return None
        timed = self.spec.fields[made.field].params.get("period") or any(self.siblings(made.field))
        return made.period if timed else None

    def siblings(self, name: str) -> list[str]:
        """Fields for the same amount of one span of time: omzet → omzet_harian, omzet_bulanan, omzet_tahunan."""
        return [
            other
            for other, given in self.spec.fields.items()
            if other.startswith(f"{name}_") and given.params.get("period")
        ]

    def doubts(self) -> None:
        """Doubtful headers, names last: what the other columns are decides first."""
        open_ = [(column, doubt) for column in sorted(self.paths) if (doubt := self.doubt(column)) is not None]
        for column, doubt in sorted(open_, key=lambda item: (item[1].decide == "names", item[0])):
            made = decide(doubt, self.profile(column), self.taken, self.lexicon)
            choice = self.choices[column]
            name = self.of_period(made.field, choice.period)
            self.choices[column] = replace(choice, field=name, evidence=made.evidence, own=name is None)
            if not made.sure:
                self.say(codes.HDR_DOUBTFUL, column, name, candidates=", ".join(doubt.candidates))

    def ticks(self) -> None:
        """Columns of ticks under the words of a choice: all of them are that field."""
        self.ticked = find_ticks(self.paths, self.matches, self.profile, self.spec)
        for column, made in self.ticked.items():
            self.choices[column] = replace(self.choices[column], field=made.field, evidence=Evidence.CONTENT)

    def doubt(self, column: int):  # type: ignore[no-untyped-def]
        match = self.matches.get(column, NOTHING)
        return match.doubt if self.choices[column].field is None and column not in self.aside else None

    def duplicates(self) -> None:
        """Columns that name one field: the better filled or better named one keeps it, the others are said and kept."""
        by_field: defaultdict[str, list[Choice]] = defaultdict(list)
        for choice in self.choices.values():
            if choice.field is not None:
                by_field[choice.field].append(choice)
        for name, rivals in sorted(by_field.items()):
            if len(rivals) < 2 or self.spec.fields[name].params.get("multiple"):
                continue
            if all(rival.column in self.ticked for rival in rivals):
                continue
            best = max(rivals, key=lambda choice: self.strength(choice, rivals))
            for loser in rivals:
                if loser is not best:
                    self.choices[loser.column] = replace(loser, field=None, evidence=None, own=True)
                    self.say(
                        codes.HDR_TWICE, loser.column, name, other=self.header(best.column), kept=letter(best.column)
                    )

    def strength(self, choice: Choice, rivals: Sequence[Choice]) -> tuple[float, ...]:
        filled = {rival.column: len(self.profile(rival.column).values) for rival in rivals}
        most = max(filled.values())
        name = choice.field or ""
        fits = self.profile(choice.column).fit(name) if self.lexicon.kinds[name] not in WORDY_KINDS else 1.0
        half = float(filled[choice.column] >= 0.5 * most)
        rank = -_RANK[choice.evidence] if choice.evidence else -9
        year = max(map(int, YEAR.findall(self.header(choice.column))), default=0)  # "Omzet 2024", "Omzet 2025"
        return (half, float(fits >= 0.5), -float(choice.weak), rank, year, filled[choice.column], -choice.column)

    def by_values(self) -> None:
        """Headers that say nothing certain: a hint in the words, or values that can only be one thing."""
        open_ = [choice for choice in self.choices.values() if choice.field is None and not choice.own]
        wanted: defaultdict[str, list[Choice]] = defaultdict(list)
        for choice in open_:
            if len(self.profile(choice.column).values) < 2:
                continue
            name = self.hinted(choice) or proven(self.profile(choice.column), self.spec)
            if name is not None and name not in self.taken and not self.whole_taken(name):
                wanted[name].append(choice)
        self.want_words(wanted)
        for name, rivals in sorted(wanted.items()):
            hinted = [choice for choice in rivals if choice.hint == name]
            chosen = hinted or rivals
            if len(chosen) == 1:
                made = chosen[0]
                self.choices[made.column] = replace(made, field=name, evidence=Evidence.CONTENT)
                self.say(codes.HDR_BY_CONTENT, made.column, name)

    def want_words(self, wanted: defaultdict[str, list[Choice]]) -> None:
        """A form without names or addresses, and unknown columns that sound like them."""
        spoken_for = {choice.column for rivals in wanted.values() for choice in rivals}
        for name in wordy_fields(self.spec, self.taken):
            for column, choice in self.choices.items():
                if choice.field or choice.own or column in spoken_for or choice.hint not in (None, name):
                    continue
                words = {word for text in self.paths[column] for word in fold(text).split()}
                if sounds_like(self.spec.fields[name], self.profile(column), words):
                    wanted[name].append(choice)

    def whole_taken(self, name: str) -> bool:
        return any(name in self.lexicon.parts.get(taken, ()) for taken in self.taken)

    def hinted(self, choice: Choice) -> str | None:
        name = choice.hint
        if name is None or self.lexicon.kinds[name] in WORDY_KINDS - {"choice"} | {"money", "verbatim"}:
            return None
        return name if self.profile(choice.column).fit(name) >= 0.7 else None

    def running_number(self) -> None:
        """A column without a known header that counts up, left of every name, is the running number."""
        number = next((name for name in self.spec.fields if name == "no_urut"), None)
        named = [c.column for c in self.choices.values() if c.field and self.lexicon.is_identity(c.field)]
        if number is None or number in self.taken:
            return
        left_of = min(named, default=min(self.choices, default=0) + 1)
        for column, choice in sorted(self.choices.items()):
            if column < left_of and choice.field is None and not choice.own and self.profile(column).running:
                self.choices[column] = replace(choice, field=number, evidence=Evidence.CONTENT)
                return

    def contradictions(self) -> None:
        """A header that names one thing over values that can only be another: said, never corrected."""
        loud = [name for kind in LOUD_KINDS for name, given in self.spec.fields.items() if given.kind == kind]
        for column, choice in sorted(self.choices.items()):
            name = choice.field
            if name is None or choice.evidence is Evidence.CONTENT or self.lexicon.kinds[name] == "verbatim":
                continue
            made = self.profile(column)
            if not made.loud or (made.fit(name) >= 0.3 and self.lexicon.kinds[name] not in ("text", "verbatim")):
                continue
            seems = next((other for other in loud if other != name and made.fit(other) >= 0.8), None)
            if seems is not None:
                self.say(codes.HDR_CONTENT_DIFFERS, column, name, seems=seems, seems_label=self.label(seems))
