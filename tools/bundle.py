"""An offline bundle: wheels, hashed requirements and an install script, for offices without internet.

    python -m tools.bundle --out dist                          for this machine
    python -m tools.bundle --out dist --platform win_amd64     for 64-bit Windows
    python -m tools.bundle --out dist --check                  and install it with the network shut off

The target needs nothing but Python. Same inputs, same bytes: names sorted, times fixed.
"""

from __future__ import annotations

import argparse
import email.parser
import hashlib
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
STAMP = (1980, 1, 1, 0, 0, 0)
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}

INSTALL_SH = """#!/bin/sh
# Pasang umkm-clean tanpa internet: sh pasang.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/umkm-clean"}
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (@MAJOR@, @MINOR@))' || {
  echo "Paket ini untuk Python @MAJOR@.@MINOR@. Pasang Python itu dulu, atau sebutkan lewat PYTHON=..." >&2
  exit 2
}
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" \\
  --require-hashes -r "$here/requirements.txt"
"$target/bin/umkm-clean" --version
echo "Terpasang. Jalankan: $target/bin/umkm-clean"
"""

INSTALL_BAT = r"""@echo off
rem Pasang umkm-clean tanpa internet: pasang.bat [FOLDER]
setlocal
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\umkm-clean"
py -@MAJOR@.@MINOR@ -c "" 2>nul || (
  echo Paket ini untuk Python @MAJOR@.@MINOR@. Pasang Python itu dulu dari python.org.
  exit /b 2
)
py -@MAJOR@.@MINOR@ -m venv "%TARGET%" || exit /b 1
"%TARGET%\Scripts\python.exe" -m pip install --quiet --no-index --find-links "%~dp0wheels" ^
  --require-hashes -r "%~dp0requirements.txt" || exit /b 1
"%TARGET%\Scripts\umkm-clean.exe" --version || exit /b 1
echo Terpasang. Jalankan: "%TARGET%\Scripts\umkm-clean.exe"
"""

README = """Paket umkm-clean tanpa internet, untuk Python @MAJOR@.@MINOR@ di @PLATFORM@.

Windows: klik dua kali pasang.bat, atau jalankan: pasang.bat C:\\umkm-clean
Linux:   sh pasang.sh /opt/umkm-clean

Setiap berkas diperiksa dengan hash di requirements.txt sebelum dipasang. Tidak ada yang diunduh.
"""


def main() -> int:
    """Build the bundle; with `--check`, prove that it installs and works without a network."""
    arguments = _arguments()
    major, minor = arguments.python.split(".")
    with tempfile.TemporaryDirectory() as work:
        wheels = Path(work, "wheels")
        wheels.mkdir()
        project = _project_wheel(Path(work))
        project.replace(wheels / project.name)
        target = _target(arguments.platform, arguments.python)
        _download([str(wheels / project.name)], wheels, arguments.platform, arguments.python)
        while lacking := _lacking(wheels, target):
            _download(lacking, wheels, arguments.platform, arguments.python)
        texts = {
            "pasang.sh": INSTALL_SH,
            "pasang.bat": INSTALL_BAT.replace("\n", "\r\n"),
            "BACA.txt": README.replace("@PLATFORM@", arguments.platform or sys.platform),
            "requirements.txt": requirements(wheels),
        }
        texts = {name: text.replace("@MAJOR@", major).replace("@MINOR@", minor) for name, text in texts.items()}
        version = parse_wheel_filename(project.name)[1]
        label = f"{arguments.platform or sys.platform}-py{major}{minor}"
        bundle = Path(arguments.out) / f"umkm-clean-{version}-offline-{label}.zip"
        _zip(bundle, texts, wheels)
        count = len(list(wheels.iterdir()))
        print(f"{bundle}: {count} wheels, {bundle.stat().st_size / 1e6:.1f} MB")
    return _check(bundle) if arguments.check else 0


def requirements(wheels: Path) -> str:
    """One line a wheel: name, version and SHA-256."""
    lines = []
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, *_ = parse_wheel_filename(wheel.name)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}")
    return "\n".join(sorted(lines)) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default="dist")
    parser.add_argument("--platform", default="", choices=["", "win_amd64", "manylinux_2_28_x86_64"])
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args()


def _project_wheel(work: Path) -> Path:
    built = work / "built"
    _pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(built), str(ROOT))
    (wheel,) = built.glob("*.whl")
    return wheel


def _download(wanted: list[str], wheels: Path, platform: str, python: str) -> None:
    """Wheels only; for another platform pip takes the tags but judges markers by this machine (see `_lacking`)."""
    other = ["--platform", platform, "--python-version", python, "--implementation", "cp"] if platform else []
    if platform.startswith("manylinux"):
        other += ["--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_17_x86_64"]
    _pip(
        "download",
        "--quiet",
        "--only-binary=:all:",
        "--dest",
        str(wheels),
        "--find-links",
        str(wheels),
        *other,
        *wanted,
    )


def _lacking(wheels: Path, target: dict[str, str]) -> list[str]:
    """Requirements that hold on the target machine and that no wheel answers yet (colorama and tzdata on Windows)."""
    there = {canonicalize_name(parse_wheel_filename(wheel.name)[0]) for wheel in wheels.glob("*.whl")}
    lacking = set()
    for wheel in wheels.glob("*.whl"):
        for line in _requires(wheel):
            needed = Requirement(line)
            holds = needed.marker is None or needed.marker.evaluate(target | {"extra": ""})
            if holds and canonicalize_name(needed.name) not in there:
                lacking.add(f"{needed.name}{needed.specifier}")
    return sorted(lacking)


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as package:
        name = next(name for name in package.namelist() if name.endswith(".dist-info/METADATA"))
        headers = email.parser.Parser().parsestr(package.read(name).decode("utf-8"))
    return list(headers.get_all("Requires-Dist") or [])


def _target(platform: str, python: str) -> dict[str, str]:
    known = {"": {}, "win_amd64": WINDOWS}.get(platform, LINUX)
    version = {"python_version": python, "python_full_version": f"{python}.0"} if platform else {}
    return {name: str(value) for name, value in default_environment().items()} | known | version


def _zip(bundle: Path, texts: dict[str, str], wheels: Path) -> None:
    bundle.parent.mkdir(parents=True, exist_ok=True)
    content = {name: text.encode() for name, text in texts.items()}
    content |= {f"wheels/{wheel.name}": wheel.read_bytes() for wheel in wheels.glob("*.whl")}
    with zipfile.ZipFile(bundle, "w") as package:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            package.writestr(entry, content[name])


def _check(bundle: Path) -> int:
    """Unpack, install into a new environment with no index, then write a form and validate it."""
    with tempfile.TemporaryDirectory() as work:
        with zipfile.ZipFile(bundle) as package:
            package.extractall(work)
        quiet = {
            name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UMKM_CLEAN_", "PYTHON"))
        }
        shut = quiet | {
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        }
        target = Path(work, "terpasang dengan spasi")
        if os.name == "nt":
            install, program = (
                ["cmd", "/c", str(Path(work, "pasang.bat")), str(target)],
                target / "Scripts" / "umkm-clean.exe",
            )
        else:
            install, program = ["sh", str(Path(work, "pasang.sh")), str(target)], target / "bin" / "umkm-clean"
            shut["PYTHON"] = sys.executable
        form = Path(work, "formulir.xlsx")
        steps = (
            install,
            [str(program), "--version"],
            [str(program), "template", "--out", str(form)],
            [str(program), "validate", str(form)],
            [str(program), "doctor"],
        )
        for step in steps:
            done = subprocess.run(step, env=shut, cwd=work, check=False, capture_output=True, text=True)
            print(f"{Path(step[0]).name} {' '.join(step[1:2])}: exit {done.returncode}")
            if done.returncode not in (0, 1, 5):
                print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
                return 1
    return 0


def _pip(*words: str) -> None:
    subprocess.run([_tool(), "-m", "pip", "--disable-pip-version-check", *words], check=True)


def _tool() -> str:
    """A Python with pip: this one, or an environment made for the purpose."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return sys.executable
    folder = Path(tempfile.gettempdir()) / "umkm-clean-pip"
    if not folder.exists():
        venv.create(folder, with_pip=True)
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


if __name__ == "__main__":
    sys.exit(main())
