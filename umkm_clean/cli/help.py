"""Help pages, straight from the signatures of the commands: no command is built, nothing heavy is loaded."""

from __future__ import annotations

import importlib
import inspect
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from umkm_clean.cli.group import COMMANDS
from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def page(words: Sequence[str], lang: str) -> str:
    """The help page of the command that `words` name ("schema", "show"), or of the whole program."""
    path, function, table = [], None, dict[str, Any](COMMANDS)
    for word in words:
        if word not in table:
            break
        path.append(word)
        entry = table[word]
        if not callable(entry):
            module = importlib.import_module(f"umkm_clean.cli.{entry}")
            entry = getattr(module, "commands", None) or module.command
        function, table = (entry, {}) if callable(entry) else (None, entry)
    arguments, options = _parameters(function, lang) if function else ([], [])
    options.append(("-h, --help", say("cli", "help.help", lang)))
    if not path:
        options.append(("--version", say("cli", "help.version", lang)))
    commands = [(name, say("cli", ".".join(["command", *path, name]), lang)) for name in table]
    usage = " ".join(["umkm-clean", *path, *(name for name, _ in arguments), say("cli", "help.metavar-options", lang)])
    lines = [
        say("cli", "help.usage", lang)
        + ": "
        + usage
        + (" " + say("cli", "help.metavar-command", lang) if commands else ""),
        "",
    ]
    lines += _wrapped(say("cli", f"command.{'.'.join(path)}" if path else "app", lang), "  ")
    for key, rows in (("help.arguments", arguments), ("help.commands", commands), ("help.options", options)):
        if rows:
            lines += ["", say("cli", key, lang) + ":", *_rows(rows)]
    if not path:
        lines += ["", *_wrapped(say("cli", "app.epilog", lang), "")]
    return "\n".join(lines) + "\n"


def _parameters(function: Callable[..., Any], lang: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    arguments, options = [], []
    for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
        info = parameter.annotation.__metadata__[0]
        words = say("cli", info.help, lang)
        if type(info).__name__ == "ArgumentInfo":
            arguments.append((info.metavar or name.upper(), words))
        else:
            first = [info.default] if isinstance(info.default, str) else []  # where typer keeps the first name given
            flags = ", ".join([*first, *(info.param_decls or [])])
            if parameter.default is inspect.Parameter.empty:
                words += f" [{say('cli', 'help.required', lang)}]"
            options.append((f"{flags} {info.metavar or ''}".rstrip(), words))
    return arguments, options


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    width = min(max(len(name) for name, _ in rows), 30)
    lines = []
    for name, words in rows:
        wrapped = _wrapped(words, " " * (width + 4))
        if len(name) > width:
            lines.append(f"  {name}")
        else:
            wrapped[0] = f"  {name.ljust(width)}  " + wrapped[0].lstrip()
        lines += wrapped
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    width = max(40, min(shutil.get_terminal_size((80, 24)).columns, 100) - 1)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False) or [
        indent
    ]
