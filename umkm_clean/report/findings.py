"""Findings as people and machines read them: a sentence each, values masked, and one group for each code.

Every writer gets the same `Findings`, made once, so that no two reports can say different things about a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects
from umkm_clean.report.plain import safe_text
from umkm_clean.report.words import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from umkm_clean.report.words import Words

RANK = {"error": 0, "warning": 1, "info": 2}
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one code: `count` cells in `files` files, with the first places and what to do.

    `message` is that of the first finding; `varies` where others read differently.
    """

    code: str
    name: str
    severity: str
    actor: str
    field: str | None
    message: str
    varies: bool
    remedy: str
    count: int
    files: int
    examples: tuple[str, ...]


class Lines:
    """Findings in order, as columns of plain values: texts, whole numbers (`row`, `count`), None where there is none.

    Columns are those of `RunResult.issues`, plus name, message, remedy, shown_raw and shown_fixed (masked texts).
    """

    def __init__(self, columns: Mapping[str, Sequence[Any]], at: Sequence[int] | None = None) -> None:
        self._columns = columns
        self._at = at  # places in `columns`; None: all of them
        self._taken: dict[str, Sequence[Any]] = {}

    def __len__(self) -> int:
        return len(self._columns["code"] if self._at is None else self._at)

    def __getitem__(self, name: str) -> Sequence[Any]:
        if self._at is None:
            return self._columns[name]
        if name not in self._taken:  # most reports read half of the columns
            values = self._columns[name]
            self._taken[name] = [values[place] for place in self._at]
        return self._taken[name]

    def take(self, at: Sequence[int]) -> Lines:
        """The findings at these places, in their order."""
        return Lines(self._columns, at if self._at is None else [self._at[place] for place in at])

    def where(self, test: Sequence[bool]) -> Lines:
        """The findings for which `test` is true."""
        return self.take([at for at, true in enumerate(test) if true])

    def replaced(self, new: Mapping[str, Mapping[int, Any]]) -> Lines:
        """The same findings with other values in some columns at some places."""
        columns: dict[str, Sequence[Any]] = {name: self[name] for name in self._columns if name not in new}
        for name, values in new.items():
            columns[name] = [values.get(at, value) for at, value in enumerate(self[name])]
        return Lines(columns)


@dataclass(frozen=True, slots=True)
class Findings:
    """The run's findings, the place of those of each file among them (None: of the run), and one group a code."""

    lines: Lines
    groups: tuple[Group, ...]
    places: Mapping[str | None, Sequence[int]]

    def of_file(self, path: str | None) -> Lines:
        """The findings of one file; None: those of the run itself."""
        return self.lines.take(self.places.get(path, ()))

    def count(self, severity: str) -> int:
        """How many cells have findings of a severity."""
        return sum(group.count for group in self.groups if group.severity == severity)


def prepare(issues: pd.DataFrame, words: Words) -> Findings:
    """Render and mask all findings once, group them by code: most severe first, then the most frequent."""
    columns: dict[str, Sequence[Any]] = {str(name): objects(issues[name]) for name in issues}
    rules, codes = words.spec.rules, columns["code"]
    names = {code: rules[code].name for code in set(codes)}
    remedies = {code: words.remedy(code) for code in names}
    columns["name"] = [names[code] for code in codes]
    columns["message"] = sentences(columns, words)
    columns["remedy"] = [remedies[code] for code in codes]
    for name in ("raw", "fixed"):
        pairs = list(zip(columns["field"], columns[name], strict=True))
        known = {pair: words.value(*pair) for pair in set(pairs)}
        columns[f"shown_{name}"] = [known[pair] for pair in pairs]
    lines = Lines(columns)
    places: dict[str | None, list[int]] = {}
    for at, file in enumerate(columns["file"]):
        places.setdefault(file, []).append(at)
    return Findings(lines, grouped(lines), places)


def grouped(lines: Lines) -> tuple[Group, ...]:
    """One group for each code among `lines`."""
    found: dict[str, list[int]] = {}
    for at, code in enumerate(lines["code"]):
        found.setdefault(code, []).append(at)
    of_one_file = len(set(lines["file"])) == 1  # whose name need not be said again and again
    groups = [_group(code, lines, some, of_one_file) for code, some in found.items()]
    return tuple(sorted(groups, key=lambda group: (RANK[group.severity], -group.count, group.code)))


def _group(code: str, lines: Lines, some: Sequence[int], of_one_file: bool) -> Group:
    first, messages, counts, files = some[0], lines["message"], lines["count"], lines["file"]
    where = ("file", "sheet", "cell", "column", "row")
    return Group(
        code=code,
        name=lines["name"][first],
        severity=lines["severity"][first],
        actor=lines["actor"][first],
        field=lines["field"][first],
        message=messages[first],
        varies=any(messages[at] != messages[first] for at in some),
        remedy=lines["remedy"][first],
        count=sum(counts[at] or 1 for at in some),
        files=len({files[at] for at in some}),
        examples=tuple(
            place_of(*(lines[name][at] for name in where), of_one_file=of_one_file) for at in some[:EXAMPLES]
        ),
    )


def group_message(group: Group, words: Words) -> str:
    """What is wrong, in one sentence; where the cells of a code read differently, the first one's as an example."""
    return words.of("issues.for-example", message=group.message) if group.varies else group.message


def place_of(file: Any, sheet: Any, cell: Any, column: Any, row: Any, *, of_one_file: bool = False) -> str:
    """One place as people write it; names made safe to show. `of_one_file`: the file goes without saying."""
    spot = cell or column or row or ""
    name = safe_text(str(file or "").rsplit("/", 1)[-1])
    inside = "!".join(safe_text(str(part)) for part in (sheet, spot) if part)
    if of_one_file and inside:
        return inside
    return f"{name} › {inside}" if inside else name


def short_name(path: str) -> str:
    """The name of a file without its folders, safe to show."""
    return safe_text(path.replace("\\", "/").rsplit("/", 1)[-1])
