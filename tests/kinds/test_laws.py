"""What holds for every kind: any text has an answer, standard forms read as themselves, fast paths agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kinds.reader import context, read, severity, spec
from tests.kinds.test_cases import CASES
from umkm_clean.kinds import FILES, kind
from umkm_clean.parse.cells import Cells
from umkm_clean.parse.plain import plain_texts, split_texts

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Reading

FIELDS = sorted(name for name, field in spec().fields.items() if kind(field.kind).name != "verbatim")
#: kinds that no field of this form has (a city's form may): read for a field of their own name
SPARE = sorted(name for name in FILES if name not in {field.kind for field in spec().fields.values()})
PYTHON = {"string": str, "Int64": int, "Float64": float, "boolean": bool}
LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WRITTEN = sorted({case.text for case in CASES})
STORED = st.sampled_from("ttttnndbef")
SIGNS = st.sampled_from(list(" .,-/|()'\"±+°:;\n#=@&%0123456789OlIEe\u00a0\u200b\u202e٣３jtbrpx"))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """What somebody wrote somewhere, with up to three slips; or anything at all."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.text(min_size=1, max_size=40))
    text = draw(st.sampled_from(WRITTEN))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(SIGNS) + text[at + draw(st.integers(0, 1)) :]
    return text


def check(name: str, found: Reading, dtype: str) -> None:
    assert found.code is None or found.code in spec().rules
    if found.value is not None:
        assert type(found.value) is PYTHON[dtype]
        assert found.value != ""
    assert not (found.blank and found.value is not None)
    for part, value in found.parts.items():
        if part in spec().fields and value is not None:
            assert type(value) is PYTHON[kind(spec().fields[part].kind).dtype], f"{name} tells {part}={value!r}"


@pytest.mark.parametrize("name", FIELDS)
@LAW
@given(text=texts(), stored=STORED)
def test_any_text_has_an_answer(name: str, text: str, stored: str) -> None:
    if text.strip():
        check(name, read(name, text, stored), kind(spec().fields[name].kind).dtype)


@pytest.mark.parametrize("name", SPARE)
@LAW
@given(text=texts(), stored=STORED)
def test_kinds_for_other_forms_have_an_answer(name: str, text: str, stored: str) -> None:
    if text.strip():
        check(name, read(name, text, stored, of=name), kind(name).dtype)


@pytest.mark.parametrize("name", [name for name in FIELDS if not spec().fields[name].parts])
@LAW
@given(text=texts(), stored=STORED)
def test_a_standard_form_reads_as_itself(name: str, text: str, stored: str) -> None:
    if not text.strip():
        return
    found = read(name, text, stored)
    if found.value is None or severity(found.code) == "error":
        return
    again = read(name, kind(spec().fields[name].kind).show(found.value))
    assert again.value == found.value
    assert severity(again.code) != "error"


def cells(text: str, stored: str) -> Cells:
    one, letter = pa.array([text], pa.large_string()), np.frombuffer(stored.encode(), dtype=np.uint8)
    return Cells(one, letter, one, np.zeros(1, dtype=bool), np.zeros(1, dtype=np.int64), one, letter, False)


def quick(name: str, text: str, stored: str) -> tuple[bool, str]:
    """Whether a text is taken by whole columns, and what for."""
    how = kind(spec().fields[name].kind)
    given = cells(text, stored)
    plain = plain_texts(given, how, context(name))
    split, _ = split_texts(given, how, context(name), plain)
    value = re.sub(f"^(?:{how.plain})$", how.plain_to, text) if how.plain_to and plain[0] else text
    return bool(plain[0] or split[0]), value


@pytest.mark.parametrize("name", [name for name in FIELDS if kind(spec().fields[name].kind).plain])
@settings(parent=LAW, max_examples=100)
@given(data=st.data())
def test_fast_paths_answer_as_read_does(name: str, data: st.DataObject) -> None:
    how = kind(spec().fields[name].kind)
    patterns = [pattern for pattern in (how.plain, how.split) if pattern]
    text = data.draw(st.one_of(texts(), *(st.from_regex(pattern, fullmatch=True) for pattern in patterns))).strip()
    stored = data.draw(st.sampled_from("tnd"))
    if not text:
        return
    taken, value = quick(name, text, stored)
    if not taken:
        return
    found = read(name, text, stored)
    assert str(found.value) == (str(int(value)) if how.dtype == "Int64" else value)
    assert found.code is None
    assert not found.note
