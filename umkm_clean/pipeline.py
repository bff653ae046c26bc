"""The main path, top to bottom: one function per command, each stage a plain call.

find → read (read/) → understand (headers/) → parse (parse/, kinds/) → derive → validate (predicates/)
     → judge (process.py) → gather (gather.py) → link (link/) → consolidate → ledger → report (report/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean import gather
from umkm_clean.consolidate import consolidate
from umkm_clean.link import Decisions, link, row_content_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from umkm_clean.model import FileResult, RunResult
    from umkm_clean.spec.types import Spec


def validate(results: Iterable[FileResult], spec: Spec) -> RunResult:
    """Judge files one by one: every data row is kept or withheld, nothing is merged."""
    files = list(results)
    records = gather.records(files)
    return gather.outcome(
        "validate", files, records.assign(fate=gather.fate_alone(records), id_umkm=None, into=None), spec
    )


def merge(
    results: Iterable[FileResult],
    spec: Spec,
    decisions: Decisions | None = None,
    recall: Callable[[pd.DataFrame], Mapping[str, str]] | None = None,
) -> RunResult:
    """One city dataset out of many files: link the accepted rows, keep one record per business, balance the ledger.

    `decisions` of people and `recall` come from the registry: `recall` takes all data rows and says which content key
    already has which id_umkm, in order of seniority.
    """
    files = list(results)
    records = gather.records(files)
    if records.empty:  # nothing to link: the findings say why
        return gather.outcome(
            "merge", files, records.assign(fate=gather.fate_alone(records), id_umkm=None, into=None), spec
        )
    accepted = records[~records["withheld"]].reset_index(names="row_id")
    linked = link(accepted.assign(source=accepted["file"]), spec.link, decisions)
    known = recall(records) if recall else None
    one = consolidate(accepted, linked.business, linked.owner, row_content_keys(accepted, spec.link), spec, known)
    fated = gather.fated(records, accepted, one.fates)
    return gather.outcome("merge", files, fated, spec, one, linked, accepted)
