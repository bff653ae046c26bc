"""Further cases of every kind, `cases.txt`: text => value, code, parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.kinds.reader import HERE, read, spec

STORED = {"#": "n", "@": "d", "%": "b"}
_PART = re.compile(r" ?\b([a-z_]+)=")


@dataclass(frozen=True)
class Case:
    field: str
    text: str
    stored: str
    value: str
    code: str
    parts: tuple[tuple[str, str], ...]


def parsed(field: str, line: str) -> Case:
    text, _, expected = line.partition(" => ")
    stored = "t"
    if text[:1] in STORED and text[1:2].isalnum() | text[1:].startswith("-"):
        word = text[:4] in ("#REF", "#N/A", "#VAL", "#DIV", "#NAM")
        stored, text = ("t", text) if word else (STORED[text[0]], text[1:])
    names = [found[1] for found in _PART.finditer(expected) if found[1] in spec().fields]
    parts = []
    for name in reversed(names):
        expected, _, told = expected.rpartition(f"{name}=")
        parts.append((name, told.strip()))
    value, _, code = expected.strip().partition("!")
    return Case(field, text.replace("\\n", "\n"), stored, value.strip(), code, tuple(sorted(parts)))


def cases() -> list[Case]:
    field, out = "", []
    for line in (HERE / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            field = line[1:-1]
        elif line.strip() and not line.startswith("# "):
            out.append(parsed(field, line + " " if line.endswith(" =>") else line))
    return out


CASES = cases()


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 400
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.field}:{case.stored}:{case.text}")
def test_case(case: Case) -> None:
    found = read(case.field, case.text, case.stored)
    wanted = dict(case.parts)
    told = {name: str(value) for name, value in found.parts.items() if name in spec().fields}
    if case.value or not wanted:
        assert ("" if found.value is None else str(found.value)) == case.value
    assert (found.code or "") == case.code
    if wanted or not spec().fields[case.field].parts:
        assert told == wanted
    if not case.value and not case.code and not wanted:
        assert found.blank
