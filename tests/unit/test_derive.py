"""Values that follow from others, each on record."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from tests.rules.rows import AS_OF, batch_of, spec
from umkm_clean.derive import derive


def derived(row: dict[str, object], as_of: datetime.date = AS_OF):
    batch, _ = batch_of([row], spec(), as_of)
    values, notes, changes = derive(batch, spec(), as_of)
    return values.iloc[0], notes, changes


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"kelurahan": "Jati"}, "kode_wilayah", "35.74.03.1004"),
        ({"kelurahan": "Jati"}, "kecamatan", "Mayangan"),
        ({"kode_wilayah": "35.74.03.1004"}, "kelurahan", "Jati"),
        ({"kode_wilayah": "35.74.01.1001", "kelurahan": "Jati"}, "kode_wilayah", "35.74.03.1004"),
        ({"omzet_bulanan": "5000000"}, "omzet_tahunan", 60_000_000),
        ({"omzet_bulanan": "5000000", "omzet_tahunan": "50000000"}, "omzet_tahunan", 50_000_000),
        ({"tenaga_kerja_laki": "1", "tenaga_kerja_perempuan": "2"}, "tenaga_kerja_total", 3),
        ({"kbli": "10391"}, "kbli_versi", 2020),
        ({"kbli": "56102"}, "kbli_versi", None),
        ({"omzet_tahunan": "60000000"}, "skala_usaha", "Mikro"),
        ({"omzet_tahunan": "2000000000"}, "skala_usaha", "Mikro"),
        ({"omzet_tahunan": "2000000001"}, "skala_usaha", "Kecil"),
        ({"omzet_tahunan": "50000000001"}, "skala_usaha", None),
        ({"modal": "6000000000"}, "skala_usaha", "Menengah"),
        ({"modal": "6000000000", "omzet_tahunan": "60000000", "tahun_berdiri": "2022"}, "skala_usaha", "Menengah"),
        ({"modal": "6000000000", "omzet_tahunan": "60000000", "tahun_berdiri": "2012"}, "skala_usaha", "Mikro"),
        ({"omzet_harian": "200000"}, "skala_usaha", "Mikro"),
        ({"omzet_harian": "20000000"}, "skala_usaha", None),
        ({"omzet": "5000000"}, "skala_usaha", "Mikro"),
        ({"omzet": "500000000"}, "skala_usaha", None),
        ({"nik": "3574011208809001", "tanggal_lahir": "08/12/1980"}, "tanggal_lahir", "1980-08-12"),
        ({"nik": "3574011208809001", "tanggal_lahir": "8 Desember 1980"}, "tanggal_lahir", "1980-12-08"),
        ({"nik": "3574011308809001", "tanggal_lahir": "08/12/1980"}, "tanggal_lahir", "1980-12-08"),
        ({"nik": "3574011208809001", "tempat_tanggal_lahir": "Probolinggo, 8 Des 1980"}, "tanggal_lahir", "1980-12-08"),
    ],
)
def test_value(row, field, value):
    found = derived(row)[0][field]
    assert found == value if value is not None else pd.isna(found)


def test_a_daily_turnover_is_never_multiplied():
    values, notes, changes = derived({"omzet_harian": "200000"})
    assert pd.isna(values["omzet_tahunan"])
    assert pd.isna(values["omzet_bulanan"])
    assert notes.empty
    assert changes.empty


def test_workers_of_one_sex_are_no_total():
    assert pd.isna(derived({"tenaga_kerja_laki": "1"})[0]["tenaga_kerja_total"])


def test_kbli_of_data_older_than_2025_is_of_2020():
    assert derived({"kbli": "56102"}, datetime.date(2025, 6, 1))[0]["kbli_versi"] == 2020


def test_a_settled_date_is_a_finding_with_what_it_became():
    _, notes, changes = derived({"nik": "3574011208809001", "tanggal_lahir": "08/12/1980"})
    assert notes[["code", "row_id", "field", "raw", "fixed"]].to_numpy().tolist() == [
        ["WKT051", 0, "tanggal_lahir", "08/12/1980", "1980-08-12"]
    ]
    assert changes[["field", "code", "before", "after"]].to_numpy().tolist() == [
        ["tanggal_lahir", "WKT051", "1980-12-08", "1980-08-12"]
    ]


def test_a_yearly_turnover_is_one_note_for_the_column():
    batch, _ = batch_of([{"omzet_bulanan": "5000000"}, {"omzet_bulanan": "6000000"}, {"omzet_bulanan": ""}], spec())
    _, notes, changes = derive(batch, spec(), AS_OF)
    assert notes[["code", "row_id", "field", "sheet", "count"]].to_numpy().tolist() == [
        ["KEU051", -1, "omzet_bulanan", "Data", 2]
    ]
    assert changes["after"].tolist() == ["60000000", "72000000"]


def test_filling_a_column_nobody_sent_is_no_change():
    assert derived({"kelurahan": "Jati"})[2].empty
    sent = derived({"kelurahan": "Jati", "kecamatan": ""})[2]
    assert sent[["field", "code", "before", "after"]].to_numpy().tolist() == [["kecamatan", "WIL051", "", "Mayangan"]]


def test_what_was_derived_derives_itself():
    row = {"kelurahan": "Jati", "omzet_bulanan": "5000000", "tenaga_kerja_laki": "1", "tenaga_kerja_perempuan": "2"}
    batch, _ = batch_of([row | {"nik": "3574011208809001", "tanggal_lahir": "08/12/1980", "kbli": "10391"}], spec())
    values, _, _ = derive(batch, spec(), AS_OF)
    again, notes, changes = derive(replace(batch, values=values), spec(), AS_OF)
    pd.testing.assert_frame_equal(values, again)
    assert notes.empty
    assert changes.empty


def test_the_batch_is_left_as_it_was():
    batch, _ = batch_of([{"kelurahan": "Jati", "omzet_bulanan": "5000000"}], spec())
    before = batch.values.copy()
    derive(batch, spec(), AS_OF)
    pd.testing.assert_frame_equal(batch.values, before)
