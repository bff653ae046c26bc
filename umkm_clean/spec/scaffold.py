"""`umkm-clean schema new 3578`: a folder for another city, with what the packaged lists already know of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from umkm_clean.errors import SchemaError
from umkm_clean.spec.documents import read_rows
from umkm_clean.spec.locate import schemas_folder

COLUMNS = ("kode_kemendagri", "kelurahan", "kecamatan", "kode_kecamatan", "kode_bps_kelurahan", "kodepos", "variants")


def scaffold(code: str, folder: str | Path) -> str:
    """Write the folder and give its path; nothing that exists is overwritten.

    Raises `SchemaError` for a code of no kabupaten or kota, or a folder that holds anything.
    """
    reference = schemas_folder() / "reference"
    cities = {row["kode4"]: row for row in read_rows(reference / "nik_kabkota_codes.csv")}
    digits = code.replace(".", "")
    if digits not in cities:
        raise SchemaError("schema-no-city-code", file=str(folder), key="code", value=code)
    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise SchemaError("schema-folder-taken", file=str(folder), key="")
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files(digits, cities[digits]["kabupaten_kota"]).items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="\n")
    return str(path)


def files(code: str, name: str) -> dict[str, str]:
    """The texts of a new city folder by path."""
    example = schemas_folder() / "kota" / "contoh"
    return {
        "kota.toml": KOTA.format(code=code, name=name),
        "wilayah.csv": places(code),
        "fields.toml": FIELDS,
        "rules/kota.toml": RULES,
        "README.md": (example / "README.md").read_text(encoding="utf-8"),
    }


def places(code: str) -> str:
    """`wilayah.csv` with one line for each kecamatan in force; the kelurahan are left to be filled in."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in read_rows(schemas_folder() / "reference" / "nik_kecamatan_codes.csv"):
        if row["kode6"].startswith(code) and row["aktif_2025"] == "1":
            dotted = f"{row['kode6'][:2]}.{row['kode6'][2:4]}.{row['kode6'][4:]}"
            writer.writerow({"kode_kemendagri": f"{dotted}.", "kecamatan": row["kecamatan"], "kode_kecamatan": dotted})
    return lines.getvalue()


KOTA = """# {name}. Periksa dengan: umkm-clean schema check .

code = "{code}"
name = "{name}"
agency = "Dinas Koperasi {name}"

# Daftar kelurahan: satu baris satu kelurahan. Kolom kode_kemendagri harus lengkap, misalnya 35.74.03.1001.
places = "wilayah.csv"

# Kode telepon rumah, misalnya 0335
area_code = ""

# Batas wilayah dalam derajat: selatan, barat, utara, timur. Titik di luarnya dipertanyakan.
# box = [-7.84, 113.13, -7.70, 113.28]

# Kode temuan atau kolom yang tidak dipakai di kota ini, misalnya ["LGL001", "produk_unggulan"]
off = []
"""

FIELDS = """# Kolom: ubah nilai, atau tambah kolom baru. Yang tidak disebut mengikuti schemas/umkm/fields.toml.

# [no_hp]
# required = true

# [no_anggota]
# label = { id = "Nomor Anggota", en = "Member Number" }
# kind = "digits"
"""

RULES = """# Aturan: ubah tingkat atau kalimatnya, atau tambah aturan baru dengan uji yang sudah ada.

# [LGL001]
# severity = "info"
"""
