"""`make bench`: whole processes, several runs in turn, medians and ratios on one machine. Writes benchmarks/RESULTS.md.

Every line is measured beside its floor: importing the libraries and reading the same file with the fastest reader.
Peers are measured where they are installed (`pip install frictionless pointblank splink duckdb`).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import inputs

FLOOR = (
    "import pandera.pandas, python_calamine as c; "
    "[c.CalamineWorkbook.from_path(n).get_sheet_by_index(0).to_python() for n in {files!r}]"
)
FLOOR_CSV = "import pandera.pandas, pandas; pandas.read_csv({file!r}, dtype=str)"


@dataclass(frozen=True)
class Figure:
    """Median wall seconds and peak memory (MB, of the largest process) of one command."""

    seconds: float
    peak: float
    code: int


def measure(command: list[str], runs: int) -> Figure:
    """Run a command several times; the operating system's own account of memory."""
    times, peak, code = [], 0.0, 0
    for _ in range(runs):
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = code = os.waitstatus_to_exitcode(status)
        times.append(time.perf_counter() - started)
        peak = max(peak, usage.ru_maxrss / 1024)
    return Figure(statistics.median(times), peak, code)


def tool(*arguments: str) -> list[str]:
    """Our command line."""
    return [sys.executable, "-m", "umkm_clean", *arguments]


def snippet(text: str) -> list[str]:
    """A Python one-liner."""
    return [sys.executable, "-c", text]


def plan(work: Path, sizes: tuple[int, ...], million: bool) -> list[tuple[str, list[str], str, float]]:
    """Lines of the table: name, command, name of the line it is compared with, target ratio (0: none)."""
    lines: list[tuple[str, list[str], str, float]] = [("import typer", snippet("import typer"), "", 0)]
    light = (["--help"], ["--version"], ["explain", "NIK001"])
    lines += [(" ".join(command), tool(*command), "import typer", 2) for command in light]
    for size in sizes:
        book = str(inputs.write_xlsx(work / f"clean{size}.xlsx", size, 1))
        lines.append((f"floor {size}", snippet(FLOOR.format(files=[book])), "", 0))
        lines.append(
            (f"validate {size}", tool("validate", book), f"floor {size}", {20_000: 1.5, 100_000: 2}.get(size, 0))
        )
        if importlib.util.find_spec("frictionless") and size == 100_000:
            lines.append((f"frictionless {size}", [sys.executable, "-m", "frictionless", "validate", book], "", 0))
            lines.append((f"validate {size} again", tool("validate", book), f"frictionless {size}", 0.35))
    wrong = str(inputs.write_xlsx(work / "wrong20000.xlsx", 20_000, 1, wrong=True))
    lines.append(("validate all wrong 20000", tool("validate", wrong), "validate 20000", 2))
    city = work / "city"
    city.mkdir()
    names = [str(inputs.write_xlsx(city / f"kelurahan{number:02d}.xlsx", 690, number)) for number in range(29)]
    lines.append(("floor 29 files", snippet(FLOOR.format(files=names)), "", 0))
    lines.append(("merge 29 files", tool("merge", str(city), "--out", str(work / "out")), "floor 29 files", 4))
    if million:
        table = inputs.write_csv(work / "million.csv", 1_000_000, 1)
        hundred = inputs.write_csv(work / "hundred.csv", 100_000, 1)
        flat = inputs.write_parquet(work / "million.parquet", table)
        lines.append(("validate 100000 csv", tool("validate", str(hundred)), "", 0))
        lines.append(("validate 1000000 csv", tool("validate", str(table)), "validate 100000 csv", 11))
        lines.append(("validate 1000000 parquet", tool("validate", str(flat)), "validate 100000 csv", 11))
    return lines


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", default="1000,20000,100000")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--out", default=str(Path(__file__).parent / "RESULTS.md"))
    options = parser.parse_args()
    sizes = tuple(int(size) for size in options.sizes.split(","))
    with tempfile.TemporaryDirectory() as folder:
        lines = plan(Path(folder), sizes, options.million)
        figures: dict[str, Figure] = {}
        for name, command, _, _ in lines:
            figures[name] = measure(command, options.runs)
            print(
                f"{name:28} {figures[name].seconds:8.2f} s {figures[name].peak:8.0f} MB  exit {figures[name].code}",
                flush=True,
            )
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    head = f"{machine}; medians of {options.runs} runs."
    table = ["# Results", "", head, "", "| what | seconds | peak MB | ratio | target |", "|---|---|---|---|---|"]
    for name, _, beside, target in lines:
        ratio = f"{figures[name].seconds / figures[beside].seconds:.2f} × {beside}" if beside else ""
        goal = f"≤ {target}" if target else ""
        table.append(f"| {name} | {figures[name].seconds:.2f} | {figures[name].peak:.0f} | {ratio} | {goal} |")
    Path(options.out).write_text("\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
