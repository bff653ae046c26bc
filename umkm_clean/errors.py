"""What stops a run. Data is never an exception; these are for people who run the tool."""

from __future__ import annotations


class UmkmCleanError(Exception):
    """A run cannot go on. `code` names the sentence in `schemas/engine/texts.toml`, `facts` fill its gaps.

    `exit_code` is one of the frozen exit codes of the command line.
    """

    exit_code = 2

    def __init__(self, code: str, **facts: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class UsageError(UmkmCleanError):
    """Options that contradict each other, unknown codes, unknown settings."""


class SchemaError(UmkmCleanError):
    """A file in `schemas/` (or in a city folder) does not say what it must; facts: file, key, problem, hint."""


class WriteError(UmkmCleanError):
    """An output cannot be written: open in another program, disk full, read-only."""

    exit_code = 4


class NothingToDo(UmkmCleanError):
    """No input file was found, or none of them holds a data row."""

    exit_code = 5


class LedgerError(UmkmCleanError):
    """Rows in and rows out do not balance: a bug of ours, so nothing is replaced."""

    exit_code = 70


class Locked(UmkmCleanError):
    """Another run is at work on the same folder."""

    exit_code = 75


class RegistryError(UmkmCleanError):
    """The registry (SQLite) is damaged, of a newer version, or cannot be written."""

    exit_code = 4


class Guarded(UmkmCleanError):
    """The input shrank so much that a person must say whether that is right; nothing is replaced until then."""

    exit_code = 5
