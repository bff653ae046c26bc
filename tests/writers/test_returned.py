"""The sender's own workbook comes back whole, marked, and can be mended and sent again."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.writers.senders import Sent, send
from umkm_clean.cli import run
from umkm_clean.report.returned.pages import FAULTS, SUMMARY
from umkm_clean.report.returned.styles import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AS_OF = ["--as-of", "2026-11-24", "--quiet"]
COLOURS = set(MARKS.values())
OURS = (SUMMARY, FAULTS)


def check(files: Sequence[Path], folder: Path, returned: bool = True) -> list[dict[str, Any]]:
    """Validate files, give their findings; the copies come into `folder`."""
    report = folder.with_suffix(".jsonl")
    command = [
        "validate",
        *map(str, files),
        *AS_OF,
        "--report",
        str(report),
        *(["--returned", str(folder)] if returned else []),
    ]
    assert run(command) in (0, 1)
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def place(line: dict[str, Any]) -> tuple[Any, ...]:
    return (line["code"], line["sheet"], line["cell"] or line["column"], line["row"])


def mend(source: Path, target: Path, sent: Sent) -> None:
    """Type the right value into each cell that is wrong and save: as Excel does, or (without formulas) openpyxl.

    openpyxl writes comments and styles anew, as other office programs do, but drops the results of formulas.
    """
    if sent.formulas:
        _typed_in(source, target, sent)
        return
    book = openpyxl.load_workbook(source)
    for address, right in sent.faults.items():
        cell = book[sent.sheet][address]
        cell.value = int(right) if isinstance(cell.value, int) else right
    book.save(target)


def _typed_in(source: Path, target: Path, sent: Sent) -> None:
    names = openpyxl.load_workbook(source, read_only=True).sheetnames
    part = f"xl/worksheets/sheet{names.index(sent.sheet) + 1}.xml"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name == part else ""
            for address, right in sent.faults.items() if content else ():
                found = re.search(rf'<c r="{address}"( s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)', content)
                assert found, address
                typed = f'<c r="{address}"{found[1] or ""} t="inlineStr"><is><t>{right}</t></is></c>'
                content = content[: found.start()] + typed + content[found.end() :]
            new.writestr(name, content or old.read(name))


def look(cell: Any) -> tuple[Any, ...]:
    """Everything about a cell but the colour behind it."""
    styles = (cell.font, cell.border, cell.alignment, cell.protection)
    return cell.value, cell.number_format, *map(repr, styles), cell.hyperlink and cell.hyperlink.target


def compare(before: Path, after: Path, marked: set[tuple[str, str]]) -> None:
    """Every cell and every setting of the sender's sheets is as it was, but for the marks."""
    old, new = openpyxl.load_workbook(before), openpyxl.load_workbook(after)
    assert new.sheetnames == [*old.sheetnames, *OURS]
    assert {name: str(made.attr_text) for name, made in old.defined_names.items()} == {
        name: str(made.attr_text) for name, made in new.defined_names.items()
    }
    for sheet in old.worksheets:
        other = new[sheet.title]
        assert sheet.sheet_state == other.sheet_state
        assert sheet.dimensions == other.dimensions
        assert sorted(map(str, sheet.merged_cells.ranges)) == sorted(map(str, other.merged_cells.ranges))
        for kind in ("column_dimensions", "row_dimensions"):
            theirs, ours = getattr(sheet, kind), getattr(other, kind)
            for key in theirs:
                for name in ("width", "height", "hidden"):
                    assert getattr(theirs[key], name, None) == getattr(ours[key], name, None), (kind, key, name)
        rules = [(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation]
        assert rules == [(str(rule.sqref), rule.type, rule.formula1) for rule in other.data_validations.dataValidation]
        assert [str(item.sqref) for item in sheet.conditional_formatting] == [
            str(item.sqref) for item in other.conditional_formatting
        ]
        assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_area) == (
            other.freeze_panes,
            other.auto_filter.ref,
            other.print_area,
        )
        for row in sheet.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert look(cell) == look(twin), (sheet.title, cell.coordinate)
                assert cell.comment is None or (twin.comment and twin.comment.text == cell.comment.text)
                if (sheet.title, cell.coordinate) in marked:
                    assert twin.fill.fgColor.rgb in COLOURS, cell.coordinate
                    assert twin.comment is not None, cell.coordinate
                else:
                    assert repr(twin.fill) == repr(cell.fill), cell.coordinate
                    assert (twin.comment is None) == (cell.comment is None), cell.coordinate


def parts_kept(before: Path, after: Path) -> None:
    """Pictures, charts, controls, themes: every part that carries no mark is there, byte by byte."""
    touched = re.compile(
        r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/styles\.xml|xl/worksheets/|xl/_rels/|xl/comments|xl/drawings/vmlDrawing"
    )
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        for name in old.namelist():
            assert name in new.namelist()
            if not touched.match(name):
                assert old.read(name) == new.read(name), name
            if name.endswith(".vml"):
                assert old.read(name).count(b'ObjectType="Button"') == new.read(name).count(b'ObjectType="Button"')


def addresses_right(after: Path, found: list[dict[str, Any]]) -> None:
    """Every address on `Kesalahan` leads to a coloured cell, and that cell holds the value the line shows."""
    book, raw = openpyxl.load_workbook(after, data_only=True), openpyxl.load_workbook(after)
    page = book[FAULTS]
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert len(lines) == sum(line["severity"] != "info" for line in found)
    for number, line in enumerate(lines, 4):
        spot, sheet, value = line[0], line[1], line[3]
        link = raw[FAULTS].cell(number, 1).hyperlink
        if link is None:
            continue
        name, _, address = link.location.rpartition("!")
        assert name[1:-1].replace("''", "'") == sheet
        cell = book[sheet][address]
        assert cell.fill.fgColor.rgb in COLOURS
        if value and any(character.isdigit() for character in str(spot)):
            assert str(cell.value).strip() == value


def round_trip(tmp_path: Path, seeds: range) -> None:
    sent = [send(tmp_path, seed) for seed in seeds]
    first = check([one.path for one in sent], tmp_path / "satu")
    copies = [tmp_path / "satu" / one.path.name for one in sent]
    for one, copy in zip(sent, copies, strict=True):
        own = [line for line in first if line["file"] == str(one.path)]
        wrong = {line["cell"] for line in own if line["severity"] == "error"}
        assert set(one.faults) <= wrong | {line["cell"] for line in own}, "a planted fault was not found"
        marked = {(line["sheet"], line["cell"]) for line in own if line["severity"] != "info" and line["cell"]}
        compare(one.path, copy, marked)
        parts_kept(one.path, copy)
        addresses_right(copy, own)
    again = check(copies, tmp_path / "dua")
    for one, copy in zip(sent, copies, strict=True):
        before = sorted(map(str, (place(line) for line in first if line["file"] == str(one.path))))
        after = sorted(map(str, (place(line) for line in again if line["file"] == str(copy))))
        assert before == after, "the marks changed what is found"
    mended = [tmp_path / f"mended {one.path.name}" for one in sent]
    for one, copy, target in zip(sent, copies, mended, strict=True):
        mend(copy, target, one)
    third = check(mended, tmp_path / "tiga")
    assert [line for line in third if line["severity"] == "error"] == []
    known = {(line["code"], line["sheet"]) for line in first}
    layout = [line for line in third if line["code"][:3] in ("SRC", "HDR") and line["severity"] != "info"]
    assert [line for line in layout if (line["code"], line["sheet"]) not in known] == []
    for one, target in zip(sent, mended, strict=True):
        unmarked(one, tmp_path / "tiga" / target.name, third, target)


def unmarked(one: Sent, copy: Path, found: list[dict[str, Any]], target: Path) -> None:
    """After mending, old colours and comments are gone: what stood behind the cells is back."""
    marked = {line["cell"] for line in found if line["file"] == str(target) and line["severity"] != "info"}
    old, new = openpyxl.load_workbook(one.path), openpyxl.load_workbook(copy)
    for address in one.faults:
        cell, twin = old[one.sheet][address], new[one.sheet][address]
        if address not in marked:
            assert (twin.fill.fill_type, twin.fill.fgColor.rgb) == (cell.fill.fill_type, cell.fill.fgColor.rgb), address
            assert (twin.comment and twin.comment.text) == (cell.comment and cell.comment.text), address


def test_five_workbooks_make_the_round(tmp_path: Path) -> None:
    round_trip(tmp_path, range(5))


@pytest.mark.slow
def test_a_hundred_workbooks_make_the_round(tmp_path: Path) -> None:
    round_trip(tmp_path, range(100, 200))


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    one = send(tmp_path, 7)
    for folder in ("satu", "dua"):
        check([one.path], tmp_path / folder)
    name = one.path.name
    assert (tmp_path / "satu" / name).read_bytes() == (tmp_path / "dua" / name).read_bytes()


def test_a_second_round_replaces_sheets_and_comments(tmp_path: Path) -> None:
    one = next(made for made in (send(tmp_path, seed) for seed in range(20, 40)) if made.faults)
    check([one.path], tmp_path / "satu")
    check([tmp_path / "satu" / one.path.name], tmp_path / "dua")
    first, second = (openpyxl.load_workbook(tmp_path / folder / one.path.name) for folder in ("satu", "dua"))
    assert first.sheetnames == second.sheetnames
    for name in first.sheetnames:
        texts = [
            [[(cell.value, cell.comment and cell.comment.text) for cell in row] for row in book[name]]
            for book in (first, second)
        ]
        assert texts[0] == texts[1], name


def test_the_senders_own_sheet_named_ringkasan_stays(tmp_path: Path) -> None:
    one = send(tmp_path, 3)
    book = openpyxl.load_workbook(one.path)
    book.create_sheet(SUMMARY)["A1"] = "Ringkasan buatan kelurahan"
    book[one.sheet]["B2"].comment = Comment("catatan kami", "Lurah")
    book.save(one.path)
    check([one.path], tmp_path / "satu")
    check([tmp_path / "satu" / one.path.name], tmp_path / "dua")
    back = openpyxl.load_workbook(tmp_path / "dua" / one.path.name)
    assert back[SUMMARY]["A1"].value == "Ringkasan buatan kelurahan"
    assert back.sheetnames[-2:] == [f"{SUMMARY} umkm-clean", FAULTS]
    assert back[one.sheet]["B2"].comment.text.strip() == "catatan kami"


def test_what_is_not_xlsx_comes_back_with_the_same_grid(tmp_path: Path) -> None:
    path = tmp_path / "jati.csv"
    path.write_text(
        "No;Nama Usaha;Nama Pemilik;NIK;Kelurahan;No HP\n1;Kue Basah;Sari Wulandari;357403520880900;Jati;085712349876\n"
        "2;=1+1;Budi Santoso;3574030208809002;Jati;085712349877\n",
        encoding="utf-8",
    )
    found = check([path], tmp_path / "satu")
    book = openpyxl.load_workbook(tmp_path / "satu" / "jati.xlsx")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        "1",
        "Kue Basah",
        "Sari Wulandari",
        "357403520880900",
        "Jati",
        "085712349876",
    ]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["D2"].fill.fgColor.rgb == MARKS["error"]
    assert "D2" in {line["cell"] for line in found if line["severity"] == "error"}
    said = [cell.value for row in book[SUMMARY].iter_rows() for cell in row if cell.value]
    assert any("bukan .xlsx" in str(text) for text in said)
