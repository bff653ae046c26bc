"""The summary on the screen: as wide as it is, in plain text where it must be."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.writers.fixture import make_run, spec
from umkm_clean.report.console import show_summary
from umkm_clean.report.findings import prepare
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_fits(
    tmp_path: Path, lang: str, encoding: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    made = make_run(tmp_path, files=3, rows=20)
    words = Words(spec(), lang)
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    show_summary(made, prepare(made.issues, words), words, stream)
    stream.flush()
    shown = raw.getvalue().decode(encoding).split("\n")
    assert max(map(len, shown)) <= width
    assert "\x1b" not in raw.getvalue().decode(encoding)
    assert any("TES001" in line for line in shown)
    assert any("laporan_kesalahan.xlsx" in line for line in shown), "a merge names the full list"
