# ruff: noqa: E501
"""The reading processes: order, deaths, limits, and their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.readers.builders import rows_xml, workbook
from umkm_clean.read import child as child_module
from umkm_clean.read import read_files
from umkm_clean.read.limits import Limits
from umkm_clean.read.pool import ReadingPool

REPOSITORY = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for number in range(12):
        path = tmp_path / f"{number:02}.xlsx"
        workbook(path, rows_xml([["NO"], *[[n] for n in range(1, 2 + (number % 4) * 300)]]))
        paths.append(str(path))
    return paths


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_order_of_the_input(files: list[str], jobs: int) -> None:
    asked = [*files, files[0], *reversed(files)]
    assert [file.path for file in read_files(asked, jobs=jobs)] == asked


def test_nothing_to_read() -> None:
    assert list(read_files([])) == []


def test_missing_files_and_folders(tmp_path: Path) -> None:
    codes = [
        file.refused.code for file in read_files([str(tmp_path / "tidak ada.xlsx"), str(tmp_path)]) if file.refused
    ]
    assert codes == ["SRC001", "SRC002"]


#: What a reader could do to its process, run in the child through a patched start.
DEATHS = {
    "abort": ("import os; os.abort()", "SRC011"),
    "exit": ("import os; os._exit(3)", "SRC011"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SRC011"),
    "hang": ("while True: pass", "SRC012"),
    "memory": ("raise MemoryError", "SRC013"),
    "panic": ("raise BaseException('panic')", "SRC011"),
    "prints": ("print('x' * 100000)", None),
    "lies": ("import os; os.write(3, b'garbage' * 100)", "SRC011"),
}


@posix
@pytest.mark.parametrize("death", DEATHS)
def test_one_death_takes_nothing_along(
    death: str, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, expected = DEATHS[death]
    sick = tmp_path / "sakit.csv"
    sick.write_text("NIK,NAMA\n1,a\n", encoding="utf-8")
    patch = (
        "import umkm_clean.read.delimited as d; whole = d.read\n"
        f"def read(*a, **k):\n    {code}\n    return whole(*a, **k)\n"
        "d.read = read\n"
    )
    monkeypatch.setattr(child_module, "_START", child_module._START.replace("main()", f"exec({patch!r}); main()"))
    asked = [files[0], str(sick), files[1], str(sick), files[2]]
    with ReadingPool(asked, Limits(seconds=1.0)) as pool:
        found = list(pool)
    assert [file.refused.code if file.refused else None for file in found] == [None, expected, None, expected, None]


def test_memory_limit_of_the_child(tmp_path: Path, files: list[str]) -> None:
    large = tmp_path / "besar.csv"
    large.write_text("NIK,NAMA\n" + "1,abcdefghij\n" * 400_000, encoding="utf-8")
    found = list(read_files([str(large), files[0]], Limits(child_memory=150 << 20)))
    if sys.platform == "linux":
        assert found[0].refused is not None
        assert found[0].refused.code in ("SRC013", "SRC011")
    assert found[1].refused is None


LIMITS: dict[str, tuple[dict[str, Any], str]] = {
    "file_bytes": ({"file_bytes": 1000}, "SRC020"),
    "inflated_bytes": ({"inflated_bytes": 1000}, "SRC021"),
    "part_bytes": ({"part_bytes": 1000}, "SRC022"),
    "members": ({"members": 2}, "SRC023"),
    "cells": ({"cells": 20}, "SRC024"),
    "area": ({"area": 20}, "SRC025"),
    "columns": ({"columns": 0}, "SRC026"),
    "sheets": ({"sheets": 0}, "SRC027"),
    "row_gap": ({"row_gap": 5}, "SRC028"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_each_limit_has_its_code(name: str, tmp_path: Path) -> None:
    changes, code = LIMITS[name]
    rows = (
        rows_xml([["NO", "NAMA"], *[[n, f"Warung {n}"] for n in range(60)]])
        + '<row r="90"><c r="A90"><v>1</v></c></row>'
    )
    workbook(tmp_path / "a.xlsx", rows)
    (file,) = read_files([str(tmp_path / "a.xlsx")], Limits(**changes))
    assert file.refused is not None
    assert file.refused.code == code
    (file,) = read_files([str(tmp_path / "a.xlsx")])
    assert file.refused is None


@pytest.mark.parametrize(
    ("changes", "code"), [({"flat_bytes": 20}, "SRC020"), ({"flat_cells": 20}, "SRC024"), ({"columns": 1}, "SRC026")]
)
def test_limits_of_flat_files(changes: dict[str, Any], code: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("NIK,NAMA\n" + "1,a\n" * 50, encoding="utf-8")
    (file,) = read_files([str(tmp_path / "a.csv")], Limits(file_bytes=20, **changes))
    assert file.refused is not None
    assert file.refused.code == code


_PARENT = """
import sys, time
from umkm_clean.read import child as c, pool as p
c._START = c._START.replace("main()", "exec('import umkm_clean.read.delimited as d, time\\\\ndef read(*a, **k):\\\\n  while True: pass\\\\nd.read = read'); main()")
with p.ReadingPool([sys.argv[1]] * 2, jobs=2) as pool:
    while len(pool._children) < 2: time.sleep(0.01)
    print(*[child.pid for child in pool._children], flush=True)
    list(pool)
"""


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_the_parent(how: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("NIK,NAMA\n1,a\n", encoding="utf-8")
    command = [sys.executable, "-c", _PARENT, str(tmp_path / "a.csv")]
    listen = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # in the background of a script it is ignored
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY, text=True, preexec_fn=listen
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(children) == 2
        time.sleep(0.3)
        parent.send_signal(how)
        parent.wait(timeout=10)
    deadline = time.monotonic() + 5
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, children))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_leaving_early_ends_the_children(files: list[str]) -> None:
    with ReadingPool(files * 20, jobs=2) as pool:
        next(iter(pool))
        children = list(pool._children)
    assert children
    assert all(child.poll() is not None for child in children)


def test_the_child_stays_light() -> None:
    code = (
        "import sys; import umkm_clean.read.worker, umkm_clean.read.xlsx, umkm_clean.read.delimited, umkm_clean.read.xls;"
        "print([name for name in ('pandas', 'numpy', 'pyarrow', 'dataclasses', 'umkm_clean.model') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_no_file_is_written(files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "sementara"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = {path: path.read_bytes() for path in Path(files[0]).parent.glob("*.xlsx")}
    list(read_files(files))
    assert list(temporary.iterdir()) == []
    assert {path: path.read_bytes() for path in before} == before
