"""Places: a kelurahan in its kecamatan, its code, a point on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.predicates.columns import fact, holds, numbers, tables
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.predicates.predicate import Setting

INDONESIA = (-11.5, 94.5, 6.5, 141.5)  # south, west, north, east, with its islands


def belongs_to(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The kelurahan lies in the kecamatan; fields: kelurahan, kecamatan. Silent where the list knows neither."""
    if fields[0] not in values or fields[1] not in values:
        return holds(values, np.ones(len(values), dtype=bool))
    pairs = {(place.kelurahan, place.kecamatan) for place in setting.spec.city.places}
    known = {place.kelurahan for place in setting.spec.city.places}
    inner, inners = pd.factorize(values[fields[0]])
    outer, outers = pd.factorize(values[fields[1]])
    good = np.ones((len(inners) + 1, len(outers) + 1), dtype=bool)  # the last row and column stand for a missing name
    for row, kelurahan in enumerate(inners):
        for column, kecamatan in enumerate(outers):
            good[row, column] = kelurahan not in known or (kelurahan, kecamatan) in pairs
    return holds(values, good[inner, outer])


def place_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.DataFrame:
    """The kecamatan as given, and the one that the kelurahan lies in."""
    right: dict[str, str] = {}
    for place in setting.spec.city.places:
        right[place.kelurahan] = "/".join(filter(None, (right.get(place.kelurahan), place.kecamatan)))
    return fact(failing, kecamatan=failing[fields[1]], right=failing[fields[0]].map(right))


def in_city_box(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The point lies in the box of the city (`kota.toml`); fields: latitude, longitude. Silent outside Indonesia."""
    box = setting.spec.city.box
    inside = np.ones(len(values), dtype=bool) if box is None else _inside(values, fields, box)
    return holds(values, inside | ~_inside(values, fields, INDONESIA))


def in_indonesia(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The point lies in Indonesia; fields: latitude, longitude."""
    return holds(values, _inside(values, fields, INDONESIA))


def _inside(values: pd.DataFrame, fields: Sequence[str], box: tuple[float, float, float, float]) -> Any:
    south, west, north, east = box
    latitude, longitude = numbers(values, fields[0]), numbers(values, fields[1])
    outside = (latitude < south) | (latitude > north) | (longitude < west) | (longitude > east)
    return ~outside | np.isnan(latitude) | np.isnan(longitude)


def mostly_one_place(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, share: float, least: int
) -> pd.Series[Any]:
    """In a table of `least` rows or more where `share` of the rows name one kelurahan, this row names it too."""
    place, names = pd.factorize(values[fields[0]])
    passes = np.ones(len(values), dtype=bool)
    if not len(names):
        return holds(values, passes)
    table = tables(values, setting)
    for number in np.unique(table):
        here = (table == number) & (place >= 0)
        counts = np.bincount(place[here], minlength=len(names))
        if here.sum() >= least and counts.max() >= share * here.sum():
            passes &= ~here | (place == counts.argmax())
    return holds(values, passes)


PREDICATES = {
    "belongs_to": Predicate(belongs_to, place_facts),
    "in_city_box": Predicate(in_city_box),
    "in_indonesia": Predicate(in_indonesia),
    "mostly_one_place": Predicate(mostly_one_place),
}
