"""Reading a workbook of 20,000 × 25 cells through the pool, against calamine's own `to_python()` of it.

    python -m tests.readers.speed [--rows 20000] [--times 5]

Each measurement is a process of its own, the two sides by turns. "cold" is from the start of the pool to the file in
the parent's hands, pyarrow imported meanwhile, as the product does with pandas; "warm" is the second file of a pool.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.readers.builders import big_workbook

_CALAMINE = """
import time, json, sys, resource
t = time.perf_counter()
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(skip_empty_area=False)
print(json.dumps({"wall": time.perf_counter() - t, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
_POOL = """
import time, json, sys, resource
from umkm_clean.read.pool import ReadingPool
t = time.perf_counter()
with ReadingPool([sys.argv[1]] * 2) as pool:
    import pyarrow.compute
    files = iter(pool)
    first = next(files)
    cold = time.perf_counter() - t
assert first.refused is None and first.sheets[0].n_rows == int(sys.argv[2]), first.refused
with ReadingPool([sys.argv[3], sys.argv[1]]) as pool:
    files = iter(pool)
    next(files)
    t = time.perf_counter()
    next(files)
    warm = time.perf_counter() - t
own = resource.getrusage(resource.RUSAGE_SELF)
child = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cold": cold, "warm": warm, "peak": own.ru_maxrss / 1024, "child": child.ru_maxrss / 1024}))
"""


def measure(rows: int, times: int) -> dict[str, float]:
    """Medians in seconds and peaks in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path, small = str(Path(folder) / "besar.xlsx"), str(Path(folder) / "kecil.xlsx")
        big_workbook(path, rows)
        big_workbook(small, 10)
        base, pool = [], []
        for _ in range(times):
            base.append(_run(_CALAMINE, path))
            pool.append(_run(_POOL, path, str(rows), small))
    result = {"calamine": statistics.median(run["wall"] for run in base)}
    result |= {name: statistics.median(run[name] for run in pool) for name in ("cold", "warm")}
    result |= {
        "calamine_best": min(run["wall"] for run in base),
        "cold_best": min(run["cold"] for run in pool),
        "warm_best": min(run["warm"] for run in pool),
        "calamine_peak": max(run["peak"] for run in base),
        "parent_peak": max(run["peak"] for run in pool),
        "child_peak": max(run["child"] for run in pool),
    }
    return result


def _run(code: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--times", type=int, default=5)
    given = options.parse_args()
    figures = measure(given.rows, given.times)
    for name, value in figures.items():
        print(f"{name:14} {value:8.3f}")
    print(f"ratio cold {figures['cold'] / figures['calamine']:.2f}, warm {figures['warm'] / figures['calamine']:.2f}")
    best = figures["calamine_best"]
    print(f"best  cold {figures['cold_best'] / best:.2f}, warm {figures['warm_best'] / best:.2f}")
