"""`umkm-clean init`: a working folder for the scheduled job. Never overwrites anything."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from xml.sax.saxutils import escape

import typer

from umkm_clean.cli.options import Resolved, with_settings

if TYPE_CHECKING:
    from collections.abc import Callable

WorkFolder = Annotated[str, typer.Argument(help="option.work_folder", metavar="FOLDER", show_default=False)]
SAMPLES = "jadwal"
_FOLDERS = ("masuk", "hasil", SAMPLES)
_SCHEMA = "umkm-clean.schema.json"


@with_settings("lang")
def command(resolved: Resolved, folder: WorkFolder = ".") -> int:
    """Make the folders, the settings file, the registry and samples for schedulers."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec.texts import say

    lang, base = resolved.settings.lang, Path(os.path.abspath(folder))
    lines = []
    for path, made in scaffold(base, lang):
        lines.append(say("cli", "init.made" if made else "init.kept", lang, path=path))
    lines.append(say("cli", "init.next", lang, inbox="masuk", folder=base.name, samples=SAMPLES))
    out("\n".join(lines))
    return 0


def scaffold(base: Path, lang: str) -> list[tuple[str, bool]]:
    """Make what is missing; each path with whether it was made now. Raises `WriteError`."""
    from umkm_clean.errors import WriteError
    from umkm_clean.nightly.workplace import REGISTRY
    from umkm_clean.store.registry import Registry

    done = []
    try:
        for name in _FOLDERS:
            path = base / name
            done.append((f"{name}/", not path.is_dir()))
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in _files(base, lang).items():
            done.append((name, _write_new(base / name, content)))
    except OSError:
        raise WriteError("write-denied", path=base.name) from None
    done.append((REGISTRY, not (base / REGISTRY).exists()))
    Registry.open(base / REGISTRY).close()
    return done


def _files(base: Path, lang: str) -> dict[str, bytes]:
    """Path inside the working folder → content, placeholders filled in as each kind of file quotes them."""
    from umkm_clean.cli.config import settings_schema
    from umkm_clean.settings import FILE_NAME
    from umkm_clean.spec.locate import schemas_folder

    whole, program = str(base), [sys.executable, "-m", "umkm_clean"]
    quoted = {
        "cron.txt": (_cron(shlex.quote(whole)), _cron(shlex.join(program))),
        "umkm-clean.service": (_systemd(whole), " ".join(f'"{_systemd(word)}"' for word in program)),
        "umkm-clean.timer": ("", ""),
        "jalankan.bat": (_batch(whole), " ".join(map(_batch, program))),
        "tugas-windows.xml": (escape(whole), ""),
    }
    samples = schemas_folder() / "engine" / "schedule"
    files = {FILE_NAME: (samples / FILE_NAME).read_bytes(), f"{SAMPLES}/{_SCHEMA}": settings_schema(lang).encode()}
    for name, (folder, call) in quoted.items():
        text = (samples / name).read_text(encoding="utf-8").replace("@FOLDER@", folder).replace("@COMMAND@", call)
        files[f"{SAMPLES}/{name}"] = _ENCODERS.get(Path(name).suffix, str.encode)(text)
    return files


def _cron(text: str) -> str:
    return text.replace("%", r"\%")  # cron takes a bare % for a line break


def _systemd(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', r"\"").replace("%", "%%")


def _batch(text: str) -> str:
    return f'"{text.replace("%", "%%")}"'


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _task(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-16")


_ENCODERS: dict[str, Callable[[str], bytes]] = {".bat": _windows, ".xml": _task}


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; False where it is. Whole or not at all."""
    from umkm_clean.report.write import atomic_file

    if os.path.lexists(path):
        return False
    with atomic_file(path) as fresh:
        fresh.write_bytes(content)
    return True
