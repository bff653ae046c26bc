"""Small working folders for the scheduled job: invented rows in real workbooks, and ways to run and look."""

from __future__ import annotations

import datetime
import hashlib
import os
from pathlib import Path
from typing import Any

import xlsxwriter

from umkm_clean.cli import run as umkm_clean

KELURAHAN = (
    "Jati",
    "Kanigaran",
    "Sukoharjo",
    "Mangunharjo",
    "Wiroborang",
    "Kebonsari Wetan",
    "Tisnonegaran",
    "Curahgrinting",
)
HEADERS = ("No", "Nama Usaha", "Nama Pemilik", "NIK", "Alamat", "RT", "RW", "Kelurahan", "No HP", "Jenis Usaha")
OWNERS = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Joko", "Wati", "Slamet", "Endang", "Bambang", "Yuli", "Hadi")
FAMILIES = (
    "Rahayu",
    "Santoso",
    "Lestari",
    "Prasetyo",
    "Wulandari",
    "Susanto",
    "Handayani",
    "Nugroho",
    "Kusuma",
    "Hidayat",
)
TRADES = ("Warung", "Bakso", "Batik", "Keripik", "Jahit", "Toko", "Salon", "Bengkel", "Katering", "Laundry")
NOW = "2026-11-24"


def nik(number: int) -> str:
    """An invented NIK of the right shape: another number is another birthday."""
    return f"357401{number * 7 % 28 + 1:02d}{number * 5 % 12 + 1:02d}{60 + number * 3 % 40:02d}{number % 9 + 1:04d}"


def row(number: int, kelurahan: str, **more: Any) -> dict[str, Any]:
    """The invented business of this number: another number is another owner and another business."""
    owner = f"{OWNERS[number % len(OWNERS)]} {FAMILIES[number // len(OWNERS) % len(FAMILIES)]}"
    shop = TRADES[number % len(TRADES)], FAMILIES[(number * 7) % len(FAMILIES)], OWNERS[(number * 5) % len(OWNERS)]
    line = {
        "No": number,
        "Nama Usaha": " ".join(shop),
        "Nama Pemilik": owner,
        "NIK": nik(number),
        "Alamat": f"Jl. Mawar {number}",
        "RT": f"{number % 9 + 1}",
        "RW": f"{number % 5 + 1}",
        "Kelurahan": kelurahan,
        "No HP": f"0812{(number * 7919 + 100003) % 10**8:08d}",
        "Jenis Usaha": "Kuliner",
    }
    return line | more


def rows_of(index: int, count: int = 6) -> list[dict[str, Any]]:
    """The rows of one kelurahan."""
    return [row(index * 20 + at + 1, KELURAHAN[index % len(KELURAHAN)]) for at in range(count)]


def book(path: Path, rows: list[dict[str, Any]], when: int = 0) -> Path:
    """Write a workbook as a kelurahan would: a title, a header, text cells. Same rows, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"created": datetime.datetime(2026, 1, 1)})
    sheet = workbook.add_worksheet("Data")
    sheet.write_string(0, 0, "DATA UMKM")
    for column, name in enumerate(HEADERS):
        sheet.write_string(2, column, name)
    for at, line in enumerate(rows, 3):
        for column, name in enumerate(HEADERS):
            sheet.write_string(at, column, str(line[name]))
    workbook.close()
    when = when or 1_790_000_000
    os.utime(path, (when, when))
    return path


class Work:
    """A working folder."""

    def __init__(self, base: Path, files: int = 3) -> None:
        self.base, self.inbox, self.out = base, base / "masuk", base / "hasil"
        self.registry = base / "registry.sqlite"
        self.inbox.mkdir(parents=True)
        (base / "umkm-clean.toml").write_text(
            f'as_of = "{NOW}"\n[umum]\njobs = 1\nlog_file = "catatan.jsonl"\n[jadwal]\nsettle_seconds = 0\n',
            encoding="utf-8",
        )
        for index in range(files):
            self.put(f"{KELURAHAN[index]}.xlsx", rows_of(index))

    def put(self, name: str, rows: list[dict[str, Any]], when: int = 0) -> Path:
        """Put a workbook into the inbox."""
        return book(self.inbox / name, rows, when)

    def run(self, *words: str) -> int:
        """Run the job in this process; its exit code."""
        before = Path.cwd()
        try:
            return umkm_clean(["run", "--config", str(self.base / "umkm-clean.toml"), "--quiet", *words])
        finally:
            os.chdir(before)

    def call(self, command: str, *words: str) -> int:
        """Call another command on this folder."""
        return umkm_clean([command, *words, "--config", str(self.base / "umkm-clean.toml")])

    def outputs(self) -> dict[str, str]:
        """Every output but the one with a clock in it, by its content."""
        return hashes(self.out, without=("run.json",))

    def left_over(self) -> list[str]:
        """What only a killed run would leave behind."""
        marks = (".umkm-baru", ".umkm-lama", ".baru-")
        return sorted(str(path.relative_to(self.base)) for path in self.base.rglob("*") if path.name.startswith(marks))


def hashes(folder: Path, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Path inside a folder → SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in without
    }
