"""What linking means for people: findings at both rows of a pair, and the table of doubtful pairs to decide on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_clean import codes
from umkm_clean.consolidate import related_text
from umkm_clean.link import row_content_keys
from umkm_clean.model import Fate

if TYPE_CHECKING:
    import numpy as np

    from umkm_clean.consolidate import Consolidated
    from umkm_clean.link import LinkResult, Pairs
    from umkm_clean.spec.types import Spec

#: Fields shown side by side in the review table, in this order.
COMPARED = [
    "nama_usaha",
    "nama_pemilik",
    "nik",
    "nib",
    "no_hp",
    "alamat_usaha",
    "rt",
    "rw",
    "kelurahan",
    "jenis_usaha",
    "produk",
    "tahun_berdiri",
    "omzet_tahunan",
]
PLACE = ["file", "sheet", "row"]
#: share of a file's rows that are someone else's too, from which on the file itself is doubtful
MOSTLY = 0.5


def merged_findings(accepted: pd.DataFrame, one: Consolidated) -> pd.DataFrame:
    """At every merged row: which row speaks for its business."""
    merged = one.fates[one.fates["fate"] == Fate.MERGED.value]
    return _paired(accepted, codes.LNK_MERGED, merged.index.to_numpy(), merged["into"].to_numpy())


def conflict_findings(accepted: pd.DataFrame, one: Consolidated, places: pd.DataFrame) -> pd.DataFrame:
    """At the cell whose value did not win, and at the row that won: the sources disagree. No value of the other side.

    `places`: where each file's fields stand: file, sheet, table, field, column (letters), header.
    """
    lost = one.conflicts
    found = _paired(accepted, codes.LNK_CONFLICT, lost["row_id"].to_numpy(), lost["other"].to_numpy())
    if found.empty:
        return found
    found = found.assign(field=lost["field"].to_numpy(), raw=lost["value"].to_numpy())
    known = places.drop_duplicates(["file", "sheet", "field"]).set_index(["file", "sheet", "field"])
    at = known.reindex(pd.MultiIndex.from_frame(found[["file", "sheet", "field"]]))
    found["column"], found["header"] = at["column"].to_numpy(), at["header"].to_numpy()
    cell = found["column"].astype("string") + found["row"].astype("Int64").astype("string")
    return found.assign(cell=cell)


def doubtful_findings(accepted: pd.DataFrame, linked: LinkResult) -> pd.DataFrame:
    """At both rows of each doubtful pair: a person must decide; the other side named by file, sheet and row."""
    pairs = linked.review
    both = [
        _paired(accepted, codes.LNK_DOUBTFUL, here, there)
        for here, there in ((pairs.left, pairs.right), (pairs.right, pairs.left))
    ]
    return pd.concat(both, ignore_index=True)


def note_findings(accepted: pd.DataFrame, linked: LinkResult) -> pd.DataFrame:
    """What linking says about the run: blocks it did not compare, groups that look too large."""
    notes = linked.notes
    lines: list[dict[str, Any]] = [
        {
            "code": codes.LNK_BLOCK_DROPPED,
            "count": drop.blocks,
            "facts": _facts(key=drop.key, rows=drop.rows, largest=drop.largest),
        }
        for drop in notes.dropped
    ]
    for label, size in notes.large_clusters:
        place = _place(accepted, label)
        lines.append({"code": codes.LNK_LARGE_GROUP, "count": 1, "facts": _facts(rows=size)} | place)
    lines += [{"code": codes.LNK_CROWDED, "count": 1, "facts": ""} | _place(accepted, row) for row in notes.crowded]
    for file, share in sorted(notes.duplicate_share.items()):
        if share > MOSTLY:
            facts = _facts(percent=round(100 * share))
            lines.append({"code": codes.LNK_MOSTLY_DUPLICATES, "count": 1, "facts": facts, "file": file})
    return pd.DataFrame(lines)


def review_table(accepted: pd.DataFrame, one: Consolidated, pairs: Pairs, spec: Spec) -> pd.DataFrame:
    """Doubtful pairs side by side, what matters most first: the columns of `tinjau_duplikat.xlsx`.

    `alasan` holds the evidence as JSON text: a list of {slug, column, left, right, bits}; words come when it is shown.
    `kunci_a` and `kunci_b`, last, are the content keys under which a decision is remembered (no data of anyone).
    """
    table = pd.DataFrame({"pasangan": range(1, len(pairs) + 1), "skor": pairs.score.round(4)})
    table["alasan"] = [_reasons(reasons) for reasons in pairs.reasons]
    table["keputusan"], table["catatan"] = "", ""
    compared = [name for name in COMPARED if name in accepted]
    for side, rows in (("a", pairs.left), ("b", pairs.right)):
        table[f"id_umkm_{side}"] = one.fates["id_umkm"].reindex(rows).to_numpy()
        for name, column in zip(("berkas", "lembar", "baris"), PLACE, strict=True):
            table[f"{name}_{side}"] = accepted[column].reindex(rows).to_numpy()
    for name in compared:
        for side, rows in (("a", pairs.left), ("b", pairs.right)):
            table[f"{name}_{side}"] = accepted[name].reindex(rows).to_numpy()
    for side, rows in (("a", pairs.left), ("b", pairs.right)):
        table[f"kunci_{side}"] = row_content_keys(accepted.loc[rows], spec.link)
    return table


def _place(accepted: pd.DataFrame, row: int) -> dict[str, Any]:
    """File, sheet and row of an accepted row."""
    return {name: accepted.at[row, name] for name in PLACE}


def _paired(accepted: pd.DataFrame, code: str, here: np.ndarray[Any, Any], there: np.ndarray[Any, Any]) -> pd.DataFrame:
    if not len(here):
        return pd.DataFrame()
    other = accepted.loc[there, PLACE]
    found = accepted.loc[here, PLACE].reset_index(drop=True).assign(code=code, count=1, facts="")
    return found.assign(related=related_text(other["file"], other["sheet"], other["row"]))


def _reasons(reasons: Any) -> str:
    lines = [
        {
            "slug": item.slug,
            "column": item.column,
            "left": item.left,
            "right": item.right,
            "bits": round(float(item.bits), 1),
        }
        for item in reasons
    ]
    return json.dumps(lines, ensure_ascii=False)


def _facts(**facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)
