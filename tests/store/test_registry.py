"""The registry: ids that stay, rows known again after a correction, one transaction a round."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from tests.store.rounds_by_hand import SPEC, finding, recalled, records, remembered, result, row, this_round
from umkm_clean.errors import RegistryError
from umkm_clean.store import migrations
from umkm_clean.store.registry import Output, Registry

if TYPE_CHECKING:
    from pathlib import Path

SITI = row("3574011208809001", "Siti Aminah", "Warung Siti", no_hp="+6281234567890")
BUDI = row("3574011501750002", "Budi Santoso", "Bakso Budi", no_hp="+6281299988877")
DEWI = row("3574015503820003", "Dewi Lestari", "Batik Dewi", jenis_usaha="kerajinan")


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    with Registry.open(tmp_path / "registry.sqlite") as opened:
        yield opened


def test_a_row_that_stays_keeps_its_id(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    assert recalled(registry, records([BUDI, SITI])) == ["U2", "U1"]


@pytest.mark.parametrize(
    "corrected",
    [
        pytest.param(SITI | {"no_hp": "+6281234567899"}, id="phone"),
        pytest.param(SITI | {"nik": "3574015208809001"}, id="nik"),
        pytest.param(SITI | {"nama_usaha": "Warung Bu Siti"}, id="business name"),
        pytest.param(SITI | {"kelurahan": "Tisnonegaran"}, id="moved to another kelurahan"),
        pytest.param(SITI | {"nama_pemilik": "Siti Aminah Rahayu", "no_hp": None}, id="owner name"),
    ],
)
def test_a_corrected_row_keeps_its_id(registry: Registry, corrected: dict[str, object]) -> None:
    remembered(registry, records([SITI, BUDI, DEWI]), ["U1", "U2", "U3"])
    assert recalled(registry, records([corrected, BUDI, DEWI])) == ["U1", "U2", "U3"]


def test_a_corrected_row_keeps_its_id_in_a_renamed_and_sorted_file(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI, DEWI]), ["U1", "U2", "U3"])
    rows = [line | {"file": "kanigaran rev2.xlsx"} for line in (DEWI, BUDI, SITI | {"nik": "3574015208809001"})]
    assert recalled(registry, records(rows, first=9)) == ["U3", "U2", "U1"]


def test_another_business_in_the_same_place_is_new(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    other = row("3574016001900009", "Rina Wati", "Salon Rina", jenis_usaha="jasa")
    assert recalled(registry, records([other, BUDI])) == [None, "U2"]


def test_a_second_business_of_the_same_owner_is_new(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    second = SITI | {"nama_usaha": "Jahit Siti", "jenis_usaha": "jasa"}
    assert recalled(registry, records([SITI, second, BUDI])) == ["U1", None, "U2"]


def test_a_row_that_was_away_for_a_round_is_known_by_what_it_says(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    remembered(registry, records([BUDI]), ["U2"])
    assert recalled(registry, records([SITI, BUDI])) == ["U1", "U2"]


def test_a_row_that_was_withheld_for_a_round_keeps_its_id(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    remembered(registry, records([SITI | {"nik": None, "withheld": True}, BUDI]), [None, "U2"])
    mended = SITI | {"nik": "3574015208809001"}
    assert recalled(registry, records([mended, BUDI])) == ["U1", "U2"]


def test_joined_businesses_are_known_under_the_older_id(registry: Registry) -> None:
    remembered(registry, records([SITI]), ["U9"])
    again = SITI | {"file": "jati.xlsx", "nama_usaha": "Warung Siti 2", "jenis_usaha": "dagang"}
    remembered(registry, records([SITI, again]), ["U9", "U1"])
    known = registry.recall(SPEC)(records([SITI, again]))
    assert list(dict.fromkeys(known.values())) == ["U9", "U1"]  # seniority, not alphabet
    movement = remembered(registry, records([SITI, again]), ["U9", "U9"])
    assert (movement.joined, movement.parted) == (1, 0)
    assert recalled(registry, records([SITI, again])) == ["U9", "U9"]
    line = registry.connection.execute("SELECT kind, id_from, id_to FROM id_changes").fetchall()
    assert line == [("gabung", "U1", "U9")]


def test_of_a_parted_business_the_row_that_spoke_for_it_comes_first(registry: Registry) -> None:
    again = SITI | {"file": "jati.xlsx", "nama_usaha": "Warung Siti 2"}
    remembered(registry, records([SITI, again]), ["U1", "U1"])
    known = registry.recall(SPEC)(records([again, SITI]))
    first = next(key for key, value in known.items() if value == "U1")
    from umkm_clean.link import row_content_keys

    assert first == row_content_keys(records([SITI]), SPEC.link)[0]
    movement = remembered(registry, records([SITI, again]), ["U1", "U2"])
    assert (movement.joined, movement.parted) == (0, 1)


def test_new_changed_and_gone(registry: Registry) -> None:
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"])
    movement = remembered(registry, records([SITI | {"no_hp": None}, DEWI]), ["U1", "U3"])
    assert (movement.new, movement.changed, movement.gone) == (1, 1, 1)
    tally = registry.connection.execute("SELECT * FROM tallies WHERE round = 2").fetchall()
    assert tally == [(2, "Kanigaran", 2, 0, 0, 1, 1, 1)]
    same = remembered(registry, records([SITI | {"no_hp": None}, DEWI]), ["U1", "U3"])
    assert (same.new, same.changed, same.gone) == (0, 0, 0)


def test_a_finding_stays_open_when_another_cell_of_its_row_is_corrected(registry: Registry) -> None:
    found = [finding("KON001", 5, "no_hp"), finding("NIK101", 6, "nik"), finding("HDR001", None)]
    remembered(registry, records([SITI, BUDI]), ["U1", "U2"], found)
    remembered(registry, records([SITI | {"nik": "3574015208809001"}, BUDI]), ["U1", "U2"], [found[0], found[2]])
    spans = registry.connection.execute("SELECT code, first_round, last_round FROM findings ORDER BY code").fetchall()
    assert spans == [("HDR001", 1, 2), ("KON001", 1, 2), ("NIK101", 1, 1)]


def test_one_round_is_one_transaction(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(registry, records([SITI]), ["U1"])
    before = dump(registry)
    from umkm_clean.store import rounds

    def fail(*given: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(rounds, "_businesses", fail)
    with pytest.raises(OSError, match="full"):
        registry.remember(this_round(), result(records([BUDI]), ["U2"]), SPEC, lambda *_: [])
    assert dump(registry) == before


def test_an_unpublished_round_is_not_the_last_one(registry: Registry) -> None:
    remembered(registry, records([SITI]), ["U1"], state="old")
    assert registry.published().state == "old"
    number, _ = registry.remember(
        this_round(state="new"), result(records([SITI]), ["U1"]), SPEC, lambda *_: [Output("a", "b")]
    )
    assert registry.published() is None
    registry.publish(number)
    assert registry.published().state == "new"
    assert registry.outputs(number) == [Output("a", "b")]


def test_nothing_personal_is_in_the_file(tmp_path: Path) -> None:
    with Registry.open(tmp_path / "registry.sqlite") as registry:
        remembered(registry, records([SITI, BUDI]), ["U1", "U2"], [finding("NIK101", 5, "nik")])
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for text in ("3574011208809001", "81234567890", "Siti", "siti", "Warung", "warung"):
        assert text.encode() not in content


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    with Registry.open(tmp_path / "new" / "registry.sqlite") as registry:
        remembered(registry, records([SITI]), ["U1"])
        for path in (tmp_path / "new").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_newer_registry_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(RegistryError, match="registry-newer"):
        Registry.open(path)


@pytest.mark.parametrize("content", [b"not a database at all" * 60, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_registry_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "registry.sqlite"
    path.write_bytes(content)
    with pytest.raises(RegistryError) as raised:
        Registry.open(path)
    assert raised.value.code == "registry-damaged"
    assert path.read_bytes() == content


def test_a_registry_from_every_earlier_version_is_brought_forward(tmp_path: Path) -> None:
    for version in range(len(migrations.MIGRATIONS)):
        path = tmp_path / f"{version}.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        for step in migrations.MIGRATIONS[:version]:
            connection.executescript(step)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        with Registry.open(path) as registry:
            assert registry.check() == "ok"
            assert registry.connection.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
            assert len(registry.secret) == 32


def dump(registry: Registry) -> list[str]:
    return list(registry.connection.iterdump())
