"""The scheduled job as its admin sees it: what it reads, what it replaces, what it says, when it refuses."""

from __future__ import annotations

import csv
import json
import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.faults.jobs import KELURAHAN, Work, hashes, nik, row, rows_of
from umkm_clean.cli import run as umkm_clean
from umkm_clean.store.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "kerja")


def city(work: Work) -> dict[str, dict[str, str]]:
    """id_umkm → record."""
    with (work.out / "umkm_kota.csv").open(encoding="utf-8", newline="") as file:
        return {line["id_umkm"]: line for line in csv.DictReader(file)}


def log(work: Work) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (work.base / "catatan.jsonl").read_text(encoding="utf-8").splitlines()]


def last(work: Work, event: str) -> dict[str, Any]:
    return next(line for line in reversed(log(work)) if line["event"] == event)


def test_unchanged_input_is_not_read_and_nothing_is_replaced(work: Work) -> None:
    first = work.run()
    assert first in (0, 1)
    before, times = hashes(work.out), {path: path.stat().st_mtime_ns for path in work.out.rglob("*")}
    assert work.run() == first
    assert hashes(work.out) == before
    assert {path: path.stat().st_mtime_ns for path in work.out.rglob("*")} == times
    assert last(work, "finished")["changed"] is False
    assert sum(line["event"] == "read" for line in log(work)) <= 1


def test_forced_and_from_scratch_runs_give_the_same_bytes(work: Work) -> None:
    work.run()
    before = work.outputs()
    work.run("--force")
    assert work.outputs() == before
    assert last(work, "replaced")["read"] == 3
    for path in (work.out, work.base / ".umkm-clean", work.registry):
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True) if path.is_file() else None
    work.run()
    assert work.outputs() == before


def test_only_the_changed_file_is_read_and_ids_stay(work: Work) -> None:
    work.run()
    before = city(work)
    rows = rows_of(0)
    rows[2] = rows[2] | {"NIK": nik(500)}
    rows[3] = rows[3] | {"Nama Usaha": "Warung Baru Sekali"}
    work.put(f"{KELURAHAN[0]}.xlsx", [*rows, row(15, KELURAHAN[0])], when=1_790_000_100)
    work.run()
    facts = last(work, "replaced")
    assert (facts["read"], facts["untouched"]) == (1, 2)
    assert (facts["new"], facts["changed"], facts["gone"]) == (1, 2, 0)
    assert set(before) < set(city(work))
    mended = next(key for key, record in before.items() if record["nik"] == rows_of(0)[2]["NIK"])
    assert city(work)[mended]["nik"] == nik(500)


def test_a_damaged_output_is_written_again(work: Work) -> None:
    work.run()
    before = work.outputs()
    (work.out / "umkm_kota.csv").write_text("somebody's cat walked over the keyboard")
    (work.out / "rows.csv").unlink()
    work.run()
    assert work.outputs() == before
    assert last(work, "replaced")["read"] == 0


def test_a_damaged_cache_is_read_again(work: Work) -> None:
    work.run()
    before = work.outputs()
    for path in (work.base / ".umkm-clean").rglob("*.hasil"):
        path.write_bytes(path.read_bytes()[:-7])
    (work.out / "rows.csv").unlink()
    work.run()
    assert work.outputs() == before
    assert last(work, "replaced")["read"] == 3


def test_a_dry_run_writes_nothing(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashes(work.base)
    assert work.run("--dry-run") in (0, 1)
    after = hashes(work.base, without=("catatan.jsonl",))
    assert after == before
    work.run()
    work.put("new.xlsx", rows_of(3))
    kept = hashes(work.base, without=("catatan.jsonl",))
    work.run("--dry-run")
    assert hashes(work.base, without=("catatan.jsonl",)) == kept


def test_copies_and_newer_submissions(work: Work) -> None:
    work.run()
    before = work.outputs()
    shutil.copy2(work.inbox / "Jati.xlsx", work.inbox / "kirim ulang Jati.xlsx")
    work.run()
    assert last(work, "replaced")["copies"] == 1
    assert {name: sha for name, sha in work.outputs().items() if name == "umkm_kota.csv"} == {
        "umkm_kota.csv": before["umkm_kota.csv"]
    }
    work.put("2026-12/Jati Des.xlsx", [*rows_of(0)[:5], row(16, "Jati")], when=1_790_009_999)
    work.run()
    facts = last(work, "replaced")
    assert facts["older"] == 1
    assert facts["kept"] == 18  # five stay, one left, one is new; the older list no longer counts
    assert {record["nik"] for record in city(work).values()} >= {nik(16)}
    work.run("--force")
    assert last(work, "replaced")["older"] == 1


def test_an_older_submission_is_not_read_again_and_counts_again_when_the_newer_one_goes(work: Work) -> None:
    work.put("Jati Des.xlsx", [*rows_of(0)[:5], row(16, "Jati")], when=1_790_009_999)
    work.run()
    work.put("Sukoharjo.xlsx", rows_of(2, 7), when=1_790_009_999)
    work.run()
    assert last(work, "replaced")["read"] == 1
    (work.inbox / "Jati Des.xlsx").unlink()
    work.run()
    assert nik(6) in {record["nik"] for record in city(work).values()}
    assert nik(16) not in {record["nik"] for record in city(work).values()}


def test_a_broken_newer_file_does_not_take_the_place_of_the_older(work: Work) -> None:
    work.run()
    (work.inbox / "Jati Des.xlsx").write_bytes((work.inbox / "Jati.xlsx").read_bytes()[:800])
    assert work.run() == 3
    assert nik(6) in {record["nik"] for record in city(work).values()}


def test_shrinking_input_stops_the_run_until_someone_says_it_is_right(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    work.run()
    before = hashes(work.out)
    work.put("Jati.xlsx", rows_of(0, 2), when=1_790_000_100)
    assert work.run() == 5
    assert "--accept shrink" in capsys.readouterr().err
    assert hashes(work.out) == before
    assert work.run("--accept", "shrink") in (0, 1)
    assert work.run() in (0, 1)


def test_a_kelurahan_that_is_gone_stops_the_run(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.run()
    (work.inbox / "Jati.xlsx").unlink()
    work.put("Kanigaran.xlsx", rows_of(1, 14), when=1_790_000_100)
    before = hashes(work.out)
    assert work.run() == 5
    assert "Jati" in capsys.readouterr().err
    assert hashes(work.out) == before
    assert work.run("--accept", "gone") in (0, 1)


@pytest.mark.parametrize("what", ["empty", "absent", "no rows"])
def test_an_inbox_without_data_is_exit_5_and_keeps_the_outputs(work: Work, what: str) -> None:
    work.run()
    before = hashes(work.out)
    shutil.rmtree(work.inbox)
    if what != "absent":
        work.inbox.mkdir()
    if what == "no rows":
        work.put("Jati.xlsx", [])
    assert work.run() == 5
    assert hashes(work.out) == before


def test_backups_and_the_way_back(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.run()
    first = hashes(work.out)
    for count in (7, 8, 9):
        work.put("Jati.xlsx", rows_of(0, count), when=1_790_000_000 + count)
        work.run("--keep", "2")
    assert sorted(path.name for path in (work.base / "cadangan").iterdir()) == ["putaran-0002", "putaran-0003"]
    assert work.call("restore", "1") == 2
    work.put("Jati.xlsx", rows_of(0), when=1_790_000_500)
    work.run("--keep", "9")
    told = {"run.json", "kembali/Jati.xlsx"}  # a clock; what was mended since the list that was sent before
    same = {name: sha for name, sha in work.outputs().items() if name not in told}
    assert same == {name: sha for name, sha in first.items() if name not in told}  # the same input, the same bytes
    now = hashes(work.out)
    assert work.call("restore", "3") == 0
    assert hashes(work.out) == hashes(work.base / "cadangan" / "putaran-0003" / "hasil") != now
    work.run()
    assert work.outputs() == {k: v for k, v in now.items() if k != "run.json"}
    capsys.readouterr()
    assert work.call("restore") == 0
    assert "putaran 5" in capsys.readouterr().out


def test_decisions_typed_into_the_review_list_are_obeyed_and_taken_back(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    work.put("Kanigaran.xlsx", [*rows_of(1), *near_rows()])
    work.run()
    pairs = review(work)
    assert pairs, "the two rows are near enough to be asked about"
    count = len(city(work))
    fill(work.out / "tinjau_duplikat.xlsx", "tidak jelas")
    assert work.call("review", str(work.out / "tinjau_duplikat.xlsx")) == 2
    assert "D2" in capsys.readouterr().err
    fill(work.out / "tinjau_duplikat.xlsx", "YA")
    assert work.run() in (0, 1)  # the job takes what was typed without being told
    assert len(city(work)) < count
    assert work.call("review", "--undo") == 0
    work.run()
    assert len(city(work)) == count
    fill(work.out / "tinjau_duplikat.xlsx", "tidak")
    filled = work.base / "sudah diisi.xlsx"
    shutil.copy(work.out / "tinjau_duplikat.xlsx", filled)
    assert work.call("review", str(filled)) == 0
    work.run()
    assert len(city(work)) == count
    assert review(work) == []  # a refused pair never returns
    work.put("Jati.xlsx", rows_of(0, 8), when=1_790_000_100)
    work.run()
    assert review(work) == []


def near_rows() -> list[dict[str, Any]]:
    """Rows so near to others that a person should be asked about at least one of them."""
    first, second, third = rows_of(0)[:3]
    bare = {"NIK": "", "No HP": ""}
    return [
        first | bare | {"Nama Pemilik": "Siti", "Alamat": ""},
        second | bare | {"Nama Usaha": f"Warung Mbak {second['Nama Pemilik'].split()[0]}"},
        third | bare | {"Nama Usaha": "", "RT": ""},
    ]


def review(work: Work) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(work.out / "tinjau_duplikat.xlsx")["Tinjau"]
    return [line for line in sheet.iter_rows(min_row=2, values_only=True) if line[0] is not None]


def fill(path: Path, word: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Tinjau"]
    column = next(cell.column for cell in sheet[1] if cell.value == "keputusan")
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, column).value = word
    book.save(path)


def test_a_half_filled_review_list_is_not_overwritten_for_nothing(work: Work) -> None:
    work.run()
    book = openpyxl.load_workbook(work.out / "tinjau_duplikat.xlsx")
    book.save(work.out / "tinjau_duplikat.xlsx")
    before = hashes(work.out)
    work.run()
    assert hashes(work.out) == before


def test_history(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    assert work.call("history") == 2
    rows = rows_of(0)
    rows[1] = rows[1] | {"NIK": "123"}
    work.put("Jati.xlsx", rows)
    work.run("--deadline", "2026-10-01")
    work.put("Jati.xlsx", rows_of(0), when=1_790_000_100)
    work.put("Kanigaran.xlsx", rows_of(1), when=1_790_000_100)  # touched, the same bytes
    work.run("--deadline", "2030-01-01")
    capsys.readouterr()
    assert work.call("history", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    by_name = {line["kelurahan"]: line for line in told["kelurahan"]}
    assert told["period"] == "2030-01-01"
    assert len(by_name) == 29
    assert by_name["Jati"]["status"] == "sudah"
    assert by_name["Jati"]["findings_fixed"] >= 1
    assert by_name["Kanigaran"]["status"] == "berkas_lama"
    assert by_name["Sukoharjo"]["status"] == "belum"
    assert [line["number"] for line in told["rounds"]] == [1, 2]
    assert work.call("history", "--format", "json", "--period", "2026-10-01") == 0
    earlier = {line["kelurahan"]: line for line in json.loads(capsys.readouterr().out)["kelurahan"]}
    assert earlier["Jati"]["status"] == "sudah"
    assert earlier["Wiroborang"]["overdue"] is True
    assert work.call("history") == 0
    text = capsys.readouterr().out
    assert "Jati" in text
    assert "\x1b" not in text


def test_nothing_personal_in_history_log_and_registry(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.run()
    work.call("history")
    work.call("history", "--format", "json")
    work.call("doctor")
    said = capsys.readouterr()
    texts = [said.out, said.err, (work.base / "catatan.jsonl").read_text()]
    with Registry.open(work.registry) as registry:
        texts.append("\n".join(registry.connection.iterdump()))
    for text in texts:
        for index in range(3):
            for line in rows_of(index):
                assert line["NIK"] not in text
                assert line["No HP"][1:] not in text
                assert line["Nama Usaha"] not in text
                assert line["Nama Pemilik"].split()[0] not in text


def test_settings_files_are_found_upwards_and_started_from_anywhere(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert work.run() in (0, 1)
    assert list(elsewhere.iterdir()) == []
    inside = work.base / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    before = hashes(work.out)
    assert umkm_clean(["run", "--quiet"]) in (0, 1)
    assert hashes(work.out) == before
    assert "masuk/Jati.xlsx" in (work.out / "rows.csv").read_text()


def test_hooks_are_told_of_changes_and_failures(work: Work, tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    hook = tmp_path / "hook.py"
    hook.write_text(f"import sys; open({str(told)!r}, 'a', encoding='utf-8').write(sys.stdin.buffer.read().decode())")
    import sys

    words = ("--notify-command", f"{sys.executable} {hook}")
    work.run(*words)
    assert "Putaran 1" in told.read_text(encoding="utf-8")
    told.unlink()
    work.run(*words)
    assert not told.exists()
    work.put("Jati.xlsx", [], when=1_790_000_100)
    shutil.rmtree(work.inbox)
    assert work.run(*words) == 5
    text = told.read_text(encoding="utf-8")
    assert "kode keluar: 5" in text
    assert nik(1) not in text


def test_init_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "baru 100%"
    assert umkm_clean(["init", str(folder)]) == 0
    (folder / "umkm-clean.toml").write_text("# ours\n")
    (folder / "jadwal" / "cron.txt").unlink()
    before = hashes(folder, without=("cron.txt",))
    assert umkm_clean(["init", str(folder)]) == 0
    assert hashes(folder, without=("cron.txt",)) == before
    assert "sudah ada" in capsys.readouterr().out
    cron = (folder / "jadwal" / "cron.txt").read_text()
    assert r"baru 100\%" in cron
    assert "100%%" in (folder / "jadwal" / "umkm-clean.service").read_text()
    task = (folder / "jadwal" / "tugas-windows.xml").read_bytes().decode("utf-16")
    assert "@" not in task
    from defusedxml.ElementTree import fromstring

    fromstring(task.encode("utf-16"))


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_read_only_folder_is_exit_4(work: Work) -> None:
    work.run()
    work.base.chmod(0o500)
    try:
        work.put("Jati.xlsx", rows_of(0, 7))
        assert work.run() == 4
    finally:
        work.base.chmod(0o700)


def test_a_second_run_is_exit_75_at_once(work: Work) -> None:
    from umkm_clean.store.lock import hold

    start = time.monotonic()
    with hold(work.out):
        assert work.run() == 75
    assert time.monotonic() - start < 1.0


def test_a_damaged_registry_is_exit_4_and_outputs_stay(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.run()
    before = hashes(work.out)
    for path in work.base.glob("registry.sqlite*"):
        path.write_bytes(b"\xff" * 4096)
    assert work.run("--force") == 4
    assert "registry.sqlite" in capsys.readouterr().err
    assert hashes(work.out) == before
