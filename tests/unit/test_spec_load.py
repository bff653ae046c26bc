"""schemas/ and a city folder → Spec."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from umkm_clean.errors import SchemaError
from umkm_clean.spec import load
from umkm_clean.spec.locate import schemas_folder

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = [
    "id_umkm", "id_pemilik", "status_validasi", "nama_usaha", "nama_pemilik", "nik", "no_kk", "nib", "npwp",
    "jenis_kelamin", "tempat_lahir", "tanggal_lahir", "alamat_usaha", "rt", "rw", "kelurahan", "kecamatan",
    "kode_wilayah", "no_hp", "email", "jenis_usaha", "kbli", "kbli_versi", "produk", "produk_unggulan",
    "bentuk_usaha", "status_usaha", "skala_usaha", "skala_usaha_tertulis", "modal", "aset", "omzet_tahunan",
    "omzet_bulanan", "omzet_harian", "tenaga_kerja_laki", "tenaga_kerja_perempuan", "tenaga_kerja_total",
    "tahun_berdiri", "pirt", "halal", "pendidikan", "pemasaran", "latitude", "longitude", "keterangan",
    "jumlah_sumber", "sumber", "lainnya",
]  # fmt: skip


def city(tmp_path: Path, **texts: str) -> Path:
    """A copy of the example city with files replaced or added ("rules__x.toml" → rules/x.toml)."""
    folder = tmp_path / "kota"
    shutil.copytree(schemas_folder() / "kota" / "contoh", folder)
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml").replace("_csv", ".csv")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_fields_of_the_city_list_stand_in_order():
    spec = load()
    assert [name for name in spec.fields if spec.fields[name].output][: len(OUTPUT)] == OUTPUT


def test_what_withholds_by_default():
    spec = load()
    assert {name for name, field in spec.fields.items() if field.withholds} == {"nik", "kelurahan"}
    assert spec.rules["WJB003"].withholds is False
    assert spec.rules["WJB010"].withholds is True


def test_places_of_the_city():
    spec = load()
    assert len(spec.city.places) == 29
    assert len({place.kecamatan for place in spec.city.places}) == 5
    assert {place.code for place in spec.city.places} == set(spec.city.tiles)
    assert len(set(spec.city.tiles.values())) == 29
    assert "kareng kidul" in spec.city.neighbours
    assert "mayangan" not in spec.city.neighbours


def test_loading_twice_gives_the_same_and_survives_pickling():
    one, two = load(), load()
    copy = pickle.loads(pickle.dumps(one))
    assert one.hash == two.hash == copy.hash
    assert one.fields == copy.fields
    assert dict(copy.vocab) == dict(one.vocab)
    assert copy.link == one.link


def test_loading_is_light_and_leaves_long_lists_alone():
    program = (
        "import sys, pathlib\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from umkm_clean.spec import load, publish\n"
        "publish.explain(load(), 'NIK002', 'id')\n"
        "assert not {'pandas', 'numpy', 'pyarrow', 'pandera'} & set(sys.modules)\n"
        "assert not [path for path in opened if 'nik_kecamatan_codes' in path or 'kbli2020' in path]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_city_changes_adds_and_switches_off(tmp_path):
    form, spec = load(), load("contoh")
    assert spec.rules["WJB003"].severity == "warning"
    assert spec.rules["WJB003"].message == form.rules["WJB003"].message
    assert spec.fields["no_hp"].required
    assert spec.fields["no_hp"].kind == "phone"
    assert spec.fields["no_anggota"].label["id"] == "Nomor Anggota Koperasi"
    assert spec.rules["ANG001"].test == "matches"
    assert "produk_unggulan" not in spec.fields
    assert "LGL001" not in spec.rules
    assert spec.vocab["jenis_lapak"].variants["rombong"] == "gerobak"
    assert spec.origin["WJB003.severity"] == "kota/contoh/rules/kota.toml"
    assert spec.origin["WJB003.message.id"] == "umkm/rules/WJB.toml"
    assert spec.hash != form.hash
    headers = spec.tables["header_synonyms"]
    assert {"field": "nama_usaha", "header": "nama lapak"} in headers
    assert len(headers) > len(form.tables["header_synonyms"])


def test_switching_off_a_field_takes_its_rules_and_parts_along(tmp_path):
    text = (schemas_folder() / "kota" / "contoh" / "kota.toml").read_text(encoding="utf-8")
    spec = load(city(tmp_path, kota_toml=text.replace('"LGL001"', '"rt", "tahun_berdiri"')))
    assert spec.fields["rt_rw"].parts == ("rw",)
    assert "WKT004" not in spec.rules


@pytest.mark.parametrize(
    ("texts", "code", "key", "hint"),
    [
        ({"fields_toml": "[no_hp]\nrequird = true\n"}, "schema-unknown-key", "no_hp.requird", "required"),
        (
            {"fields_toml": '[x]\nlabel = { id = "x", en = "x" }\nkind = "phon"\n'},
            "schema-unknown-name",
            "x.kind",
            "phone",
        ),
        ({"fields_toml": '[x]\nlabel = { id = "x" }\nkind = "text"\n'}, "schema-missing-key", "x.label.en", ""),
        ({"fields_toml": '[no_hp]\nrequired = "ya"\n'}, "schema-wrong-type", "no_hp.required", ""),
        ({"fields_toml": "[no_hp\n"}, "schema-unreadable", "", ""),
        ({"rules__kota_toml": '[WJB003]\nseverity = "eror"\n'}, "schema-unknown-name", "WJB003.severity", "error"),
        ({"rules__kota_toml": '[WJB3]\nseverity = "error"\n'}, "schema-bad-code", "WJB3", ""),
        ({"rules__kota_toml": '[WJB003]\nneeds = ["NIK999"]\n'}, "schema-unknown-name", "WJB003.needs", "NIK"),
        ({"rules__kota_toml": '[WJB003]\nname = "NIK hilang"\n'}, "schema-bad-slug", "WJB003.name", ""),
        ({"rules__kota_toml": '[WJB003]\nname = "nik-serial-zero"\n'}, "schema-repeated", "WJB003.name", ""),
        ({"rules__kota_toml": "[SRC001]\ntest.filled = {}\n"}, "schema-unknown-key", "SRC001.test", ""),
        ({"rules__a_toml": "[WJB003]\n", "rules__b_toml": "[WJB003]\n"}, "schema-repeated", "WJB003", ""),
        ({"kota_toml": 'code = "1"\n'}, "schema-missing-key", "name", ""),
        ({"wilayah_csv": "kode,nama\n1,2\n"}, "schema-missing-column", "kode_kemendagri", ""),
        ({"wilayah_csv": "kode_kemendagri,kelurahan,kecamatan\n1,,2\n"}, "schema-missing-value", "kelurahan", ""),
        ({"wilayah_csv": "kode_kemendagri,kelurahan,kecamatan\n"}, "schema-no-places", "places", ""),
    ],
)
def test_what_a_city_folder_should_not_say(tmp_path, texts, code, key, hint):
    with pytest.raises(SchemaError) as problem:
        load(city(tmp_path, **texts))
    assert problem.value.code == code
    assert problem.value.facts["key"] == key
    assert str(problem.value.facts.get("hint", "")).startswith(hint)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ('off = ["NIK099"]', "off"),
        ("box = [1, 2, 3]", "box"),
        ("box = [3, 2, 1, 4]", "box"),
        ('tiles = "tidak_ada.csv"', "tiles"),
    ],
)
def test_what_kota_toml_should_not_say(tmp_path, change, key):
    base = 'code = "9971"\nname = "Kota"\nagency = "Dinas"\nplaces = "wilayah.csv"\n'
    with pytest.raises(SchemaError) as problem:
        load(city(tmp_path, kota_toml=base + change))
    assert problem.value.facts["key"] == key


def test_a_name_of_no_city():
    with pytest.raises(SchemaError) as problem:
        load("probolingo")
    assert problem.value.code == "schema-no-city"
    assert problem.value.facts["hint"] == "probolinggo"


def test_unknown_selector_names_the_nearest():
    from umkm_clean.errors import UsageError

    spec = load()
    assert spec.resolve(("nik", "nik-serial-zero", "WJB003")) >= {"NIK001", "NIK006", "WJB003"}
    with pytest.raises(UsageError) as problem:
        spec.resolve(("WJB03",))
    assert str(problem.value.facts["hint"]).startswith("WJB00")
