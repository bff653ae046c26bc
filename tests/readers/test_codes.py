"""Every SRC code has its words, and the words ask only for facts that are given."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from umkm_clean import codes

REPOSITORY = Path(__file__).parents[2]
RULES = tomllib.loads((REPOSITORY / "schemas/engine/rules/SRC.toml").read_text(encoding="utf-8"))
CODES = {name: value for name, value in vars(codes).items() if name.startswith("SRC_")}


def test_codes_and_words_are_the_same() -> None:
    assert sorted(CODES.values()) == sorted(RULES)
    assert len({block["name"] for block in RULES.values()}) == len(RULES)


def test_refusals_are_errors_and_the_rest_is_not() -> None:
    for code, block in RULES.items():
        refuses = int(code[3:]) < 40
        assert (block["severity"] == "error") == (refuses or code == codes.SRC_SHEET_UNREADABLE), code


def test_every_code_is_raised_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "umkm_clean/read").rglob("*.py"))
    assert [name for name in CODES if f"codes.{name}" not in source] == []


def test_facts_asked_for_are_given() -> None:
    """A sentence's facts stand in the calls that raise its code (count, sheet, column and header always do)."""
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "umkm_clean/read").rglob("*.py"))
    for name, code in CODES.items():
        block = RULES[code]
        asked = {
            fact
            for part in ("message", "why", "remedy")
            for text in block[part].values()
            for fact in re.findall(r"{(\w+)}", text)
        }
        near = "".join(
            source[match.start() : match.start() + 240] for match in re.finditer(rf"codes\.{name}\b", source)
        )
        for fact in asked - {"sheet", "count", "column", "header"}:
            assert f"{fact}=" in near or f'"{fact}"' in near, (code, fact)


def test_remedies_have_no_gaps() -> None:
    """Reasons and remedies are said without the facts of one finding."""
    rules = RULES | tomllib.loads((REPOSITORY / "schemas/engine/rules/HDR.toml").read_text(encoding="utf-8"))
    gaps = [code for code, block in rules.items() for part in ("why", "remedy") if "{" in "".join(block[part].values())]
    assert gaps == []
