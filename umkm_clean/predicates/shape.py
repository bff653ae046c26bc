"""How a value must look, one column at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import fact, holds, present, strings, texts
from umkm_clean.predicates.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from umkm_clean.predicates.predicate import Setting


def filled(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The field has a value: the only predicate that null does not pass."""
    return holds(values, present(values, fields[0]))


def absent(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """The field is empty: a value in it is worth a remark."""
    return holds(values, ~present(values, fields[0]))


def any_filled(values: pd.DataFrame, fields: Sequence[str], setting: Setting) -> pd.Series[Any]:
    """At least one of the fields has a value."""
    return holds(values, np.logical_or.reduce([present(values, field) for field in fields]))


def matches(values: pd.DataFrame, fields: Sequence[str], setting: Setting, pattern: str) -> pd.Series[Any]:
    """The whole text fits a regular expression."""
    return _text_test(values, fields[0], lambda column: column.str.fullmatch(pattern))


def lacks(values: pd.DataFrame, fields: Sequence[str], setting: Setting, pattern: str) -> pd.Series[Any]:
    """No part of the text fits a regular expression."""
    return _text_test(values, fields[0], lambda column: ~column.str.contains(pattern, regex=True))


def form_named_in(
    values: pd.DataFrame, fields: Sequence[str], setting: Setting, forms: Mapping[str, str]
) -> pd.Series[Any]:
    """A legal form that opens or closes the business name ("CV Maju") is the form given; fields: form, name."""
    named, given = _named_form(values, fields[1], forms), texts(values, fields[0], setting)
    differs = (named != "") & (given != "") & (named != given)
    for place in np.flatnonzero(differs):  # "PT" in the name is no contradiction to "PT Perorangan"
        differs[place] = not (given[place].startswith(named[place]) or named[place].startswith(given[place]))
    return holds(values, ~differs)


def form_facts(
    failing: pd.DataFrame, fields: Sequence[str], setting: Setting, forms: Mapping[str, str]
) -> pd.DataFrame:
    """The form that the name names."""
    return fact(failing, named=_named_form(failing, fields[1], forms))


def _named_form(values: pd.DataFrame, field: str, forms: Mapping[str, str]) -> np.ndarray[Any, Any]:
    names = strings(values, field).fillna("").str.upper()
    out = np.full(len(values), "", dtype=object)
    words = "|".join(forms)
    edge = names.str.contains(rf"^(?:{words})\b|\b(?:{words})\.?$", regex=True)
    candidates = np.flatnonzero(edge.to_numpy(dtype=bool))
    for place in candidates:
        said = re.findall(r"[A-Z]+", str(names.iloc[place]))
        out[place] = next((form for word, form in forms.items() if word in (said[:1] + said[-1:])), "")
    return out


def _text_test(values: pd.DataFrame, field: str, test: Any) -> pd.Series[Any]:
    return holds(values, test(strings(values, field)).fillna(True).to_numpy(dtype=bool))


PREDICATES = {
    "filled": Predicate(filled),
    "any_filled": Predicate(any_filled),
    "absent": Predicate(absent),
    "matches": Predicate(matches),
    "lacks": Predicate(lacks),
    "form_named_in": Predicate(form_named_in, form_facts),
}
