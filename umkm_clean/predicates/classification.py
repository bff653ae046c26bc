"""Codes of lists that change: KBLI by version, regions of P-IRT numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.predicates.columns import fact, holds, listed, numbers, present, strings
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.predicates.predicate import Setting

LISTS = {2020: ("kbli2020", "kode"), 2025: ("kbli2025_codes", "kode")}
#: From here on offices may write codes of KBLI 2025 (Peraturan BPS 7/2025, six months after 18 December 2025).
NEW_CODES = (2026, 1, 1)


def kbli_exists(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """Every code is on the list of KBLI 2020 or of KBLI 2025."""
    known = listed(setting, *LISTS[2020]) | listed(setting, *LISTS[2025])
    return _all_codes(values, fields[0], lambda code: code in known)


def kbli_of_version(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """A code that exists is on the list of the version given; fields: code, version."""
    known = {version: listed(setting, *where) for version, where in LISTS.items()}
    anywhere = known[2020] | known[2025]
    version = numbers(values, fields[1], setting)
    passes = np.ones(len(values), dtype=bool)
    for year, codes in known.items():
        good = _all_codes(values, fields[0], lambda code, codes=codes: code in codes or code not in anywhere)
        passes &= (version != year) | good.to_numpy()
    return holds(values, passes)


def kbli_means_one_thing(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """Where no version is given, the code means the same in KBLI 2020 and 2025; fields: code, version."""
    if (setting.as_of.year, setting.as_of.month, setting.as_of.day) < NEW_CODES:
        return holds(values, np.ones(len(values), dtype=bool))
    key = "kbli.differing"
    if key not in setting.memo:
        rows = setting.spec.tables["kbli2020"]
        differs = "same_code_title_differs"
        setting.memo[key] = frozenset(row["kode"] for row in rows if row["status_kode_di_kbli2025"] == differs)
    differing = setting.memo[key]
    versionless = ~present(values, fields[1])
    return holds(values, ~versionless | _all_codes(values, fields[0], lambda code: code not in differing).to_numpy())


def title_facts(failing: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.DataFrame:
    """What the code meant in KBLI 2020."""
    titles = {row["kode"]: row["judul"] for row in setting.spec.tables["kbli2020"]}
    return fact(failing, title=strings(failing, fields[0]).str.slice(0, 5).map(titles).fillna(""))


def _all_codes(values: pd.DataFrame, field: str, good: Any) -> pd.Series[Any]:
    if field not in values:
        return holds(values, np.ones(len(values), dtype=bool))
    place, distinct = pd.factorize(values[field])
    verdict = [all(good(code.strip()) for code in str(text).split("|")) for text in distinct]
    return holds(values, np.array([*verdict, True], dtype=bool)[place])


def licence_region_known(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """Digits 4 to 7 of a P-IRT number are the code of a kabupaten or kota, of today or of the past."""
    column = strings(values, fields[0])
    read = column.str.fullmatch("[0-9]{13}|[0-9]{15}").fillna(False).to_numpy(dtype=bool)
    known = column.str.slice(3, 7).isin(listed(setting, "nik_kabkota_codes", "kode4")).to_numpy(dtype=bool)
    return holds(values, ~read | known)


PREDICATES = {
    "kbli_exists": Predicate(kbli_exists),
    "kbli_of_version": Predicate(kbli_of_version),
    "kbli_means_one_thing": Predicate(kbli_means_one_thing, title_facts),
    "licence_region_known": Predicate(licence_region_known),
}
