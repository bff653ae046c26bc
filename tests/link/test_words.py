"""Every piece of evidence that linking can give about the city's businesses has words of its own, in both languages."""

from __future__ import annotations

import json

import pytest

from tests.link.rows import ROOT
from umkm_clean.report.review_xlsx import reason_text
from umkm_clean.report.words import Words
from umkm_clean.spec import load
from umkm_clean.spec.link_load import load_link
from umkm_clean.spec.texts import LANGUAGES, load_texts


def slugs() -> list[str]:
    """All slugs that the city's link spec can lead to."""
    spec = load_link(ROOT / "schemas" / "umkm" / "link.toml")
    compared = [
        f"{compare.name}_{level.name}"
        for question in spec.questions
        for compare in question.compares
        for level in compare.levels
    ]
    return [*compared, *(f"pasti_{sure.name}" for sure in spec.sure), "pasti_keputusan"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slug_has_words(language: str) -> None:
    texts = load_texts("texts")
    silent = [slug for slug in slugs() if not texts.get(f"evidence.{slug}", {}).get(language)]
    assert not silent, f"give these their words in schemas/engine/texts.toml, [evidence.*]: {silent}"


def test_no_words_without_a_slug() -> None:
    known = {f"evidence.{slug}" for slug in slugs()} | {"evidence.agrees", "evidence.differs"}
    idle = [key for key in load_texts("texts") if key.startswith("evidence.") and key not in known]
    assert not idle, f"nothing says this any more, delete it from schemas/engine/texts.toml: {idle}"


def test_reasons_say_what_agrees_and_how_much(in_words: dict[str, Words]) -> None:
    told = json.dumps(
        [
            {"slug": "nik_sama", "column": "nik", "bits": 17.0},
            {"slug": "produk_beda", "column": "produk", "bits": -4.0},
            {"slug": "jenis_sama", "column": "jenis_usaha", "bits": 0.8},
            {"slug": "wilayah_beda", "column": "kelurahan", "bits": 0.7},
            {"slug": "kelurahan_beda", "column": "kelurahan", "bits": -0.5},
        ]
    )
    assert reason_text(told, in_words["id"]).split("\n") == [
        "NIK sama (bukti kuat)",
        "produk berbeda (meragukan)",
        "jenis usaha sama (sedikit mendukung)",
        "kelurahan berbeda (sedikit mendukung)",
    ]
    assert reason_text(told, in_words["en"]).split("\n")[1] == "different products (against)"


@pytest.fixture
def in_words() -> dict[str, Words]:
    spec = load()
    return {language: Words(spec, language) for language in LANGUAGES}
