"""`umkm-clean history`: who has sent, who is late, what was mended, round by round."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from umkm_clean.cli.options import Format, Resolved, with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.store.history import Movement, RoundLine, Sender

Period = Annotated[str, typer.Option("--period", help="option.period", metavar="MASA")]
_COUNTS = ("kept", "merged", "withheld", "new", "changed", "gone")
_SENDERS = ("kelurahan", "status", "day", *_COUNTS, "findings_open", "findings_new", "findings_fixed")
_ROUNDS = ("number", "period", "started", "exit_code", "files", "rows", *_COUNTS)
_SHOWN_ROUNDS = 12


@with_settings("kota", "lang", "registry")
def command(resolved: Resolved, format: Format = "text", period: Period = "") -> int:  # noqa: A002 - the option's name
    """Show the rounds of the registry; reads only."""
    from umkm_clean.cli.session import out
    from umkm_clean.errors import UsageError
    from umkm_clean.nightly.workplace import workplace
    from umkm_clean.spec import load
    from umkm_clean.store.registry import Registry

    place, settings = workplace(resolved, Path.cwd())
    if not place.registry.is_file():
        raise UsageError("no-registry", file=place.registry.name)
    names = [kelurahan.kelurahan for kelurahan in load(settings.kota or None).city.places]
    with Registry.open(place.registry) as registry:
        told = _told(registry, names, period)
    out(_json(*told) if format == "json" else _text(*told, settings.lang))
    return 0


def _told(
    registry: Any, names: Sequence[str], period: str
) -> tuple[str, list[RoundLine], list[Sender], list[Movement]]:
    from umkm_clean.store.history import last_two, movements, round_lines, senders

    rounds = round_lines(registry.connection)
    chosen = period or (rounds[-1].period if rounds else "")
    today = datetime.datetime.now().astimezone().date().isoformat()
    if not rounds:
        return "", [], [], []
    before, after = last_two(registry.connection, chosen)
    return (
        chosen,
        rounds,
        senders(registry.connection, names, chosen, today),
        movements(registry.connection, before, after),
    )


def _json(period: str, rounds: list[RoundLine], senders: list[Sender], movements: list[Movement]) -> str:
    told = {
        "schema": "umkm-clean.history/1",
        "period": period or None,
        "kelurahan": [asdict(line) for line in senders],
        "findings": [asdict(line) for line in movements],
        "rounds": [asdict(line) for line in rounds],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _text(period: str, rounds: list[RoundLine], senders: list[Sender], movements: list[Movement], lang: str) -> str:
    from umkm_clean.spec.texts import say

    if not rounds:
        return say("cli", "history.none", lang)
    sent = sum(line.status in ("sudah", "terlambat") for line in senders)
    lines = [asdict(line) | {"status": _status(line, lang)} for line in senders]
    told = say("cli", "history.title", lang, period=period, sent=sent, all=len(senders)) + "\n\n"
    told += _table(lines, _SENDERS, lang) + "\n" + say("cli", "history.rounds", lang) + "\n\n"
    return told + _table([asdict(line) for line in rounds[-_SHOWN_ROUNDS:]], _ROUNDS, lang)


def _status(line: Sender, lang: str) -> str:
    from umkm_clean.spec.texts import say

    words = say("cli", f"history.status.{line.status}", lang)
    if line.overdue:
        return say("cli", "history.overdue", lang, status=words)
    return say("cli", "history.twice", lang, status=words, times=line.times) if line.times > 1 else words


def _table(lines: Sequence[dict[str, Any]], columns: Sequence[str], lang: str) -> str:
    """A table as plain text: no colours, no boxes, as wide as it needs to be."""
    from rich.console import Console
    from rich.table import Table

    from umkm_clean.report.plain import safe_text
    from umkm_clean.spec.texts import say

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        number = bool(lines) and isinstance(lines[0][name], int)
        table.add_column(
            say("cli", f"history.column.{name}", lang), justify="right" if number else "left", no_wrap=True
        )
    for line in lines:
        table.add_row(*(safe_text(str(line[name])) for name in columns))
    text = StringIO()
    Console(
        file=text, width=400, markup=False, emoji=False, highlight=False, color_system=None, force_terminal=False
    ).print(table)
    return "\n".join(row.rstrip() for row in text.getvalue().splitlines()) + "\n"
