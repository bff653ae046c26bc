"""Yes, no, in process: answers written where a number, a tick or a word is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Reading
from umkm_clean.kinds.written.cell import first_look, fold

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context
    from umkm_clean.spec.types import Spec

YES, NO, IN_PROCESS = "ya", "tidak", "proses"

_NO = frozenset("tidak tdk belum blm gak ga nggak ngga enggak ndak ora durung tanpa".split())  # noqa: SIM905
_IN_PROCESS = frozenset(
    [
        "proses",
        "diproses",
        "pengajuan",
        "diajukan",
        "mengajukan",
        "menunggu",
        "diurus",
        "mengurus",
        "pengurusan",
        "pendaftaran",
    ]
)
_YES = frozenset("ada punya sudah sdh memiliki mempunyai".split())  # noqa: SIM905
MOST_WORDS = 6


def state(text: str, spec: Spec) -> str:
    """`ya`, `tidak`, `proses`, or "" where the text is no such answer (or says more than an answer)."""
    folded = fold(text)
    vocab = spec.vocab.get("ya_tidak")
    found = vocab.variants.get(folded) if vocab else None
    if found:
        return found
    words = folded.split()
    if not words or len(words) > MOST_WORDS or any(char.isdigit() for char in folded):
        return ""
    if words[0] in _NO:
        return NO
    if any(word in _IN_PROCESS for word in words):
        return IN_PROCESS
    return YES if words[0] in _YES and not _NO.intersection(words) else ""


def answered(text: str, stored: str, context: Context) -> Reading | None:
    """What a cell for a licence number says without a number: nothing, `ya`, `tidak` or `proses`; else None."""
    early = first_look(text, stored, context, means=("kosong", "alasan", "nol"))
    if early:
        return early
    answer = state(text, context.spec)
    return Reading(value=answer) if answer else None
