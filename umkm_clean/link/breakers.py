"""What looks absurd in a result: measured here, acted on by whoever called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_clean.link.prepare import raw_texts
from umkm_clean.link.result import Notes

if TYPE_CHECKING:
    import pandas as pd

    from umkm_clean.link.engine import Scored
    from umkm_clean.link.table import Ints
    from umkm_clean.spec.link import LinkSpec


def measure(records: pd.DataFrame, spec: LinkSpec, business: Ints, scored: Scored, nodes: Ints, engine: str) -> Notes:
    """Shares, partners and sizes against which the caller's limits are held.

    A partner is another group of rows that matches at the merge threshold; rows that are one by a sure key count once.
    """
    rows = len(records)
    size = np.bincount(business, minlength=rows)
    shared = size[business] > 1 if rows else np.zeros(0, np.bool_)
    share: dict[str, float] = {}
    if spec.source and spec.source in records:
        labels = raw_texts(records, spec.source).to_numpy(dtype=object)
        for label in sorted(set(labels)):
            share[str(label)] = float(shared[labels == label].mean())
    strong = scored.business(len(spec.questions) > 1) >= spec.decide.merge
    a, b = nodes[scored.left[strong]], nodes[scored.right[strong]]
    pairs = np.unique(np.stack([np.minimum(a, b), np.maximum(a, b)], axis=1)[a != b], axis=0)
    partners = np.bincount(pairs.ravel(), minlength=rows)
    large = np.flatnonzero(size > spec.breakers.cluster_rows)
    return Notes(
        rows=rows,
        compared=scored.compared,
        engine=engine,
        dropped=scored.dropped,
        duplicate_share=share,
        most_partners=int(partners.max(initial=0)),
        crowded=tuple(int(row) for row in np.flatnonzero(partners > spec.breakers.partners)),
        large_clusters=tuple((int(label), int(size[label])) for label in large),
    )
