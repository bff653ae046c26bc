"""Paths of a job: from its settings file's folder, wherever it is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from umkm_clean.nightly.workplace import shown, workplace
from umkm_clean.settings import resolve


def test_paths_in_the_file_are_relative_to_the_file(tmp_path: Path) -> None:
    job, elsewhere = tmp_path / "kerja", tmp_path / "elsewhere"
    job.mkdir()
    elsewhere.mkdir()
    (job / "umkm-clean.toml").write_text('[jadwal]\ninbox = "../bersama"\n[umum]\nlog_file = "catatan.jsonl"\n')
    place, settings = workplace(resolve({"out": "sini"}, {}, elsewhere, job / "umkm-clean.toml"), elsewhere)
    assert place.base == job
    assert place.inbox == tmp_path / "bersama"
    assert place.out == elsewhere / "sini"  # said on the command line
    assert place.registry == job / "registry.sqlite"
    assert settings.log_file == str(job / "catatan.jsonl")
    assert place.backups == elsewhere / "cadangan"


def test_without_a_file_it_is_the_folder_we_are_in(tmp_path: Path) -> None:
    place, settings = workplace(resolve({}, {}, tmp_path), tmp_path)
    assert (place.inbox, place.out) == (tmp_path / "masuk", tmp_path / "hasil")
    assert settings.kota == ""


@pytest.mark.parametrize(("kota", "whole"), [("contoh", False), ("./contoh", True), ("/srv/kota", True)])
def test_a_city_is_a_name_or_a_path(tmp_path: Path, kota: str, whole: bool) -> None:
    _, settings = workplace(resolve({"kota": kota}, {}, tmp_path), tmp_path)
    assert Path(settings.kota).is_absolute() is whole


def test_files_are_named_from_the_jobs_folder(tmp_path: Path) -> None:
    assert shown(tmp_path / "masuk" / "a.xlsx", tmp_path) == "masuk/a.xlsx"
    assert shown("/srv/x/a.xlsx", tmp_path) == "/srv/x/a.xlsx"
