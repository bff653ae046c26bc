"""The shared tables of cases, every line: what a kind can tell alone, and what only rules tell with it."""

from __future__ import annotations

import pytest

from tests.kinds.reader import AS_OF, read, severity, spec, table
from umkm_clean.spec.nik import Regions, decode

CASES = table("parse_cases.csv")
VECTORS = table("nik_test_vectors.csv")
FIELDS = {
    "rupiah": "omzet_tahunan", "tanggal": "tanggal_lahir", "rt_rw": "rt_rw", "telepon": "no_hp",
    "kelurahan": "kelurahan",
    "nib": "nib", "kbli": "kbli", "npwp": "npwp", "pirt": "pirt",
}  # fmt: skip
#: verdicts of `parse_cases.csv` that judge a well-read value: rules give them
BY_RULES = {"warn_expired": "LGL001"}
FLAGS = {"flag_yes": "ya", "flag_in_process": "proses"}


def said(field: str, found) -> str:
    """A reading in the words of the table's column `expected`."""
    facts = found.facts
    if field == "rupiah":
        amount = next(iter(found.parts.values()), found.value)
        if "low" in facts:
            amount = f"{facts['low']}-{'' if facts['high'] is None else facts['high']}"
        if amount is None:
            amount = facts.get("proposal", facts.get("amount", ""))
        period = facts.get("period")
        return f"{amount}|{period}" if period and period != "tahun" else str(amount)
    if field == "tanggal":
        text = str(found.value or facts.get("partial", ""))
        return f"{text}|{found.parts['tempat_lahir']}" if "tempat_lahir" in found.parts else text
    if field == "rt_rw":
        rt, rw = (str(found.parts.get(name, "")).lstrip("0") for name in ("rt", "rw"))
        return f"{rt}|{rw}" if rt or rw else ""
    if field == "kelurahan":
        return next((place.code for place in spec().city.places if place.kelurahan == found.value), "")
    return str(found.value or "").replace(" | ", "|")


def number(row: dict[str, str]) -> str:
    return f"{row.get('field', 'nik')}:{row['input']}:{row.get('cell_type', '')}"


@pytest.mark.parametrize("row", CASES, ids=number)
def test_parse_case(row):
    field, text, verdict = row["field"], row["input"], row["verdict"]
    cell = ("2026-03-02", "d") if text.startswith("<date cell") else (text, "t")
    found = read(FIELDS[field], *cell)
    if verdict == "error_excel_date":
        assert found.code == "WIL111"
        assert found.value is None
        return
    assert said(field, found) == row["expected"]
    if found.facts.get("period") == "minggu":  # told with its amount, since there is no field for it
        assert found.code == "KEU111"
        return
    kind_of_verdict = verdict.partition("_")[0]
    if verdict in FLAGS:
        assert found.facts["state"] == FLAGS[verdict]
    elif verdict in BY_RULES:
        assert found.code is None
        assert BY_RULES[verdict] in spec().rules
    elif kind_of_verdict == "error":
        assert severity(found.code) == "error"
    elif kind_of_verdict == "warn":
        assert severity(found.code) == "warning"
    elif verdict == "missing":
        assert found.blank or severity(found.code) == "info"
    elif verdict == "missing_text":
        assert (found.code, found.note) == ("KEU108", text)
    elif verdict == "relative":
        assert found.code == "WKT108"
    elif verdict in ("ok_range",):
        assert severity(found.code) == "warning"
        assert found.value is None
    elif verdict in ("ok_year", "ok_month"):
        assert found.code == "WKT105"
    else:
        assert kind_of_verdict == "ok"
        assert severity(found.code) in ("", "info")


@pytest.mark.parametrize("row", VECTORS, ids=number)
def test_nik_vector(row):
    text, stored, expected = row["input"], row["cell_type"][0], row["expected"]
    found = read("nik", text, stored)
    by_kind = {
        "error_not_digits": "NIK103", "error_excel_truncated": "NIK101", "error_scientific": "NIK102",
        "warn_float_precision": "NIK106",
    }  # fmt: skip
    if expected == "error_placeholder":
        assert found.code in ("NIK104", "NIK105")
    elif expected == "missing":
        assert found.blank
        assert found.note == (text if text[0].isalpha() else None)
    elif expected in by_kind:
        assert found.code == by_kind[expected]
        if expected == "error_excel_truncated":
            assert found.parts["nik_batang"] + "?" == row["cleaned_or_stem"]
    else:
        assert found.code is None
        digits = row["cleaned_or_stem"] or text.strip()
        assert found.value == digits
        judge_structure(expected, str(found.value))


def judge_structure(expected: str, value: str) -> None:
    """What the rules find on the digits, by the decoder that they share."""
    if expected == "error_length":
        assert len(value) != 16
        return
    known = decode(value, AS_OF)
    assert known is not None
    region = Regions(spec().tables).of(known.region)
    assert (known.birth is None) == (expected == "error_date")
    assert (known.serial == "0000") == (expected == "error_serial_0000")
    assert known.doubtful_age == (expected == "warn_age")
    if expected == "warn_region_retired":
        assert region in ("retired", "gap")
    elif expected == "error_region_unknown":
        assert region in ("unknown", "known_city")
    else:
        assert region == "current"
