"""The command line: one door, one place that turns whatever happens into a sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, NoReturn

EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPT = 2, 70, 130
HELP_WORDS = {"-h", "--help"}
#: language of whatever is said to the person at the keyboard, set once by `run`
language = "id"


def main(argv: list[str] | None = None) -> NoReturn:
    """Run one command and end the process with one of the frozen exit codes."""
    _prepare_process()
    arguments = list(sys.argv[1:] if argv is None else argv)
    code = run(arguments)
    _flush()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; nothing but `SystemExit` of a signal escapes."""
    global language
    language, rest = _language(arguments)
    if rest[:1] == ["--version"]:
        from umkm_clean import __version__

        sys.stdout.write(f"umkm-clean {__version__}\n")
        return 0
    from umkm_clean.errors import UmkmCleanError

    if not rest or HELP_WORDS & set(rest):
        from umkm_clean.cli import help as pages

        sys.stdout.write(pages.page([word for word in rest if not word.startswith("-")], language))
        return 0
    try:
        result = _call(rest)
    except UmkmCleanError as problem:
        return _say_error(problem)
    except (KeyboardInterrupt, EOFError):
        return _say("error.interrupted", EXIT_INTERRUPT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        return _say_unexpected(problem)
    return int(result or 0)


def _call(arguments: list[str]) -> Any:
    """Call the command; a scheduled job takes its lock before anything heavy is loaded."""
    from umkm_clean.cli import early

    heard = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        early.take_lock(arguments)
        from umkm_clean.cli import group

        app = group.group("umkm-clean", dict(group.COMMANDS))
        return app.main(arguments, prog_name="umkm-clean", standalone_mode=False)
    finally:
        for number, handler in heard.items():  # a switch of outputs made the process deaf (report/write.py)
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)
        if arguments[:1] == ["run"]:
            from umkm_clean.store import lock

            lock.give_up()


def _prepare_process() -> None:
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "utf-8").lower()
        windows_pipe = sys.platform == "win32" and not stream.isatty()
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if windows_pipe else encoding, errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), _stop)


def _stop(number: int, frame: Any) -> NoReturn:
    raise SystemExit(128 + number)


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """The language wanted, and the arguments without a `--lang` that stands before the command."""
    wanted, rest, command_seen = os.environ.get("UMKM_CLEAN_LANG", "id"), [], False
    skip = False
    for index, word in enumerate(arguments):
        if skip:
            skip = False
            continue
        name, _, value = word.partition("=")
        if name == "--lang":
            given = value or (arguments[index + 1] if index + 1 < len(arguments) else "")
            wanted = given or wanted
            if not command_seen:
                os.environ["UMKM_CLEAN_LANG"] = wanted
                skip = not value
                continue
        command_seen |= not word.startswith("-")
        rest.append(word)
    return (wanted if wanted in ("id", "en") else "id"), rest


def _say(key: str, code: int, /, **facts: Any) -> int:
    from umkm_clean.report.plain import safe_text
    from umkm_clean.spec.texts import load_texts, say

    key = key if key in load_texts("cli") else "error.other"  # an error without words of its own is still no traceback
    hint = str(facts.get("hint") or "")
    facts = {name: safe_text(str(value)) for name, value in facts.items()}
    lines = [say("cli", key, language, **facts)]
    if hint:
        lines.append(say("cli", "usage.hint", language, hint=safe_text(hint)))
    sys.stderr.write(" ".join(lines) + "\n")
    return code


def _say_error(problem: Any) -> int:
    return _say(f"error.{problem.code}", problem.exit_code, **problem.facts)


def _say_unexpected(problem: Exception) -> int:
    """A sentence for what nobody foresaw; type and place only, since messages of others carry people's data."""
    import traceback

    frame = traceback.extract_tb(problem.__traceback__)[-1]
    kind, context = type(problem).__name__, getattr(problem, "ctx", None)
    known = {"NoSuchOption": "no-such-option", "MissingParameter": "missing", "BadParameter": "bad-value"}
    if hasattr(problem, "format_message") and hasattr(problem, "exit_code"):
        parameter = getattr(problem, "param", None)
        name = getattr(problem, "option_name", None) or _shown(parameter)
        key = known.get(kind, "other")
        if "No such command" in problem.format_message():
            key, name = "no-such-command", _unknown_command(problem)
        hint = next(iter(getattr(problem, "possibilities", None) or []), "") or _near(
            name if key == "no-such-command" else ""
        )
        _say(f"usage.{key}", EXIT_USAGE, name=name, hint=hint)
        return _say("usage.see", EXIT_USAGE, command=context.command_path if context else "umkm-clean")
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    if os.environ.get("UMKM_CLEAN_DEBUG"):
        for step in traceback.extract_tb(problem.__traceback__):
            sys.stderr.write(f"  {step.filename}:{step.lineno} {step.name}\n")
    return _say("error.unexpected", EXIT_BUG, kind=kind, place=place)


def _shown(parameter: Any) -> str:
    """A parameter as a person writes it: its longest flag, or the name of an argument's place."""
    if parameter is None:
        return ""
    flags = [flag for flag in parameter.opts if flag.startswith("-")]
    return str(max(flags, key=len) if flags else parameter.metavar or parameter.name)


def _unknown_command(problem: Any) -> str:
    quoted = str(problem.format_message()).split("'")
    return quoted[1] if len(quoted) > 1 else ""


def _near(name: str) -> str:
    import difflib

    from umkm_clean.cli.group import COMMANDS

    return next(iter(difflib.get_close_matches(name, COMMANDS, 1)), "") if name else ""


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
