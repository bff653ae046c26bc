"""Golden runs of the real command line: each folder here is a case, and most are examples of the documentation.

A case holds `cmd.txt` (the arguments), `in/` (inputs; `*.xlsx.txt` are workbooks written as text, see
`tests/builders.py`), `out/stdout.txt`, `out/stderr.txt` and `exit.txt`; other files in `out/` are compared with those
the run wrote. `python -m tests.cases.runner --rewrite` (or `make cases`) rewrites what is expected: read the diff.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.builders import book_from_text

HERE = Path(__file__).parent
SCRUB = [
    (re.compile(r"[0-9]+,[0-9]+ (detik|seconds)"), r"N \1"),
    (re.compile(r'"(started|finished|version)": "[^"]*"'), r'"\1": "…"'),
]
ENVIRONMENT = {
    "PYTHONIOENCODING": "utf-8",
    "COLUMNS": "100",
    "PYTHONHASHSEED": "0",
    "TZ": "Asia/Jakarta",
    "NO_COLOR": "1",
}


def cases() -> list[Path]:
    """Every folder with a command."""
    return sorted(path.parent for path in HERE.glob("*/cmd.txt"))


def run(case: Path, work: Path) -> tuple[int, str, str]:
    """Build the inputs in `work`, run the command there; exit code, standard output and standard error, scrubbed."""
    if (case / "in").is_dir():
        shutil.copytree(case / "in", work, dirs_exist_ok=True)
    for text in sorted(work.rglob("*.xlsx.txt")):
        book_from_text(text.with_suffix(""), text.read_text(encoding="utf-8"))
        text.unlink()
    code = 0
    outs, errors = [], []
    for line in (case / "cmd.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        done = subprocess.run(
            [sys.executable, "-m", "umkm_clean", *shlex.split(line)],
            cwd=work,
            env={
                **os.environ,
                **ENVIRONMENT,
                "PYTHONPATH": str(HERE.parents[1]),
            },  # this checkout, whatever is installed
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        code = done.returncode
        outs.append(done.stdout)
        errors.append(done.stderr)
    return code, scrub("".join(outs)), scrub("".join(errors))


def scrub(text: str) -> str:
    """Replace what differs from run to run."""
    for pattern, words in SCRUB:
        text = pattern.sub(words, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + ("\n" if text else "")


def expected(case: Path) -> dict[str, str]:
    """What the case says must come out, by name."""
    files = {path.relative_to(case).as_posix(): path for path in sorted((case / "out").glob("**/*")) if path.is_file()}
    files["exit.txt"] = case / "exit.txt"
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


def actual(case: Path, work: Path) -> dict[str, str]:
    """What came out, for the same names."""
    code, out, error = run(case, work)
    found = {"exit.txt": f"{code}\n", "out/stdout.txt": out, "out/stderr.txt": error}
    for name in expected(case) if (case / "exit.txt").exists() else ():
        written = work / name.removeprefix("out/")
        if name not in found:
            found[name] = scrub(written.read_text(encoding="utf-8")) if written.is_file() else "(not written)\n"
    return found


def rewrite() -> None:
    """Write what comes out as what is expected."""
    import tempfile

    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in actual(case, Path(folder)).items():
                target = case / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if text or (target.exists() and name != "out/stderr.txt"):
                    target.write_text(text, encoding="utf-8")
                elif target.exists():
                    target.unlink()
        print(case.name)


if __name__ == "__main__":
    if sys.argv[1:] == ["--rewrite"]:
        rewrite()
