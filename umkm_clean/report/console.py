"""What a person sees in the terminal: what became of each file, what was found, the first cells, what to do next."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import IO, TYPE_CHECKING

from umkm_clean.report.figures import file_line
from umkm_clean.report.findings import group_message, short_name
from umkm_clean.report.plain import fit, safe_text

if TYPE_CHECKING:
    from umkm_clean.model import RunResult
    from umkm_clean.report.findings import Findings, Group
    from umkm_clean.report.words import Words

STYLES = {"error": "bold red", "warning": "yellow", "info": "blue", "head": "bold", "good": "green", "dim": "dim"}
FILE_STYLE = {
    "diterima": "good",
    "diterima_dengan_catatan": "warning",
    "diterima_sebagian": "warning",
    "ditolak": "error",
}
MOST_GROUPS, MOST_FILES = 12, 40

Line = tuple[str, str]  # style, text


def show_summary(result: RunResult, found: Findings, words: Words, stream: IO[str] | None = None) -> None:
    """Print the summary, as wide as the terminal (80 to 120 columns), in colour only on a terminal."""
    from rich.console import Console
    from rich.text import Text

    out = stream or sys.stdout
    width = max(60, min(shutil.get_terminal_size((80, 24)).columns, 120))
    console = Console(file=out, markup=False, emoji=False, highlight=False, soft_wrap=True)
    encoding = getattr(out, "encoding", None)
    width -= 0 if fit("→", encoding) == "→" else 2  # the twins of our signs are longer
    for style, text in lines_of(result, found, words, width):
        console.print(Text(fit(text, encoding), style=STYLES.get(style, "")))


def lines_of(result: RunResult, found: Findings, words: Words, width: int) -> list[Line]:
    """The summary as styled lines."""
    lines: list[Line] = []
    listed = sorted(result.files, key=lambda report: report.path)
    for report in listed[:MOST_FILES]:
        line = file_line(report)
        status = words.of(f"status.{report.status.value}")
        counts = words.of(
            "console.rows",
            rows=line.rows,
            kept=line.kept,
            merged=line.merged,
            withheld=line.withheld,
            layout=line.layout,
        )
        name = safe_text(short_name(report.path))
        lines.append((FILE_STYLE[report.status.value], f"{name}: {status}"))
        lines += _wrapped("dim", counts, width, "   ")
    if len(listed) > MOST_FILES:
        lines.append(("dim", words.of("console.more-files", count=len(listed) - MOST_FILES)))
    shown = [group for group in found.groups if group.severity != "info"]
    if shown:
        lines += [("", ""), ("head", words.of("console.found"))]
    for group in shown[:MOST_GROUPS]:
        lines += _group(group, words, width)
    if len(shown) > MOST_GROUPS:
        lines.append(("dim", words.of("console.more-codes", count=len(shown) - MOST_GROUPS)))
    lines.append(("", ""))
    errors, warnings = found.count("error"), found.count("warning")
    notes = found.count("info")
    closing = words.of("console.totals", errors=errors, warnings=warnings, notes=notes)
    lines += _wrapped("head" if errors else "good", closing, width, "")
    lines += _wrapped("", words.of(_next(result, bool(errors or warnings))), width, "")
    return lines


def _next(result: RunResult, something: bool) -> str:
    """What to do now, as the key of a text: a merge has written the full list already."""
    if not something:
        return "console.fine"
    return "console.next-merge" if result.command == "merge" else "console.next"


def _group(group: Group, words: Words, width: int) -> list[Line]:
    severity = words.of(f"severity.{group.severity}")
    head = f"{group.code}  {words.number(group.count)}×  [{severity}]  {group_message(group, words)}"
    lines = _wrapped(group.severity, head, width, "", "   ")
    lines += _wrapped("dim", words.of("console.places", places=" · ".join(group.examples)), width, "   ")
    return lines + _wrapped("", words.of("console.remedy", remedy=group.remedy), width, "   ")


def _wrapped(style: str, text: str, width: int, first: str, later: str | None = None) -> list[Line]:
    indent = first if later is None else later
    folded = textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return [(style, line) for line in folded]
