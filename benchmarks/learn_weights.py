"""Learns `schemas/umkm/link_weights.json` from labelled cities, once: `python -m benchmarks.learn_weights`.

m and u are counted, then tempered together by a logistic fit that is drawn towards them (evidence that repeats other
evidence
must count for less), then softened by hand where the invented city is surer than life. The seeds below are never used
to judge.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.city import City, Faults, make_city
from umkm_clean.link.block import candidates
from umkm_clean.link.estimate import random_pairs
from umkm_clean.link.measure import Measures
from umkm_clean.link.prepare import prepare
from umkm_clean.link.score import evidence, rarity
from umkm_clean.link.steps import canonical_order
from umkm_clean.spec.link_load import load_link

if TYPE_CHECKING:
    from umkm_clean.link.table import Floats, Ints, Table
    from umkm_clean.spec.link import LevelSpec, LinkSpec, QuestionSpec

HOME = Path(__file__).parent.parent / "schemas" / "umkm"
SEEDS = (9101, 9102, 9103, 9104, 9105, 9106, 9107, 9108, 9109, 9110)
PULL = 8.0  # how firmly the fit is drawn towards the counted bits
ROWS = 20_000
# Surer in the invented city than in life: (comparison, level) → least and most bits.
SOFT: dict[tuple[str, str], tuple[float, float]] = {
    ("produk", "beda"): (-4.0, 0.0),
    ("jenis", "beda"): (-3.0, 0.0),
    ("produk", "sama"): (0.0, 6.0),
    ("kbli", "sama"): (0.0, 5.0),
    ("kbli", "golongan_sama"): (-2.0, 1.0),
    ("kbli", "beda"): (-3.0, 0.0),
    ("tahun", "beda"): (-4.0, 0.0),
    ("nama", "beda"): (-9.0, 0.0),
    ("hp", "salah_satu_angka"): (0.0, 10.0),
    ("nib", "sama"): (0.0, 15.0),
    ("nib", "sama_banyak"): (0.0, 6.0),
    ("nib", "salah_satu_angka"): (0.0, 8.0),
    ("usaha", "beda"): (-6.0, 0.0),
    ("sebutan", "sama_lengkap"): (0.0, 5.0),
    ("sebutan", "sama"): (0.0, 3.0),
    ("sebutan", "beda"): (-3.0, 0.0),
    ("nib", "beda"): (-6.0, 0.0),
    ("kk", "beda"): (-3.0, 0.0),
    ("nik", "beda"): (-8.0, 0.0),
    ("nik", "tanggal_lahir_sama"): (-2.0, 6.0),
    ("lahir", "beda"): (-5.0, 0.0),
}


@dataclass(slots=True)
class Sheet:
    """One labelled table: its pairs, their levels, what rarity adds, and the truth about them."""

    rows: int
    levels: Ints
    extra: Floats
    truth: Floats


def learn() -> dict[str, Any]:
    """Weights of both questions, with where they come from."""
    spec = load_link(HOME / "link.toml", "estimate")
    cities = [ready(city, spec) for city in labelled()]
    questions: dict[str, Any] = {}
    for place, question in enumerate(spec.questions):
        m, u = counted(spec, question, cities, place)
        typical = u
        question = _with(question, m, u, typical)
        sheets = [sheet(spec, question, city, place) for city in cities]
        bits, prior, growth = fit(question, sheets, grows=place == 0)
        questions[question.name] = {
            "prior": round(prior, 3),
            "rows": ROWS,
            "growth": round(growth, 3),
            "compares": _written(question, bits),
        }
    return {
        "version": "1",
        "provenance": {
            "from": "benchmarks/learn_weights.py on benchmarks/city (invented rows, both truths known)",
            "seeds": list(SEEDS),
            "softened": {f"{compare}.{level}": list(bounds) for (compare, level), bounds in SOFT.items()},
            "note": "u is tempered: log2(m/u) is the weight after the logistic fit; typical is the counted share",
        },
        "questions": questions,
    }


def labelled() -> list[City]:
    """Cities of several sizes and kinds of dirt."""
    ordinary = [make_city(20_000, seed) for seed in SEEDS[:4]]
    dirty = [
        make_city(20_000, SEEDS[4], Faults(nik=0.0)),
        make_city(20_000, SEEDS[5], Faults(typing=2.0)),
        make_city(20_000, SEEDS[6], Faults(excel=0.5)),
    ]
    return [
        *ordinary,
        *dirty,
        make_city(60_000, SEEDS[7]),
        make_city(5_000, SEEDS[8]),
        *(make_city(800, SEEDS[9] + k, only=k) for k in range(6)),
    ]


def ready(city: City, spec: LinkSpec) -> tuple[Table, Ints, Ints, Ints, Ints]:
    """Prepared table, owner and business labels in canonical order, candidate pairs."""
    order = canonical_order(city.records, spec)
    table = prepare(city.records.take(order).reset_index(drop=True), spec)
    left, right, _ = candidates(table, spec)
    return table, city.owner[order], city.business[order], left, right


def counted(spec: LinkSpec, question: QuestionSpec, cities: list[Any], place: int) -> tuple[list[float], list[float]]:
    """Shares of all levels among pairs that belong together (m) and that do not (u), over all cities."""
    yes = [np.zeros(len(compare.levels)) for compare in question.compares]
    no = [np.zeros(len(compare.levels)) for compare in question.compares]
    for table, owner, business, _, _ in cities:
        a, b = same_pairs(owner)
        truth = np.ones(len(a), np.bool_) if place == 0 else business[a] == business[b]
        _count(table, spec, question, a[truth], b[truth], yes)
        if place == 0:
            x, y = random_pairs(table.rows, 300_000)
            apart = owner[x] != owner[y]
            _count(table, spec, question, x[apart], y[apart], no)
        else:
            _count(table, spec, question, a[~truth], b[~truth], no)
    shares = [[float(v) for c in side for v in (c + 0.5 / len(c)) / (c.sum() + 0.5)] for side in (yes, no)]
    return shares[0], shares[1]


def _count(table: Table, spec: LinkSpec, question: QuestionSpec, a: Ints, b: Ints, into: list[Floats]) -> None:
    levels = evidence(table, spec, question, a, b, 2).levels
    for column, total in enumerate(into):
        spoken = levels[:, column] >= 0
        total += np.bincount(levels[spoken, column], minlength=len(total))


def same_pairs(label: Ints) -> tuple[Ints, Ints]:
    """All pairs of rows with one label."""
    order = np.argsort(label, kind="stable")
    lefts, rights = [], []
    for step in range(1, int(np.bincount(label).max(initial=1))):
        a, b = order[:-step], order[step:]
        same = label[a] == label[b]
        lefts.append(np.minimum(a, b)[same])
        rights.append(np.maximum(a, b)[same])
    if not lefts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(lefts), np.concatenate(rights)


def sheet(spec: LinkSpec, question: QuestionSpec, city: Any, place: int) -> Sheet:
    """Candidate pairs as training lines; the second question is asked about pairs of one owner only."""
    table, owner, business, left, right = city
    if place:
        keep = owner[left] == owner[right]
        left, right = left[keep], right[keep]
    levels = evidence(table, spec, question, left, right, 2).levels
    truth = (owner[left] == owner[right]) if place == 0 else (business[left] == business[right])
    measures = Measures(table, left, right, 2)
    extra = np.zeros(len(left))
    for column, compare in enumerate(question.compares):
        for number, level in enumerate(compare.levels):
            if level.rarity:
                hit = levels[:, column] == number
                extra[hit] += rarity(measures, compare, level, spec.decide.rarity_bits)[hit]
    return Sheet(table.rows, levels, extra, truth.astype(float))


def fit(question: QuestionSpec, sheets: list[Sheet], grows: bool) -> tuple[Floats, float, float]:
    """Bits of every level, prior and growth: logistic regression drawn towards the counted bits (Newton's method)."""
    start, total = [], 0
    for compare in question.compares:
        start.append(total)
        total += len(compare.levels)
    counted_bits = np.array([level.bits for compare in question.compares for level in compare.levels])
    columns = np.concatenate([np.where(s.levels >= 0, s.levels + np.array(start), total) for s in sheets])
    size = np.concatenate([np.full(len(s.truth), np.log2(s.rows / ROWS) if grows else 0.0) for s in sheets])
    extra = np.concatenate([s.extra for s in sheets]) * np.log(2)
    truth = np.concatenate([s.truth for s in sheets])
    patterns, back = np.unique(np.c_[columns, size, np.round(extra, 1)], axis=0, return_inverse=True)
    count, hits = np.bincount(back), np.bincount(back, weights=truth)
    lines = np.zeros((len(patterns), total + 3))
    for column in range(columns.shape[1]):
        np.add.at(lines, (np.arange(len(patterns)), patterns[:, column].astype(int)), 1.0)
    lines = np.c_[lines[:, :total], np.ones(len(patterns)), patterns[:, columns.shape[1]]]
    offset = patterns[:, -1]
    aim = np.r_[counted_bits * np.log(2), -8.0, -0.5]
    pull = np.r_[np.full(total, PULL), 0.01, 0.01 if grows else 1e6]
    aim[-1] = aim[-1] if grows else 0.0
    beta = aim.copy()
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(lines @ beta + offset, -40, 40)))
        slope = lines.T @ (hits - count * chance) - pull * (beta - aim)
        curve = (lines * (count * chance * (1 - chance))[:, None]).T @ lines + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    bits = beta / np.log(2)
    return bits[:total], float(bits[total]), float(-bits[total + 1])


def _with(question: QuestionSpec, m: list[float], u: list[float], typical: list[float]) -> QuestionSpec:
    at, compares = 0, []
    for compare in question.compares:
        levels: list[LevelSpec] = []
        for level in compare.levels:
            levels.append(replace(level, m=m[at], u=max(u[at], 1e-7), typical=max(typical[at], 1e-7)))
            at += 1
        compares.append(replace(compare, levels=tuple(levels)))
    return replace(question, compares=tuple(compares))


def _written(question: QuestionSpec, bits: Floats) -> dict[str, Any]:
    at, compares = 0, {}
    for compare in question.compares:
        levels: dict[str, Any] = {}
        for level in compare.levels:
            low, high = SOFT.get((compare.name, level.name), (-20.0, 30.0))
            weight = min(max(float(bits[at]), low), high)
            levels[level.name] = {"m": float(f"{level.m:.6g}"), "u": float(f"{level.m / 2**weight:.6g}")}
            if level.rarity:
                levels[level.name]["typical"] = float(f"{level.typical:.6g}")
            at += 1
        compares[compare.name] = {"levels": levels}
    return compares


def main() -> None:
    """Write the weights file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HOME / "link_weights.json")
    out = parser.parse_args().out
    out.write_text(json.dumps(learn(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
