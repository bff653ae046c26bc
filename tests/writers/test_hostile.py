"""Ten thousand hostile texts through every renderer: no live formula, no link, no markup, no driven screen."""

from __future__ import annotations

import csv
import html.parser
import io
import random
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import python_calamine
import xlsxwriter

from tests.writers.fixture import frame, make_run, spec
from umkm_clean.cli import run as cli
from umkm_clean.report import console, findings
from umkm_clean.report import html as page
from umkm_clean.report.plain import HIDDEN
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.model import RunResult

STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "＝",
    "＋",
    "{=",
    "'=",
    " =",
    "http://",
    "mailto:",
    "internal:",
    "file:///",
    "ftp://",
    "#",
    "",
]
BODIES = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.invalid","klik")',
    "SUM(A1:A9)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=a>',
    "</t></is></c><c r='A1'><f>1</f></c>",
    "]]>&amp;&#x41;",
    "_x001B_[31m",
    "_x005F_x0041_",
    "\x1b[2J\x1b]0;judul\x07",
    "\x9b31m",
    "a\u202egnp.exe",
    "\u200bkosong\ufeff",
    "\u2066balik\u2069",
    "[red]merah[/red]",
    "[/]",
    ":100:",
    "[link=x]y[/link]",
    "{{ 7*7 }}",
    "{% raw %}",
    "{raw}",
    "%s%n",
    "javascript:alert(1)",
    "#REF!",
    "#N/A",
    "TRUE",
    "1e999",
    "nan",
    "None",
    "NULL",
    "0001",
    "3.57E+15",
    "a\nb\r\nc",
    "   ",
    "\x00nol",
    "\x0b",
    "\x7f",
    "𝔘𝔫𝔦",
    "👩‍🌾",
    "ａｂｃ",
    "\ufffe",
    "é" * 40,
    "panjang" * 900,
    "‮",
    "&lt;b&gt;",
    "<!--",
    "<![CDATA[",
    "`rm -rf`",
    "$(id)",
    "..\\..\\x",
    "CON",
]
FIELDS = ("nama_usaha", "nama_pemilik", "alamat_usaha", "produk", "keterangan")
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "p", "h1", "h2"),
    *("h3", "ul", "li", "b", "i", "span", "svg", "rect", "g", "text", "line", "polyline", "circle", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


@cache
def texts() -> tuple[str, ...]:
    """10,000 different texts, from one seed."""
    chance = random.Random(4)
    made: dict[str, None] = {}
    while len(made) < 10_000:
        parts = [
            chance.choice(STARTS),
            chance.choice(BODIES),
            chance.choice(["", chance.choice(BODIES), str(chance.randint(0, 99999))]),
        ]
        made["".join(parts)] = None
    return tuple(made)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A run whose city list, withheld rows, findings, trail and changes hold the texts."""
    made = make_run(tmp_path_factory.mktemp("kirim"), files=1, rows=10, broken=False)
    given = list(texts())
    each = len(given) // len(FIELDS)
    assert made.city is not None
    assert made.lineage is not None
    city = pd.concat([made.city.iloc[[0]]] * each, ignore_index=True)
    held = pd.concat([made.withheld.iloc[[0]]] * each, ignore_index=True)
    for at, name in enumerate(FIELDS):
        column = pd.array(given[at * each : (at + 1) * each], dtype="object")
        city[name], held[name] = column, column
    city["id_umkm"] = [f"U{number}" for number in range(each)]
    first = made.issues[made.issues["code"] == "TES002"].iloc[[0]]
    issues = pd.concat([first] * len(given), ignore_index=True).astype(
        {"raw": object, "header": object, "sheet": object}
    )
    for name in ("raw", "header", "sheet"):
        issues[name] = given
    issues["field"] = "nama_usaha"
    lineage = pd.concat([made.lineage.iloc[[0]]] * each, ignore_index=True).astype({"value": object})
    lineage["value"] = given[:each]
    return replace(made, city=city, withheld=held, issues=issues, lineage=lineage, files=())


def words() -> Words:
    return Words(spec())


def as_kept(text: str) -> str:
    """What a cell can hold of a text: no lone surrogate, no more than 32,767 characters."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text if len(text) <= 32_767 else text[:32_766] + "…")


def inert(path: Path, formulas: int = 0) -> None:
    """No formula but ours, no link out of the workbook, no error cell."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                content = package.read(name).decode()
                live = re.findall(r"<(?:\w+:)?f[ >]", content)
                assert not re.search(r't="e"', content), name
                assert not re.search(r"<hyperlink[^>]*r:id", content), name
                formulas -= len(live)
            assert "externalLink" not in name
            if name.endswith(".rels"):
                assert 'TargetMode="External"' not in package.read(name).decode()
    assert formulas == 0


def test_workbooks_hold_texts_as_texts(run: RunResult, tmp_path: Path) -> None:
    from umkm_clean.report import city_xlsx, figures, issues_xlsx, view, withheld

    found, counted = findings.prepare(run.issues, words()), figures.count(run, spec())
    shown = view.seen(run.city, spec(), frame())
    city_xlsx.write_city(shown, run, counted, words(), frame(), tmp_path / "kota.xlsx")
    inert(tmp_path / "kota.xlsx", formulas=6)  # the sums of the ledger
    sheet = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "kota.xlsx")).get_sheet_by_name("Data")
    rows = sheet.to_python(skip_empty_area=False)
    at = {name: list(shown.columns).index(name) for name in FIELDS}
    for row, expected in zip(rows[1:], run.city[list(FIELDS)].itertuples(index=False), strict=True):
        for name, text in zip(FIELDS, expected, strict=True):
            # calamine leaves this one escape of Excel's as it is
            assert str(row[at[name]]).replace("_xFFFE_", "\ufffe") == as_kept(text), repr(text)
    issues_xlsx.write_issues(found, counted, words(), tmp_path / "laporan.xlsx")
    inert(tmp_path / "laporan.xlsx")
    withheld.write_withheld(run.withheld, found, words(), tmp_path / "ditahan.xlsx")
    inert(tmp_path / "ditahan.xlsx")


def test_csv_and_json_lines_hold_no_trigger(run: RunResult, tmp_path: Path) -> None:
    from umkm_clean.report import dataset, issues_json, single, view

    found = findings.prepare(run.issues, words())
    dataset.write_csv(dataset.table(view.seen(run.city, spec(), frame())), tmp_path / "kota.csv")
    single._write_csv(found, tmp_path / "temuan.csv")
    for name in ("kota.csv", "temuan.csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for text in row:
                    harmless = re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?: \| [+-]?[0-9]+)*", text)
                    assert harmless or not text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")), (
                        text
                    )
    issues_json.write_jsonl(found, tmp_path / "temuan.jsonl")
    lines = (tmp_path / "temuan.jsonl").read_bytes().split(b"\n")
    assert len(lines) == len(run.issues) + 1


class Tags(html.parser.HTMLParser):
    """Every tag, attribute and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_escapes_everything(run: RunResult, tmp_path: Path) -> None:
    from umkm_clean.report import figures

    counted = figures.count(run, spec())
    odd = [replace(counted.areas[0], kelurahan=text, kecamatan=text, code="") for text in texts()[:2000]]
    lines = tuple(figures.FileLine(f"map/{text}", "ditolak", text, 1, 1, 0, 0, 0, None) for text in texts()[2000:4000])
    counted = replace(counted, areas=(*counted.areas, *odd), files=lines, trades=dict.fromkeys(texts()[:8], 3))
    found = findings.prepare(run.issues, words())
    groups = tuple(
        replace(found.groups[0], message=words().value(None, text) or "", code="TES002") for text in texts()[:40]
    )
    page.write_page(replace(found, groups=groups), counted, words(), frame(), tmp_path / "laporan.html")
    content = (tmp_path / "laporan.html").read_text(encoding="utf-8")
    seen = Tags()
    seen.feed(content)
    assert seen.tags <= ALLOWED, seen.tags - ALLOWED
    assert not {name for name in seen.attributes if name.startswith("on") or name in ("href", "src", "action")}
    assert not HIDDEN.search(content.replace("\n", ""))
    assert "default-src 'none'" in content
    assert len(re.findall("<script", content)) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("width", ["80", "120"])
def test_the_screen_is_not_driven(run: RunResult, encoding: str, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    found = findings.prepare(run.issues, words())
    for start in range(0, 10_000, 500):
        groups = tuple(
            replace(
                found.groups[0],
                message=words().value(None, text) or "",
                examples=(findings.place_of(text, text, None, "C", None),),
            )
            for text in texts()[start : start + 12]
        )
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
        console.show_summary(run, replace(found, groups=groups), words(), stream)
        stream.flush()
        shown = raw.getvalue().decode(encoding)
        assert not HIDDEN.search(shown.replace("\n", ""))
        assert "💯" not in shown


def test_the_senders_copy_stays_inert(tmp_path: Path) -> None:
    """The texts as a sender's own cells and headers: nothing in the copy that goes back is live."""
    given = [text for text in texts() if text.strip() and not re.search("[\ufffe]", text)][:600]
    path = tmp_path / "kiriman.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet = book.add_worksheet("a & <b>'c")
    for at, name in enumerate(["No", "Nama Usaha", "Nama Pemilik", "NIK", "Kelurahan", "No HP", given[0]]):
        sheet.write_string(0, at, name)
    for row in range(1, 101):
        name, owner, phone, more = given[row * 5 : row * 5 + 4]
        cells = [str(row), name, owner, "35740352088090", "Jati", phone, more]
        for at, text in enumerate(cells):
            sheet.write_string(row, at, text)
    book.close()
    command = ["validate", str(path), "--quiet", "--as-of", "2026-11-24", "--returned", str(tmp_path / "kembali")]
    assert cli(command) in (0, 1)
    copy = tmp_path / "kembali" / path.name
    inert(copy)
    before, after = (python_calamine.CalamineWorkbook.from_path(str(one)) for one in (path, copy))
    assert before.get_sheet_by_index(0).to_python() == after.get_sheet_by_index(0).to_python()
    for page_name in ("Ringkasan", "Kesalahan"):
        rows = after.get_sheet_by_name(page_name).to_python()
        assert not HIDDEN.search("".join(str(text) for row in rows for text in row).replace("\n", "")), page_name
