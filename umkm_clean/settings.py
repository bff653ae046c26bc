"""Options as written → merged → settings as used, each value with its origin.

Sources, weakest first: packaged default → `umkm-clean.toml` (found upwards from the working folder) →
environment `UMKM_CLEAN_*` → command line. Every setting is declared once, as a field of `Settings`: its name is
the key of the file, the environment variable (upper case) and, with dashes, the option of the command line.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE_NAME = "umkm-clean.toml"
ENV_PREFIX = "UMKM_CLEAN_"


def _setting(default: Any, section: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"section": section, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as used: resolved, frozen, nothing optional but what may be absent by nature ("").

    What each one means stands, in both languages, under `option.<name>` in `schemas/engine/cli.toml`.
    """

    kota: str = _setting("", "umum")
    lang: str = _setting("id", "umum", ("id", "en"))
    as_of: str = _setting("", "umum")
    select: tuple[str, ...] = _setting((), "umum")
    ignore: tuple[str, ...] = _setting((), "umum")
    fail_on: str = _setting("error", "umum", ("error", "warning", "never"))
    exit_zero: bool = _setting(False, "umum")
    quiet: bool = _setting(False, "umum")
    unmask: bool = _setting(False, "umum")
    log_file: str = _setting("", "umum")
    jobs: int = _setting(0, "umum")
    sheet: str = _setting("", "baca")
    columns: tuple[str, ...] = _setting((), "baca")
    skip_hidden: bool = _setting(False, "baca")
    max_file_mb: int = _setting(50, "baca")
    max_inflated_mb: int = _setting(400, "baca")
    max_cells: int = _setting(4_000_000, "baca")
    max_seconds: int = _setting(60, "baca")
    max_child_mb: int = _setting(1024, "baca")
    view: str = _setting("internal", "keluaran", ("internal", "instansi", "publik"))
    registry: str = _setting("", "keluaran")
    stop_on: tuple[str, ...] = _setting((), "keluaran")
    accept: tuple[str, ...] = _setting((), "keluaran")
    inbox: str = _setting("masuk", "jadwal")
    out: str = _setting("hasil", "jadwal")
    keep: int = _setting(12, "jadwal")
    deadline: str = _setting("", "jadwal")
    settle_seconds: int = _setting(5, "jadwal")
    shrink_limit: int = _setting(20, "jadwal")
    notify_command: str = _setting("", "pemberitahuan")
    notify_on: str = _setting("change", "pemberitahuan", ("change", "failure", "always"))
    ping_url: str = _setting("", "pemberitahuan")


BY_NAME = {item.name: item for item in fields(Settings)}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings with where each value came from ("bawaan", the file's path, the variable's name, "baris perintah")."""

    settings: Settings
    origin: Mapping[str, str]
    file: Path | None


def find_file(start: Path) -> Path | None:
    """The nearest `umkm-clean.toml`, from `start` upwards."""
    return next((folder / FILE_NAME for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)


def resolve(
    command_line: Mapping[str, Any], environment: Mapping[str, str], start: Path, file: Path | None = None
) -> Resolved:
    """Merge the sources; values that are None on the command line were not given.

    Raises `UsageError` for an unknown key (with the nearest name) or a value of the wrong kind.
    """
    if file is not None and not file.is_file():
        raise UsageError("config-missing", file=str(file))
    path = file or find_file(start)
    values: dict[str, Any] = {name: item.default for name, item in BY_NAME.items() if item.default is not MISSING}
    origin = dict.fromkeys(values, "bawaan")
    sources: list[tuple[Mapping[str, Any], str]] = []
    if path is not None:
        sources.append((read_file(path), str(path)))
    sources.append((_from_environment(environment), "env"))
    sources.append(({name: value for name, value in command_line.items() if value is not None}, "cli"))
    for given, source in sources:
        for name, value in given.items():
            values[name] = _typed(name, value, source)
            origin[name] = {"env": ENV_PREFIX + name.upper(), "cli": "baris perintah"}.get(source, source)
    return Resolved(Settings(**values), origin, path)


def read_file(path: Path) -> dict[str, Any]:
    """The settings of one TOML file, flat; keys may stand in the sections named in `Settings` or on top."""
    import tomllib

    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError("config-broken", file=str(path), problem=str(problem)) from None
    except OSError:
        raise UsageError("config-missing", file=str(path)) from None
    sections = {item.metadata["section"] for item in BY_NAME.values()}
    flat: dict[str, Any] = {}
    for key, value in document.items():
        inner = value if key in sections and isinstance(value, dict) else {key: value}
        for name, content in inner.items():
            if name not in BY_NAME:
                raise _unknown(name, str(path), sections)
            flat[name] = content
    return flat


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable, value in sorted(environment.items()):
        if variable.startswith(ENV_PREFIX) and variable not in (ENV_PREFIX + "CONFIG", ENV_PREFIX + "DEBUG"):
            name = variable.removeprefix(ENV_PREFIX).lower()
            if name not in BY_NAME:
                raise _unknown(name, variable)
            found[name] = value
    return found


def _typed(name: str, value: Any, source: str) -> Any:
    item = BY_NAME[name]
    default, choices = item.default, item.metadata["choices"]
    if isinstance(default, bool):
        words = {
            "1": True,
            "true": True,
            "ya": True,
            "yes": True,
            "0": False,
            "false": False,
            "tidak": False,
            "no": False,
        }
        typed: Any = value if isinstance(value, bool) else words.get(str(value).strip().lower())
    elif isinstance(default, int):
        typed = int(value) if str(value).strip().isascii() and str(value).strip().isdigit() else None
    elif isinstance(default, tuple):
        parts = value.split(",") if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else [""]
        typed = tuple(str(part).strip() for item in parts for part in str(item).split(",") if str(part).strip())
    else:
        typed = str(value) if isinstance(value, str | int | float) or hasattr(value, "isoformat") else None
    if typed is None or (choices and typed not in choices):
        hint = " | ".join(choices)
        raise UsageError("config-value", key=name, value=str(value), file=source, hint=hint)
    return typed


def _unknown(name: str, source: str, sections: Iterable[str] = ()) -> UsageError:
    import difflib

    near = difflib.get_close_matches(name, [*BY_NAME, *sorted(sections)], 1, 0.5)
    return UsageError("config-unknown", key=name, file=source, hint=near[0] if near else "")
