"""What a NIK says against the register of regions, the calendar and the other columns.

A NIK stays as it is when a birth date is corrected or a person moves: where it disagrees with another column, nothing
is certain. Structure alone proves a number wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import day, fact, holds, strings, texts
from umkm_clean.predicates.nik_parts import NikParts, decoded
from umkm_clean.predicates.predicate import Predicate
from umkm_clean.spec.nik import Regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting

#: The register that a Kartu Keluarga number dates from: earlier dates in such a number are birth dates of a NIK.
FIRST_CARDS = 2005


def birth_date_exists(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """Digits 7 to 12 are a date that exists (for women with 40 added to the day) and is not in the future."""
    parts = decoded(values, fields[0], setting)
    return holds(values, ~parts.known | ~np.isnat(parts.birth))


def serial_given(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The last four digits are not 0000, which was never issued."""
    parts = decoded(values, fields[0], setting)
    return holds(values, ~parts.known | (parts.serial > 0))


def region_not(values: pd.DataFrame, fields: Sequence[str], setting: Setting, classes: Sequence[str]) -> pd.Series[Any]:
    """The class of the first six digits is none of `classes`.

    Classes: `retired` (on a list since 2015, no longer), `gap` (missing inside a run of codes), `known_city` (the city
    exists, the kecamatan never did), `complete` (the same in a province whose codes never changed), `unknown`.
    """
    parts = decoded(values, fields[0], setting)
    return holds(values, ~parts.known | ~np.isin(_classes(parts, fields[0], setting), list(classes)))


def region_facts(
    failing: pd.DataFrame, fields: Sequence[str], setting: Setting, classes: Sequence[str]
) -> pd.DataFrame:
    """The six digits, and the city they belong to where it is known."""
    regions = strings(failing, fields[0]).str.slice(0, 6)
    names = {row["kode4"]: row["kabupaten_kota"] for row in setting.spec.tables["nik_kabkota_codes"]}
    return fact(failing, region=regions, city=regions.str.slice(0, 4).map(names).fillna(""))


def _classes(parts: NikParts, field: str, setting: Setting) -> np.ndarray[Any, Any]:
    key = f"region.{field}"
    if key not in setting.memo:
        register = _register(setting)
        codes, place = np.unique(parts.region, return_inverse=True)
        setting.memo[key] = np.array([_class(f"{code:06d}", register) for code in codes], dtype=object)[place]
    return setting.memo[key]  # type: ignore[no-any-return]


_registers: dict[int, tuple[Any, Regions, frozenset[str]]] = {}


def _register(setting: Setting) -> tuple[Regions, frozenset[str]]:
    """The register and the provinces whose codes changed: built once for each list in memory, not once a file."""
    rows = setting.spec.tables["nik_kecamatan_codes"]
    kept = _registers.get(id(rows))
    if kept is None or kept[0] is not rows:
        register = Regions(setting.spec.tables)
        changed = frozenset(code[:2] for code in (*register.retired, *register.gaps, *register.old_cities))
        _registers[id(rows)] = kept = (rows, register, changed)
    return kept[1], kept[2]


def _class(code: str, register: tuple[Regions, frozenset[str]]) -> str:
    found = register[0].of(code)
    return "complete" if found == "known_city" and code[:2] not in register[1] else found


def agrees_with_birth(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """Day, month and two-digit year inside the NIK are those of the birth date; fields: NIK, birth date."""
    parts, birth = decoded(values, fields[0], setting), day(values, fields[1], setting)
    differs = ~np.isnat(parts.birth) & ~np.isnat(birth) & (parts.birth != birth)
    differs[differs] = ~_a_century_apart(parts.birth[differs], birth[differs])
    return holds(values, ~differs)


def _a_century_apart(left: Any, right: Any) -> Any:
    months = np.abs(left.astype("datetime64[M]").astype("int64") - right.astype("datetime64[M]").astype("int64"))
    same_day = (left - left.astype("datetime64[M]")) == (right - right.astype("datetime64[M]"))
    return (months == 1200) & same_day


def agrees_with_sex(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The day inside the NIK has 40 added exactly where the sex is P; fields: NIK, sex (L/P)."""
    parts, sex = decoded(values, fields[0], setting), texts(values, fields[1], setting)
    known = parts.known & ~np.isnat(parts.birth)
    return holds(values, ~(known & (sex == "L") & parts.woman) & ~(known & (sex == "P") & ~parts.woman))


def of_an_adult(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The birth date inside the NIK leaves the owner 15 or older; fields: NIK, birth date (settles the century)."""
    parts, birth = decoded(values, fields[0], setting), day(values, fields[1], setting)
    young = parts.young.copy()
    young[young] = ~_a_century_apart(parts.birth[young], birth[young])
    return holds(values, ~young)


def not_a_family_card(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The NIK is not the family card number: equal, with a date of registration inside; fields: NIK, No. KK."""
    same, of_card = _same_number(values, fields, setting)
    return holds(values, ~(same & of_card))


def card_is_not_the_nik(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The family card number is not the NIK: equal, with a birth date inside; fields: No. KK, NIK."""
    same, of_card = _same_number(values, [fields[1], fields[0]], setting)
    return holds(values, ~(same & ~of_card))


def _same_number(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> tuple[Any, Any]:
    parts = decoded(values, fields[0], setting)
    same = parts.known & (texts(values, fields[0], setting) == texts(values, fields[1], setting))
    of_card = ~parts.woman & (parts.birth >= np.datetime64(f"{FIRST_CARDS}-01-01"))
    return same, of_card


def same_as_nik(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """An NPWP of 16 digits that does not begin with 0 is the owner's NIK (PMK 112/2022); fields: NPWP, NIK."""
    npwp, nik = strings(values, fields[0]), texts(values, fields[1], setting)
    personal = npwp.str.fullmatch("[1-9][0-9]{15}").fillna(False).to_numpy(dtype=bool)
    return holds(values, ~personal | (nik == "") | (texts(values, fields[0], setting) == nik))


PREDICATES = {
    "birth_date_exists": Predicate(birth_date_exists),
    "serial_given": Predicate(serial_given),
    "region_not": Predicate(region_not, region_facts),
    "agrees_with_birth": Predicate(agrees_with_birth),
    "agrees_with_sex": Predicate(agrees_with_sex),
    "of_an_adult": Predicate(of_an_adult),
    "not_a_family_card": Predicate(not_a_family_card),
    "card_is_not_the_nik": Predicate(card_is_not_the_nik),
    "same_as_nik": Predicate(same_as_nik),
}
