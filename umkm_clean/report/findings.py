"""Findings as people and machines read them: a sentence each, values masked, and one group for each code.

Every writer gets the same `Findings`, made once, so that no two reports can say different things about a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_clean.report.columns import objects
from umkm_clean.report.plain import safe_text
from umkm_clean.report.words import sentences

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Findings:
    """`lines`: the run's findings in order, plus name, message, remedy, shown_raw, shown_fixed (masked texts)."""

    lines: pd.DataFrame
    groups: tuple[Group, ...]

    def of_file(self, path: str) -> pd.DataFrame:
        """The findings of one file."""
        return self.lines[self.lines["file"] == path]

    def count(self, severity: str) -> int:
        """How many cells have findings of a severity."""
        return sum(group.count for group in self.groups if group.severity == severity)


def prepare(issues: pd.DataFrame, words: Words) -> Findings:
    """Render and mask all findings once, group them by code: most severe first, then the most frequent."""
    lines = issues.reset_index(drop=True)
    rules = words.spec.rules
    lines["name"] = lines["code"].map({code: rules[code].name for code in lines["code"].unique()})
    lines["message"] = pd.array(sentences(lines, words), dtype="string")
    lines["remedy"] = lines["code"].map({code: words.remedy(code) for code in lines["code"].unique()})
    for name in ("raw", "fixed"):
        pairs = list(zip(objects(lines["field"]), objects(lines[name]), strict=True))
        known = {pair: words.value(*pair) for pair in set(pairs)}
        lines[f"shown_{name}"] = pd.array([known[pair] for pair in pairs], dtype="string")
    return Findings(lines, grouped(lines))


def grouped(lines: pd.DataFrame) -> tuple[Group, ...]:
    """One group for each code among `lines`."""
    names = (
        "code",
        "name",
        "severity",
        "actor",
        "field",
        "message",
        "remedy",
        "count",
        "file",
        "sheet",
        "cell",
        "column",
        "row",
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for line in zip(*(objects(lines[name]) for name in names), strict=True):
        found.setdefault(line[0], []).append(line)
    groups = [
        Group(
            code=some[0][0],
            name=some[0][1],
            severity=some[0][2],
            actor=some[0][3],
            field=some[0][4],
            message=some[0][5],
            varies=any(line[5] != some[0][5] for line in some),
            remedy=some[0][6],
            count=sum(int(line[7] or 1) for line in some),
            files=len({line[8] for line in some}),
            examples=tuple(place_of(*line[8:]) for line in some[:EXAMPLES]),
        )
        for some in found.values()
    ]
    return tuple(sorted(groups, key=lambda group: (RANK[group.severity], -group.count, group.code)))


def place_of(file: Any, sheet: Any, cell: Any, column: Any, row: Any) -> str:
    """One place as people write it; names made safe to show."""
    spot = cell or column or row or ""
    name = safe_text(str(file or "").rsplit("/", 1)[-1])
    inside = "!".join(safe_text(str(part)) for part in (sheet, spot) if part)
    return f"{name} › {inside}" if inside else name


def short_name(path: str) -> str:
    """The name of a file without its folders, safe to show."""
    return safe_text(path.replace("\\", "/").rsplit("/", 1)[-1])
