"""Which id each row's business already has: by what the row says, or by knowing a corrected row again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_clean.link import row_content_keys
from umkm_clean.store.rounds import pair_with_last

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from umkm_clean.spec.types import Spec

_KNOWN = """
SELECT keys.key, keys.id_umkm, keys.lead FROM keys LEFT JOIN businesses USING (id_umkm)
ORDER BY coalesce(businesses.first_round, keys.first_round), keys.id_umkm, keys.lead DESC, keys.first_round, keys.key
"""


def known_ids(connection: sqlite3.Connection, records: pd.DataFrame, spec: Spec, secret: bytes) -> Mapping[str, str]:
    """Content key → id_umkm, oldest business first and, within a business, first the row that spoke for it.

    The order is part of the answer: of businesses that become one the first id survives, of one that is parted the part
    with the first key keeps the id. Rows that were corrected since the last round are known by `match.same_rows`.
    """
    known = {key: (id_umkm, lead) for key, id_umkm, lead in connection.execute(_KNOWN)}
    if not known or records.empty:
        return {key: id_umkm for key, (id_umkm, _) in known.items()}
    if not pd.Series(row_content_keys(records, spec.link)).isin(list(known)).all():
        paired, old = pair_with_last(connection, records, spec, secret)
        strange = paired[paired["was"].notna() & ~paired["key"].isin(list(known)) & ~records["withheld"].to_numpy()]
        before = dict(zip(old["handle"], old["key"], strict=True))
        for key, was, handle in zip(strange["key"], strange["was"], strange["handle"], strict=True):
            _, lead = known.get(before[handle], ("", 0))
            known.setdefault(key, (str(was), lead))
        seniority = {
            id_umkm: place for place, id_umkm in enumerate(dict.fromkeys(id_umkm for id_umkm, _ in known.values()))
        }
        known = dict(sorted(known.items(), key=lambda item: (seniority[item[1][0]], -item[1][1])))
    return {key: id_umkm for key, (id_umkm, _) in known.items()}
