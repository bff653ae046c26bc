"""What is published, used as its users will: sdist → wheel → two clean environments elsewhere → the same answers.

    python -m tools.packages

One environment has the newest versions of the dependencies, the other the lowest that `pyproject.toml` allows. In each
the installed command makes a form, reads it back and merges the sample; both must write the same lists.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "kelurahan"
#: Files that must not depend on the versions of the libraries.
SAME = ("umkm_kota.csv", "issues.jsonl", "rows.csv", "laporan.html")
#: What is run, and the exit code it must have.
USES = (
    (["--version"], 0),
    (["explain", "NIK001"], 0),
    (["template", "--out", "formulir.xlsx"], 0),
    (["validate", "formulir.xlsx"], 5),
    (["merge", str(SAMPLE), "--out", "hasil", "--quiet"], 1),
)


def main() -> None:
    """Build, install twice, use, compare."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = build(work)
        used = {name: use(work / name, wheel, bounds) for name, bounds in (("newest", []), ("lowest", lowest()))}
        differing = [
            name for name in SAME if (used["newest"] / name).read_bytes() != (used["lowest"] / name).read_bytes()
        ]
        if differing:
            raise SystemExit(f"newest and lowest versions of the dependencies give different {', '.join(differing)}")
        print(
            f"{wheel.name}: {wheel.stat().st_size:,} bytes, built from the sdist, used with newest and lowest versions"
        )


def build(work: Path) -> Path:
    """The wheel, built from the sdist."""
    python = environment(work / "build")
    run(python, "-m", "pip", "install", "--quiet", "hatchling", cwd=work)
    run(python, "-m", "hatchling", "build", "--target", "sdist", "--directory", work / "dist", cwd=ROOT)
    sdist = next((work / "dist").glob("*.tar.gz"))
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", work / "dist", sdist, cwd=work)
    return next((work / "dist").glob("*.whl"))


def lowest() -> list[str]:
    """The dependencies of the project at their lower bounds: "typer==0.15"."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return [re.sub(r"^([A-Za-z0-9-]+)(?:\[[a-z]+\])?>=([0-9.]+).*$", r"\1==\2", text) for text in wanted]


def use(work: Path, wheel: Path, constraints: list[str]) -> Path:
    """Install into an environment of its own, run every use there, give the folder that `merge` wrote."""
    work.mkdir()
    python = environment(work / "env")
    (work / "constraints.txt").write_text("\n".join(constraints), encoding="utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--constraint", "constraints.txt", wheel, cwd=work)
    command = python.with_name("umkm-clean.exe" if os.name == "nt" else "umkm-clean")
    site = run(python, "-c", "import umkm_clean; print(umkm_clean.__file__)", cwd=work)
    if str(ROOT) in site:
        raise SystemExit("the checkout was imported, not the wheel")
    for arguments, code in USES:
        run(command, *arguments, cwd=work, code=code)
    return work / "hasil"


def environment(folder: Path) -> Path:
    """A new virtual environment; gives its interpreter."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if os.name == "nt" else "bin") / ("python.exe" if os.name == "nt" else "python")


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """Run a command, give its output, fail loudly."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode != code:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"exit {done.returncode} instead of {code}: {' '.join(str(part) for part in command)}")
    return done.stdout


if __name__ == "__main__":
    main()
