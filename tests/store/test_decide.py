"""Decisions: kept by content, the later one holds, a whole list can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.rounds_by_hand import START
from umkm_clean.store.decide import Decision, Kept, keep, undo
from umkm_clean.store.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

A, B, C = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    with Registry.open(tmp_path / "registry.sqlite") as opened:
        yield opened


def kept(registry: Registry, *decisions: Decision, file: str = "tinjau.xlsx") -> Kept:
    with registry.change() as connection:
        return keep(connection, decisions, file, START)


def test_pairs_have_no_direction(registry: Registry) -> None:
    assert kept(registry, Decision(B, A, True), Decision(A, C, False)) == Kept(2, 0, 0)
    assert kept(registry, Decision(A, B, True)) == Kept(0, 0, 1)
    standing = registry.decisions()
    assert standing.same == ((A, B),)
    assert standing.different == ((A, C),)


def test_the_later_decision_holds(registry: Registry) -> None:
    kept(registry, Decision(A, B, True))
    assert kept(registry, Decision(A, B, False)) == Kept(0, 1, 0)
    assert registry.decisions().different == ((A, B),)
    assert registry.decisions().same == ()


def test_undo_takes_back_the_latest_list_and_what_stood_before_stands_again(registry: Registry) -> None:
    kept(registry, Decision(A, B, True), file="one.xlsx")
    kept(registry, Decision(A, B, False), Decision(A, C, False), file="two.xlsx")
    with registry.change() as connection:
        assert undo(connection, START) == 2
    assert registry.decisions().same == ((A, B),)
    assert registry.decisions().different == ()
    with registry.change() as connection:
        assert undo(connection, START) == 1
        assert undo(connection, START) == 0


def test_undo_of_a_named_list(registry: Registry) -> None:
    kept(registry, Decision(A, B, True), file="one.xlsx")
    kept(registry, Decision(A, C, True), file="two.xlsx")
    with registry.change() as connection:
        assert undo(connection, START, "one.xlsx") == 1
    assert registry.decisions().same == ((A, C),)


def test_a_note_keeps_no_number(registry: Registry) -> None:
    kept(registry, Decision(A, B, True, "sudah dicek, 0812-3456-7890, NIK 3574011208809001,\n RT 01"))
    (note,) = registry.connection.execute("SELECT note FROM decisions").fetchone()
    assert note == "sudah dicek, …, NIK …, RT 01"
