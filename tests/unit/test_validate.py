"""Rules → pandera → findings, on typed rows."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.rules.rows import AS_OF, batch_of, codes, judged, spec
from umkm_clean.issues import IssueLog
from umkm_clean.kinds import kind
from umkm_clean.model import Batch
from umkm_clean.predicates import PREDICATES
from umkm_clean.predicates.predicate import Predicate, Setting
from umkm_clean.spec import load
from umkm_clean.validate import bind, validate

GOOD = {
    "nama_usaha": "Keripik Mangga Bu Sari",
    "nama_pemilik": "Sari Wulandari",
    "nik": "3574035208809001",
    "kelurahan": "Mangunharjo",
}


def at(found: pd.DataFrame, code: str) -> list[int]:
    return found.loc[found["code"] == code, "row_id"].tolist()


def test_a_good_row_is_silent():
    full = GOOD | {
        "kecamatan": "Mayangan",
        "jenis_kelamin": "P",
        "tanggal_lahir": "12-08-1980",
        "omzet_bulanan": "5 jt",
    }
    assert codes([full]) <= {"KEU051"}


def test_a_cell_found_wrong_while_reading_is_not_missing_too():
    """An unreadable NIK is one mistake: it is not "missing" as well."""
    found = codes([GOOD | {"nik": "35740352O8809001"}])
    assert not found & {"WJB003", "NIK001"}
    assert any(code.startswith("NIK1") for code in found)


def test_an_empty_cell_is_missing():
    assert "WJB003" in codes([GOOD | {"nik": "-"}])


def test_both_names_missing_is_one_finding():
    found = judged([GOOD | {"nama_usaha": "", "nama_pemilik": ""}])
    assert [code for code in found["code"] if code.startswith("WJB")] == ["WJB010"]


def test_required_is_what_the_city_says():
    base = spec()
    fields = dict(base.fields)
    fields["email"] = replace(fields["email"], required=True)
    fields["nik"] = replace(fields["nik"], required=False)
    found = judged([GOOD | {"nik": ""}], replace(base, fields=fields))
    assert "WJB003" not in set(found["code"])
    assert found.loc[found["code"] == "WJB009", "field"].tolist() == ["email"]


def test_a_prerequisite_that_failed_silences():
    """An impossible date in the NIK is not compared with the birth date."""
    assert {"NIK002"} == {
        code for code in codes([GOOD | {"nik": "3574034008809001", "tanggal_lahir": "12-08-1980"}]) if code[:3] == "NIK"
    }


def test_findings_of_groups_name_the_other_rows():
    rows = [
        GOOD,
        GOOD | {"nama_pemilik": "Bambang Hariyanto"},
        GOOD | {"nik": "3574011208809001", "nama_pemilik": "Adi"},
    ]
    found = judged(rows)
    own = found[found["code"] == "NIK012"]
    assert own["row_id"].tolist() == [0, 1]
    assert own["related"].tolist() == ["[1]", "[0]"]


def test_a_column_that_lost_its_digits_is_one_finding_with_its_count():
    rows = [GOOD | {"nik": 3574011208809000 + 10_000_000_000 * (number % 3)} for number in range(9)]
    found = judged(rows)
    own = found[found["code"] == "NIK015"]
    assert own["count"].tolist() == [9]
    assert own["row_id"].tolist() == [-1]
    assert own["sheet"].tolist() == ["Data"]


def test_runs_do_not_cross_tables():
    rows = [GOOD | {"nik": f"357401120880900{number}"} for number in range(1, 7)]
    batch, log = batch_of(rows, spec())
    origin = batch.origin.assign(table=[0, 0, 0, 1, 1, 1])
    validate(replace(batch, origin=origin), spec(), AS_OF, log)
    found = log.frame()
    assert at(found, "NIK014") == [1, 2, 4, 5]
    assert not at(found, "NIK013")


def test_the_day_of_judgement_decides():
    row = GOOD | {"pirt": "206357401000126"}
    assert "LGL001" not in codes([row], as_of=datetime.date(2026, 12, 31))
    assert "LGL001" in codes([row], as_of=datetime.date(2027, 1, 1))


def test_without_rows_and_without_values():
    empty = batch_of([], spec())[0]
    log = IssueLog()
    validate(empty, spec(), AS_OF, log)
    assert log.frame().empty
    found = judged([{"nik": ""}])
    assert {"WJB003", "WJB004", "WJB010"} == set(found["code"])


def test_a_crashing_check_is_our_bug_and_tells_no_value(monkeypatch):
    def crash(values, fields, setting):
        raise ValueError(values["nik"].iloc[0])

    monkeypatch.setattr("umkm_clean.validate.PREDICATES", {**PREDICATES, "birth_date_exists": Predicate(crash)})
    with pytest.raises(RuntimeError, match="NIK002") as problem:
        judged([GOOD], replace(spec()))  # rules are bound once for a spec
    assert "3574035208809001" not in str(problem.value)
    assert problem.value.__cause__ is None


def test_a_wrong_type_is_our_bug():
    batch, log = batch_of([GOOD], spec())
    values = batch.values.assign(nik=pd.array([3574035208809001], dtype="Int64"))
    with pytest.raises(RuntimeError, match="nik"):
        validate(replace(batch, values=values), spec(), AS_OF, log)


def test_another_form_binds_and_judges():
    form = load("contoh")
    found = judged(
        [{"nama_usaha": "Soto", "nama_pemilik": "Darma", "kelurahan": "Sukamaju", "no_anggota": "1042"}], form
    )
    assert {"ANG001", "WJB003", "WJB009"} == set(found["code"])
    assert all(bound.fields[0] in form.fields for bound in bind(form))


TEXTS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.from_regex(r"[0-9]{0,17}", fullmatch=True),
    st.sampled_from(
        [
            "3574011208809001",
            "1980-08-12",
            "1980",
            "9999-12-31",
            "L",
            "Jati",
            "Mayangan",
            "56102 | x",
            "+62812",
            "CV",
            "Mikro",
        ]
    ),
)
NUMBERS = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.sampled_from([0, 1, 2020, 2025, 10**9]))
FLOATS = st.one_of(st.none(), st.floats(allow_nan=False), st.sampled_from([0.0, -7.75, 113.2]))
BY_TYPE = {"string": TEXTS, "Int64": NUMBERS, "Float64": FLOATS, "boolean": st.one_of(st.none(), st.booleans())}


@st.composite
def batches(draw) -> Batch:
    """Any values of the right types, with the few columns that rules look at."""
    count = draw(st.integers(1, 4))
    values = {}
    judged_fields = {name for rule in spec().rules.values() if rule.test for name in rule.fields}
    for name, field in spec().fields.items():
        dtype = kind(field.kind).dtype
        if name not in judged_fields:
            values[name] = pd.array([None] * count, dtype=dtype)
            continue
        some = draw(st.lists(BY_TYPE[dtype], min_size=count, max_size=count)) if draw(st.booleans()) else [None] * count
        values[name] = pd.array(some, dtype=dtype)
    raw = pd.DataFrame(
        {"nik": pd.array(draw(st.lists(st.text(max_size=17), min_size=count, max_size=count)), dtype="string")}
    )
    stored = pd.DataFrame(
        {"nik": pd.array(draw(st.lists(st.sampled_from(" tn"), min_size=count, max_size=count)), dtype="string")}
    )
    origin = pd.DataFrame({"file": 0, "sheet": "Data", "table": 0, "row": np.arange(count) + 2})
    return Batch(raw, stored, pd.DataFrame(values), origin)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(batches())
def test_every_predicate_is_total_and_null_passes(batch):
    log = IssueLog()
    validate(batch, spec(), AS_OF, log)
    found = log.frame()
    cells = found[
        (found["row_id"] >= 0) & ~found["code"].isin(["WJB001", "WJB002", "WJB003", "WJB004", "WJB009", "WJB010"])
    ]
    for code, row, field in zip(cells["code"], cells["row_id"], cells["field"], strict=True):
        assert batch.values[field].notna().iloc[row], f"{code}: null passes every rule but those that ask for a value"


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_predicates_answer_on_an_empty_frame(name):
    empty = batch_of([], spec())[0]
    setting = Setting(spec(), AS_OF, empty.raw, empty.stored, empty.origin)
    for bound in bind(spec()):
        if bound.rule.test == name:
            passes = bound.predicate.test(empty.values, bound.fields, setting, **bound.rule.params)
            assert len(passes) == 0
            assert passes.dtype == bool
