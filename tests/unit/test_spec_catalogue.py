"""Every code, field and word is complete, in both languages; the generated pages say the same."""

from __future__ import annotations

import re

import pytest

from tools.docs import out_of_date, pages
from umkm_clean import codes as python_codes
from umkm_clean.kinds import kind
from umkm_clean.predicates import PREDICATES
from umkm_clean.spec import load
from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.documents import Layer, add_rules
from umkm_clean.spec.locate import schemas_folder
from umkm_clean.spec.texts import load_texts

SPEC = load()


@pytest.mark.parametrize("code", SPEC.rules)
def test_words_of_a_code(code):
    rule = SPEC.rules[code]
    for words in (rule.message, rule.why, rule.remedy):
        for lang in ("id", "en"):
            text = words[lang].strip()
            assert text, f"{code}: words missing in {lang}"
            assert text[-1] in '.?!…)”"', f"{code}: {lang} text must be a sentence: {text}"
        if rule.raised_by in ("rule", "derive"):
            gaps = [set(re.findall(r"\{([a-z_]+)\}", words[lang])) for lang in ("id", "en")]
            assert gaps[0] == gaps[1], f"{code}: the languages name different facts"


def test_codes_ascend_in_their_files():
    for folder in ("engine/rules", "umkm/rules", "umkm/reading", "umkm/derived"):
        for path in sorted((schemas_folder() / folder).glob("*.toml")):
            layer = Layer()
            add_rules(layer, path.parent, "rule", Complaints())
            found = [code for code in layer.rules if layer.rules[code][1].endswith(f"{folder}/{path.name}")]
            assert found == sorted(found), f"{path.name}: codes must ascend"
            assert {code[:3] for code in found} == {path.stem}, f"{path.name} holds another family's codes"


def test_numbers_of_codes_say_who_raises_them():
    for code, rule in SPEC.rules.items():
        if rule.raised_by == "rule":
            assert 1 <= int(code[3:]) <= 50, f"{code}: rules with a test are 001 to 050"
        if rule.raised_by == "derive":
            assert 51 <= int(code[3:]) <= 99, f"{code}: derived values are 051 to 099"


def test_every_predicate_is_used_and_every_test_exists():
    used = {rule.test for rule in SPEC.rules.values() if rule.test}
    assert used == set(PREDICATES)


def test_every_kind_of_a_field_exists():
    for name, field in SPEC.fields.items():
        assert kind(field.kind).dtype in ("string", "Int64", "Float64", "boolean"), name


def test_choices_name_a_list():
    for name, field in SPEC.fields.items():
        if field.kind == "choice":
            assert field.params["vocab"] in SPEC.vocab, name


def test_personal_fields_are_no_open_data():
    for name, field in SPEC.fields.items():
        if field.personal:
            assert "publik" not in field.views, name


def test_codes_raised_by_python_are_described():
    raised = {value for name, value in vars(python_codes).items() if name.isupper() and isinstance(value, str)}
    assert raised <= set(SPEC.rules), f"no words for {sorted(raised - set(SPEC.rules))}"


@pytest.mark.parametrize("name", ["texts", "cli"])
def test_words_are_there_in_both_languages(name):
    for key, words in load_texts(name).items():
        assert set(words) == {"id", "en"}, key
        gaps = [set(re.findall(r"\{([a-z_]+)[^}]*\}", words[lang])) for lang in ("id", "en")]
        assert gaps[0] == gaps[1], f"{key}: the languages name different facts"


def test_generated_pages_are_up_to_date():
    stale = [path.name for path in out_of_date(pages())]
    assert not stale, f"run `make docs` and commit: {stale[:5]}"
