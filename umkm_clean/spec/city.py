"""`kota.toml` and the lists it names → `City`: places, neighbours, the box, the tile map."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.spec.complaints import Complaints, near
from umkm_clean.spec.documents import Block, Later, Row, rows_with
from umkm_clean.spec.locate import plain_words, schemas_folder, shown_path
from umkm_clean.spec.types import City, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

CITY_KEYS: Mapping[str, type] = {
    "code": str, "name": str, "agency": str, "area_code": str, "box": list, "places": str, "neighbours": str,
    "neighbour_area": str, "tiles": str, "off": list,
}  # fmt: skip
CITY_MUST = ("code", "name", "agency", "places")
DEFAULT_CITY = "probolinggo"


def city_folder(city: str | Path | None, complaints: Complaints) -> Path:
    """The folder of a city: a path, or the name of a packaged one."""
    packaged = schemas_folder() / "kota"
    if not city:
        return packaged / DEFAULT_CITY
    for folder in (Path(city), packaged / city):
        if (folder / "kota.toml").is_file():
            return folder
    known = sorted(path.name for path in packaged.iterdir() if path.is_dir())
    complaints.say("no-city", str(city), "kota.toml", hint=near(str(city), known))
    return Path(city)


def build_city(block: Block, folder: Path, complaints: Complaints) -> tuple[City, list[Path]]:
    """The city, and the files its lists came from."""
    file = shown_path(folder / "kota.toml")
    complaints.keys(block, CITY_KEYS, file, "")
    for key in CITY_MUST:
        if key not in block:
            complaints.say("missing-key", file, key)
    good = {
        key: value
        for key, value in block.items()
        if key in CITY_KEYS and complaints.typed(value, CITY_KEYS[key], file, key)
    }
    lists = {key: _path(folder, good[key]) for key in ("places", "neighbours", "tiles") if key in good}
    rows: dict[str, tuple[Row, ...]] = {
        key: rows_with(path, _COLUMNS[key], complaints) if path.is_file() else ()
        for key, path in lists.items()
        if key != "neighbours"
    }
    for key, path in lists.items():
        if not path.is_file():
            complaints.say("missing-file", shown_path(path), key)
    listed = rows.get("places", ())
    for column in _COLUMNS["places"]:
        empty = sum(not row.get(column) for row in listed)
        if empty:
            complaints.say("missing-value", shown_path(lists["places"]), column, count=empty)
    places = tuple(_place(row) for row in listed)
    if not places:
        complaints.say("no-places", file, "places")
    own = {plain_words(name) for place in places for name in (place.kelurahan, place.kecamatan)}
    city = City(
        code=good.get("code", ""),
        name=good.get("name", ""),
        agency=good.get("agency", ""),
        places=places,
        neighbours=Later(
            partial(_neighbours, lists.get("neighbours"), good.get("neighbour_area", ""), own, complaints)
        ),
        box=_box(good.get("box"), file, complaints),
        tiles={row["kode"]: (int(row["baris"]), int(row["kolom"])) for row in rows.get("tiles", ())},
        area_code=good.get("area_code", ""),
    )
    return city, [path for path in lists.values() if path.is_file()]


_COLUMNS = {
    "places": ("kode_kemendagri", "kelurahan", "kecamatan"),
    "neighbours": ("nama", "kecamatan", "jenis"),
    "tiles": ("kode", "baris", "kolom"),
}


def _path(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_file() else schemas_folder() / name


def _place(row: Row) -> Place:
    code = row["kode_kemendagri"]
    variants = [row.get(key, "") for key in ("variants", "variants_seen", "variants_proposed")]
    return Place(
        code=code,
        kelurahan=row["kelurahan"],
        kecamatan=row["kecamatan"],
        kecamatan_code=row.get("kode_kecamatan") or code.rpartition(".")[0],
        bps_code=row.get("kode_bps_kelurahan", ""),
        postal_code=row.get("kodepos", ""),
        variants=tuple(dict.fromkeys(name for text in variants for name in text.split("|") if name)),
    )


def _neighbours(path: Path | None, area: str, own: set[str], complaints: Complaints) -> dict[str, str]:
    """Villages and kecamatan outside the city by name; a name that the city has too is left to the city."""
    rows = rows_with(path, _COLUMNS["neighbours"], complaints) if path is not None and path.is_file() else ()
    found: dict[str, str] = {}
    for row in rows:
        where = f"{row['jenis']} {row['nama']}, Kecamatan {row['kecamatan']}, {area}"
        found.setdefault(plain_words(row["nama"]), where)
    for row in rows:
        found[plain_words(row["kecamatan"])] = f"Kecamatan {row['kecamatan']}, {area}"
    return {name: where for name, where in found.items() if name not in own}


def _box(value: Any, file: str, complaints: Complaints) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    numbers = [float(item) for item in value if isinstance(item, int | float) and not isinstance(item, bool)]
    if len(numbers) != 4 or len(value) != 4 or numbers[0] >= numbers[2] or numbers[1] >= numbers[3]:
        complaints.say("bad-box", file, "box")
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]
