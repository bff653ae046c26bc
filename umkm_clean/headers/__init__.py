"""Which row is the header, which column is which field, which rows are layout: raw sheets → how they are understood.

words → match → find (header rows) → columns (fields) → roles (rows) → sheets (the file as a whole)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.headers.environment import LayoutOptions, environment
from umkm_clean.headers.explain import LayoutFact, explain_layout
from umkm_clean.headers.grid import Grid
from umkm_clean.headers.sheets import finish
from umkm_clean.headers.tables import read_sheet
from umkm_clean.headers.totals import check_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.model import RawSheet, SheetLayout
    from umkm_clean.spec.types import Spec

__all__ = ["LayoutFact", "LayoutOptions", "check_totals", "explain_layout", "understand"]


def understand(sheets: Sequence[RawSheet], spec: Spec, options: LayoutOptions | None = None) -> tuple[SheetLayout, ...]:
    """How each sheet of one file is understood, in the order given.

    All sheets of the file are judged together, so that covers, helpers and repeated sheets are known as such. A file in
    which no data sheet is recognised carries an error finding. Every row of `held_rows` gets exactly one role.
    """
    env = environment(spec, options or LayoutOptions())
    return finish([read_sheet(Grid(sheet), env) for sheet in sheets], env)
