"""One record per business, the fate of every data row, and where each value came from.

A golden value is always a value that some source row really held: rows of one business are put in order of
trust (fewest errors, most complete, then file, sheet and row) and each field takes its value from the first
row that has one, or by the field's own `golden` rule. Nothing is averaged, nothing is invented.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_clean.model import Fate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.spec.types import Spec

#: Columns of the city dataset that no sender fills in; they come through when our own dataset is fed back.
SYSTEM = ("id_umkm", "id_pemilik", "status_validasi", "jumlah_sumber", "sumber", "lainnya")

#: Fields whose disagreement inside one business is worth telling both senders.
CONFLICT_FIELDS = (
    "nik",
    "nib",
    "npwp",
    "no_hp",
    "kelurahan",
    "status_usaha",
    "omzet_tahunan",
    "modal",
    "tenaga_kerja_total",
)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The city dataset and how it came about.

    `city`: one row a business, `id_umkm` first. `fates`: indexed by row_id: fate, id_umkm, into (row_id of the row
    that speaks for the business). `lineage`: id_umkm, field, value, won, row_id; only for businesses with several
    sources. `conflicts`: row_id, field, other (row_id of the winning row), value, other_value.
    """

    city: pd.DataFrame
    fates: pd.DataFrame
    lineage: pd.DataFrame
    conflicts: pd.DataFrame


def consolidate(
    records: pd.DataFrame,
    business: np.ndarray[Any, Any],
    owner: np.ndarray[Any, Any],
    keys: Sequence[str],
    spec: Spec,
    known_ids: Mapping[str, str] | None = None,
) -> Consolidated:
    """Merge the accepted rows of each business into one record.

    `records`: accepted rows (index row_id) with the fields' typed values and `file`, `sheet`, `row`, `sha256`,
    `errors`, `notes` (number of errors and of warnings on the row). `business`/`owner`: labels from linking, aligned.
    `keys`: content key of each row, the seed of ids. `known_ids`: content key → id_umkm remembered by the registry, in
    order of seniority: where several rows of a business are known, the first key's id stays.
    """
    ordered = _in_order_of_trust(records.assign(_business=business, _owner=owner, _key=keys))
    lead = ordered.groupby("_business", sort=False).head(1)
    lead_of = pd.Series(lead.index, index=lead["_business"].to_numpy())
    ids = _ids(ordered, known_ids or {})
    owners = _owner_ids(ordered)
    names = [name for name, field in spec.fields.items() if field.output and name in ordered and name not in SYSTEM]
    city = _golden(ordered, names, spec)
    city.insert(0, "id_umkm", ids.reindex(city.index))
    city.insert(1, "id_pemilik", owners.reindex(city.index))
    city.insert(2, "status_validasi", _status(ordered).reindex(city.index))
    city["jumlah_sumber"], city["sumber"] = _sources(ordered)
    city["lainnya"] = ordered.groupby("_business", sort=False)["lainnya"].first().reindex(city.index)
    several = ordered[ordered.duplicated("_business", keep=False)]
    fates = pd.DataFrame(
        {
            "fate": np.where(ordered.index.isin(lead.index), Fate.KEPT.value, Fate.MERGED.value),
            "id_umkm": ids.reindex(ordered["_business"]).to_numpy(),
            "into": lead_of.reindex(ordered["_business"]).to_numpy(),
        },
        index=ordered.index,
    ).sort_index()
    lineage = _lineage(several, city, names, ids)
    conflicts = _conflicts(several, city, names)
    arranged = city.sort_values(["kecamatan", "kelurahan", "nama_usaha", "nama_pemilik", "id_umkm"], na_position="last")
    return Consolidated(arranged.reset_index(drop=True), fates, lineage, conflicts)


def _in_order_of_trust(records: pd.DataFrame) -> pd.DataFrame:
    filled = records.drop(columns=["file", "sheet", "row", "sha256", "errors", "notes"]).notna().sum(axis=1)
    ranked = records.assign(_filled=-filled)
    by = ["_business", "errors", "_filled", "sha256", "sheet", "row"]
    return ranked.sort_values(by, kind="stable").drop(columns="_filled")


def _golden(ordered: pd.DataFrame, names: list[str], spec: Spec) -> pd.DataFrame:
    """First value in order of trust for each business, except where a field's own rule says otherwise."""
    groups = ordered.groupby("_business", sort=False)
    golden = groups[names].first()
    several = ordered[ordered.duplicated("_business", keep=False)]
    for name in names:
        rule = spec.fields[name].golden
        if rule == "best" or several.empty:
            continue
        pool = several[["_business", name]].dropna()
        if rule == "longest":
            weight = pool[name].astype("string").str.len()
        else:
            weight = pool.groupby(["_business", name])[name].transform("size")
        best = pool.assign(_weight=-weight).sort_values("_weight", kind="stable").drop_duplicates("_business")
        golden.loc[best["_business"], name] = best[name].to_numpy()
    return golden


def _status(ordered: pd.DataFrame) -> pd.Series[Any]:
    """With notes where the leading row has errors or warnings; our own list keeps its word unless it now has errors."""
    noted = (ordered["errors"] + ordered["notes"]) > 0
    if "status_validasi" in ordered:
        given = ordered["status_validasi"]
        noted = noted.mask(given.eq("valid").fillna(False) & (ordered["errors"] == 0), False)
        noted |= given.eq("valid_dengan_catatan").fillna(False)
    lead = noted.groupby(ordered["_business"], sort=False).first()
    return lead.map({True: "valid_dengan_catatan", False: "valid"})


def row_names(rows: pd.DataFrame) -> pd.Series[Any]:
    """Rows by name, as `sumber` and `into` say them: "file#sheet!row"."""
    return rows["file"].astype("string") + "#" + rows["sheet"].astype("string") + "!" + rows["row"].astype("string")


def _sources(ordered: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """How many rows speak for a business, and which: a row of our own dataset stands for the sources it names."""
    place = row_names(ordered)
    if "sumber" in ordered:
        place = ordered["sumber"].fillna(place)
    listed = _joined(ordered["_business"], place, " | ")
    return listed.str.count(r" \| ").add(1), listed


def _joined(groups: pd.Series[Any], texts: pd.Series[Any], mark: str) -> pd.Series[Any]:
    """The texts of each group in their order, joined; index: the groups, ascending (pandas takes 20 times as long)."""
    told: dict[Any, list[str]] = {}
    for group, text in sorted(zip(groups.tolist(), texts.tolist(), strict=True)):
        told.setdefault(group, []).append(text)
    index = pd.Index(list(told), name=groups.name, dtype=groups.dtype)
    return pd.Series([mark.join(some) for some in told.values()], index=index, dtype="string")


def _ids(ordered: pd.DataFrame, known: Mapping[str, str]) -> pd.Series[Any]:
    """id_umkm per business: the one it already had, the one the registry remembers, else a hash of its rows' keys."""
    keys = _joined(ordered["_business"], ordered["_key"], "|")
    ids = keys.map(lambda text: identifier("U", text)).astype("string")
    rank = (
        ordered["_key"]
        .map({key: place for place, key in enumerate(known)})
        .groupby(ordered["_business"], sort=False)
        .min()
    )
    if known:
        senior, at = np.array(list(known.values()), dtype=object), rank.dropna().astype("int64")
        ids.loc[at.index] = senior[at.to_numpy()]
    if "id_umkm" in ordered:
        given = ordered["id_umkm"].groupby(ordered["_business"], sort=False).min()
        ids = given.astype("string").fillna(ids)
    repeated = ids.duplicated(keep=False)
    if repeated.any():
        place = ordered.groupby("_business", sort=False)[["sha256", "sheet", "row"]].first().loc[ids.index[repeated]]
        place = place.assign(id=ids[repeated], rank=rank.reindex(place.index))
        order = place.sort_values(["id", "rank", "sha256", "sheet", "row"], kind="stable")
        nth = order.groupby("id").cumcount()
        later = nth[nth > 0]
        texts = ids.loc[later.index] + "#" + later.astype("string")
        ids = ids.mask(ids.index.isin(later.index), texts.map(lambda text: identifier("U", text)).astype("string"))
    return ids


def _owner_ids(ordered: pd.DataFrame) -> pd.Series[Any]:
    """id_pemilik per business: the same for all businesses of one owner."""
    keys = ordered.sort_values(["_owner", "_key"], kind="stable").groupby("_owner", sort=False)["_key"].first()
    owner_ids = keys.map(lambda text: identifier("P", text)).astype("string")
    if "id_pemilik" in ordered:
        given = ordered["id_pemilik"].groupby(ordered["_owner"], sort=False).min()
        owner_ids = given.astype("string").fillna(owner_ids)
    return ordered.groupby("_business", sort=False)["_owner"].first().map(owner_ids)


def identifier(prefix: str, text: str) -> str:
    """A short, stable id: 60 bits of BLAKE2b in letters and digits that are hard to confuse."""
    digest = hashlib.blake2b(text.encode(), digest_size=8, person=b"umkm-clean").digest()
    return prefix + b32encode(digest).decode()[:12]


def _lineage(several: pd.DataFrame, city: pd.DataFrame, names: list[str], ids: pd.Series[Any]) -> pd.DataFrame:
    parts = []
    for name in names:
        held = several.loc[several[name].notna(), ["_business", name]]
        if held.empty:
            continue
        winner = city[name].reindex(held["_business"])
        won = (held[name].to_numpy() == winner.to_numpy()).astype(bool)
        part = {"id_umkm": ids.reindex(held["_business"]).to_numpy(), "field": name}
        parts.append(
            pd.DataFrame(part | {"value": held[name].astype("string").to_numpy(), "won": won, "row_id": held.index})
        )
    columns = ["id_umkm", "field", "value", "won", "row_id"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _conflicts(several: pd.DataFrame, city: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    parts = []
    for name in [field for field in CONFLICT_FIELDS if field in names]:
        held = several.loc[several[name].notna(), ["_business", name]]
        winner = city[name].reindex(held["_business"]).to_numpy()
        lost = held[(held[name].to_numpy() != winner).astype(bool)]
        if lost.empty:
            continue
        right = several.loc[several[name].notna(), ["_business", name]]
        right = right[(right[name].to_numpy() == city[name].reindex(right["_business"]).to_numpy()).astype(bool)]
        holder = pd.Series(right.index, index=right["_business"].to_numpy())
        holder = holder[~holder.index.duplicated()]
        other = holder.reindex(lost["_business"]).to_numpy()
        value, chosen = (
            lost[name].astype("string").to_numpy(),
            city[name].reindex(lost["_business"]).astype("string").to_numpy(),
        )
        parts.append(
            pd.DataFrame({"row_id": lost.index, "field": name, "other": other, "value": value, "other_value": chosen})
        )
    columns = ["row_id", "field", "other", "value", "other_value"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def related_text(files: pd.Series[Any], sheets: pd.Series[Any], rows: pd.Series[Any]) -> list[str]:
    """The other side of a finding as JSON text, one list of one place for each row."""
    return [
        json.dumps([{"file": str(file), "sheet": str(sheet), "row": int(row)}], ensure_ascii=False)
        for file, sheet, row in zip(files, sheets, rows, strict=True)
    ]
