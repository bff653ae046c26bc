"""`umkm-clean completion SHELL`: completes commands, options and files while one types, without Python."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from umkm_clean.cli.options import Resolved, with_settings

if TYPE_CHECKING:
    from collections.abc import Callable

Shell = Annotated[str, typer.Argument(help="option.shell", metavar="bash|zsh|fish|powershell", show_default=False)]

_BASH = """_umkm_clean() {
  local word=${COMP_WORDS[COMP_CWORD]} words="@COMMANDS@" at command=""
  for ((at = 1; at < COMP_CWORD; at++)); do
    [[ ${COMP_WORDS[at]} == -* ]] || { command="$command${command:+ }${COMP_WORDS[at]}"; }
  done
  COMPREPLY=()
  case "$command" in
    "") words="@COMMANDS@ --help --version --lang" ;;
@CASES@
  esac
  if [[ $word == -* || -z $command || "$command" =~ ^(schema|config)$ ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _umkm_clean umkm-clean
"""
_POWERSHELL = """Register-ArgumentCompleter -Native -CommandName umkm-clean -ScriptBlock {
  param($word, $line, $position)
  $words = @{
@ROWS@
  }
  $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" } | Where-Object { $_ -ne $word })
  $command = @($typed | Where-Object { $_ -notlike '-*' }) | Select-Object -First 1
  $known = if ($command -and $words.ContainsKey($command)) { $words[$command] } else { $words[''] }
  $known | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
"""


@with_settings("lang")
def command(shell: Shell, resolved: Resolved) -> int:
    """Print the script for one shell."""
    from umkm_clean.cli.session import out
    from umkm_clean.errors import UsageError

    scripts = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}
    if shell not in scripts:
        raise UsageError("shell-unknown", shell=shell, hint=", ".join(scripts))
    out(scripts[shell](_table()))
    return 0


def _table() -> dict[str, list[str]]:
    """Command ("schema show") → its options and, for a group, its commands; "" → all commands."""
    from umkm_clean.cli.group import COMMANDS

    found: dict[str, list[str]] = {"": sorted(COMMANDS)}
    for name, entry in COMMANDS.items():
        module = importlib.import_module(f"umkm_clean.cli.{entry}")
        inner = getattr(module, "commands", None)
        if inner is None:
            found[name] = _options(module.command)
        else:
            found[name] = sorted(inner)
            found |= {f"{name} {word}": _options(function) for word, function in inner.items()}
    return found


def _options(function: Callable[..., Any]) -> list[str]:
    flags = ["--help"]
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        info = parameter.annotation.__metadata__[0]
        first = [info.default] if isinstance(info.default, str) else []  # where typer keeps the first name given
        flags += [flag for flag in (*first, *(info.param_decls or [])) if flag.startswith("--")]
    return sorted(set(flags))


def _bash(table: dict[str, list[str]]) -> str:
    longest = sorted((name for name in table if name), key=lambda name: (-len(name.split()), name))
    cases = [f'    "{name}" | "{name} "*) words="{" ".join(table[name])}" ;;' for name in longest]
    return _BASH.replace("@COMMANDS@", " ".join(table[""])).replace("@CASES@", "\n".join(cases))


def _zsh(table: dict[str, list[str]]) -> str:
    return "autoload -Uz bashcompinit && bashcompinit\n" + _bash(table)


def _fish(table: dict[str, list[str]]) -> str:
    lines = [f"complete -c umkm-clean -n __fish_use_subcommand -f -a '{' '.join(table[''])}'"]
    for name, words in table.items():
        seen = " ".join(f"; and __fish_seen_subcommand_from {word}" for word in name.split()).removeprefix("; and ")
        for word in words if name else ():
            said = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-f -a {word}"
            lines.append(f"complete -c umkm-clean -n '{seen}' {said}")
    return "\n".join(lines) + "\n"


def _powershell(table: dict[str, list[str]]) -> str:
    whole: dict[str, set[str]] = {}
    for name, words in table.items():
        whole.setdefault(name.split(" ")[0], set()).update(words)
    rows = [f"    '{name}' = @({', '.join(repr(word) for word in sorted(words))})" for name, words in whole.items()]
    return _POWERSHELL.replace("@ROWS@", "\n".join(rows))
