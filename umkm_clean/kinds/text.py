"""Free text: blanks and line breaks collapsed, invisible characters out, nothing else touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import BLANK, Kind, Reading
from umkm_clean.kinds.written.cell import first_look, shown, tidy

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context


def read(text: str, stored: str, context: Context) -> Reading:
    """The words as written. "tidak ada" says nothing here; a single word like "belum" may say something."""
    clean = tidy(text)
    empty = ("kosong", "nol", "tidak") if " " in clean else ("kosong", "nol")
    return first_look(clean, stored, context, dates=True, means=empty) or (Reading(value=clean) if clean else BLANK)


KIND = Kind("text", "string", read, shown, plain=r"[!-~]+(?: [!-~]+)*", plain_stored="tn", doubt=r"^#|^[Ee][Rr][Rr]:")
