"""The cache: what is damaged is absent, what is unused goes, what is in it is for its owner only."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_clean.errors import WriteError
from umkm_clean.model import FileResult
from umkm_clean.store.cache import Cache, entry_key

if TYPE_CHECKING:
    from pathlib import Path

RESULT = FileResult(
    "jati.xlsx",
    "ab" * 32,
    10,
    "xlsx",
    None,
    (),
    None,
    pd.DataFrame({"code": pd.array(["NIK101"], dtype="string")}),
    pd.DataFrame(),
)
KEY = entry_key("a", "b")


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.save(KEY, RESULT)
    assert cache.has(KEY)
    back = cache.load(KEY)
    assert back is not None
    assert back.path == "jati.xlsx"
    pd.testing.assert_frame_equal(back.issues, RESULT.issues)


def test_every_part_of_the_key_counts() -> None:
    assert entry_key("a", "b") != entry_key("ab", "") != entry_key("a", "c")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_entry_is_never_loaded(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("c")
    cache = Cache(folder)
    cache.save(KEY, RESULT)
    (path,) = folder.iterdir()
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(content)
    assert cache.load(KEY) is None
    assert not cache.has(KEY)


def test_something_else_under_a_right_checksum_is_not_taken(tmp_path: Path) -> None:
    import hashlib
    import pickle

    body = pickle.dumps(["not a result"])
    (tmp_path / f"{KEY}.hasil").write_bytes(hashlib.sha256(body).digest() + body)
    assert Cache(tmp_path).load(KEY) is None


def test_the_sweep_keeps_what_was_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in ("a", "b", "c"):
        cache.save(entry_key(name), RESULT)
    (tmp_path / ".baru-half").write_bytes(b"half written by a run that was killed")
    (tmp_path / "other.txt").write_text("not ours")
    assert cache.sweep([entry_key("b")]) == 3
    assert {path.name for path in tmp_path.iterdir()} == {f"{entry_key('b')}.hasil", "other.txt"}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_may_look(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir(mode=0o755)
    Cache(folder).save(KEY, RESULT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(WriteError, match="cache-unwritable"):
        Cache(tmp_path).save(KEY, RESULT)
    assert list(tmp_path.iterdir()) == []
