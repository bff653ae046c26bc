"""What each of the 29 workbooks looks like, read from `files.toml`."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "schemas" / "reference"
SUFFIX = {"xlsx": ".xlsx", "xls": ".xls", "ods": ".ods", "csv-cp1252": ".csv", "csv-utf8": ".csv"}


def words(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    with (HERE / f"{name}.toml").open("rb") as handle:
        return tomllib.load(handle)


def reference(name: str) -> list[dict[str, str]]:
    """Rows of a reference CSV of the project, all as text."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds (None: the sender's own, filled with `own`), and its header texts."""

    field: str | None
    header: str
    group: str | None = None
    own: str | None = None

    @property
    def blank(self) -> bool:
        """A spacer column without header."""
        return not self.header

    @property
    def written(self) -> str:
        """The header as a reader sees it: rows of a two-row header joined by " / "."""
        return f"{self.group} / {self.header}" if self.group else self.header


@dataclass(frozen=True, slots=True)
class Style:
    """How a clerk writes (see `clerk.py`)."""

    case: str = "title"  # title | upper | lower | mixed
    jalan: str = "Jl."
    digits: int = 2  # of RT and RW; 0 and 1 are numbers
    rtrw: str = "slash"  # slash | words | words2
    money: str = "number"  # number rp rp. rp00 dots jt juta rb thousand mixed
    date: str = "dash"  # dash slash words cell mixed
    phone: str = "plain"  # plain dash space plus number mixed
    ids: str = "plain"  # plain spaced quote number
    sex: str = "lp"  # lp words long
    place: str = "official"  # official joined two kel
    type: str = "short"
    blank: str = ""
    titles: bool = False  # keeps H., S.Pd …
    inline: bool = False  # RT and RW inside the address
    house: bool = True  # house numbers


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One workbook."""

    kelurahan: str
    kecamatan: str
    code: str
    variants: tuple[str, ...]
    name: str
    layout: str
    rows: int
    columns: tuple[Column, ...]
    style: Style
    format: str = "xlsx"
    sheet: str = "Sheet1"
    title: tuple[str, ...] = ()
    first_column: int = 1
    numbering: str = ""
    total: str = ""
    page: int = 0
    split: str = ""
    signature: bool = False
    cover: bool = False
    lists: bool = False
    recap: bool = False
    sections: bool = False
    subtotal: bool = False
    formulas: bool = False
    empty_sheets: int = 0
    hidden_rows: int = 0
    spare_numbers: int = 0
    spoilt: float = 0.11  # share of rows with a mistake
    notes: tuple[str, ...] = ()
    side_notes: tuple[str, ...] = ()
    merge_down: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    fields: frozenset[str] = field(default_factory=frozenset)

    def has(self, name: str) -> bool:
        """Whether a column holds this field."""
        return name in self.fields

    @property
    def shows_nik(self) -> bool:
        """Whether whole NIK stand in the file (a column, and not cut by Excel)."""
        return self.has("nik") and self.style.ids != "number"

    @property
    def csv(self) -> bool:
        """Text file without types."""
        return self.format.startswith("csv")

    @property
    def by_rw(self) -> bool:
        """Rows stand in order of RW."""
        return self.split == "rw" or self.sections or self.subtotal or bool(self.ditto)


def read_column(text: str) -> Column:
    """A column as `files.toml` writes it."""
    if text == "-":
        return Column(None, "")
    name, _, header = (part.strip(" ") for part in text.partition(" = "))
    group, _, below = header.rpartition(" > ")
    if name.startswith("+"):
        return Column(None, below, group or None, own=name[1:])
    return Column(name, below, group or None)


def read_plans(rows_per_file: int | None = None) -> list[FilePlan]:
    """All 29 plans; `rows_per_file` gives every file that many rows instead of its own number."""
    places = {row["kelurahan"]: row for row in reference("wilayah_probolinggo")}
    plans = []
    for block in words("files")["file"]:
        place = places[block["kelurahan"]]
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in block.items()}
        values["columns"] = tuple(map(read_column, block["columns"]))
        values["fields"] = frozenset(column.field for column in values["columns"] if column.field)
        values["style"] = Style(**block["style"])
        values["special"] = tuple(filter(None, block.get("special", "").split("|")))
        values["rows"] = rows_per_file or block["rows"]
        values["title"] = tuple(fill(line, place["kelurahan"], place["kecamatan"]) for line in block.get("title", ()))
        variants = tuple(filter(None, place["variants_proposed"].split("|")))
        plans.append(FilePlan(kecamatan=place["kecamatan"], code=place["kode_kemendagri"], variants=variants, **values))
    if {plan.kelurahan for plan in plans} != set(places) or len(plans) != len(places):
        raise ValueError("files.toml must name every kelurahan of wilayah_probolinggo.csv exactly once")
    return plans


def fill(line: str, kelurahan: str, kecamatan: str) -> str:
    """A title line with the names of the place in it ({SHEET} is filled in later)."""
    names = {"{KEL}": kelurahan.upper(), "{KEC}": kecamatan.upper(), "{Kel}": kelurahan, "{Kec}": kecamatan}
    for mark, name in names.items():
        line = line.replace(mark, name)
    return line
