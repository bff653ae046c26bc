"""What the main path makes of a layout: totals against their columns, and cells that were read as something else."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from tests.headers.page import from_rows
from tests.headers.testspec import spec
from umkm_clean import codes
from umkm_clean.headers import LayoutOptions
from umkm_clean.intake import headings_for
from umkm_clean.model import FileResult, RawFile, SourceFinding
from umkm_clean.pipeline import validate
from umkm_clean.process import Judging, process_file
from umkm_clean.report.findings import prepare
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["NO", "NAMA USAHA", "NAMA PEMILIK", "NIK", "KELURAHAN", "OMZET/BULAN (Rp.000)", "CATATAN KAMI"]


def body() -> list[list[str]]:
    return [[str(n), f"Warung {n}", "Siti", f"357403520880900{n}", "Jati", "1.500", "a"] for n in range(1, 4)]


def told(rows: list[list[str]], code: str, **file: object) -> list[str]:
    """The sentences of one code, as a person reads them."""
    issues = validate([processed(rows, **file)], spec()).issues  # type: ignore[arg-type]
    found = issues[issues["code"] == code].reset_index(drop=True)
    return list(prepare(found, Words(spec(), "en")).lines["message"])


def processed(rows: list[list[str]], options: LayoutOptions | None = None, **raw: object) -> FileResult:
    findings = tuple(raw.pop("findings", ()))  # type: ignore[call-overload]
    sheet = from_rows(rows, name="Data", **raw)  # type: ignore[arg-type]
    judging = Judging(datetime.date(2026, 11, 24), options or LayoutOptions())
    return process_file(RawFile("umkm.xlsx", "0" * 64, 1, "xlsx", (sheet,), findings=findings), spec(), judging)


def totals_said(result: FileResult) -> list[tuple[str, str]]:
    found = result.issues[result.issues["code"] == codes.HDR_TOTAL_DIFFERS]
    return list(zip(found["cell"], found["facts"], strict=True))


def test_a_total_that_disagrees_is_said_at_its_cell() -> None:
    assert totals_said(processed([HEAD, *body(), ["JUMLAH", "", "", "", "", "4.500"]])) == []
    ((cell, facts),) = totals_said(processed([HEAD, *body(), ["JUMLAH", "", "", "", "", "5.400"]]))
    assert cell == "F5"
    assert '"counted": 4500' in facts
    assert '"first": 2, "last": 4' in facts


def test_a_total_over_a_cell_that_was_not_understood_or_was_left_out_says_nothing() -> None:
    rows = body()
    rows[1][5] = "belum tahu"
    total = ["JUMLAH", "", "", "", "", "9.999"]
    assert totals_said(processed([HEAD, *rows, total])) == []
    hidden = processed([HEAD, *body(), total], LayoutOptions(skip_hidden=True), hidden_rows=frozenset({3}))
    assert totals_said(hidden) == []


def test_a_blank_cell_counts_as_nothing_in_a_total() -> None:
    rows = body()
    rows[1][5] = ""
    assert totals_said(processed([HEAD, *rows, ["JUMLAH", "", "", "", "", "3.000"]])) == []
    assert len(totals_said(processed([HEAD, *rows, ["JUMLAH", "", "", "", "", "4.500"]]))) == 1


def test_cells_read_without_invisible_parts_or_from_above_are_changes() -> None:
    rows = body()
    rows[1][4] = "sda"
    stood = {2: {1: "NAMA\u200b USAHA", 2: "War\u200bung 1"}, 7: {3: "\u202ea"}}
    changes = processed([HEAD, *rows], stood=stood).changes
    told = changes[changes["code"].isin([codes.SRC_INVISIBLE, "KIN007"])]
    assert list(told[["code", "field", "cell", "before", "after"]].itertuples(index=False, name=None)) == [
        (codes.SRC_INVISIBLE, "nama_usaha", "B2", "War\u200bung 1", "Warung 1"),
        (codes.SRC_INVISIBLE, "lainnya", "G3", "\u202ea", "a"),
        ("KIN007", "kelurahan", "E3", "sda", "Jati"),
    ]


def test_known_column_names_reach_the_reader_of_text_tables(tmp_path: Path) -> None:
    assert headings_for(["a.xlsx", "b.XLS"], "") == frozenset()
    known = headings_for(["a.xlsx", "b.csv"], "")
    assert {"nama_usaha", "NIK", "nama pemilik"} <= known
    (tmp_path / "kota.toml").write_text("", encoding="utf-8")
    (tmp_path / "headers").mkdir()
    (tmp_path / "headers" / "synonyms.csv").write_text("field,header\nnama_usaha,sebutan lapak\n", encoding="utf-8")
    assert "sebutan lapak" in headings_for(["b.csv"], str(tmp_path))


def test_sentences_name_the_column_the_sheet_and_the_other_column() -> None:
    beside = [[*row, "", *row] for row in [HEAD, *body()]]
    assert 'begins in column I ("NO")' in told(beside, codes.HDR_SIDE_BY_SIDE)[0]
    twice = [[*row[:6], "NIK KTP" if at == 0 else ""] for at, row in enumerate([HEAD, *body()])]
    assert told(twice, codes.HDR_TWICE) == [
        'The columns "NIK KTP" and "NIK" are both NIK; "NIK" is used.'.replace("both NIK", "both " + label("nik"))
    ]
    hidden = SourceFinding(codes.SRC_HIDDEN_SHEET, "Data")
    assert told([HEAD, *body()], codes.SRC_HIDDEN_SHEET, findings=[hidden]) == [
        'Sheet "Data" is hidden. It is read all the same.'
    ]


def label(name: str) -> str:
    return spec().fields[name].label["id"]


def test_a_hidden_sheet_that_is_not_read_is_not_said_to_be_read() -> None:
    hidden = SourceFinding(codes.SRC_HIDDEN_SHEET, "Data")
    result = processed([["Pilihan"], ["Kuliner"], ["Jasa"]], findings=[hidden])
    assert list(result.issues["code"]) == [codes.HDR_NO_DATA_SHEET]
