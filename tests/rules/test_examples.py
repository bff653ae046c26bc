"""Every good and bad example of every rule, through the real kinds, predicates and pandera."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.rules.rows import as_rows, judged, spec

if TYPE_CHECKING:
    import pandas as pd

RULES = [rule for rule in spec().rules.values() if rule.test and rule.fields]
GOOD = [(rule.code, number) for rule in RULES for number in range(len(rule.good))]
BAD = [(rule.code, number) for rule in RULES for number in range(len(rule.bad))]


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
