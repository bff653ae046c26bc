"""What is wrong in files of `schemas/` or of a city folder: the first complaint stops loading; `check` gathers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Complaints:
    """Says what a schema file should not say; with `gather` it remembers instead of raising."""

    def __init__(self, gather: bool = False) -> None:
        self.gather = gather
        self.found: list[SchemaError] = []

    def say(self, code: str, file: str, key: str = "", **facts: Any) -> None:
        """Raise `SchemaError`, or remember it."""
        self.add(SchemaError(f"schema-{code}", file=file, key=key, **facts))

    def add(self, problem: SchemaError) -> None:
        """Raise a problem, or remember it."""
        if not self.gather:
            raise problem
        self.found.append(problem)

    def keys(self, block: Mapping[str, Any], allowed: Collection[str], file: str, where: str) -> None:
        """Every key must be one of `allowed`."""
        for key in block:
            if key not in allowed:
                self.say("unknown-key", file, f"{where}.{key}".strip("."), hint=near(key, allowed))

    def name(self, value: str, known: Collection[str], file: str, where: str) -> bool:
        """A name of something that must exist."""
        if value in known:
            return True
        self.say("unknown-name", file, where, value=value, hint=near(value, known))
        return False

    def typed(self, value: Any, wanted: type | tuple[type, ...], file: str, where: str) -> bool:
        """A value of the right type (a bool is not a number)."""
        types = wanted if isinstance(wanted, tuple) else (wanted,)
        if isinstance(value, types) and (not isinstance(value, bool) or bool in types):
            return True
        self.say("wrong-type", file, where, wanted=" / ".join(TYPE_NAMES[item] for item in types))
        return False


TYPE_NAMES = {str: '"…"', bool: "true/false", int: "1", float: "0.5", list: "[…]", dict: "{…}"}


def near(name: str, known: Collection[str]) -> str:
    """The known name most like `name`, or nothing."""
    import difflib

    names = list(known)
    found = difflib.get_close_matches(name, names, 1, 0.5) or difflib.get_close_matches(name.upper(), names, 1, 0.6)
    return found[0] if found else ""
