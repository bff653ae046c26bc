"""How rows are linked, as frozen records: columns, keys, questions, weights, thresholds. No pandas here.

A link spec is generic: nothing in it is about one kind of table. `schemas/umkm/link.toml` describes the city's
businesses, `benchmarks/specs/*.toml` describe other tables. `load_link` reads one (see `link_load.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ESTIMATE = "estimate"  # weights are worked out from the table itself (generic specs that ship no weights)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A prepared column: which columns it is made of (raw or prepared earlier), and how.

    `kind` names a preparation of `umkm_clean/link/prepare.py`, `options` are handed to it.
    """

    name: str
    sources: tuple[str, ...]
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A part of a blocking key: a prepared column, or its first (`usaha[5]`) or last (`telepon[-7]`) characters."""

    column: str
    cut: int = 0

    def __str__(self) -> str:
        """As written in the file."""
        return f"{self.column}[{self.cut}]" if self.cut else self.column


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """Rows that agree on all parts are compared, unless more than `cap` of them agree.

    A block over its cap is divided by the `split` columns, one after the other; what is still too large is dropped and
    noted.
    """

    name: str
    parts: tuple[KeyPart, ...]
    cap: int = 60
    split: tuple[KeyPart, ...] = ()


@dataclass(frozen=True, slots=True)
class TestSpec:
    """One condition on a pair: `test` names a measure of `umkm_clean/link/measure.py`, with one bound."""

    column: str
    test: str
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """One level of agreement: reached when all tests hold and no earlier level did.

    `m` is the chance of this level among rows that belong together, `u` among rows that do not. With `rarity`,
    agreement
    on a value that is rarer (commoner) than `typical` (a share of rows; u if not given) weighs more (less), within
    bounds.
    """

    name: str
    tests: tuple[TestSpec, ...]
    m: float = 0.0
    u: float = 0.0
    rarity: float = 0.0
    typical: float = 0.0

    @property
    def bits(self) -> float:
        """Weight of evidence: log2(m / u)."""
        return math.log2(self.m / self.u) if self.m > 0 and self.u > 0 else 0.0


@dataclass(frozen=True, slots=True)
class CompareSpec:
    """One piece of evidence: levels from the strongest agreement down; the last one catches the rest.

    Silent (no evidence) when a `needs` column is empty on either side, or when one of `unless` has spoken. `weight`
    tempers the bits of all levels: evidence that repeats other evidence counts less than its m and u say. `firm` says
    how
    many times the ordinary pull the expected m has where weights are worked out from the table itself.
    """

    name: str
    column: str
    levels: tuple[LevelSpec, ...]
    needs: tuple[str, ...]
    unless: tuple[str, ...] = ()
    weight: float = 1.0
    firm: float = 1.0


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question about a pair; a later question is asked only where the earlier ones are not plainly denied.

    `prior` is in bits, at a table of `rows` rows; it falls by `growth` bits each time the table doubles.
    """

    name: str
    compares: tuple[CompareSpec, ...]
    prior: float = 0.0
    rows: int = 20_000
    growth: float = 0.0

    def prior_at(self, rows: int) -> float:
        """Prior log-odds in bits for a table of so many rows."""
        return self.prior - self.growth * math.log2(max(rows, 2) / self.rows)


@dataclass(frozen=True, slots=True)
class SureSpec:
    """Rows that agree on all these columns are one, unless guarded or decided otherwise."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuardSpec:
    """Two rows that hold unlike values here are never put in one group by the machine, not even through a third row.

    `question`: number of the first question whose groups it divides (0: owners, hence also their businesses). With
    `begins`, a value that is the beginning of another one (a number that lost its last digit) does not contradict it.
    """

    column: str
    question: int = 0
    begins: bool = False


@dataclass(frozen=True, slots=True)
class DecideSpec:
    """When two rows are one (`merge`), when a person is asked (`review` … `merge`), and how groups are formed.

    `linkage`: groups join while the mean probability of their pairs is at least this. `lift`: bits added to pairs
    inside a
    component, where belonging together is no longer a rare event. `rarity_bits`: the largest shift by rarity either
    way.
    """

    merge: float = 0.95
    review: float = 0.05
    linkage: float = 0.35
    lift: float = 0.0
    rarity_bits: float = 10.0
    guarded_review: float = 0.5
    component_cap: int = 1_500


@dataclass(frozen=True, slots=True)
class BreakerSpec:
    """What looks absurd: measured by linking, acted on by the caller."""

    duplicate_share: float = 0.5
    partners: int = 10
    cluster_rows: int = 8


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """Everything a linking engine needs to know about a table."""

    name: str
    columns: tuple[ColumnSpec, ...]
    blocks: tuple[BlockSpec, ...]
    questions: tuple[QuestionSpec, ...]
    sure: tuple[SureSpec, ...] = ()
    guards: tuple[GuardSpec, ...] = ()
    decide: DecideSpec = field(default_factory=DecideSpec)
    breakers: BreakerSpec = field(default_factory=BreakerSpec)
    identity: tuple[str, ...] = ()
    source: str | None = None
    id: str | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what other tables call the raw columns
    splink_from: int = 0  # rows from which Splink does the work where it is installed; 0: never
    weights: str = ESTIMATE  # version of the weights, or ESTIMATE
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def raw_columns(self) -> tuple[str, ...]:
        """The columns of the table itself that the spec reads, in order of first use."""
        made = {column.name: column for column in self.columns}
        seen: dict[str, None] = {}
        earlier: set[str] = set()
        for column in self.columns:
            for source in column.sources:
                if source not in earlier or source not in made:
                    seen.setdefault(source)
            earlier.add(column.name)
        return tuple(seen)

    def at(self, merge: float) -> LinkSpec:
        """The same spec with another threshold for merging (a benchmark asks at .5)."""
        return replace(self, decide=replace(self.decide, merge=merge, review=min(self.decide.review, merge)))


def load_link(path: Any, weights: Any = None) -> LinkSpec:
    """Read a link spec (TOML) and its weights (JSON); see `link_load.load_link`."""
    from umkm_clean.spec.link_load import load_link as load

    return load(path, weights)
