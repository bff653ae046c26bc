"""A link spec as Splink settings: comparisons and blocking rules as SQL for DuckDB, weights as m and u.

Only text is made here, no engine is imported: `python -m benchmarks.linking --settings FILE` writes it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from umkm_clean.link.table import Ints, Table
    from umkm_clean.spec.link import BlockSpec, CompareSpec, KeyPart, LevelSpec, LinkSpec, QuestionSpec, TestSpec

#: How alike two words are (see `wording.py`), the rarity of one text's words found in another, the agreeing share.
MACROS = (
    """CREATE MACRO kata_mirip(a, b) AS CASE
        WHEN a = b THEN 1.0
        WHEN least(length(a), length(b)) = 1
            THEN CASE WHEN starts_with(a, b) OR starts_with(b, a) THEN 0.5 ELSE 0.0 END
        ELSE greatest(
            CASE WHEN jaro_winkler_similarity(a, b) >= 0.86
                THEN 1.0 - 2.5 * (1.0 - jaro_winkler_similarity(a, b)) ELSE 0.0 END,
            CASE WHEN least(length(a), length(b)) >= 3 AND (starts_with(a, b) OR starts_with(b, a))
                OR least(length(a), length(b)) >= 4 AND (ends_with(a, b) OR ends_with(b, a))
                THEN 0.8 ELSE 0.0 END)
        END""",
    """CREATE MACRO kata_termuat(a, b) AS
        list_sum([x.bit * list_max([kata_mirip(x.kata, y.kata) for y in b]) for x in a])""",
    "CREATE MACRO kata_bit(a) AS list_sum([x.bit for x in a])",
    """CREATE MACRO teks_mirip(a, b) AS 1.0 - damerau_levenshtein(replace(a, ' ', ''), replace(b, ' ', ''))
        / greatest(length(replace(a, ' ', '')), length(replace(b, ' ', '')), 1)""",
    """CREATE MACRO kata_sama(s, t, a, b) AS CASE WHEN s = t THEN 1.0 ELSE greatest(
        (kata_termuat(a, b) + kata_termuat(b, a)) / (kata_bit(a) + kata_bit(b)),
        CASE WHEN teks_mirip(s, t) >= 0.85 THEN teks_mirip(s, t) ELSE 0.0 END) END""",
    """CREATE MACRO kata_bersama(s, t, a, b) AS CASE WHEN s = t THEN kata_bit(a) ELSE greatest(
        least(kata_termuat(a, b), kata_termuat(b, a)),
        CASE WHEN teks_mirip(s, t) >= 0.85 THEN teks_mirip(s, t) * least(kata_bit(a), kata_bit(b)) ELSE 0.0 END) END""",
)


def settings_of(spec: LinkSpec, rows: int) -> dict[str, Any]:
    """Settings that `splink.Linker` accepts, for a table of so many rows; comparisons are named question__comparison.

    Splink adds up all comparisons as one question; the two questions are kept apart by their names.
    """
    chance = 1.0 / (1.0 + 2.0 ** -spec.questions[0].prior_at(rows))
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": chance,
        "comparisons": [_comparison(q, compare) for q in spec.questions for compare in q.compares],
        "blocking_rules_to_generate_predictions": [f"l.kunci_{b.name} = r.kunci_{b.name}" for b in spec.blocks],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def uses(spec: LinkSpec) -> set[tuple[str, str]]:
    """Which (column, helper) the settings read; helper is "text", "words" or "rare"."""
    found: set[tuple[str, str]] = set()
    for question in spec.questions:
        for compare in question.compares:
            found |= {(column, "text") for column in (compare.column, *compare.needs)}
            for test in (test for level in compare.levels for test in level.tests):
                helper = {"words": "words", "shared": "words", "rare": "rare"}.get(test.test, "text")
                found |= {(test.column, "text"), (test.column, helper)}
    return found


def _comparison(question: QuestionSpec, compare: CompareSpec) -> dict[str, Any]:
    silent = f"NOT ({_speaks(question, compare)})"
    levels: list[dict[str, Any]] = [
        {"sql_condition": silent, "label_for_charts": "silent", "is_null_level": True},
    ]
    for level in compare.levels:
        condition = " AND ".join(_test(test) for test in level.tests) or "ELSE"
        m, u = _shares(compare, level)
        levels.append(
            {
                "sql_condition": condition,
                "label_for_charts": level.name,
                "m_probability": m,
                "u_probability": u,
                "fix_m_probability": True,
                "fix_u_probability": True,
            }
        )
    return {"output_column_name": f"{question.name}__{compare.name}", "comparison_levels": levels}


def _speaks(question: QuestionSpec, compare: CompareSpec) -> str:
    """Condition under which a comparison says anything: its columns are filled, and none of `unless` has spoken."""
    filled = [f"{name}_l IS NOT NULL AND {name}_r IS NOT NULL" for name in compare.needs]
    others = [f"NOT ({_speaks(question, other)})" for other in question.compares if other.name in compare.unless]
    return " AND ".join([*filled, *others]) or "TRUE"


def _shares(compare: CompareSpec, level: LevelSpec) -> tuple[float, float]:
    """The m and u of a level, both at most 1, whose ratio is what the level weighs."""
    ratio = 2.0 ** (compare.weight * level.bits)
    m = min(max(level.m, 1e-9), 1.0)
    u = m / ratio
    return (m, u) if u <= 1.0 else (m / u, 1.0)


def _test(test: TestSpec) -> str:
    """One condition in SQL. A side that is empty makes it NULL, which is not true."""
    if test.test == "start" and test.at_least is not None:
        size, a, b = int(test.at_least), f"{test.column}_l", f"{test.column}_r"
        return f"length({a}) >= {size} AND left({a}, {size}) = left({b}, {size})"
    measure = _measure(test.column, test.test)
    if test.at_least is None and test.at_most is None:
        return measure if test.test in ("equal", "begins", "inside") else f"{measure} = 1"
    bounds = []
    if test.at_least is not None:
        bounds.append(f"{measure} >= {test.at_least - 1e-9}")
    if test.at_most is not None:
        bounds.append(f"{measure} <= {test.at_most + 1e-9}")
    return " AND ".join(bounds)


def _measure(column: str, measure: str) -> str:
    a, b = f"{column}_l", f"{column}_r"
    words = f"{a}, {b}, {column}__kata_l, {column}__kata_r"
    equal = f"list_has_any({column}__semua_l, {column}__semua_r)"
    parts = [f"CAST(substr({a}, {at}) = substr({b}, {at}) AS INT)" for at in ("-2, 2", "-4, 2")]
    return {
        "equal": equal,
        "rare": f"CASE WHEN {equal} THEN least({column}__banyak_l, {column}__banyak_r) END",
        "begins": f"(starts_with({a}, {b}) OR starts_with({b}, {a}))",
        "edit": f"damerau_levenshtein({a}, {b})",
        "jaro": f"jaro_winkler_similarity(replace({a}, ' ', ''), replace({b}, ' ', ''))",
        "words": f"kata_sama({words})",
        "shared": f"kata_bersama({words})",
        "near": f"abs(TRY_CAST({a} AS DOUBLE) - TRY_CAST({b} AS DOUBLE))",
        "date": f"(CAST(left({a}, length({a}) - 4) = left({b}, length({b}) - 4) AS INT) + {' + '.join(parts)})",
        "inside": f"(list_has_all(split({a}, ' '), split({b}, ' ')) OR list_has_all(split({b}, ' '), split({a}, ' ')))",
    }[measure]


def block_key(table: Table, block: BlockSpec) -> Ints:
    """The key under which each row is compared (-1: none): rows above the cap take the next `split` column in.

    Of a cell with several values the first counts.
    """
    rows = np.arange(table.rows, dtype=np.int64)
    key, open_, fresh = np.full(table.rows, -1, np.int64), np.zeros(table.rows, np.int64), 0
    steps: list[tuple[KeyPart, ...]] = [block.parts, *((part,) for part in block.split)]
    for parts in steps:
        for part in parts:
            codes = table.part(part.column, part.cut).codes[rows]
            rows, codes, open_ = rows[codes >= 0], codes[codes >= 0], open_[codes >= 0]
            open_ = np.unique(open_ * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1].astype(np.int64)
        size = np.bincount(open_)[open_] if len(open_) else open_
        fits = (size > 1) & (size <= block.cap)
        key[rows[fits]] = fresh + open_[fits]
        fresh += int(open_.max(initial=0)) + 1
        rows, open_ = rows[size > block.cap], open_[size > block.cap]
    return key
