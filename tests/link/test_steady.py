"""Linking gives the same answer whatever the order, and never fails on odd tables."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest

from benchmarks.city import City, make_city
from tests.link.rows import COLUMNS, ROOT, SITI, groups, table, umkm
from umkm_clean.link import Decisions, LinkResult, link

SPEC = umkm()


@cache
def city() -> City:
    """About 600 rows of several lists, both truths known."""
    return make_city(600, 3)


def told(result: LinkResult, order: np.ndarray) -> tuple[object, ...]:
    """A result in terms of the rows themselves, free of their order."""
    pairs = {
        frozenset((int(order[a]), int(order[b]))): (round(float(score), 12), tuple(sorted(r.slug for r in reasons)))
        for part in (result.review, result.merged_pairs)
        for a, b, score, reasons in zip(part.left, part.right, part.score, part.reasons, strict=True)
    }
    turned = np.argsort(order)
    return groups(result.business[turned]), groups(result.owner[turned]), pairs


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_rows_and_files_does_not_matter(seed: int) -> None:
    records = city().records
    straight = told(link(records, SPEC), np.arange(len(records)))
    order = np.random.default_rng(seed).permutation(len(records))
    assert told(link(records.iloc[order].reset_index(drop=True), SPEC), order) == straight
    by_file = np.argsort(records["source"].to_numpy()[::-1], kind="stable")
    assert told(link(records.iloc[by_file], SPEC), by_file) == straight


def test_number_of_workers_does_not_matter() -> None:
    records = city().records
    everyone = np.arange(len(records))
    assert told(link(records, SPEC, workers=2), everyone) == told(link(records, SPEC), everyone)


def test_hash_seed_does_not_matter() -> None:
    code = (
        "from benchmarks.city import make_city; from umkm_clean.link import link; from tests.link.rows import umkm;"
        "r = link(make_city(300, 5).records, umkm());"
        "print(r.business.tolist(), r.owner.tolist(), r.review.left.tolist(), r.review.score.tolist())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_empty_table() -> None:
    result = link(table(), SPEC)
    assert len(result.business) == len(result.owner) == len(result.review) == 0
    assert result.notes.rows == 0


def test_one_row() -> None:
    result = link(table(SITI), SPEC)
    assert result.business.tolist() == [0]
    assert len(result.review) == len(result.merged_pairs) == 0


def test_rows_of_nothing_are_not_one_another() -> None:
    assert len(groups(link(table({}, {}, {}), SPEC).business)) == 3


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "source"])
@pytest.mark.parametrize("how", ["empty", "missing"])
def test_a_column_with_nothing_in_it(column: str, how: str) -> None:
    records = city().records.head(120)
    bare = records.assign(**{column: None}) if how == "empty" else records.drop(columns=column, errors="ignore")
    result = link(bare, SPEC)
    assert len(result.business) == 120
    assert (result.owner[result.business] == result.owner).all(), "a business lies within one owner"


def test_no_duplicates_at_all() -> None:
    records = city().records
    _, first = np.unique(city().owner, return_index=True)
    result = link(records.iloc[np.sort(first)], SPEC)
    assert len(result.business) == len(first)


def test_text_columns_of_any_dtype_give_one_answer() -> None:
    records = city().records
    everyone = np.arange(len(records))
    assert told(link(records.astype("string"), SPEC), everyone) == told(link(records, SPEC), everyone)


def test_labels_name_the_smallest_row_and_every_merge_has_its_pair() -> None:
    result = link(city().records, SPEC)
    for labels in (result.business, result.owner):
        assert (labels <= np.arange(len(labels))).all()
        assert (labels[labels] == labels).all()
    joined = int((result.business != np.arange(len(result.business))).sum())
    assert len(result.merged_pairs) == joined
    assert (result.business[result.merged_pairs.left] == result.business[result.merged_pairs.right]).all()
    assert (result.business[result.review.left] != result.business[result.review.right]).all()


def test_decisions_about_rows_that_are_gone_change_nothing() -> None:
    records = city().records
    everyone = np.arange(len(records))
    gone = Decisions(same=(("0" * 32, "1" * 32),), different=(("2" * 32, "3" * 32),))
    assert told(link(records, SPEC, gone), everyone) == told(link(records, SPEC), everyone)


def test_a_key_shared_by_too_many_rows_is_divided_or_noted() -> None:
    crowd = pd.DataFrame(
        [{**SITI, "nik": None, "nama_usaha": f"Usaha {n}", "alamat_usaha": f"Jl. Mawar No. {n}"} for n in range(90)]
    )
    notes = link(crowd.reindex(columns=list(COLUMNS)), SPEC).notes
    assert any(drop.key == "hp" and drop.rows == 90 for drop in notes.dropped)
