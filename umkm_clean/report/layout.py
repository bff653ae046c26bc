"""`validate --explain-layout`: how each sheet was understood, in words a clerk can check against her screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.headers.explain import LayoutFact, explain_layout
from umkm_clean.report.findings import short_name
from umkm_clean.report.plain import safe_text

if TYPE_CHECKING:
    from umkm_clean.model import RunResult
    from umkm_clean.report.words import Words


def layout_lines(result: RunResult, words: Words) -> list[str]:
    """File by file: sheets, header rows, columns with the evidence, rows left out and why."""
    lines: list[str] = []
    for report in sorted(result.files, key=lambda item: item.path):
        lines += [safe_text(short_name(report.path))]
        facts = explain_layout([sheet.layout for sheet in report.sheets])
        lines += [line for fact in facts if (line := _line(fact, words))]
    return lines


def _line(fact: LayoutFact, words: Words) -> str:
    if fact.what in ("sheet", "repeated"):
        key = "layout.not-data" if fact.what == "sheet" and not fact.count else f"layout.{fact.what}"
        return "  " + words.of(key, sheet=safe_text(fact.sheet), other=safe_text(fact.detail))
    field = words.label(fact.field) if fact.field else words.of("layout.own")
    evidence = words.of(f"layout.evidence.{fact.evidence.value}") if fact.evidence else ""
    role = words.of(f"layout.role.{fact.role.value}") if fact.role else ""
    known = words.spec.texts.get(f"layout.{fact.what}")
    if known is None:
        return ""
    shown = {"header": safe_text(fact.header), "field": field, "evidence": evidence, "role": role}
    told = {"rows": fact.rows, "count": fact.count, "column": fact.column, "detail": safe_text(fact.detail)}
    line = words.of(f"layout.{fact.what}", **shown, **told).rstrip().removesuffix(" ()")
    return "    " + (line if fact.header else line.replace(' ""', "", 1))
