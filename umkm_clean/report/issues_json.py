"""`issues.jsonl`: one finding a line, the shape that machines rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

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
    columns = [_encoded(_plain(findings.lines[column], key), key) for key, column in KEYS.items()]
    with path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
        file.writelines(["{" + ", ".join(line) + "}\n" for line in zip(*columns, strict=True)])
    return len(findings.lines)


def _plain(values: Sequence[Any], key: str) -> Sequence[Any]:
    if key == "related":
        known = {text: json.loads(text) if text else [] for text in set(values)}
        return [known[text] for text in values]
    if key in ("row", "count"):
        return [None if value is None else int(value) for value in values]
    return [value if value != "" else None for value in values]


def _encoded(values: Sequence[Any], key: str) -> Sequence[str]:
    """`"key": value` of every line: the same few values over and over are encoded once."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    name = encode(key) + ": "
    if key == "related":
        return [name + (encode(value) if value else "[]") for value in values]
    known = {value: name + encode(value) for value in set(values)}
    return [known[value] for value in values]
