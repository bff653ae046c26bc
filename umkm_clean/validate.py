"""Rules → pandera → findings: the only file that knows pandera.

The spec is compiled to a pandera schema for the rules that can say anything about the rows at hand, run lazily, and
thrown away. A check answers pandera with one truth value and leaves its mask beside it: pandera's own tables of failing
cells cost 3.0 s instead of 0.15 s on 100,000 × 20, and 50 ms on a list of 60 rows. What pandera reports besides a
failed rule is a bug of ours, never a finding.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pandera.errors
import pandera.pandas as pa
from pandera.engines import pandas_engine

from umkm_clean.kinds import kind
from umkm_clean.model import Batch, Severity
from umkm_clean.predicates import PREDICATES
from umkm_clean.predicates.predicate import Setting
from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from umkm_clean.issues import IssueLog
    from umkm_clean.predicates.predicate import Predicate
    from umkm_clean.spec.types import RuleSpec, Spec


def _load_backends() -> None:
    """What pandera loads when it first checks, loaded now; where hypothesis is installed, without it.

    pandera wants it for making up data: 0.4 s that no check needs.
    """
    hidden = "hypothesis" not in sys.modules
    if hidden:
        sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("pandera.backends.pandas.builtin_checks")
    finally:
        if hidden:
            del sys.modules["hypothesis"]


_load_backends()
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
FILLED = ("filled", "any_filled")


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule with its predicate, for one choice of fields; `fields[0]` is the cell that a finding stands at."""

    rule: RuleSpec
    predicate: Predicate
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """Unique among the bound rules: a rule may stand for several fields."""
        return f"{self.rule.code} {self.fields[0]}"

    def check(self, setting: Setting, failed: dict[str, Bools]) -> pa.Check:
        """The rule as a pandera check of the whole frame; which rows failed goes into `failed`."""
        return pa.Check(partial(self._judge, setting, failed), name=self.name, ignore_na=False)

    def _judge(self, setting: Setting, failed: dict[str, Bools], values: pd.DataFrame) -> bool:
        passes = self.predicate.test(values, self.fields, setting, **self.rule.params)
        if passes.dtype != bool or len(passes) != len(values):
            raise TypeError(f"{self.rule.test} does not answer with one truth value a row")
        mask = ~passes.to_numpy()
        if mask.any():
            failed[self.name] = mask
        return not mask.any()


def bind(spec: Spec, complaints: Complaints | None = None) -> Iterator[Bound]:
    """Every rule with its predicate; a `filled` rule without fields stands for each required field without its own.

    Complains (`SchemaError` unless gathered) of a test that does not exist or that takes other parameters.
    """
    complaints = complaints or Complaints()
    own = {rule.fields[0] for rule in spec.rules.values() if rule.test == "filled" and rule.fields}
    for rule in spec.rules.values():
        if rule.test is None or rule.retired or not _fits(rule, spec, complaints):
            continue
        predicate = PREDICATES[rule.test]
        if rule.fields:
            if rule.test != "filled" or spec.fields[rule.fields[0]].required:
                yield Bound(rule, predicate, rule.fields)
        else:
            for name, field in spec.fields.items():
                if field.required and name not in own:
                    yield Bound(rule, predicate, (name,))


def _all_bound(spec: Spec) -> tuple[Bound, ...]:
    return tuple(bind(spec))


bound_rules = Memo(_all_bound)


def _fits(rule: RuleSpec, spec: Spec, complaints: Complaints) -> bool:
    """The test exists and takes just these parameters."""
    known = rule.test in PREDICATES
    takes = list(inspect.signature(PREDICATES[str(rule.test)].test).parameters)[3:] if known else []
    if known and sorted(takes) == sorted(rule.params):
        return True
    file, before = spec.origin[f"{rule.code}.test"], len(complaints.found)
    if not complaints.name(str(rule.test), PREDICATES, file, f"{rule.code}.test"):
        return False
    complaints.keys(rule.params, takes, file, f"{rule.code}.test.{rule.test}")
    for name in takes:
        if name not in rule.params:
            complaints.say("missing-key", file, f"{rule.code}.test.{rule.test}.{name}")
    return len(complaints.found) == before


def validate(batch: Batch, spec: Spec, as_of: datetime.date, issues: IssueLog) -> None:
    """Judge `batch.values` by the rules of the spec and add what is found to `issues`.

    A cell that parsing has found wrong is silent here: its value is null, and null passes every rule but "must be
    filled", which leaves such cells out.
    """
    setting = Setting(spec, as_of, batch.raw, batch.stored, batch.origin)
    held = [str(name) for name, column in batch.values.items() if not column.array.isna().all()]
    rules = {bound.name: bound for bound in bound_rules(spec) if _can_speak(bound, held, batch.raw)}
    failures = run(batch.values[held], rules, setting)
    wrong = _wrong_cells(issues.frame(), spec) if any(rules[name].rule.test in FILLED for name in failures) else {}
    for name, failing in failures.items():
        bound = rules[name]
        if bound.rule.test in FILLED:
            failing[np.array([row for field in bound.fields for row in wrong.get(field, ())], dtype=np.int64)] = False
        if failing.any():
            find(batch, bound, np.flatnonzero(failing), setting, issues)


def _can_speak(bound: Bound, held: list[str], raw: pd.DataFrame) -> bool:
    """A rule about a field without any value has nothing to say, unless it asks for one or looks at the raw column."""
    field = bound.fields[0]
    return bound.rule.test in FILLED or field in held or (bound.predicate.whole_column and field in raw)


def run(values: pd.DataFrame, rules: Mapping[str, Bound], setting: Setting) -> dict[str, Bools]:
    """Run the compiled schema; give for each failed rule which rows failed, in the order of the rules."""
    failed: dict[str, Bools] = {}
    schema = compile_schema(values, rules.values(), setting, failed)
    try:
        schema.validate(values, lazy=True, inplace=True)
    except pandera.errors.SchemaErrors as found:
        for error in found.schema_errors:
            name = str(getattr(error.check, "name", None))
            if name not in failed:
                raise _crashed(error, name)  # noqa: B904 - pandera's own message holds cell values
    return {name: failed[name] for name in rules if name in failed}


def _crashed(error: pandera.errors.SchemaError, name: str) -> RuntimeError:
    """A defect of the program, told without any value of the data."""
    column = getattr(error.schema, "name", None)
    return RuntimeError(f"check {name} of column {column} did not run: {error.reason_code}")


class Text(pandas_engine.STRING):
    """Arrow text with pd.NA. pandera's own check of text answers cell by cell; a column has one type."""

    def check(self, pandera_dtype: Any, data_container: Any = None) -> bool:
        """Tell whether it is the type that parsing gives to text."""
        return bool(pandas_engine.Engine.dtype(pandera_dtype).type == self.type)


def compile_schema(
    values: pd.DataFrame, rules: Iterable[Bound], setting: Setting, failed: dict[str, Bools]
) -> pa.DataFrameSchema:
    """The spec as a pandera schema of the columns present: their types, nothing more, nothing less, and the rules."""
    columns = {str(name): pa.Column(_dtype(setting.spec, str(name)), nullable=True) for name in values}
    return pa.DataFrameSchema(
        columns, checks=[bound.check(setting, failed) for bound in rules], strict=True, coerce=False
    )


def _dtype(spec: Spec, name: str) -> Any:
    dtype = kind(spec.fields[name].kind).dtype if name in spec.fields else "string"
    return Text("pyarrow") if dtype == "string" else dtype


def find(batch: Batch, bound: Bound, rows: Ints, setting: Setting, issues: IssueLog) -> None:
    """Failing rows as findings at the cell of the first field, or one for each table where the rule says so."""
    field, code = bound.fields[0], bound.rule.code
    raw = batch.raw[field].iloc[rows] if field in batch.raw else pd.Series("", index=rows, dtype="string")
    if bound.predicate.whole_column:
        place = batch.origin.iloc[rows][["sheet", "table"]].assign(raw=raw.array)
        for _, cells in place.groupby(["sheet", "table"], sort=False, observed=True):
            sheet, table, first = cells.iloc[0]
            issues.at_column(code, field, sheet=str(sheet), table=int(table), count=len(cells), raw=str(first))
        return
    facts: Any = ""
    related: Any = ""
    if bound.predicate.facts is not None:
        told = bound.predicate.facts(batch.values.iloc[rows], bound.fields, setting, **bound.rule.params)
        if "related" in told:
            related = told.pop("related")
        facts = facts_texts(told)
    issues.at_cells(code, rows, field, raw=raw, facts=facts, related=related)


def facts_texts(facts: pd.DataFrame) -> list[str]:
    """One JSON text a row, keys sorted; each distinct row is written once."""
    names = sorted(str(name) for name in facts)
    lines = list(zip(*(facts[name].fillna("").astype(str) for name in names), strict=True))
    written = {line: json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False) for line in set(lines)}
    return [written[line] for line in lines]


def _wrong_cells(found: pd.DataFrame, spec: Spec) -> dict[str, list[int]]:
    """Field → rows whose cell has an error already; an error of a combined column speaks for its parts too."""
    which, codes = pd.factorize(found["code"])
    error = np.array([spec.rules[str(code)].severity is Severity.ERROR for code in codes], dtype=bool)
    rows = found["row_id"].to_numpy()
    field, names = pd.factorize(found["field"])
    wrong: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        cells = rows[(field == number) & (rows >= 0) & error[which]].tolist()
        known = spec.fields.get(str(name))
        for part in (str(name), *(known.parts if known else ())):
            wrong.setdefault(part, []).extend(cells)
    return wrong
