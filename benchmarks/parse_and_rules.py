"""Parse and rules of 100,000 × 25 distinct rows beside `pandas.read_csv(dtype=str)` of the same rows, in one run.

    python -m benchmarks.parse_and_rules [rows]

Prints the best of three in processor seconds and their ratio; the target is 3 at most.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tests.rules.honest import AS_OF, Cell, Sheet, lists, raw_file
from umkm_clean import headers, parse, validate
from umkm_clean.derive import derive
from umkm_clean.issues import IssueLog
from umkm_clean.spec import load

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = 25


def main() -> None:
    """Write the rows, time both, print the ratio."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sheet, rows = sample(wanted)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([header for _, header in sheet.columns])
            writer.writerows(rows)
        floor = best(lambda: pd.read_csv(path, dtype=str))
    ours = best(judge(sheet, rows))
    print(
        f"{len(rows)} × {len(sheet.columns)}: read_csv {floor:.2f} s, parse and rules {ours:.2f} s, {ours / floor:.2f}×"
    )


def sample(wanted: int) -> tuple[Sheet, list[tuple[Cell, ...]]]:
    """One tidy list of distinct invented businesses."""
    sheets = lists(1, wanted, ["tidy"])
    rows = [row[:COLUMNS] for sheet in sheets for row in sheet.rows][:wanted]
    return replace(sheets[0], columns=sheets[0].columns[:COLUMNS]), rows


def judge(sheet: Sheet, rows: list[tuple[Cell, ...]]) -> Callable[[], None]:
    """What is timed: everything between the understood sheet and the findings."""
    spec, raw = load(), raw_file(sheet, rows)
    table = headers.understand(raw.sheets, spec)[0].tables[0]

    def run() -> None:
        parsed = parse.parse(raw.sheets[0], table, spec, AS_OF, 0, 0)
        values, notes, _ = derive(parsed.batch, spec, AS_OF)
        log = IssueLog()
        log.add(parsed.issues)
        log.add(notes)
        validate.validate(replace(parsed.batch, values=values), spec, AS_OF, log)

    return run


def best(run: Callable[[], object], times: int = 3) -> float:
    """Processor seconds of the fastest of a few runs."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


if __name__ == "__main__":
    main()
