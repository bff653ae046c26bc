"""`issues.jsonl`: one finding a line, the shape that machines rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from umkm_clean.report.columns import objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_clean.report.findings import Findings

#: Key of a line → column of the findings; the keys that must be there come first, in their order.
KEYS = {
    "code": "code", "name": "name", "severity": "severity", "actor": "actor", "field": "field", "file": "file",
    "sheet": "sheet", "row": "row", "column": "column", "cell": "cell", "header": "header", "count": "count",
    "raw": "shown_raw", "fixed": "shown_fixed", "message": "message", "related": "related", "remedy": "remedy",
}  # fmt: skip


def issue_lines(findings: Findings) -> Iterator[dict[str, Any]]:
    """Findings as plain values, ready for JSON; texts that are not there are null."""
    columns = [_plain(findings.lines[column], key) for key, column in KEYS.items()]
    for values in zip(*columns, strict=True):
        yield dict(zip(KEYS, values, strict=True))


def write_jsonl(findings: Findings, path: Path) -> int:
    """Write one line a finding; how many there are."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    count = 0
    with path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
        for line in issue_lines(findings):
            file.write(encode(line) + "\n")
            count += 1
    return count


def _plain(column: pd.Series[Any], key: str) -> Sequence[Any]:
    values = objects(column)
    if key == "related":
        known = {text: json.loads(text) if text else [] for text in set(values)}
        return [known[text] for text in values]
    if key in ("row", "count"):
        return [None if value is None else int(value) for value in values]
    return [value if value != "" else None for value in values]
