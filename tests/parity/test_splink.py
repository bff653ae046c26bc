"""The spec on Splink gives the answers of our own engine, within .02 F1; the settings are what Splink itself reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from benchmarks.city import make_city
from benchmarks.rivals import pair_scores
from tests.link.rows import ROOT
from umkm_clean.link import link
from umkm_clean.link.engine import OwnEngine, fitting
from umkm_clean.link.splink_sql import settings_of
from umkm_clean.spec.link_load import load_link

SPEC = load_link(ROOT / "schemas" / "umkm" / "link.toml")
WITHIN = 0.02


def test_parity_on_an_invented_city() -> None:
    pytest.importorskip("splink")
    from umkm_clean.link.splink_engine import SplinkEngine

    city = make_city(2_000, 46)
    spec = SPEC.at(0.5)
    ours, theirs = link(city.records, spec), link(city.records, spec, engine=SplinkEngine())
    mine = pair_scores(city.business, ours.business)[2]
    other = pair_scores(city.business, theirs.business)[2]
    assert theirs.notes.engine == "splink"
    assert mine > 0.9, "our own engine fails already: a difference would say nothing"
    assert abs(mine - other) <= WITHIN


def test_one_row_and_no_row_never_raise() -> None:
    pytest.importorskip("splink")
    from umkm_clean.link.splink_engine import SplinkEngine

    city = make_city(200, 47).records
    for rows in (0, 1):
        result = link(city.head(rows), SPEC, engine=SplinkEngine())
        assert len(result.business) == rows


def test_settings_are_plain_json_with_the_weights_of_the_spec() -> None:
    settings = settings_of(SPEC, 20_000)
    assert json.loads(json.dumps(settings)) == settings
    named = {comparison["output_column_name"] for comparison in settings["comparisons"]}
    assert named == {f"{question.name}__{compare.name}" for question in SPEC.questions for compare in question.compares}
    levels = {
        comparison["output_column_name"]: comparison["comparison_levels"] for comparison in settings["comparisons"]
    }
    strongest = SPEC.questions[0].compares[0].levels[0]
    exported = levels["pemilik__nik"][1]
    assert exported["m_probability"] / exported["u_probability"] == pytest.approx(strongest.m / strongest.u)
    shares = [
        level[key] for some in levels.values() for level in some[1:] for key in ("m_probability", "u_probability")
    ]
    assert all(0 < share <= 1 for share in shares)


def test_the_size_decides_which_engine_works() -> None:
    pytest.importorskip("splink")
    assert isinstance(fitting(SPEC, 10**9, 1), OwnEngine) == (SPEC.splink_from == 0)
    asked = replace(SPEC, splink_from=500)
    assert [fitting(asked, rows, 1).name for rows in (499, 500)] == ["own", "splink"]
