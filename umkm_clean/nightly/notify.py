"""Telling someone that a job is done: any command, any address. Counts and codes only, nothing of anybody's data."""

from __future__ import annotations

import os
import shlex
import subprocess
import urllib.error
import urllib.parse
import urllib.request

_COMMAND_SECONDS, _PING_SECONDS = 60, 10
#: exit codes that mean: the job itself worked (what it found is another matter)
WORKED = frozenset({0, 1, 3})


def wanted(notify_on: str, exit_code: int, changed: bool) -> bool:
    """Is this outcome one that the settings want to be told about? A failure always is."""
    return notify_on == "always" or exit_code not in WORKED or (notify_on == "change" and changed)


def run_command(command: str, summary: str) -> str:
    """Run the hook with the summary on standard input: "" or, in a word, why it did not work. Never raises."""
    try:
        words: str | list[str] = command if os.name == "nt" else shlex.split(command)
        done = subprocess.run(
            words,
            input=summary.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    except (OSError, ValueError) as problem:
        return type(problem).__name__
    return "" if done.returncode == 0 else f"exit {done.returncode}"


def ping(address: str, exit_code: int) -> str:
    """Call an address: as it is after a job that worked, with `/fail` after one that did not, `{exit_code}` filled in
    where it stands in the address. "" or, in a word, why it did not work. Never raises.
    """
    if "{exit_code}" in address:
        whole = address.replace("{exit_code}", str(exit_code))
    else:
        whole = address if exit_code in WORKED else address.rstrip("/") + "/fail"
    if urllib.parse.urlsplit(whole).scheme not in ("http", "https"):
        return "scheme"
    try:
        with urllib.request.urlopen(whole, timeout=_PING_SECONDS) as answer:
            return "" if answer.status < 400 else f"status {answer.status}"
    except urllib.error.HTTPError as problem:
        return f"status {problem.code}"
    except (OSError, ValueError) as problem:
        return type(problem).__name__
