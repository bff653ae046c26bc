"""Limits of the house: sizes, names, and what light commands may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "umkm_clean").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "misc", "base", "manager"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_is_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 325, f"{path} has {lines} lines: which two things does it do?"
    assert path.stem not in VAGUE, f"{path}: name it after what it does"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno
            assert length <= 60, f"{path}:{node.lineno} {node.name} is {length} lines long"


def test_command_bodies_are_thin() -> None:
    for path in (ROOT / "umkm_clean" / "cli").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any(
                "with_settings" in ast.dump(item) for item in node.decorator_list
            ):
                body = node.body[1:] if isinstance(node.body[0], ast.Expr) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1
                assert length <= 20, f"{path}:{node.name} has {length} lines: move the work into a stage"


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["--version"],
        ["explain", "NIK001"],
        ["validate", "--help"],
        ["merge", "--help"],
        ["schema", "--help"],
        ["run", "--help"],
    ],
    ids=" ".join,
)
def test_light_commands_load_nothing_heavy(command: list[str]) -> None:
    program = (
        "import sys\nfrom umkm_clean.cli import run\n"
        f"code = run({command!r})\n"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'pandera', 'openpyxl', 'xlsxwriter', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy\nassert code == 0, code\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
