"""Links any labelled or unlabelled table by any spec, and measures our engine beside others.

    python -m benchmarks.linking --own
    python -m benchmarks.linking --csv FILE --link SPEC.toml --out pairs.csv
    python -m benchmarks.linking --link SPEC.toml --settings splink.json

`--csv` writes one line `id_a,id_b,score,cluster` for every pair of rows that are one; `--own` prints a table of F1,
time and
memory on our own city, on febrl1-4, beside Splink and a naive comparison (each where it is installed).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from benchmarks.columns import NoColumnError, fitted
from umkm_clean.errors import SchemaError
from umkm_clean.link import link
from umkm_clean.link.engine import weigh
from umkm_clean.link.prepare import prepare
from umkm_clean.link.score import probability
from umkm_clean.link.splink_sql import MACROS, settings_of
from umkm_clean.link.steps import weighted
from umkm_clean.spec.link_load import load_link

if TYPE_CHECKING:
    from umkm_clean.spec.link import LinkSpec

HEAD = ("id_a", "id_b", "score", "cluster")


def read(path: Path) -> pd.DataFrame:
    """A CSV as text, whatever its delimiter and encoding; empty cells are missing."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    head = text.split("\n", 1)[0]
    mark = max(",;|\t%", key=head.count)
    rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=mark, skipinitialspace=True) if row]
    names = [name.strip() or f"column {place}" for place, name in enumerate(rows[0], 1)]
    cells = [[cell.strip() or None for cell in (row + [""] * len(names))[: len(names)]] for row in rows[1:]]
    return pd.DataFrame(cells, columns=names, dtype=object)


def ids_of(table: pd.DataFrame, spec: LinkSpec, wanted: str | None) -> tuple[str | None, list[str]]:
    """Name and values of the id column: the one asked for, the spec's, one called so, else row numbers from 0."""
    if wanted is not None and wanted not in table:
        raise NoColumnError(f"{wanted} is not a column of the table; it has: {', '.join(table.columns)}.")
    for name in (wanted, spec.id, "id", "rec_id", "unique_id", "Id", "ID"):
        if name is not None and name in table and table[name].is_unique:
            return name, table[name].astype(str).tolist()
    return None, [str(row) for row in range(len(table))]


def pairs_of(records: pd.DataFrame, spec: LinkSpec, business: np.ndarray) -> pd.DataFrame:
    """All pairs of rows of one cluster, with what the pair itself is worth."""
    order = np.argsort(business, kind="stable")
    found = []
    for step in range(1, int(np.bincount(business).max(initial=1))):
        a, b = order[:-step], order[step:]
        same = business[a] == business[b]
        found.append(np.stack([a[same], b[same]], axis=1))
    pairs = np.sort(np.concatenate(found), axis=1) if found else np.empty((0, 2), np.int64)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    table = prepare(records, spec)
    first, last = weigh(table, weighted(records, spec), pairs[:, 0], pairs[:, 1])
    score = probability(first) * (probability(last) if len(spec.questions) > 1 else 1.0)
    return pd.DataFrame({"a": pairs[:, 0], "b": pairs[:, 1], "score": score, "cluster": business[pairs[:, 0]]})


def link_csv(path: Path, spec_path: Path, out: Path, id_column: str | None, threshold: float | None) -> str:
    """Link a CSV by a spec and write its pairs. What was done, in one or two sentences."""
    spec = load_link(spec_path)
    spec = spec if threshold is None else spec.at(threshold)
    table = read(path)
    name, ids = ids_of(table, spec, id_column)
    records, said = fitted(table.drop(columns=[name] if name else []), spec, path.name)
    started = time.perf_counter()
    result = link(records, spec)
    seconds = time.perf_counter() - started
    pairs = pairs_of(records, spec, result.business)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for a, b, score, cluster in pairs.itertuples(index=False):
            writer.writerow((ids[a], ids[b], f"{score:.6f}", ids[cluster]))
    groups = len(np.unique(result.business))
    done = f"{len(records)} rows are {groups} after linking: {len(pairs)} pairs in {out.name}, {seconds:.1f} s."
    return "\n".join([*said, done])


def main(arguments: list[str] | None = None) -> int:
    """The command; 2 where the spec or the columns do not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", action="store_true", help="our city and febrl1-4, beside other tools")
    parser.add_argument("--rows", type=int, default=20_000, help="rows of our city (--own)")
    parser.add_argument("--seeds", default="71,72,73", help="seeds of our city (--own)")
    parser.add_argument("--csv", type=Path, help="a table to link")
    parser.add_argument("--link", type=Path, help="the spec to link it by")
    parser.add_argument("--out", type=Path, help="where the pairs go")
    parser.add_argument("--id", help="column that names the rows (default: the spec's, else row numbers from 0)")
    parser.add_argument("--threshold", type=float, help="merge at this probability instead of the spec's")
    parser.add_argument("--settings", type=Path, help="write the spec (--link) as Splink settings, macros beside it")
    given = parser.parse_args(arguments)
    if given.own:
        from benchmarks.rivals import compare

        compare([int(seed) for seed in given.seeds.split(",")], given.rows)
        return 0
    if given.settings and given.link:
        given.settings.write_text(json.dumps(settings_of(load_link(given.link), given.rows), indent=1) + "\n", "utf-8")
        given.settings.with_suffix(".sql").write_text(";\n".join(MACROS) + ";\n", "utf-8")
        return 0
    if not (given.csv and given.link and given.out):
        parser.error("give --own, or --csv, --link and --out, or --link and --settings")
    try:
        print(link_csv(given.csv, given.link, given.out, given.id, given.threshold), file=sys.stderr)
    except (NoColumnError, SchemaError, OSError) as failure:
        print(f"linking: {failure}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
