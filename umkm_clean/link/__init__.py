"""Linking: which rows are the same business, which have the same owner, which pairs a person must judge."""

from __future__ import annotations

from umkm_clean.link.result import Decisions, DroppedBlock, LinkResult, Notes, Pairs, Reason, content_key
from umkm_clean.link.steps import link, row_content_keys

__all__ = [
    "Decisions",
    "DroppedBlock",
    "LinkResult",
    "Notes",
    "Pairs",
    "Reason",
    "content_key",
    "link",
    "row_content_keys",
]
