"""`python -m tools.sample --out sample_data [--seed N] [--rows-per-file N]`."""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from tools.sample.books import write_book
from tools.sample.plan import read_plans
from tools.sample.sheets import lay_out
from tools.sample.spoil import Spoiler
from tools.sample.truth import write_truth
from tools.sample.twins import build_city

SEED = 2026


def generate(out: Path, seed: int = SEED, rows_per_file: int | None = None) -> None:
    """Write the 29 workbooks to `out/kelurahan` and the truth to `out/truth`."""
    plans = read_plans(rows_per_file)
    city = build_city(seed, plans)
    spoiler = Spoiler(city)
    folder = out / "kelurahan"
    folder.mkdir(parents=True, exist_ok=True)
    books = []
    for index, plan in enumerate(plans):
        rows = spoiler.write_file(plan, index, seed)
        sheets = lay_out(plan, rows, Random(f"{seed}/lembar/{index}"))
        write_book(folder / plan.name, plan.format, sheets)
        books.append(sheets)
    write_truth(out / "truth", plans, city, books)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.sample", description="Invented kelurahan workbooks.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rows-per-file", type=int, default=None, help="the same number of rows for every file")
    arguments = parser.parse_args()
    generate(arguments.out, arguments.seed, arguments.rows_per_file)


if __name__ == "__main__":
    main()
