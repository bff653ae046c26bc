"""`umkm-clean doctor`: is this machine ready? Safe to paste: no data, no names of people, no whole paths."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from umkm_clean.cli.options import Resolved, with_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from umkm_clean.nightly.workplace import Workplace
    from umkm_clean.settings import Settings

Level = Literal["good", "warning", "bad"]
Finding = tuple[Level, str, dict[str, Any]]
_PACKAGES = (
    "pandas",
    "pyarrow",
    "pandera",
    "openpyxl",
    "python-calamine",
    "XlsxWriter",
    "rapidfuzz",
    "defusedxml",
    "typer",
    "rich",
    "jinja2",
)
#: releases that closed the overlapping-entries hole of zipfile (CVE-2024-0450)
_PATCHED = {(3, 11): 8, (3, 12): 2}
_EXPAT = (2, 4, 1)  # from here on the amplification of entities is limited
_LEAST_GB = 1.0


@with_settings("kota", "lang", "inbox", "out", "registry")
def command(resolved: Resolved) -> int:
    """Check one thing after the other; 0 when nothing is broken, else 2."""
    from umkm_clean.cli.session import out
    from umkm_clean.nightly.workplace import workplace
    from umkm_clean.report.plain import safe_text
    from umkm_clean.spec.texts import say

    place, settings = workplace(resolved, Path.cwd())
    found = [*_machine(), *_folder(place), *_job(resolved, place, settings)]
    signs = {level: say("cli", f"doctor.{level}", settings.lang) for level in ("good", "warning", "bad")}
    width = max(map(len, signs.values()))
    for level, key, facts in found:
        out(f"{signs[level]:{width}}  {safe_text(say('cli', f'doctor.{key}', settings.lang, **facts))}")
    bad = sum(level == "bad" for level, *_ in found)
    out(say("cli", "doctor.not-good" if bad else "doctor.all-good", settings.lang, count=bad))
    return 2 if bad else 0


def _machine() -> Iterator[Finding]:
    import datetime
    import locale
    import platform
    from importlib.metadata import PackageNotFoundError, version
    from xml.parsers import expat

    import umkm_clean

    python = platform.python_version()
    least = _PATCHED.get(sys.version_info[:2], 0)
    old = sys.version_info[2] < least
    wanted = f"{sys.version_info[0]}.{sys.version_info[1]}.{least}"
    yield (
        ("warning", "python-old", {"found": python, "wanted": wanted})
        if old
        else ("good", "python", {"found": f"{python} ({sys.platform})"})
    )
    known = ".".join(map(str, expat.version_info))
    wanted = ".".join(map(str, _EXPAT))
    yield (
        ("bad", "expat-old", {"found": known, "wanted": wanted})
        if expat.version_info < _EXPAT
        else ("good", "expat", {"found": known})
    )
    versions = [f"umkm-clean {umkm_clean.__version__}"]
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield "bad", "package-missing", {"name": name}
    yield "good", "packages", {"found": ", ".join(versions)}
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    yield "good", "encoding", {"found": encoding, "locale": locale.setlocale(locale.LC_CTYPE) or "C"}
    yield "good", "zone", {"found": datetime.datetime.now().astimezone().strftime("%z")}


def _folder(place: Workplace) -> Iterator[Finding]:
    """What the working folder lets us do, tried out on files of our own that are removed again."""
    import shutil
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix=".umkm-uji-", dir=place.base) as trial:
            yield from _writing(Path(trial))
            yield _locking(Path(trial))
    except OSError as problem:
        yield "bad", "write-failed", {"reason": _reason(problem)}
        return
    free = round(shutil.disk_usage(place.base).free / 2**30, 1)
    yield (
        ("warning", "space-low", {"found": free, "wanted": _LEAST_GB})
        if free < _LEAST_GB
        else ("good", "space", {"found": free})
    )


def _writing(trial: Path) -> Iterator[Finding]:
    old, new = trial / "lama", trial / "baru"
    old.write_text("1", encoding="utf-8")
    new.write_text("2", encoding="utf-8")
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(new, old)
    yield "good", "write", {}
    mode = old.stat().st_mode & 0o777
    private = os.name != "posix" or not mode & 0o077
    yield ("good", "umask", {}) if private else ("warning", "umask-open", {"found": f"{mode:o}"})


def _locking(trial: Path) -> Finding:
    """A second process must be refused while this one holds the lock."""
    import subprocess

    from umkm_clean.errors import UmkmCleanError
    from umkm_clean.store.lock import hold

    program = (
        "import sys; from pathlib import Path\n"
        "from umkm_clean.errors import Locked; from umkm_clean.store.lock import hold\n"
        "try:\n with hold(Path(sys.argv[1])): pass\nexcept Locked: sys.exit(75)"
    )
    try:
        with hold(trial / "kunci"):
            second = subprocess.run(
                [sys.executable, "-c", program, str(trial / "kunci")], capture_output=True, check=False, timeout=60
            )
    except UmkmCleanError as problem:
        return "bad", "lock-failed", {"reason": problem.code}
    except (OSError, subprocess.TimeoutExpired) as problem:
        return "bad", "lock-failed", {"reason": _reason(problem)}
    return (
        ("good", "lock", {})
        if second.returncode == 75
        else ("bad", "lock-failed", {"reason": f"exit {second.returncode}"})
    )


def _job(resolved: Resolved, place: Workplace, settings: Settings) -> Iterator[Finding]:
    checks: tuple[Callable[[], Finding], ...] = (
        lambda: ("good", "config", {"found": resolved.file.name}) if resolved.file else ("warning", "config-none", {}),
        lambda: _inbox(place),
        lambda: _registry(place),
        lambda: _rules(settings),
    )
    for check in checks:
        yield check()


def _inbox(place: Workplace) -> Finding:
    from umkm_clean.read.find import find_files

    if not place.inbox.is_dir():
        return "warning", "inbox-missing", {}
    return "good", "inbox", {"found": len(find_files([str(place.inbox)]).files)}


def _registry(place: Workplace) -> Finding:
    from umkm_clean.errors import UmkmCleanError
    from umkm_clean.store.registry import Registry

    if not place.registry.is_file():
        return "good", "registry-none", {}
    try:
        with Registry.open(place.registry) as registry:
            answer = registry.check()
            if answer != "ok":
                return "bad", "registry-bad", {"reason": "quick_check"}
            counts = [
                registry.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("rounds", "decisions")
            ]
            (mode,) = registry.connection.execute("PRAGMA journal_mode").fetchone()
    except UmkmCleanError as problem:
        return "bad", "registry-bad", {"reason": problem.code}
    return "good", "registry", {"rounds": counts[0], "decisions": counts[1], "mode": mode}


def _rules(settings: Settings) -> Finding:
    from umkm_clean.errors import UmkmCleanError
    from umkm_clean.spec import load

    try:
        spec = load(settings.kota or None)
    except UmkmCleanError as problem:
        return "bad", "spec-bad", {"reason": problem.code}
    facts = {"name": spec.name, "fields": len(spec.fields), "rules": len(spec.rules), "places": len(spec.city.places)}
    return "good", "spec", facts


def _reason(problem: Exception) -> str:
    """A word for what went wrong: the name of the system's error, without the path it names."""
    import errno

    number = getattr(problem, "errno", None)
    return errno.errorcode.get(number, "") if number else type(problem).__name__
