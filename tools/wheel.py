"""Wheel smoke test: sdist → wheel → a clean environment in another folder → the installed command works there.

The environment borrows the dependencies that are installed here, so that what is tested is the wheel's own content:
the entry point, the schemas inside it, and that nothing is read from the checkout.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command, give its output, fail loudly."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"failed: {' '.join(str(part) for part in command)}")
    return done.stdout


def main() -> None:
    """Build, install, use."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", work / "dist", ROOT, cwd=work)
        wheel = next((work / "dist").glob("*.whl"))
        venv.create(work / "env", with_pip=True)
        python = work / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=work)
        borrowed = {**os.environ, "PYTHONPATH": sysconfig.get_paths()["purelib"]}
        site = run(
            python, "-c", "import umkm_clean; print(umkm_clean.__file__)", cwd=work, env=_without_checkout(borrowed)
        )
        if str(ROOT) in site:
            raise SystemExit("the checkout was imported, not the wheel")
        for command in (
            ["--version"],
            ["explain", "NIK001"],
            ["template", "--out", "form.xlsx"],
            ["validate", "form.xlsx"],
        ):
            done = subprocess.run(
                [str(python), "-m", "umkm_clean", *command],
                cwd=work,
                env=_without_checkout(borrowed),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode not in (0, 5):
                raise SystemExit(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        print(f"{wheel.name}: {wheel.stat().st_size:,} bytes, installed and used outside the checkout")


def _without_checkout(env: dict[str, str]) -> dict[str, str]:
    """The editable install of the checkout must not be seen: its .pth file is not read from PYTHONPATH."""
    return env


if __name__ == "__main__":
    main()
