# ruff: noqa: E501
"""Text tables: dialects, quotes, line ends, encodings, and the row numbers that Excel shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.readers.conftest import Read, texts

if TYPE_CHECKING:
    from pathlib import Path

WORDS = frozenset({"nik", "nama usaha", "nama pemilik", "alamat", "omzet"})
#: what is in the file → (rows read, rows that hold anything, codes)
FILES: dict[str, tuple[bytes, list[list[str]], tuple[int, ...], list[str]]] = {
    "commas in values of a semicolon file": (
        b"NIK;NAMA USAHA;ALAMAT\n1;Warung;Jl. A, No. 1, RT 1\n2;Toko;Jl. B, No. 2, RT 2\n",
        [["NIK", "NAMA USAHA", "ALAMAT"], ["1", "Warung", "Jl. A, No. 1, RT 1"], ["2", "Toko", "Jl. B, No. 2, RT 2"]],
        (1, 2, 3), [],
    ),
    "decimal commas": (b"NIK;OMZET\n1;1,5\n2;2,5\n", [["NIK", "OMZET"], ["1", "1,5"], ["2", "2,5"]], (1, 2, 3), []),
    "title above the header": (
        b"DATA UMKM, KELURAHAN X, TAHUN 2024\n\nNIK;NAMA USAHA\n1;a\n",
        [["DATA UMKM, KELURAHAN X, TAHUN 2024", ""], ["", ""], ["NIK", "NAMA USAHA"], ["1", "a"]], (1, 3, 4), [],
    ),
    "sep line is no row": (b"sep=|\r\nNIK|NAMA\r\n1|a\r\n", [["NIK", "NAMA"], ["1", "a"]], (1, 2), []),
    "CR CR LF makes blank rows, as in Excel": (
        b"NIK,NAMA\r\r\n1,a\r\r\n", [["NIK", "NAMA"], ["", ""], ["1", "a"]], (1, 3), [],
    ),
    "CR alone": (b"NIK,NAMA\r1,a\r", [["NIK", "NAMA"], ["1", "a"]], (1, 2), []),
    "a record over two lines is one row": (
        b'NIK,ALAMAT\n1,"a\nb"\n2,c\n', [["NIK", "ALAMAT"], ["1", "a\nb"], ["2", "c"]], (1, 2, 3), [],
    ),
    "whole lines quoted": (
        b'"NIK,NAMA USAHA,ALAMAT"\n"1,""Warung, A"",x"\n"2,B,y"\n',
        [["NIK", "NAMA USAHA", "ALAMAT"], ["1", "Warung, A", "x"], ["2", "B", "y"]], (1, 2, 3), ["SRC052"],
    ),
    "quotes inside": (
        b'NIK,NAMA USAHA\n1,"Warung ""Bu"" A"\n2,Toko "B" C\n',
        [["NIK", "NAMA USAHA"], ["1", 'Warung "Bu" A'], ["2", 'Toko "B" C']], (1, 2, 3), [],
    ),
    "quotes that do not pair up": (
        b'NIK,NAMA\n1,"tak ditutup\n2,b\n', [["NIK", "NAMA"], ["1", '"tak ditutup'], ["2", "b"]], (1, 2, 3), ["SRC051"],
    ),
    "cp1252": (b"NIK;NAMA\n1;Caf\xe9 \x80\x81\n", [["NIK", "NAMA"], ["1", "Café €"]], (1, 2), ["SRC050", "SRC045"]),
    "utf-16 without mark": ("NIK,NAMA\n1,abc\n".encode("utf-16-be"), [["NIK", "NAMA"], ["1", "abc"]], (1, 2), ["SRC050"]),
    "guard of formulas undone": (
        b"NIK,NO HP\n1,'+62812\n2,'=1+1\n3,'biasa\n", [["NIK", "NO HP"], ["1", "+62812"], ["2", "=1+1"], ["3", "'biasa"]],
        (1, 2, 3, 4), [],
    ),
    "scientific text stays as it is": (b"NIK,X\n3.57E+15,007\n", [["NIK", "X"], ["3.57E+15", "007"]], (1, 2), []),
    "columns of nothing": (b"NIK,NAMA" + b"," * 300 + b"\n1,a" + b"," * 300 + b"\n", [["NIK", "NAMA"], ["1", "a"]], (1, 2), []),
    "rows of nothing": (b"NIK;NAMA\n1;a\n;\n ; \n\n", [["NIK", "NAMA"], ["1", "a"]], (1, 2), []),
    "one column": (b"NAMA\na\nb\n", [["NAMA"], ["a"], ["b"]], (1, 2, 3), []),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("large", [False, True])
def test_file(name: str, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    """Every file also through the reader of large files, which must read it alike."""
    data, rows, held, codes = FILES[name]
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    if large:
        found = _read_large(path)
        assert found == (rows, held, codes)
        return
    file = read(path, header_words=WORDS)
    (sheet,) = file.sheets
    assert texts(sheet) == rows
    assert sheet.held_rows == held
    assert [finding.code for finding in file.findings] == codes
    assert set(b"".join(sheet.stored)) <= set(b"t ")


def _read_large(path: Path) -> tuple[list[list[str]], tuple[int, ...], list[str]]:
    import io

    from umkm_clean.read import delimited, wire
    from umkm_clean.read.limits import Limits
    from umkm_clean.read.source import Source

    source = Source(str(path), path.read_bytes(), large=True, header_words=WORDS)
    found = delimited.read(source, Limits())
    (grid,) = found.grids
    stream = io.BytesIO()
    assert grid.chunks is not None
    for height, columns in grid.chunks:
        wire.write_chunk(stream, 0, height, columns)
    closing = {
        "sha256": "",
        "size": 0,
        "format": "csv",
        "sheets": [wire.sheet_facts(grid)],
        "refused": None,
        "findings": [],
    }
    wire.write_json(stream, closing)
    stream.seek(0)
    received = wire.read_frames(stream)
    assert received is not None
    (sheet,) = wire.raw_file(str(path), *received).sheets
    return texts(sheet), sheet.held_rows, [finding.code for finding in found.findings]


def test_known_names_settle_the_delimiter(tmp_path: Path, read: Read) -> None:
    """More commas than semicolons, and all of them inside values."""
    path = tmp_path / "a.csv"
    path.write_text("NIK;NAMA USAHA\n" + "1,1,1,1;2,2,2,2\n" * 9, encoding="utf-8")
    assert texts(read(path, header_words=WORDS).sheets[0])[1] == ["1,1,1,1", "2,2,2,2"]


def test_a_million_is_within_the_limits_of_flat_files() -> None:
    from umkm_clean.read.limits import Limits

    assert Limits().flat_cells >= 25 * 1_000_001
    assert Limits().cells < 25 * 1_000_001
