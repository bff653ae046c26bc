"""Every good and bad example of every rule, through the real kinds, predicates and pandera."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.rules.rows import AS_OF, Row, as_rows, batch_of, judged, spec
from umkm_clean.derive import derive

if TYPE_CHECKING:
    import pandas as pd

RULES = [rule for rule in spec().rules.values() if rule.test and rule.fields]
GOOD = [(rule.code, number) for rule in RULES for number in range(len(rule.good))]
BAD = [(rule.code, number) for rule in RULES for number in range(len(rule.bad))]


DERIVED = [rule for rule in spec().rules.values() if rule.raised_by == "derive"]


@pytest.mark.parametrize("rule", DERIVED, ids=lambda rule: rule.code)
def test_derived_notes_have_examples_that_do_what_they_say(rule):
    assert all((rule.good, rule.bad)), f"{rule.code}: add `good` and `bad` to its block in schemas/umkm/derived"
    assert [example for example in rule.good if rule.code in completed_by(example)] == []
    assert [example for example in rule.bad if rule.code not in completed_by(example)] == []


def completed_by(example: Row) -> set[str]:
    """The codes under which values were worked out: as findings or as changes on record."""
    batch, _ = batch_of([example], spec())
    _, notes, changes = derive(batch, spec(), AS_OF)
    return {*notes["code"], *changes["code"]}


@pytest.mark.parametrize("rule", [rule for rule in spec().rules.values() if rule.test and not rule.fields])
def test_a_rule_for_whatever_the_city_requires_has_examples(rule):
    """The field of its examples is made a required one."""
    assert all((rule.good, rule.bad))
    for example in (*rule.good, *rule.bad):
        (name,) = example
        fields = dict(spec().fields)
        fields[name] = replace(fields[name], required=True)
        found = judged([example], replace(spec(), fields=fields))
        told = set(found.loc[found["code"] == rule.code, "field"])
        assert told == ({name} if example in rule.bad else set())


@cache
def found_in(code: str, kind: str, number: int) -> pd.DataFrame:
    """The findings of one example."""
    rule = spec().rules[code]
    return judged(as_rows(getattr(rule, kind)[number], rule))


def named(pair: tuple[str, int]) -> str:
    return f"{pair[0]}-{pair[1] + 1}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_both_examples(rule):
    assert rule.good, f"{rule.code}: add an example that passes (`good`) to its block"
    assert rule.bad, f"{rule.code}: add an example that fails (`bad`) to its block"


@pytest.mark.parametrize("pair", GOOD, ids=named)
def test_good_example_passes(pair):
    assert pair[0] not in set(found_in(pair[0], "good", pair[1])["code"])


@pytest.mark.parametrize("pair", BAD, ids=named)
def test_bad_example_is_found_at_its_cell(pair):
    rule = spec().rules[pair[0]]
    found = found_in(rule.code, "bad", pair[1])
    own = found[found["code"] == rule.code]
    assert len(own), f"{rule.code} is silent; found {sorted(set(found['code']))}"
    assert set(own["field"]) == {rule.fields[0]}
    asked = set(re.findall(r"\{([a-z_]+)\}", rule.message["id"] + rule.message["en"])) - {"raw"}
    assert asked <= set(json.loads(own["facts"].iloc[0] or "{}")), "a fact of the message is not told"


@pytest.mark.parametrize("pair", BAD, ids=named)
def test_one_mistake_one_message(pair):
    """No bad example earns a second message of the same family at the same cell, nor an error elsewhere."""
    rule = spec().rules[pair[0]]
    rows = as_rows(rule.bad[pair[1]], rule)
    found = found_in(rule.code, "bad", pair[1])
    given = {name for row in rows for name in row if row[name]}
    cells = found[found["field"].isin(given) & (found["row_id"] >= 0) & (found["code"].str[:3] != "WJB")]
    serious = cells[cells["code"].map(lambda code: spec().rules[code].severity.value) != "info"]
    if rule.code == "NIK015":  # a finding about the column, beside those of its cells
        serious = serious[serious["code"] == rule.code]
    assert set(serious["code"]) <= {rule.code}
