"""Text that is taken as it stands: our own columns (ids, sources, JSON), running numbers. Nothing is read into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.kinds.reading import Kind, Reading
from umkm_clean.kinds.written.cell import shown

if TYPE_CHECKING:
    from umkm_clean.kinds.reading import Context


def read(text: str, stored: str, context: Context) -> Reading:
    """The text itself; an error word is one too, since nobody typed these columns."""
    return Reading(value=text)


KIND = Kind("verbatim", "string", read, shown, plain="(?s).*", plain_stored="tnbdef")
