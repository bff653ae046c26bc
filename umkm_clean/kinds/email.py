"""E-mail addresses in small letters, several joined by " | ". A domain that is nearly a well-known one is told."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import compatible, first_look, shown
from umkm_clean.kinds.written.states import state

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context

INVALID = "KON121"
DOMAIN = "KON122"
ONE_OF_SEVERAL = "KON123"

JOINT = " | "
WELL_KNOWN = (
    "gmail.com",
    "yahoo.com",
    "yahoo.co.id",
    "ymail.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "rocketmail.com",
)
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
)
_SPACED = re.compile(r"\s*(?:\(at\)|\[at\]|@)\s*")
_BETWEEN = re.compile(r"\s*[;,|\s]\s*|/(?=\S+@)|(?<=[a-z])\s*/\s*")
LONGEST = 254


def read(text: str, stored: str, context: Context) -> Reading:
    """The addresses; what is no address is never mended, only pointed out."""
    if _ADDRESS.fullmatch(text) and not set("=/") & set(text) and len(text) <= LONGEST and not _meant(text):
        return Reading(value=text)  # what most cells hold
    early = first_look(text, stored, context)
    if early:
        return early
    if "@" not in text and state(text, context.spec):
        return Reading(blank=True)
    bare = _SPACED.sub("@", compatible(text).casefold().removeprefix("mailto:"))
    bare = re.sub(r"^e-?mail\s*[:=]\s*", "", bare)
    pieces = [piece.strip("<>()\"'.:") for piece in _BETWEEN.split(bare)]
    pieces = [piece for piece in pieces if piece]
    good = list(dict.fromkeys(piece for piece in pieces if len(piece) <= LONGEST and _ADDRESS.fullmatch(piece)))
    if not good:
        return Reading(code=INVALID)
    if len(good) < len(set(pieces)):
        return Reading(value=JOINT.join(good), code=ONE_OF_SEVERAL)
    meant = next((near for near in (_meant(address) for address in good) if near), "")
    return Reading(value=JOINT.join(good), code=DOMAIN if meant else None, facts={"domain": meant} if meant else {})


def _meant(address: str) -> str:
    """The well-known domain that one typing error away stands for, or ""."""
    return _domain_meant(address.rpartition("@")[2])


@lru_cache(maxsize=4_096)
def _domain_meant(domain: str) -> str:
    from rapidfuzz.distance import OSA

    if domain in WELL_KNOWN or domain.startswith(("mail.", "email.")):
        return ""
    near = [known for known in WELL_KNOWN if OSA.distance(domain, known, score_cutoff=1) <= 1]
    return near[0] if near and domain != "ymail.co" else ""


KIND = Kind(
    "email",
    "string",
    read,
    shown,
    plain=r"[a-z0-9_-]{1,40}(?:\.[a-z0-9_-]{1,40}){0,3}@(?:"
    + "|".join(domain.replace(".", r"\.") for domain in WELL_KNOWN)
    + ")",
)
