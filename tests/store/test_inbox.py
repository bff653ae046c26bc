"""The inbox: what is whole, what is still being copied, what need not be opened."""

from __future__ import annotations

import builtins
import os
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from umkm_clean.errors import NothingToDo
from umkm_clean.nightly.inbox import Inbox, Incoming, scan
from umkm_clean.store.seen import Seen

if TYPE_CHECKING:
    from pathlib import Path

OLD = 1_700_000_000


def put(path: Path, content: bytes = b"No,Nama\n1,a\n", when: int = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (when, when))
    return path


def book(path: Path, when: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>" * 200)
    if when is not None:
        os.utime(path, (when, when))
    return path


class Clock:
    """A clock that says what we want and a sleep that lets things happen."""

    def __init__(self, now: float, meanwhile: Any = None) -> None:
        self.now, self.slept, self.meanwhile = now, 0.0, meanwhile

    def ns(self) -> int:
        return int(self.now * 1e9)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += seconds
        if self.meanwhile:
            self.meanwhile()


def looked(tmp_path: Path, seen: dict[str, Seen] | None = None, clock: Clock | None = None, **more: Any) -> Inbox:
    clock = clock or Clock(time.time() + 60)
    return scan(tmp_path / "masuk", tmp_path, seen or {}, 5, clock=clock.ns, sleep=clock.sleep, **more)


def remembered(inbox: Inbox) -> dict[str, Seen]:
    return {f.name: Seen(f.name, f.sha256, f.size, f.mtime, f.ctime, f.trusted, "2026-11-24") for f in inbox.files}


def test_folders_are_searched_and_lock_files_passed_over(tmp_path: Path) -> None:
    for name in ("a.csv", "2026-11/jati.csv", "~$a.xlsx", ".hidden.csv", "catatan.pdf"):
        put(tmp_path / "masuk" / name)
    inbox = looked(tmp_path)
    assert [entry.name for entry in inbox.files] == ["masuk/2026-11/jati.csv", "masuk/a.csv"]
    assert inbox.locks == 1


def test_a_missing_inbox_is_not_an_empty_month(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="no-inbox"):
        looked(tmp_path)


def test_an_untouched_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "masuk" / "a.csv")
    first = looked(tmp_path)
    opened = []
    real = builtins.open

    def spy(file: Any, *given: Any, **named: Any) -> Any:
        opened.append(str(file))
        return real(file, *given, **named)

    monkeypatch.setattr(builtins, "open", spy)
    second = looked(tmp_path, remembered(first))
    assert second.files[0].untouched
    assert second.files[0].sha256 == first.files[0].sha256
    assert opened == []


def test_a_changed_file_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    put(tmp_path / "masuk" / "a.csv", b"1,a\n")
    first = looked(tmp_path)
    time.sleep(0.02)
    put(tmp_path / "masuk" / "a.csv", b"1,b\n")  # same size, same mtime; the change time gives it away
    second = looked(tmp_path, remembered(first))
    assert second.files[0].sha256 != first.files[0].sha256


def test_a_file_hashed_within_the_clocks_tick_is_not_trusted(tmp_path: Path) -> None:
    path = book(tmp_path / "masuk" / "a.xlsx")
    first = looked(tmp_path, clock=Clock(path.stat().st_ctime + 1))
    assert not first.files[0].trusted
    again = looked(tmp_path, remembered(first))
    assert again.files[0].trusted
    assert again.files[0].untouched  # read again, found to be the same


def test_a_fresh_csv_that_stays_as_it_is_is_taken_after_a_wait(tmp_path: Path) -> None:
    path = put(tmp_path / "masuk" / "a.csv")
    clock = Clock(path.stat().st_ctime + 1)
    inbox = looked(tmp_path, clock=clock)
    assert [entry.name for entry in inbox.files] == ["masuk/a.csv"]
    assert 3.5 < clock.slept <= 5


def test_a_file_that_goes_on_growing_is_left_for_the_next_run(tmp_path: Path) -> None:
    path = put(tmp_path / "masuk" / "a.csv")
    put(tmp_path / "masuk" / "b.csv")

    def grow() -> None:
        with path.open("ab") as file:
            file.write(b"2,b\n")

    inbox = looked(tmp_path, clock=Clock(path.stat().st_ctime + 1, grow))
    assert [entry.name for entry in inbox.files] == ["masuk/b.csv"]
    assert inbox.copying == ("masuk/a.csv",)


def test_while_a_known_file_is_being_replaced_its_last_content_counts(tmp_path: Path) -> None:
    path = put(tmp_path / "masuk" / "a.csv")
    first = looked(tmp_path)
    put(path, b"half of the new ", when=int(time.time()))

    def grow() -> None:
        with path.open("ab") as file:
            file.write(b"content")

    inbox = looked(tmp_path, remembered(first), Clock(time.time() + 1, grow))
    assert inbox.copying == ("masuk/a.csv",)
    (entry,) = inbox.files
    assert entry.earlier
    assert entry.sha256 == first.files[0].sha256


def test_a_fresh_workbook_that_ends_as_it_should_needs_no_wait(tmp_path: Path) -> None:
    path = book(tmp_path / "masuk" / "a.xlsx")
    clock = Clock(path.stat().st_ctime + 1)
    assert len(looked(tmp_path, clock=clock).files) == 1
    assert clock.slept == 0


def test_half_a_workbook_is_waited_for(tmp_path: Path) -> None:
    path = book(tmp_path / "masuk" / "a.xlsx")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    clock = Clock(path.stat().st_ctime + 1, lambda: path.write_bytes(whole))
    inbox = looked(tmp_path, clock=clock)
    assert clock.slept > 0
    assert inbox.copying == ("masuk/a.xlsx",)


@pytest.mark.parametrize("jump", [-86_400, 86_400 * 400])
def test_a_clock_that_jumps_blocks_nothing_for_ever(tmp_path: Path, jump: int) -> None:
    put(tmp_path / "masuk" / "a.csv", when=int(time.time()))
    clock = Clock(time.time() + jump)
    inbox = looked(tmp_path, clock=clock)
    assert [entry.name for entry in inbox.files] == ["masuk/a.csv"]
    assert clock.slept <= 5


def test_only_files_since_a_day(tmp_path: Path) -> None:
    import datetime

    put(tmp_path / "masuk" / "old.csv", when=OLD)
    put(tmp_path / "masuk" / "new.csv", when=OLD + 86_400 * 3)
    since = datetime.datetime.fromtimestamp(OLD + 86_400 * 2).astimezone().date()
    assert [entry.name for entry in looked(tmp_path, since=since).files] == ["masuk/new.csv"]


def test_an_unreadable_file_has_no_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "masuk" / "a.csv")

    def denied(*given: Any, **named: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(builtins, "open", denied)
    (entry,) = looked(tmp_path).files
    assert isinstance(entry, Incoming)
    assert entry.sha256 == ""
    assert not entry.trusted
