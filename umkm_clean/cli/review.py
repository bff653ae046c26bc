"""`umkm-clean review FILE`: take the YA/TIDAK decisions out of a filled-in review list, or take them back."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from umkm_clean.cli.options import Resolved, with_settings

ReviewFile = Annotated[str, typer.Argument(help="option.review_file", metavar="BERKAS", show_default=False)]
Undo = Annotated[bool, typer.Option("--undo", help="option.undo")]


@with_settings("lang", "registry")
def command(resolved: Resolved, file: ReviewFile = "", undo: Undo = False) -> int:
    """Remember what people decided; later rounds obey it until one of the two rows changes."""
    from umkm_clean.errors import UsageError
    from umkm_clean.nightly.workplace import workplace
    from umkm_clean.store.lock import hold

    if not file and not undo:
        raise UsageError("review-file")
    place, settings = workplace(resolved, Path.cwd())
    with hold(place.registry):
        return (
            _undone(place.registry, file, settings.lang) if undo else _taken(place.registry, Path(file), settings.lang)
        )


def _taken(registry: Path, file: Path, lang: str) -> int:
    from umkm_clean.cli.session import out
    from umkm_clean.nightly.review import take
    from umkm_clean.spec.texts import say
    from umkm_clean.store.registry import Registry

    with Registry.open(registry) as opened:
        kept, undecided = take(file, opened, datetime.datetime.now(datetime.UTC))
    out(
        say(
            "cli",
            "review.done",
            lang,
            file=file.name,
            new=kept.new,
            changed=kept.changed,
            known=kept.known,
            undecided=undecided,
        )
    )
    return 0


def _undone(registry: Path, file: str, lang: str) -> int:
    from umkm_clean.cli.session import out
    from umkm_clean.errors import UsageError
    from umkm_clean.spec.texts import say
    from umkm_clean.store.decide import undo
    from umkm_clean.store.registry import Registry

    if not registry.is_file():
        raise UsageError("no-registry", file=registry.name)
    with Registry.open(registry) as opened, opened.change() as connection:
        count = undo(connection, datetime.datetime.now(datetime.UTC), Path(file).name if file else "")
    out(say("cli", "review.undone" if count else "review.nothing", lang, count=count))
    return 0
