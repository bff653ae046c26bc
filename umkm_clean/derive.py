"""Values that follow from others in the same row; every one of them is on record. Nothing here is a guess.

Runs between parse and validate. What replaces a written value, fills an empty cell of a column that the sender has, or
is calculated stands in the changes with its code; a finding is raised only where a person should know. Our own city
list fed back in follows from itself: nothing changes, nothing is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.issues import IssueLog, facts_text
from umkm_clean.predicates.classification import LISTS, NEW_CODES
from umkm_clean.predicates.columns import column_of, day
from umkm_clean.predicates.nik_parts import decode_all
from umkm_clean.predicates.size_class import NAMES, UNKNOWN, by_law_now

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Mapping

    from umkm_clean.model import Batch
    from umkm_clean.spec.types import Spec

COMPLETED, REPLACED = "WIL051", "WIL052"
SETTLED = "WKT051"
TWELVEFOLD, ADDED_UP = CALCULATED = ("KEU051", "KEU052")
CLASSED, VERSION = "USH051", "USH052"


class Derived:
    """Values at work: what changes is noted with its code."""

    def __init__(self, values: pd.DataFrame, sent: Collection[str] = ()) -> None:
        """`sent`: the fields that the sender has a column for."""
        self.values = values.copy(deep=False)
        self.sent = frozenset(sent)
        self.changes: list[pd.DataFrame] = []
        self.notes = IssueLog()

    def put(self, field: str, new: Any, where: Any, code: str) -> Any:
        """Set `field` to `new` in the rows of `where` (boolean) that hold something else; give the rows changed."""
        if field not in self.values:
            return np.zeros(len(self.values), dtype=bool)
        old, changed = self.values[field], np.asarray(where, dtype=bool)
        if not changed.any():
            return changed
        given = pd.Series(new, index=old.index).astype(old.dtype)
        changed = changed & ~given.array.isna()
        if changed.any():
            changed &= ~(old == given).to_numpy(dtype=bool, na_value=False)
        if not changed.any():
            return changed
        told = changed if field in self.sent or code in CALCULATED else changed & old.notna().to_numpy()
        if told.any():
            before = old[told].astype("string").fillna("")
            line = {"row_id": old.index[told], "field": field, "code": code, "before": before.to_numpy()}
            self.changes.append(pd.DataFrame(line | {"after": given[told].astype("string").to_numpy()}))
        self.values[field] = old.mask(pd.Series(changed, index=old.index), given)
        return changed

    def note(self, code: str, field: str, rows: Any, **columns: Any) -> None:
        """A finding at the cell of `field` in each of `rows` (boolean)."""
        if rows.any():
            self.notes.at_cells(code, self.values.index[rows], field, **columns)


def derive(batch: Batch, spec: Spec, as_of: datetime.date) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Values completed, findings (columns of `issues.COLUMNS`), changes (row_id, field, code, before, after).

    Needs the whole batch: an ambiguous date is told from a written-out one by its raw text.
    """
    work = Derived(batch.values, batch.raw.columns)
    settle_birth_dates(work, batch.raw, as_of)
    complete_places(work, spec, batch.raw)
    complete_amounts(work, batch.origin)
    infer_kbli_version(work, spec, as_of)
    class_by_size(work, spec)
    empty = pd.DataFrame({"row_id": pd.Series(dtype="int64"), "field": "", "code": "", "before": "", "after": ""})
    return work.values, work.notes.frame(), pd.concat([empty, *work.changes], ignore_index=True)


def settle_birth_dates(work: Derived, raw: pd.DataFrame, as_of: datetime.date) -> None:
    """Day and month change places where that is the date inside the NIK and the text could be read both ways."""
    if "tanggal_lahir" not in work.values or "nik" not in work.values:
        return
    born, parts = day(work.values, "tanggal_lahir"), decode_all(work.values["nik"].astype("string"), as_of)
    differs = np.flatnonzero(~np.isnat(born) & ~np.isnat(parts.birth) & (born != parts.birth))
    if not len(differs):
        return
    text = work.values["tanggal_lahir"].astype("string")
    swapped = text.iloc[differs].str.replace(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$", r"\1-\3-\2", regex=True)
    fits = day(swapped.to_frame(), "tanggal_lahir") == parts.birth[differs]
    fits &= ~_month_written_out(raw, swapped.index)
    if fits.any():
        where = np.zeros(len(text), dtype=bool)
        where[differs[fits]] = True
        work.put("tanggal_lahir", swapped.reindex(text.index), where, SETTLED)
        rows = swapped.index[fits]
        work.note(SETTLED, "tanggal_lahir", where, raw=_raw(raw, "tanggal_lahir", rows), fixed=swapped[rows].to_numpy())


def _month_written_out(raw: pd.DataFrame, index: pd.Index[Any]) -> Any:
    """A month in letters is not ambiguous."""
    dates = _raw(raw, "tanggal_lahir", index)
    spelled = dates.str.contains("[A-Za-z]{3}").fillna(False).to_numpy(dtype=bool)
    both = _raw(raw, "tempat_tanggal_lahir", index).str.contains("[0-9][^0-9]*[A-Za-z]{3}[^0-9]*[0-9]")
    return spelled | both.fillna(False).to_numpy(dtype=bool)


def _raw(raw: pd.DataFrame | None, field: str, index: pd.Index[Any]) -> pd.Series[Any]:
    if raw is None or field not in raw:
        return pd.Series("", index=index, dtype="string")
    return raw[field].astype("string").reindex(index)


def translated(column: pd.Series[Any], words: Mapping[str, Any]) -> pd.Series[Any]:
    """Each text by its entry in `words`, missing where there is none; each distinct text is looked up once."""
    place, distinct = pd.factorize(column)
    entries = pd.array([*(words.get(text) for text in distinct), None], dtype="string")
    return pd.Series(entries.take(place), index=column.index)


def complete_places(work: Derived, spec: Spec, raw: pd.DataFrame | None) -> None:
    """Kelurahan from its code, kecamatan and code from the kelurahan; contradictions are left to the rules."""
    places = spec.city.places
    names = [place.kelurahan for place in places]
    once = {place.kelurahan: place for place in places if names.count(place.kelurahan) == 1}
    by_code = {place.code: place.kelurahan for place in places}
    if "kelurahan" not in work.values or "kode_wilayah" not in work.values:
        return
    code = work.values["kode_wilayah"].astype("string")
    if code.notna().any():
        work.put("kelurahan", translated(code, by_code), work.values["kelurahan"].isna(), COMPLETED)
    kelurahan = work.values["kelurahan"].astype("string")
    right = translated(kelurahan, {name: place.code for name, place in once.items()})
    if "kecamatan" in work.values:
        kecamatan = translated(kelurahan, {name: place.kecamatan for name, place in once.items()})
        work.put("kecamatan", kecamatan, work.values["kecamatan"].isna(), COMPLETED)
    work.put("kode_wilayah", right, code.isna(), COMPLETED)
    replaced = work.put("kode_wilayah", right, code.notna(), REPLACED)
    facts = [facts_text({"right": text}) for text in right[replaced]]
    work.note(REPLACED, "kode_wilayah", replaced, raw=_raw(raw, "kode_wilayah", kelurahan.index)[replaced], facts=facts)


def complete_amounts(work: Derived, origin: pd.DataFrame) -> None:
    """Yearly turnover as twelve times the monthly one, workers as men and women together, where the field is empty."""
    values = work.values
    if {"omzet_tahunan", "omzet_bulanan"} <= set(values):
        filled = work.put("omzet_tahunan", values["omzet_bulanan"] * 12, values["omzet_tahunan"].isna(), TWELVEFOLD)
        if filled.any():
            place = origin.loc[filled, ["sheet", "table"]]
            for (sheet, table), count in place.value_counts(sort=False).items():
                work.notes.at_column(TWELVEFOLD, "omzet_bulanan", sheet=sheet, table=table, count=count)
    workers = ("tenaga_kerja_laki", "tenaga_kerja_perempuan")
    if {"tenaga_kerja_total", *workers} <= set(values):
        together = values[workers[0]] + values[workers[1]]
        work.put("tenaga_kerja_total", together, values["tenaga_kerja_total"].isna(), ADDED_UP)


def infer_kbli_version(work: Derived, spec: Spec, as_of: datetime.date) -> None:
    """The one version that knows all codes of the cell; 2020 for data older than KBLI 2025."""
    if not {"kbli", "kbli_versi"} <= set(work.values) or not work.values["kbli"].notna().any():
        return
    known = {version: column_of(spec, name, column) for version, (name, column) in LISTS.items()}
    kbli = work.values["kbli"].astype("string")
    old = (as_of.year, as_of.month, as_of.day) < NEW_CODES
    versions: dict[str, int] = {}
    for text in kbli.dropna().unique():
        codes = {code.strip() for code in text.split("|")}
        fitting = [version for version, listed in known.items() if codes <= listed]
        if len(fitting) == 1 or (fitting and old):
            versions[text] = fitting[0]
    work.put("kbli_versi", kbli.map(versions).astype("Int64"), work.values["kbli_versi"].isna(), VERSION)


def class_by_size(work: Derived, spec: Spec) -> None:
    """The size class by PP 7/2021, from what the row says about capital and turnover."""
    if "skala_usaha" not in work.values:
        return
    classes = by_law_now(work.values, spec)
    label = pd.array([*NAMES[:3], None, None], dtype="string").take(np.where(classes == UNKNOWN, 4, classes))
    work.put("skala_usaha", label, classes != UNKNOWN, CLASSED)
