"""`umkm-clean schema …`: the rules of a city, shown, checked, scaffolded, exported."""

from __future__ import annotations

from typing import Annotated

import typer

from umkm_clean.cli.options import COMMON, READING, CityFolder, Files, OutFile, Resolved, with_settings

ExportFormat = Annotated[
    str, typer.Option("--format", help="option.export_format", metavar="table-schema|json-schema|pandera")
]
CityCode = Annotated[str, typer.Argument(help="option.city_code", metavar="KODE")]


@with_settings("kota", "lang")
def show(resolved: Resolved) -> int:
    """Print every resolved value with the file that said it."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec import load, publish

    out(publish.shown(load(resolved.settings.kota or None), resolved.settings.lang))
    return 0


@with_settings("lang")
def check(folder: CityFolder, resolved: Resolved) -> int:
    """Print what is wrong with a city folder; 0 when nothing is."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec.texts import say

    problems = problems_of(folder, resolved.settings.lang)
    out("\n".join(problems) or say("cli", "done.schema-good", resolved.settings.lang, folder=folder))
    return 2 if problems else 0


def problems_of(folder: str, lang: str) -> list[str]:
    """What the loader complains of, then the predicates: a test that does not exist or takes other parameters."""
    from umkm_clean.spec.check import Problem, read
    from umkm_clean.spec.complaints import Complaints
    from umkm_clean.validate import bind

    complaints = Complaints(gather=True)
    list(bind(read(folder, complaints), complaints))
    return [Problem(error).text(lang) for error in complaints.found]


@with_settings("lang")
def new(code: CityCode, resolved: Resolved, out_folder: OutFile = "") -> int:
    """Scaffold a city folder; never overwrites."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec.scaffold import scaffold
    from umkm_clean.spec.texts import say

    folder = scaffold(code, out_folder or code)
    out(say("cli", "done.written", resolved.settings.lang, folder=folder))
    return 0


@with_settings("kota", "lang")
def export(resolved: Resolved, format: ExportFormat = "table-schema") -> int:  # noqa: A002 - the option's name
    """Print the rules in another form."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec import load, publish

    out(publish.export(load(resolved.settings.kota or None), format))
    return 0


@with_settings(*COMMON, *READING)
def vocab(files: Files, resolved: Resolved, out: OutFile = "usulan_pilihan.csv") -> int:
    """Write proposals for values that no choice list knows yet."""
    from umkm_clean.cli.session import session

    with session(files, resolved) as current:
        from umkm_clean import pipeline
        from umkm_clean.cli import show as showing

        return showing.proposed(pipeline.validate(current.results, current.spec), current, out)


commands = {"show": show, "check": check, "new": new, "export": export, "vocab": vocab}
