"""Values that must never leave: planted in two senders' files, looked for in everything that a run says and writes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.builders import book
from umkm_clean.cli import run

if TYPE_CHECKING:
    from pathlib import Path

#: the NIK and the phones of two senders; both faulty ones and good ones
JATI = ("3574035208809917", "357403520880991", "085712345917", "08571299")
PILANG = ("3574014107859928", "357401410785992", "085798765928", "08579988")
LISTS = {
    "jati.xlsx": f"""
        No | Nama Usaha | Nama Pemilik | NIK | Alamat | Kelurahan | No HP
        1 | Keripik Mangga Sari | Sari Wulandari | {JATI[0]} | Jl. Mawar 3 | Jati | {JATI[2]}
        2 | Jahit Rapi | Suyono Hadi | {JATI[1]} | Jl. Melati 4 | Jati | {JATI[3]}
        3 | Kue Basah Lestari | Yuni Lestari | 3574035505809002 | Jl. Ikan 5 | Jati | 085711112222""",
    "pilang.xlsx": f"""
        No | Nama Usaha | Nama Pemilik | NIK | Alamat | Kelurahan | No HP
        1 | Batik Tulis Rina | Rina Utami | {PILANG[0]} | Jl. Anggrek 3 | Pilang | {PILANG[2]}
        2 | Cuci Motor Agus | Agus Salim | {PILANG[1]} | Jl. Kenanga 4 | Pilang | {PILANG[3]}
        3 | Kue Basah Lestari | Yuni Lestari | 3574035505809002 | Jl. Ikan 5 | Pilang | 085711112222""",
}


def found_in(content: bytes, path: str, canaries: tuple[str, ...]) -> list[str]:
    return [f"{path}: {canary}" for canary in canaries if canary.encode() in content]


def leaks(path: Path, canaries: tuple[str, ...]) -> list[str]:
    """Canaries in a file, or in any part of a workbook."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            parts = [(f"{path.name}/{name}", package.read(name)) for name in package.namelist()]
        return [leak for name, content in parts for leak in found_in(content, name, canaries)]
    return found_in(path.read_bytes(), path.name, canaries)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nobody_sees_what_is_not_theirs(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], lang: str) -> None:
    (tmp_path / "masuk").mkdir()
    for name, text in LISTS.items():
        book(tmp_path / "masuk" / name, {"Data": text})
    out, log = tmp_path / "hasil", tmp_path / "catatan.jsonl"
    options = ["--out", str(out), "--log-file", str(log), "--lang", lang, "--as-of", "2026-11-24"]
    assert run(["merge", str(tmp_path / "masuk"), *options]) == 1
    said = capfdbinary.readouterr()
    everybody = (*JATI, *PILANG)
    assert found_in(said.out + said.err, "terminal", everybody) == []
    for name in ("laporan.html", "laporan_kesalahan.xlsx", "issues.jsonl", "rows.csv", "run.json", "datapackage.json"):
        assert leaks(out / name, everybody) == []
    assert leaks(log, everybody) == []
    assert leaks(out / "kembali" / "jati.xlsx", PILANG) == []
    assert leaks(out / "kembali" / "pilang.xlsx", JATI) == []
    assert leaks(out / "kembali" / "jati.xlsx", JATI[:2]), "the sender's own values must be there"
    assert leaks(out / "umkm_kota.xlsx", (JATI[0],)), "the agency's list must be whole"
