"""`schemas/` and a city folder → one frozen `Spec`. No pandas here; reference lists are read when asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_clean.spec.build import build_fields, build_rules, build_vocab
from umkm_clean.spec.city import build_city, city_folder
from umkm_clean.spec.complaints import Complaints
from umkm_clean.spec.documents import Later, Layer, Tables, add_folder, read_form, read_toml
from umkm_clean.spec.locate import schemas_folder, shown_path
from umkm_clean.spec.overlay import lay_over, origins
from umkm_clean.spec.texts import Texts
from umkm_clean.spec.types import Spec

if TYPE_CHECKING:
    from pathlib import Path


def load(city: str | Path | None = None, complaints: Complaints | None = None) -> Spec:
    """The rules of a city: `city` is a folder, the name of a packaged one, or None for the default.

    Raises `SchemaError` (facts: file, key, hint …) for the first thing that a file should not say, unless
    `complaints` gathers them.
    """
    complaints = complaints or Complaints()
    schemas = schemas_folder()
    form = read_form(schemas, complaints)
    folder = city_folder(city, complaints)
    own = Layer()
    block = read_toml(folder / "kota.toml", complaints)
    own.files.append(folder / "kota.toml")
    own.off = [str(name) for name in block.get("off", ())]
    add_folder(own, folder, complaints)
    file = shown_path(folder / "kota.toml")
    layer = lay_over(form, own, file, complaints)
    place, lists = build_city(block, folder, complaints)
    fields = build_fields(layer, complaints)
    return Spec(
        name=folder.resolve().name,
        files=tuple(dict.fromkeys(layer.files + lists)),
        fields=fields,
        rules=build_rules(layer, fields, complaints),
        vocab=Later(partial(build_vocab, layer.vocab, complaints)),
        city=place,
        link_file=layer.link,
        tables=Tables(layer.tables),
        texts=Texts("texts"),
        origin=Later(partial(origins, form, own, file, tuple(block))),
    )
