"""The group of commands: each one is imported only when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup

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
    "completion": "completion",
}


class Group(TyperGroup):
    """A table of commands, imported on demand."""

    table: dict[str, Any] = {}  # noqa: RUF012 - set once for each group below

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module and build it; None for an unknown name."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        if callable(entry):
            return build(cmd_name, entry)
        module = importlib.import_module(f"umkm_clean.cli.{entry}")
        if hasattr(module, "commands"):
            return group(cmd_name, module.commands)
        return build(cmd_name, module.command)


def build(name: str, function: Any) -> Any:
    """A command out of a function; its help pages are written by `cli/help.py`."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=name, add_help_option=False)(function)
    return typer.main.get_command(app)


def group(name: str, table: dict[str, Any]) -> Any:
    """A group out of a table of commands."""
    made = Group(name=name, add_help_option=False, rich_markup_mode=None)
    made.table = table
    return made
