"""Every option, declared once: the common ones are the settings, added to each command that asks for them."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from umkm_clean.settings import BY_NAME, Resolved, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

#: Options of every command that reads spreadsheets, in the order `--help` shows them.
COMMON = ("kota", "lang", "as_of", "select", "ignore", "fail_on", "exit_zero", "quiet", "log_file", "jobs")
READING = (
    "sheet",
    "columns",
    "skip_hidden",
    "max_file_mb",
    "max_inflated_mb",
    "max_cells",
    "max_seconds",
    "max_child_mb",
)
WRITING = ("unmask", "view")

Files = Annotated[list[str], typer.Argument(help="option.files", metavar="BERKAS…", show_default=False)]
Report = Annotated[list[str] | None, typer.Option("--report", help="option.report", metavar="BERKAS")]
Returned = Annotated[str, typer.Option("--returned", help="option.returned", metavar="FOLDER")]
Format = Annotated[str, typer.Option("--format", help="option.format", metavar="text|json")]
ExplainLayout = Annotated[bool, typer.Option("--explain-layout", help="option.explain_layout")]
Timings = Annotated[bool, typer.Option("--timings", help="option.timings")]
OutFolder = Annotated[str, typer.Option("--out", help="option.out_folder", metavar="FOLDER")]
OutFile = Annotated[str, typer.Option("--out", help="option.out_file", metavar="BERKAS")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="option.dry_run")]
Code = Annotated[str, typer.Argument(help="option.code", metavar="KODE", show_default=False)]
CityFolder = Annotated[str, typer.Argument(help="option.city_folder", metavar="FOLDER")]
Kelurahan = Annotated[str, typer.Option("--kelurahan", help="option.kelurahan", metavar="NAMA")]

_KINDS: dict[type, tuple[Any, str]] = {
    bool: (bool | None, ""),
    int: (int | None, "ANGKA"),
    str: (str | None, "TEKS"),
    tuple: (list[str] | None, "TEKS"),
}


def with_settings(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options named here and hand it `resolved`: the settings with their origin."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        own = [
            parameter
            for name, parameter in inspect.signature(command, eval_str=True).parameters.items()
            if name != "resolved"
        ]
        common = [_parameter(name) for name in names]
        config = inspect.Parameter(
            "config", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_option("config", str | None, "BERKAS")
        )

        def run(**given: Any) -> int:
            file = given.pop("config", None) or os.environ.get("UMKM_CLEAN_CONFIG")
            line = {name: given.pop(name) for name in names}
            resolved = resolve(line, os.environ, Path.cwd(), Path(file) if file else None)
            return command(resolved=resolved, **given)

        parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        run.__signature__ = inspect.Signature([*parameters, *common, config])  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in [*parameters, *common, config]}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


def _parameter(name: str) -> inspect.Parameter:
    kind, metavar = _KINDS[type(BY_NAME[name].default)]
    choices = BY_NAME[name].metadata["choices"]
    annotation = _option(name, kind, "|".join(choices) or metavar)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _option(name: str, kind: Any, metavar: str) -> Any:
    dashed = "--" + name.replace("_", "-")
    if kind == bool | None:
        return Annotated[bool | None, typer.Option(dashed, help=f"option.{name}", show_default=False)]
    return Annotated[kind, typer.Option(dashed, help=f"option.{name}", metavar=metavar, show_default=False)]


__all__ = ["Resolved", "with_settings"]
