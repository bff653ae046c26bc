"""`laporan.html`: readable colours, both languages, small counts kept from the public."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.writers.fixture import frame, make_run, spec
from umkm_clean.report import figures, findings
from umkm_clean.report import html as page
from umkm_clean.report.suppress import FEW, counts
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.report.frame import RunFrame

INK, ON5, ON6 = "ink", "on5", "on6"


def written(folder: Path, around: RunFrame, lang: str = "id") -> str:
    made = make_run(folder, files=4, rows=12)
    words = Words(spec(), lang)
    page.write_page(findings.prepare(made.issues, words), figures.count(made, spec()), words, around, folder / "p.html")
    return (folder / "p.html").read_text(encoding="utf-8")


def palettes(content: str) -> list[dict[str, str]]:
    """The colours of the light page, and of the dark one."""
    blocks = re.findall(r":root\{([^}]*)\}", content)[:2]
    light = dict(re.findall(r"--([a-z0-9]+):(#[0-9a-f]{3,6})", blocks[0]))
    return [light, light | dict(re.findall(r"--([a-z0-9]+):(#[0-9a-f]{3,6})", blocks[1]))]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_text_is_readable_on_its_ground(tmp_path: Path) -> None:
    pairs = [(INK, "paper"), (INK, "tint"), ("soft", "paper"), ("brand", "paper"), ("paper", "brand"), ("bad", "paper")]
    pairs += [("warn", "paper"), ("good", "paper"), *((INK, f"s{at}") for at in range(5)), (ON5, "s5"), (ON6, "s6")]
    for colours in palettes(written(tmp_path, frame())):
        for text, ground in pairs:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground, colours[text], colours[ground])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_needs_nothing_from_outside(tmp_path: Path, lang: str) -> None:
    content = written(tmp_path, frame(lang=lang, as_of=datetime.date(2026, 11, 24)), lang)
    assert f'<html lang="{lang}">' in content
    assert not re.search(r"<script|<link|<img|https?://|url\(", content)
    assert "24 November 2026" in content
    assert "Kademangan" in content
    assert "default-src 'none'" in content


def test_rounds_and_late_kelurahan_come_from_the_registry(tmp_path: Path) -> None:
    point = SimpleNamespace(day="2026-10-24", rows=10, businesses=7, errors=4, files=2)
    trend = SimpleNamespace(points=[point], missing=["Jati", "Wiroborang"], since={})
    content = written(tmp_path, frame(trend=trend))
    assert "<polyline" in content
    assert "2 kelurahan" in content
    assert "<li>Wiroborang</li>" in content


def test_small_counts_are_kept_from_the_public(tmp_path: Path) -> None:
    made = make_run(tmp_path, files=2, rows=12)
    words, counted = Words(spec()), figures.count(made, spec())
    few = replace(counted.areas[0], unique=3, active=2)
    counted = replace(counted, areas=(few, *counted.areas[1:]))
    page.write_page(findings.prepare(made.issues, words), counted, words, frame(view="publik"), tmp_path / "p.html")
    content = (tmp_path / "p.html").read_text(encoding="utf-8")
    row = next(line for line in content.split("\n") if f'<th scope="row">{few.kelurahan}</th>' in line)
    assert "&lt;5" in row
    assert not re.search(r">[1-4]<", row)


def test_a_hidden_count_cannot_be_worked_out() -> None:
    assert counts([3, 40, 12], public=True).hidden == {0, 2}
    assert counts([3, 2, 12], public=True).hidden == {0, 1}
    assert counts([0, 40, FEW], public=True).hidden == frozenset()
    assert counts([1, 40], public=False).hidden == frozenset()
