"""Every code that reading raises: its examples do what they say, and both languages have their words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import umkm_clean.kinds
from tests.kinds.reader import read, spec

FOLDER = Path(umkm_clean.kinds.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *(FOLDER / "written").glob("*.py"), *(FOLDER.parent / "parse").glob("*.py")]
RAISED = sorted(
    {code for path in SOURCES for code in re.findall(r'"([A-Z]{3}[0-9]{3})"', path.read_text(encoding="utf-8"))}
)
#: raised for a whole column or table while parsing: see tests/unit/test_parse.py
BY_COLUMN = {"KIN004", "KIN005", "KIN007", "KIN008", "KIN009", "KIN010", "KIN012"}
#: needs a list that is open to other values: see tests/unit/test_parse.py
BY_PARAMS = {"KIN034"}
RULES = [spec().rules[code] for code in RAISED if code in spec().rules]


def cells(rule, examples):
    for example in examples:
        given = {"text": example} if isinstance(example, str) else dict(example)
        text, stored, of = given.pop("text"), given.pop("stored", "t"), given.pop("kind", "")
        field, unit = given.pop("field", rule.fields[0] if rule.fields else ""), int(given.pop("unit", 1))
        assert not given, f"{rule.code}: unknown keys {given}"
        yield text, read(field, text, stored, unit, of=of)


def test_every_code_that_is_raised_has_its_words():
    assert [code for code in RAISED if code not in spec().rules] == []


def test_every_reading_code_is_raised_somewhere():
    known = {code for code, rule in spec().rules.items() if rule.raised_by == "kind" or code.startswith("KIN")}
    assert sorted(known - set(RAISED)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples(rule):
    if rule.code in BY_COLUMN | BY_PARAMS:
        return
    assert rule.good, f"{rule.code}: give `good` examples in schemas/umkm/reading or schemas/engine/rules/KIN.toml"
    assert rule.bad, f"{rule.code}: give `bad` examples in schemas/umkm/reading or schemas/engine/rules/KIN.toml"
    for text, found in cells(rule, rule.good):
        assert found.code is None, f"{rule.code}: {text} is a good example"
    for text, found in cells(rule, rule.bad):
        assert found.code == rule.code, f"{rule.code}: {text} gives {found}"
        if rule.severity.value == "error":
            assert found.value is None, f"{rule.code}: an error leaves no value"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_words_in_both_languages_name_only_facts_that_are_told(rule):
    told = {"raw", "fixed", "count", "header"}
    for _, found in cells(rule, rule.bad):
        told |= set(found.facts)
    column_facts = {"KIN005": {"other"}, "KIN008": {"value"}, "KIN012": {"words"}}
    for words in (rule.message, rule.why, rule.remedy):
        assert set(words) == {"id", "en"}
        for text in words.values():
            assert text.endswith((".", "?"))
            asked = set(re.findall(r"\{([a-z_]+)\}", text))
            assert asked <= told | column_facts.get(rule.code, set()), f"{rule.code} asks for {asked - told}"


def test_indonesian_words_are_indonesian():
    foreign = re.compile(
        r"\b(error|warning|invalid|null|string|field|format salah|row|cell|value|parse|regex|default)\b", re.IGNORECASE
    )
    for rule in RULES:
        for words in (rule.message, rule.why, rule.remedy):
            assert not foreign.search(re.sub(r"\{[a-z_]+\}", "", words["id"])), f"{rule.code}: {words['id']}"
            assert len(words["id"]) <= 170, f"{rule.code}: {words['id']}"
