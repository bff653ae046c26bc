"""The size class of a business by law: PP 7/2021 art. 35, and UU 20/2008 art. 6 that it replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from umkm_clean.predicates.columns import numbers

if TYPE_CHECKING:
    import pandas as pd

    from umkm_clean.spec.types import Spec

#: Column of amounts → the law's criterion in `umkm_thresholds.csv`.
CAPITAL, SALES, NET_WORTH = "modal_usaha", "hasil_penjualan_tahunan", "kekayaan_bersih"
NOW, BEFORE = "PP 7/2021", "UU 20/2008"
#: Since this year capital classes a new firm; sales class those that existed before (PP 7/2021 art. 35 (1), (4)).
NEW_FIRMS = 2021
#: Classes as numbers: their place here, −1 where nothing is known.
NAMES = ("Mikro", "Kecil", "Menengah", "Besar")
TOO_LARGE, UNKNOWN = 3, -1
Classes = np.ndarray[Any, np.dtype[np.int64]]


def limits(spec: Spec, law: str, criterion: str) -> list[float]:
    """Upper bounds (inclusive) of micro, small and medium, in rupiah."""
    rows = [row for row in spec.tables["umkm_thresholds"] if row["rule"].startswith(law)]
    return sorted(float(row["up_to_and_including"]) for row in rows if row["criterion"].startswith(criterion))


def classed(amounts: np.ndarray[Any, Any], bounds: list[float]) -> Classes:
    """The class of each amount."""
    return np.where(np.isnan(amounts), UNKNOWN, np.searchsorted(bounds, amounts, side="left"))


def by_law_now(values: pd.DataFrame, spec: Spec) -> Classes:
    """The class by PP 7/2021: by yearly sales, by capital where sales are unknown or the firm is new."""
    by_sales, by_capital = possible_now(values, spec)
    new = numbers(values, "tahun_berdiri") >= NEW_FIRMS
    return np.where((by_sales == UNKNOWN) | (new & (by_capital != UNKNOWN)), by_capital, by_sales)


def possible_now(values: pd.DataFrame, spec: Spec) -> tuple[Classes, Classes]:
    """The classes that PP 7/2021 allows: by sales, by capital.

    A turnover of a day or of unknown period speaks only where every reading of it is micro.
    """
    bounds = limits(spec, NOW, SALES)
    by_sales = classed(numbers(values, "omzet_tahunan"), bounds)
    for field in ("omzet_harian", "omzet"):
        by_sales[(by_sales == UNKNOWN) & (numbers(values, field) * 365 <= bounds[0])] = 0
    return by_sales, classed(numbers(values, "modal"), limits(spec, NOW, CAPITAL))


def possible_before(values: pd.DataFrame, spec: Spec) -> tuple[Classes, Classes]:
    """The classes that UU 20/2008 allowed: by sales, by net worth (assets, or capital where assets are unknown)."""
    worth = numbers(values, "aset")
    worth = np.where(np.isnan(worth), numbers(values, "modal"), worth)
    sales = classed(numbers(values, "omzet_tahunan"), limits(spec, BEFORE, SALES))
    return sales, classed(worth, limits(spec, BEFORE, NET_WORTH))
