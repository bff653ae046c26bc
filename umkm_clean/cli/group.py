"""The group of commands: each one is imported only when it is called, and speaks the reader's language."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from umkm_clean.spec.texts import say

#: command → module of `umkm_clean/cli/`; a module has `command`, or `commands` (a table name → function).
COMMANDS = {
    "validate": "validate",
    "merge": "merge",
    "run": "run",
    "review": "review",
    "template": "template",
    "explain": "explain",
    "schema": "schema",
    "history": "history",
    "init": "init",
    "doctor": "doctor",
    "config": "config",
    "restore": "restore",
}
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
language = "id"


class Page:
    """Help of a command in the reader's language: usage, sections and the words of every option."""

    name: str | None
    params: list[Any]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, description, arguments, options and commands."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        for english, key in (("[OPTIONS]", "help.metavar-options"), ("COMMAND [ARGS]...", "help.metavar-command")):
            pieces = pieces.replace(english, say("cli", key, language))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli", "help.usage", language) + ": ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")  # type: ignore[attr-defined]
        arguments, options = [], []
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            record = _record(parameter, ctx)
            if record:
                (arguments if parameter.param_type_name == "argument" else options).append(record)
        commands = [(name, summary(self.path(ctx, name))) for name in self.names()]
        for key, rows in (("help.arguments", arguments), ("help.commands", commands), ("help.options", options)):
            if rows:
                with formatter.section(say("cli", key, language)):
                    formatter.write_dl(rows)
        if ctx.parent is None:
            formatter.write_paragraph()
            formatter.write_text(say("cli", "app.epilog", language))

    def names(self) -> Sequence[str]:
        """Names of sub-commands."""
        return ()

    def path(self, ctx: Any, name: str) -> str:
        """Dotted name of a sub-command."""
        return name if ctx.parent is None else f"{self.name}.{name}"


class Command(Page, TyperCommand):
    """A single command."""


class Group(Page, TyperGroup):
    """A table of commands, imported on demand."""

    table: dict[str, Any] = {}  # noqa: RUF012 - set once for each group below

    def names(self) -> Sequence[str]:
        """Names of sub-commands."""
        return list(self.table)

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module and build it; None for an unknown name."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        if callable(entry):
            return build(f"{self.name}.{cmd_name}", cmd_name, entry)
        module = importlib.import_module(f"umkm_clean.cli.{entry}")
        if hasattr(module, "commands"):
            return group(cmd_name, module.commands)
        return build(cmd_name, cmd_name, module.command)


def summary(path: str) -> str:
    """One sentence about a command."""
    return say("cli", f"command.{path}", language)


def build(path: str, name: str, function: Any) -> Any:
    """A command out of a function, its texts translated."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=HELP_NAMES)
    app.command(name=name, cls=Command, help=summary(path))(function)
    return typer.main.get_command(app)


def group(name: str, table: dict[str, Any]) -> Any:
    """A group out of a table of commands."""
    help_text = say("cli", "app" if name == "umkm-clean" else f"command.{name}", language)
    made = Group(name=name, help=help_text, context_settings=HELP_NAMES, rich_markup_mode=None)
    made.table = table
    return made


def _record(parameter: Any, ctx: Any) -> tuple[str, str] | None:
    if parameter.name == "help":
        return ", ".join(parameter.opts), say("cli", "help.help", language)
    record = parameter.get_help_record(ctx)
    if record is None or not parameter.help:
        return None
    words = say("cli", parameter.help, language)
    if parameter.param_type_name == "argument":
        return parameter.make_metavar(ctx), words
    names = ", ".join(parameter.opts)
    return (names if parameter.is_flag else f"{names} {parameter.metavar or ''}".rstrip()), words
