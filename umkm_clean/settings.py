"""Options as written → merged → settings as used, each value with its origin.

Sources, weakest first: packaged default → `umkm-clean.toml` (found upwards from the working folder) →
environment `UMKM_CLEAN_*` → command line. Every setting is declared once, as a field of `Settings`: its name is
the key of the file, the environment variable (upper case) and, with dashes, the option of the command line.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from umkm_clean.errors import UsageError

FILE_NAME = "umkm-clean.toml"
ENV_PREFIX = "UMKM_CLEAN_"


def _setting(default: Any, section: str, about: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"section": section, "about": about, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as used: resolved, frozen, nothing optional but what may be absent by nature ("")."""

    kota: str = _setting("", "umum", "Folder kota (bawaan: Kota Probolinggo)")
    lang: str = _setting("id", "umum", "Bahasa laporan dan layar", ("id", "en"))
    as_of: str = _setting("", "umum", "Tanggal acuan penilaian, TTTT-BB-HH (bawaan: hari ini)")
    select: tuple[str, ...] = _setting((), "umum", "Hanya kode, kelompok, atau nama temuan ini")
    ignore: tuple[str, ...] = _setting((), "umum", "Abaikan kode, kelompok, atau nama temuan ini")
    fail_on: str = _setting("error", "umum", "Mulai tingkat ini kode keluar menjadi 1", ("error", "warning", "never"))
    exit_zero: bool = _setting(False, "umum", "Kode keluar 0 walau ada temuan data")
    quiet: bool = _setting(False, "umum", "Jangan tampilkan ringkasan")
    unmask: bool = _setting(False, "umum", "Tulis nilai pribadi secara lengkap di temuan (issues.jsonl)")
    log_file: str = _setting("", "umum", "Catatan jalan, satu baris JSON per kejadian")
    jobs: int = _setting(0, "umum", "Jumlah pekerja (0: menurut mesin)")
    sheet: str = _setting("", "baca", "Hanya lembar dengan nama ini")
    columns: tuple[str, ...] = _setting((), "baca", "Nama kolom berurutan untuk berkas tanpa judul kolom")
    skip_hidden: bool = _setting(False, "baca", "Lewati baris tersembunyi")
    max_file_mb: int = _setting(50, "baca", "Batas ukuran berkas (MB)")
    max_inflated_mb: int = _setting(400, "baca", "Batas ukuran berkas setelah dibuka (MB)")
    max_cells: int = _setting(4_000_000, "baca", "Batas jumlah sel berkas Excel")
    max_seconds: int = _setting(60, "baca", "Batas waktu membaca satu berkas (detik)")
    max_child_mb: int = _setting(1024, "baca", "Batas memori pembaca (MB)")
    view: str = _setting("internal", "keluaran", "Tampilan keluaran", ("internal", "instansi", "publik"))
    registry: str = _setting("", "keluaran", "Berkas registri (SQLite) yang mengingat nomor dan keputusan")
    accept: tuple[str, ...] = _setting((), "keluaran", "Pengaman yang boleh dilewati kali ini")
    inbox: str = _setting("masuk", "jadwal", "Folder berkas masuk")
    out: str = _setting("hasil", "jadwal", "Folder hasil")
    keep: int = _setting(12, "jadwal", "Jumlah hasil lama yang disimpan")
    deadline: str = _setting("", "jadwal", "Batas kirim putaran ini, TTTT-BB-HH")
    settle_seconds: int = _setting(5, "jadwal", "Berkas yang berubah dalam rentang ini dianggap belum selesai disalin")
    shrink_limit: int = _setting(20, "jadwal", "Persen baris yang boleh berkurang sebelum berhenti")
    notify_command: str = _setting("", "pemberitahuan", "Perintah yang dijalankan setelah selesai, ringkasan di masukan baku")
    notify_on: str = _setting("change", "pemberitahuan", "Kapan memberi tahu", ("change", "failure", "always"))
    ping_url: str = _setting("", "pemberitahuan", "Alamat yang dipanggil setelah selesai")


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
                raise _unknown(name, str(path))
            flat[name] = content
    return flat


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable, value in sorted(environment.items()):
        if variable.startswith(ENV_PREFIX) and variable != ENV_PREFIX + "CONFIG":
            name = variable.removeprefix(ENV_PREFIX).lower()
            if name not in BY_NAME:
                raise _unknown(name, variable)
            found[name] = value
    return found


def _typed(name: str, value: Any, source: str) -> Any:
    item = BY_NAME[name]
    default, choices = item.default, item.metadata["choices"]
    if isinstance(default, bool):
        words = {"1": True, "true": True, "ya": True, "yes": True, "0": False, "false": False, "tidak": False, "no": False}
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


def _unknown(name: str, source: str) -> UsageError:
    near = difflib.get_close_matches(name, BY_NAME, 1, 0.5)
    return UsageError("config-unknown", key=name, file=source, hint=near[0] if near else "")
