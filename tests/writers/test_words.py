"""Every text that people see is in the catalogue, in both languages, and reads as that language."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from umkm_clean.spec import load
from umkm_clean.spec.texts import load_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TEXTS = load_texts("texts")
#: words that would be English in an Indonesian sentence
ENGLISH = re.compile(r"\b(the|and|files?|sheets?|rows?|cells?|errors?|warning|missing|invalid|value|column)\b")
#: gaps, quoted texts, commands and Excel's own menu are not ours to translate
QUOTED = re.compile(r'\{[^}]*\}|"[^"]*"|`[^`]*`|--[a-z-]+|File >')


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_text_says_the_same_in_both_languages() -> None:
    for key, text in TEXTS.items():
        assert set(text) == {"id", "en"}, key
        assert all(words.strip() for words in text.values()), key
        assert gaps(text["id"]) == gaps(text["en"]), key
        assert not ENGLISH.search(QUOTED.sub("", text["id"]).lower()), text["id"]


def test_rules_speak_both_languages_and_no_english_to_a_clerk() -> None:
    for code, rule in load(None).rules.items():
        for words in (rule.message, rule.why, rule.remedy):
            assert {"id", "en"} <= set(words), code
            assert gaps(words["en"]) <= gaps(words["id"]), code
            assert not ENGLISH.search(QUOTED.sub("", words["id"]).lower()), (code, words["id"])


def calls(*names: str) -> Iterator[tuple[str, list[str]]]:
    """Calls of methods of these names among the writers: place, and the texts written out in them."""
    for path in sorted((ROOT / "umkm_clean" / "report").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
                said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                yield f"{path.name}:{node.lineno}", said


def test_every_key_that_code_asks_for_is_there() -> None:
    asked = [(place, said[0]) for place, said in calls("of") if said]
    assert len(asked) > 60
    assert [(place, key) for place, key in asked if key not in TEXTS] == []


def test_writers_put_no_words_of_their_own_into_cells() -> None:
    written = list(calls("write_string", "merge_range"))
    assert written
    assert [place for place, said in written if any(re.search("[A-Za-z]{3,}", text) for text in said)] == []


def test_the_template_holds_no_words_of_its_own() -> None:
    page = (ROOT / "umkm_clean" / "report" / "templates" / "laporan.html").read_text(encoding="utf-8")
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    body = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", body, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{2,}", body)) <= {"umkm", "clean"}
