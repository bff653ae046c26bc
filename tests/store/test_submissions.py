"""Which submissions count: copies once, a newer list instead of the older, additions beside."""

from __future__ import annotations

import pytest

from umkm_clean.nightly.inbox import Incoming
from umkm_clean.nightly.submissions import Contents, base_name, copies, known_older, older


def entry(name: str, sha: str = "", when: int = 0) -> Incoming:
    return Incoming(name, sha or name, 1, when, when)


def contents(name: str, when: int, rows: range, kelurahan: str = "Jati") -> Contents:
    return Contents(entry(name, when=when), kelurahan, tuple(frozenset({f"row {row}"}) for row in rows))


def test_one_content_counts_once() -> None:
    files = [
        entry("masuk/nov/a.xlsx", "x"),
        entry("masuk/okt/a.xlsx", "x"),
        entry("masuk/b.xlsx", "y"),
        entry("c", "z"),
    ]
    assert copies(files) == {"masuk/okt/a.xlsx": "masuk/nov/a.xlsx"}
    unreadable = [Incoming("a", "", 0, 0, 0), Incoming("b", "", 0, 0, 0)]
    assert copies(unreadable) == {}


@pytest.mark.parametrize(
    ("newer", "superseded"),
    [
        pytest.param(contents("data baru jati.xlsx", 2, range(100)), True, id="same rows, other name"),
        pytest.param(contents("daftar.xlsx", 2, range(51, 151)), False, id="half of the rows are not enough"),
        pytest.param(contents("daftar.xlsx", 2, range(49, 149)), True, id="more than half are"),
        pytest.param(contents("umkm jati nov rev2.xlsx", 2, range(85, 185)), True, id="same name, a tenth of the rows"),
        pytest.param(
            contents("rw2/umkm jati.xlsx", 2, range(100, 200)), False, id="same name in another folder, other rows"
        ),
        pytest.param(contents("umkm jati perbaikan.xlsx", 2, range(40)), False, id="a part is an addition"),
        pytest.param(contents("umkm jati nov.xlsx", 2, range(100), "Curahgrinting"), False, id="another kelurahan"),
        pytest.param(contents("umkm jati nov.xlsx", 2, range(100), ""), False, id="no one kelurahan"),
        pytest.param(contents("umkm jati nov.xlsx", 2, range(0)), False, id="no rows"),
        pytest.param(contents("umkm jati nov.xlsx", 0, range(100)), False, id="not newer"),
    ],
)
def test_a_newer_submission(newer: Contents, superseded: bool) -> None:
    old = contents("umkm jati okt.xlsx", 1, range(100))
    found = older([newer, old])
    assert found.get(old.entry.name) == (newer.entry.name if superseded else None)


def test_each_points_to_the_next_newer_one_whatever_the_order() -> None:
    months = [
        contents(f"umkm jati {month}.xlsx", at, range(at, 100 + at)) for at, month in enumerate(("jan", "feb", "mar"))
    ]
    expected = {"umkm jati jan.xlsx": "umkm jati feb.xlsx", "umkm jati feb.xlsx": "umkm jati mar.xlsx"}
    assert older(months) == older(months[::-1]) == expected


def test_known_older_files_need_not_be_read() -> None:
    files = [entry("a", when=1), entry("b", when=2), entry("c", when=9)]
    known = frozenset({"a", "b", "c"})
    assert known_older(files, {"a": {"b"}}, known) == {"a": "b"}
    assert known_older(files[:1] + files[2:], {"a": {"b"}}, known) == {}  # the newer one is gone
    assert known_older([entry("a", when=3), entry("b", when=2)], {"a": {"b"}}, known) == {}  # it is no longer newer
    between = [entry("a", when=1), entry("new", when=2), entry("b", when=3)]
    assert known_older(between, {"a": {"b"}}, known) == {}  # look again


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("masuk/2026-11/UMKM Jati Okt rev2.xlsx", "umkm jati"),
        ("UMKM_JATI_(1).xlsx", "umkm jati"),
        ("umkm jati - Copy (2) of.final.XLSX", "umkm jati"),
        ("data.csv", "data"),
        ("11-2026.xlsx", ""),
    ],
)
def test_base_names(name: str, base: str) -> None:
    assert base_name(name) == base
