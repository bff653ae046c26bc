"""`umkm-clean restore [NUMBER]`: bring the outputs of an earlier round back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from umkm_clean.cli.options import Resolved, with_settings

if TYPE_CHECKING:
    from umkm_clean.nightly.workplace import Workplace

Number = Annotated[int, typer.Argument(help="option.backup", metavar="NOMOR", show_default=False)]


@with_settings("lang", "out", "registry")
def command(resolved: Resolved, number: Number = -1) -> int:
    """List the backups, or replace the output folder by one of them."""
    from umkm_clean.nightly.workplace import workplace
    from umkm_clean.store.lock import hold

    place, settings = workplace(resolved, Path.cwd())
    if number < 0:
        return _list(place, settings.lang)
    with hold(place.out, place.registry):
        return _restore(place, number, settings.lang)


def _list(place: Workplace, lang: str) -> int:
    from umkm_clean.cli.session import out
    from umkm_clean.spec.texts import say
    from umkm_clean.store.backups import listed

    found = listed(place.backups)
    folder = place.backups.name
    lines = [say("cli", "restore.listed" if found else "restore.none", lang, folder=folder)]
    for backup in found:
        files = sum(path.is_file() for path in backup.outputs.rglob("*"))
        lines.append(say("cli", "restore.line", lang, number=backup.number, files=files))
    out("\n".join(lines))
    return 0


def _restore(place: Workplace, number: int, lang: str) -> int:
    from umkm_clean.cli.session import out
    from umkm_clean.errors import UsageError
    from umkm_clean.report.write import atomic_folder
    from umkm_clean.spec.texts import say
    from umkm_clean.store import backups
    from umkm_clean.store.registry import Registry

    chosen = next((backup for backup in backups.listed(place.backups) if backup.number == number), None)
    if chosen is None:
        raise UsageError("backup-none", number=number, folder=place.backups.name)
    with atomic_folder(place.out) as fresh:
        backups.copy_back(chosen, fresh)
        if place.registry.is_file():
            with Registry.open(place.registry) as registry:
                backups.keep(place.out, place.backups, registry.last_number(), registry)
    out(say("cli", "restore.done", lang, out=place.out.name, number=number, inbox=place.inbox.name))
    return 0
