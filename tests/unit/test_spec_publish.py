"""The rules in other forms: pages, Table Schema, JSON Schema, pandera, a scaffolded city."""

from __future__ import annotations

import json
import shutil
import tomllib

import pandas as pd
import pandera.errors
import pytest

from umkm_clean.errors import SchemaError, UsageError
from umkm_clean.spec import load, publish
from umkm_clean.spec.check import check
from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.json_schema import shapes
from umkm_clean.spec.locate import schemas_folder
from umkm_clean.spec.scaffold import scaffold
from umkm_clean.validate import bind


@pytest.mark.parametrize("lang", ["id", "en"])
def test_explain_says_everything_for_every_code(lang):
    spec = load()
    for code, rule in spec.rules.items():
        text = publish.explain(spec, code, lang)
        assert text.startswith(f"{code} · {rule.name}\n")
        for words in (rule.message, rule.why, rule.remedy):
            assert publish.without_gaps(words[lang]) in text
        assert "{" not in text.split("\n\n")[1], code


def test_explain_tells_number_cells_apart():
    assert "3574011208809000 (tersimpan sebagai angka)" in publish.explain(load(), "NIK101", "id")


def test_shown_names_the_file_of_each_value():
    lines = publish.shown(load("contoh"), "id").splitlines()
    assert 'WJB003.severity = "warning"  # kota/contoh/rules/kota.toml' in lines
    assert "nik.required = true  # umkm/fields.toml" in lines
    assert "LGL001.off = true  # kota/contoh/kota.toml" in lines
    assert all("  # " in line for line in lines)


def test_table_schema_is_valid_and_fits_a_row():
    frictionless = pytest.importorskip("frictionless")
    described = json.loads(publish.export(load(), "table-schema"))
    schema = frictionless.Schema.from_descriptor(described)
    assert [field.name for field in schema.fields][:3] == ["id_umkm", "id_pemilik", "status_validasi"]
    types = {field["name"]: field["type"] for field in described["fields"]}
    assert types["nik"] == "string"
    assert types["omzet_tahunan"] == "integer"
    assert types["latitude"] == "number"


def test_json_schema_accepts_our_own_files():
    jsonschema = pytest.importorskip("jsonschema")
    files = {
        "fields": ["umkm/fields.toml", "kota/contoh/fields.toml"],
        "kota": ["kota/probolinggo/kota.toml", "kota/contoh/kota.toml"],
    }
    files["rules"] = [
        path.relative_to(schemas_folder()).as_posix()
        for path in schemas_folder().glob("*/*/*.toml")
        if path.stem.isupper()
    ]
    for name, schema in shapes().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        for path in files[name]:
            jsonschema.validate(tomllib.loads((schemas_folder() / path).read_text(encoding="utf-8")), schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"nik": {"requird": True}, "requird": 1}, schema)


def test_pandera_text_runs_and_judges():
    scope: dict[str, object] = {}
    exec(publish.export(load(), "pandera"), scope)
    schema = scope["schema"]
    good = pd.DataFrame({"id_umkm": ["U1", "U2"], "nik": ["3574011208809001", None], "kelurahan": ["Jati", None]})
    schema.validate(good)
    with pytest.raises(pandera.errors.SchemaError):
        schema.validate(good.assign(nik=["357401120880900", None]))
    with pytest.raises(pandera.errors.SchemaError):
        schema.validate(good.assign(kelurahan=["Dringu", None]))


def test_unknown_form():
    with pytest.raises(UsageError) as problem:
        publish.export(load(), "table-scheme")
    assert problem.value.facts["hint"] == "table-schema"


def test_dictionary_has_a_row_for_each_field_of_the_city_list():
    spec = load()
    rows = publish.dictionary(spec, "en")
    assert [row["field"] for row in rows] == [name for name, field in spec.fields.items() if field.output]
    nik = next(row for row in rows if row["field"] == "nik")
    assert (nik["type"], nik["required"], nik["personal"]) == ("text", "yes", "yes")


@pytest.mark.parametrize("city", ["probolinggo", "contoh"])
def test_packaged_cities_are_good(city):
    assert check(city) == []


def test_check_gathers_all_problems(tmp_path):
    folder = tmp_path / "kota"
    shutil.copytree(schemas_folder() / "kota" / "contoh", folder)
    with (folder / "rules" / "kota.toml").open("a", encoding="utf-8") as rules:
        rules.write('[ANG002]\nname = "x"\nfeild = "no_anggota"\nseverity = "eror"\nactor = "dinas"\nsince = "0.1"\n')
        rules.write('message = { id = "a.", en = "a." }\nwhy = { id = "a.", en = "a." }\nremedy = { id = "a." }\n')
        rules.write('test.match = { pattern = "x" }\n')
    with (folder / "vocab" / "lain.csv").open("w", encoding="utf-8") as vocab:
        vocab.write("nilai,tulisan\nkios,toko\n")
    found = [problem.text("en") for problem in check(folder)]
    assert found[0].endswith("Did you mean field?")
    assert "ANG002.remedy.en is missing" in found[1]
    assert "eror" in found[2]
    assert [text.split()[-1] for text in found[3:]] == ["value.", "variant."]


def test_binding_knows_tests_and_their_parameters(tmp_path):
    folder = tmp_path / "kota"
    shutil.copytree(schemas_folder() / "kota" / "contoh", folder)
    path = folder / "rules" / "kota.toml"
    text = path.read_text(encoding="utf-8")
    for change, code, key in [
        ("test.match = { pattern = ", "schema-unknown-name", "ANG001.test"),
        ("test.matches = { patern = ", "schema-unknown-key", "ANG001.test.matches.patern"),
    ]:
        path.write_text(text.replace("test.matches = { pattern = ", change), encoding="utf-8")
        complaints = Complaints(gather=True)
        list(bind(load(folder), complaints))
        assert (complaints.found[0].code, complaints.found[0].facts["key"]) == (code, key)


def test_scaffold_knows_the_kecamatan_and_overwrites_nothing(tmp_path):
    folder = scaffold("3578", tmp_path / "surabaya")
    said = check(folder)
    assert len(said) == 1, [problem.text("id") for problem in said]
    assert "31 baris" in said[0].text("id")
    places = (tmp_path / "surabaya" / "wilayah.csv").read_text(encoding="utf-8").splitlines()
    filled = [
        places[0],
        *(line.replace(".,,", f".1001,Kelurahan {number},", 1) for number, line in enumerate(places[1:])),
    ]
    (tmp_path / "surabaya" / "wilayah.csv").write_text("\n".join(filled), encoding="utf-8")
    assert check(folder) == []
    assert load(folder).city.name == "Kota Surabaya"
    with pytest.raises(SchemaError):
        scaffold("3578", folder)
    with pytest.raises(SchemaError):
        scaffold("0000", tmp_path / "x")
