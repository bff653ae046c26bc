# ruff: noqa: E501
"""Builds one workbook with any combination of layout habits; the truth is written down while building."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.headers import forms
from tests.headers.page import Page
from tests.headers.people import PLACES, People
from umkm_clean.model import letter

if TYPE_CHECKING:
    import random

AMOUNTS = {"modal", "aset", "omzet", "omzet_bulanan", "omzet_tahunan", "omzet_harian", "tenaga_kerja_laki", "tenaga_kerja_perempuan",
           "tenaga_kerja_total"}  # fmt: skip
#: Habits that concern the sheet with the data; each is a name that `DataSheet` looks for.
HABITS = (
    "title", "letterhead", "preamble", "deep_header", "two_rows", "two_rows_unmerged", "three_rows", "owner_groups", "unit_row", "numbering",
    "letters_numbering", "repeated_header", "subtotals", "total", "bare_total", "wrong_total", "signature", "signature_per_page", "notes_below",
    "notes_beside", "blank_rows", "blank_columns", "offset", "merged_kelurahan", "ditto", "sections_rw", "sections_kelurahan", "second_table",
    "recap_below", "hidden_rows", "padding", "typos", "free_words", "fresh_words", "line_breaks", "spaced_letters", "units", "ambiguous", "own_columns",
    "two_phones", "prenumbered", "sparse", "example_row", "few_columns", "tiny", "kelurahan_sheet", "kelurahan_file", "ticks", "lower_case",
    "enumerated", "no_numbers", "long", "names_only",
)  # fmt: skip
#: Habits that concern the other sheets of the workbook.
SHEETS = ("cover", "help", "empty", "copy", "hidden_list", "helpers", "recap_sheet", "data_by_rw", "header_only_sheet")
CLASHES = (
    {"two_rows", "two_rows_unmerged", "three_rows", "owner_groups"}, {"numbering", "letters_numbering"}, {"tiny", "long"},
    {"few_columns", "two_rows"}, {"few_columns", "two_rows_unmerged"}, {"few_columns", "three_rows"}, {"few_columns", "owner_groups"},
    {"sections_kelurahan", "merged_kelurahan"}, {"sections_kelurahan", "kelurahan_sheet"}, {"sections_kelurahan", "kelurahan_file"},
    {"sections_kelurahan", "sections_rw"}, {"names_only", "few_columns"}, {"typos", "spaced_letters"}, {"fresh_words", "typos"}, {"free_words", "fresh_words"}, {"fresh_words", "units"}, {"free_words", "typos"},
    {"tiny", "subtotals"}, {"tiny", "hidden_rows"}, {"units", "unit_row"}, {"second_table", "sections_kelurahan"},
    {"names_only", "two_rows"}, {"names_only", "two_rows_unmerged"}, {"names_only", "three_rows"}, {"names_only", "owner_groups"},
    {"names_only", "own_columns"}, {"tiny", "second_table"}, {"names_only", "ambiguous"}, {"ambiguous", "owner_groups"},
    {"names_only", "ditto"}, {"names_only", "merged_kelurahan"}, {"sections_rw", "kelurahan_sheet"},
    {"bare_total", "no_numbers"}, {"deep_header", "offset"}, {"data_by_rw", "kelurahan_sheet"}, {"bare_total", "total"}, {"wrong_total", "total"}, {"wrong_total", "bare_total"},
)  # fmt: skip


@dataclass
class Column:
    """One column of the form: the texts above it, outermost first, and the field it is."""

    path: list[str]
    field: str | None
    own: str = ""  # header of a column of the sender's own


@dataclass
class DataSheet:
    """Builds the sheet with the data, top down."""

    rng: random.Random
    habits: set[str]
    page: Page = field(default_factory=Page)
    row: int = 1
    left: int = 1
    columns: list[Column] = field(default_factory=list)
    at: dict[int, Column] = field(default_factory=dict)
    kelurahan: str = ""
    data: list[int] = field(default_factory=list)
    number: int = 0
    start: int = 0  # first data row since the last total

    def build(self) -> Page:
        rng, has = self.rng, self.habits.__contains__
        self.kelurahan = self.kelurahan or rng.choice(list(PLACES))
        self.people = People(rng, self.kelurahan, 0.35 if has("sparse") else 0.06)
        self.row = 7 if has("offset") else 1
        self.left = 3 if has("offset") else 1
        if has("deep_header"):
            self.row += rng.randint(4, 9)
        self.choose_columns()
        self.place_columns()
        self.top()
        self.header()
        self.rows()
        self.bottom()
        return self.page

    # ---- columns

    def choose_columns(self) -> None:  # noqa: C901
        rng, has = self.rng, self.habits.__contains__
        if has("names_only"):
            names = (
                ["no_urut", "nama_usaha", "alamat_usaha"]
                if rng.random() < 0.5
                else ["no_urut", "nama_pemilik", "jenis_usaha", "alamat_usaha"]
            )
        elif has("few_columns"):
            names = (
                ["no_urut", "nama_usaha", "nama_pemilik", "nik"]
                if rng.random() < 0.5
                else ["nama_usaha", "nama_pemilik", "no_hp"]
            )
        else:
            names = forms.chosen(rng, rng.randint(3, 9))
        names = [name for name in names if name != "kelurahan"] if self.tells_place() else names
        if has("merged_kelurahan") and "kelurahan" not in names:
            names.insert(min(4, len(names)), "kelurahan")
        if has("bare_total") or has("wrong_total") or has("total") or has("subtotals"):
            names += [name for name in ("omzet_bulanan", "tenaga_kerja_total") if name not in names]
        if has("two_phones") and "no_hp" not in names:
            names.append("no_hp")
        names = list(dict.fromkeys(names))
        free = 0.6 if has("free_words") else 0.0
        fresh = 0.7 if has("fresh_words") else 0.0
        self.columns = [Column([forms.header(name, rng, free, fresh)], name) for name in names]
        self.group_columns()
        if has("ambiguous"):
            for column in self.columns:
                if column.field == "nama_pemilik":
                    column.path = ["NAMA"]
                if column.field == "alamat_usaha":
                    column.path = ["ALAMAT"]
        if has("own_columns"):
            for header in rng.sample(forms.FRESH_OWN if has("fresh_words") else forms.OWN, 3):
                self.columns.insert(rng.randint(1, len(self.columns)), Column([header], None, header))
        if has("ticks"):
            self.columns.append(Column(["HALAL"], "halal"))
            self.columns = [
                column
                for at, column in enumerate(self.columns)
                if column.field != "halal" or at == len(self.columns) - 1
            ]
        self.word_habits()

    def tells_place(self) -> bool:
        return bool(self.habits & {"kelurahan_sheet", "kelurahan_file", "sections_kelurahan", "sections_rw"})

    def group_columns(self) -> None:
        rng, has = self.rng, self.habits.__contains__
        if has("two_rows") or has("two_rows_unmerged") or has("three_rows"):
            kept = (
                "tenaga_kerja_laki",
                "tenaga_kerja_perempuan",
                "tenaga_kerja_total",
                "rt",
                "rw",
                "rt_rw",
                "alamat_usaha",
            )
            self.columns = [column for column in self.columns if column.field not in kept]
            top = rng.choice(["TENAGA KERJA", "TENAGA KERJA (ORANG)", "JUMLAH TENAGA KERJA", "Tenaga Kerja"])
            leaves = rng.choice([("L", "P"), ("LK", "PR"), ("Laki-laki", "Perempuan")])
            work = [Column([top, leaves[0]], "tenaga_kerja_laki"), Column([top, leaves[1]], "tenaga_kerja_perempuan")]
            if rng.random() < 0.4:
                work.append(Column([top, "JML"], "tenaga_kerja_total"))
            where = [
                Column(["ALAMAT", rng.choice(["JALAN", "Jalan/Gang"])], "alamat_usaha"),
                Column(["ALAMAT", "RT"], "rt"),
                Column(["ALAMAT", "RW"], "rw"),
            ]
            if rng.random() < 0.3:
                where[1:] = [Column(["ALAMAT", "RT/RW"], "rt_rw")]
            if has("three_rows"):
                work = [Column(["DATA USAHA", *column.path], column.field) for column in work]
            spot = rng.randint(3, len(self.columns))
            self.columns[spot:spot] = where + work if rng.random() < 0.5 else work + where
            if not has("three_rows") and rng.random() < 0.4:
                self.columns = [column for column in self.columns if not (column.field or "").startswith("omzet")]
                self.columns.append(Column(["OMZET (Rp)", "PER BULAN"], "omzet_bulanan"))
                self.columns.append(Column(["OMZET (Rp)", "PER TAHUN"], "omzet_tahunan"))
        if has("owner_groups"):
            owner = rng.choice(["IDENTITAS PEMILIK", "DATA PEMILIK", "PEMILIK USAHA"])
            shop = rng.choice(["DATA USAHA", "IDENTITAS USAHA", "USAHA"])
            whose = {"nama_pemilik": "NAMA", "nik": "NIK", "no_hp": "NO HP", "jenis_kelamin": "L/P"}
            what = {
                "nama_usaha": "NAMA",
                "jenis_usaha": "JENIS USAHA",
                "alamat_usaha": "ALAMAT",
                "omzet_bulanan": "OMZET/BLN",
            }
            rest = [column for column in self.columns if column.field not in {*whose, *what}]
            grouped = [Column([owner, text], name) for name, text in whose.items()] + [
                Column([shop, text], name) for name, text in what.items()
            ]
            self.columns = [*rest[:1], *grouped, *rest[1:]]

    def word_habits(self) -> None:
        rng, has = self.rng, self.habits.__contains__
        for column in self.columns:
            leaf = column.path[-1]
            if has("typos") and rng.random() < 0.5 and not column.own:
                leaf = forms.mistyped(leaf, rng)
            if has("spaced_letters") and column.field in ("nik", "nib", "rt", "rw", "keterangan", "npwp"):
                leaf = " ".join(
                    {"nik": "NIK", "nib": "NIB", "rt": "RT", "rw": "RW", "keterangan": "KET", "npwp": "NPWP"}[
                        column.field
                    ]
                )
            if has("units") and column.field in ("omzet_bulanan", "omzet_tahunan", "modal", "aset") and "(" not in leaf:
                leaf += rng.choice([" (Rp.000)", " (Rp)", " (dalam juta)", "\n(Rp)"])
            if has("line_breaks") and " " in leaf:
                leaf = leaf.replace(" ", "\n", 1)
            if has("padding"):
                leaf = f"  {leaf}{' ' * rng.randint(1, 30)}" if rng.random() < 0.5 else leaf.replace(" ", "\u00a0   ")
            if has("lower_case"):
                leaf = leaf.lower()
            if has("enumerated") and not column.own:
                leaf = f"{self.columns.index(column) + 1}. {leaf}"
            column.path[-1] = leaf

    def place_columns(self) -> None:
        at = self.left
        for column in self.columns:
            self.at[at] = column
            self.page.fields[at] = column.field
            at += 1
            if "blank_columns" in self.habits and self.rng.random() < 0.15 and len(column.path) == 1:
                at += 1
        if "two_phones" in self.habits:
            self.at[at] = Column(["No. WA"], "-")
            for place, column in self.at.items():
                if column.field in ("no_hp", "-"):
                    self.page.fields[place] = "-"  # either of the two may be kept: not counted

    @property
    def last(self) -> int:
        return max(self.at)

    def column_of(self, name: str) -> int | None:
        return next((at for at, column in self.at.items() if column.field == name), None)

    # ---- above the table

    def top(self) -> None:
        rng, has, page = self.rng, self.habits.__contains__, self.page
        place = (
            f"KELURAHAN {self.kelurahan.upper()}"
            if not has("sections_kelurahan")
            else f"KECAMATAN {PLACES[self.kelurahan].upper()}"
        )
        lines: list[str] = []
        if has("letterhead"):
            lines += [
                "PEMERINTAH KOTA PROBOLINGGO",
                f"KECAMATAN {PLACES[self.kelurahan].upper()}",
                place,
                "Jl. Raya No. 1 Telp. (0335) 421234",
            ]
        if has("title") or (has("kelurahan_sheet") and rng.random() < 0.5):
            lines += rng.choice(
                [
                    [f"DATA UMKM {place}"],
                    ["DATA USAHA MIKRO KECIL DAN MENENGAH (UMKM)", place, "TAHUN 2026"],
                    [f"Daftar Pelaku Usaha {place.title()} Tahun 2026"],
                ]
            )
        for text in lines:
            page.line(self.row, {self.left: text}, "layout")
            if rng.random() < 0.6:
                page.merge(self.row, self.left, self.row, self.last)
            self.row += 1
        if has("preamble"):
            for label, value in (
                ("Kelurahan", self.kelurahan if not has("sections_kelurahan") else "-"),
                ("Kecamatan", PLACES[self.kelurahan]),
                ("Bulan", "Maret 2026"),
            ):
                style = rng.randrange(3)
                texts = {
                    0: {self.left: f"{label} : {value}"},
                    1: {self.left: label, self.left + 1: f": {value}"},
                    2: {self.left: label, self.left + 1: ":", self.left + 2: value},
                }
                page.line(self.row, texts[style], "layout")
                self.row += 1
        if has("deep_header"):
            page.line(2, {self.left: "Lampiran Surat Nomor 500/12/2026"}, "layout")
        if lines or has("preamble") or has("deep_header"):
            self.row += rng.randint(0, 2)
        told = lines or has("preamble")
        self.told = bool(told) and not has("sections_kelurahan")
        if has("kelurahan_sheet"):
            page.name = rng.choice([f"Kel. {self.kelurahan}", f"KELURAHAN {self.kelurahan.upper()}"])
        if has("kelurahan_file"):
            page.file = rng.choice(
                [f"data umkm kel {self.kelurahan.lower()} 2026.xlsx", f"UMKM_{self.kelurahan.replace(' ', '_')}.xlsx"]
            )
        self.told = self.told or has("kelurahan_sheet") or has("kelurahan_file")

    # ---- header

    def header(self) -> None:
        rng, has, page = self.rng, self.habits.__contains__, self.page
        depth = max(len(column.path) for column in self.at.values())
        first = self.row
        merged = not has("two_rows_unmerged")
        self.put_header(first, depth, merged)
        rows = tuple(range(first, first + depth))
        self.row += depth
        if has("unit_row"):
            units = {
                at: "(Rp)"
                if (c.field or "").startswith(("omzet", "modal", "aset"))
                else "(orang)"
                if (c.field or "").startswith("tenaga")
                else ""
                for at, c in self.at.items()
            }
            units = {at: text for at, text in units.items() if text}
            if units:
                page.line(self.row, units, "header")
                rows = (*rows, self.row)
                self.row += 1
        page.headers.append(rows)
        for row in rows:
            page.roles[row] = "header"
        self.depth, self.merged_header = depth, merged
        self.put_numbering()
        if has("example_row"):
            texts = self.texts(People(rng, self.kelurahan, 0.0).row(1))
            first_at = min(self.at)
            page.line(self.row, texts | {first_at: rng.choice(["Contoh", "contoh", "CONTOH"])}, "layout")
            self.row += 1
        if has("blank_rows") and rng.random() < 0.5:
            self.row += 1

    def put_header(self, first: int, depth: int, merged: bool) -> None:
        """Each column's path downwards from `first`; equal headings of neighbours are written once, merged if wanted."""
        for level in range(depth):
            previous: tuple[str, ...] | None = None
            begin = 0
            for at in sorted(self.at):
                path = self.at[at].path
                if level >= len(path):
                    previous = None
                    continue
                is_leaf, key = level == len(path) - 1, tuple(path[: level + 1])
                if not is_leaf and key == previous:
                    if merged:
                        self.page.unmerge(first + level, begin)
                        self.page.merge(first + level, begin, first + level, at)
                    continue
                self.page.put(first + level, at, path[level])
                begin, previous = at, None if is_leaf else key
                if is_leaf and merged and level < depth - 1:
                    self.page.merge(first + level, at, first + depth - 1, at)

    def put_numbering(self) -> None:
        has, rng = self.habits.__contains__, self.rng
        if has("numbering"):
            style = rng.choice(["({})", "{}", "{}."])
            self.page.line(self.row, {at: style.format(n) for n, at in enumerate(sorted(self.at), 1)}, "numbering")
            self.row += 1
        if has("letters_numbering"):
            style = rng.choice(["{}", "({})"])
            self.page.line(
                self.row, {at: style.format(letter(n)) for n, at in enumerate(sorted(self.at), 1)}, "numbering"
            )
            self.row += 1

    # ---- data

    def rows(self) -> None:
        rng, has = self.rng, self.habits.__contains__
        count = rng.randint(1, 3) if has("tiny") else rng.randint(120, 260) if has("long") else rng.randint(12, 45)
        breaks = {count // 2} if has("repeated_header") or has("signature_per_page") else set()
        groups = self.groups(count)
        for n in range(count):
            if n in groups:
                self.heading(groups[n])
            if n in breaks:
                self.break_page()
            if has("blank_rows") and rng.random() < 0.08:
                self.row += 1
            self.data_row()
            if has("subtotals") and (n + 1) % 10 == 0 and n + 1 < count:
                self.total(rng.choice(["Sub Total", "JUMLAH", "Jumlah halaman ini"]), self.start, right=True)
                self.start = 0
        if has("merged_kelurahan"):
            self.merge_places()
        if has("ditto"):
            self.dittos()
        if has("hidden_rows"):
            self.page.hidden = set(rng.sample(self.data, max(1, len(self.data) // 3)))

    def groups(self, count: int) -> dict[int, str]:
        if "sections_rw" in self.habits:
            return {
                n: f"RW {number:02d}" if self.rng.random() < 0.5 else f"RW. {number}"
                for number, n in enumerate(range(0, count, 8), 1)
            }
        if "sections_kelurahan" in self.habits:
            names = self.rng.sample(list(PLACES), 3)
            return dict(zip(range(0, count, max(4, count // 3)), names, strict=False))
        return {}

    def heading(self, text: str) -> None:
        if "sections_kelurahan" in self.habits:
            self.kelurahan = self.people.kelurahan = text
            text = self.rng.choice([f"KELURAHAN {text.upper()}", f"Kel. {text}", f"KELURAHAN : {text.upper()}"])
        column = self.left if self.rng.random() < 0.6 else min(self.left + 1, self.last)
        self.page.line(self.row, {column: text}, "layout")
        if self.rng.random() < 0.5:
            self.page.merge(self.row, column, self.row, self.last)
        self.row += 1

    def break_page(self) -> None:
        has, page = self.habits.__contains__, self.page
        if has("signature_per_page"):
            self.row += 1
            self.sign()
            self.row += 1
        if has("repeated_header"):
            self.put_header(self.row, self.depth, self.merged_header)
            for row in range(self.row, self.row + self.depth):
                page.roles[row] = "again"
            self.row += self.depth
            self.put_numbering()

    def texts(self, values: dict[str, str]) -> dict[int, str]:
        texts = {}
        for at, column in self.at.items():
            if column.field is None:
                texts[at] = self.people.own(column.own)
            elif column.field == "-":
                texts[at] = values["no_hp"]
            elif column.field == "halal" and "ticks" in self.habits:
                texts[at] = self.rng.choice(["v", "v", "", "√"])
            else:
                texts[at] = values[column.field]
        return texts

    def data_row(self) -> None:
        self.number += 1
        values = self.people.row(self.number)
        if "no_numbers" in self.habits:
            values["no_urut"] = ""
        texts = self.texts(values)
        if len([text for at, text in texts.items() if text and self.at[at].field != "no_urut"]) < 2:
            texts |= {
                at: values["alamat_usaha"] or "Jl. Mawar"
                for at, column in self.at.items()
                if column.field == "alamat_usaha"
            }
        self.page.line(self.row, texts, "data")
        self.data.append(self.row)
        self.start = self.start or self.row
        if (
            self.column_of("kelurahan") is None
            and self.column_of("kel_kec") is None
            and (self.told or "sections_kelurahan" in self.habits)
        ):
            self.page.kelurahan[self.row] = self.kelurahan
        self.row += 1

    def merge_places(self) -> None:
        column = self.column_of("kelurahan")
        runs = [self.data[n : n + 6] for n in range(0, len(self.data), 6)]
        for run in runs:
            if column is None or run[-1] - run[0] != len(run) - 1 or len(run) < 2:
                continue
            self.page.put(run[0], column, self.kelurahan)
            self.page.merge(run[0], column, run[-1], column)
            for row in run[1:]:
                self.page.cells.pop((row, column), None)
                self.page.fills.add((row, column))

    def dittos(self) -> None:
        for name in ("alamat_usaha", "kelurahan", "kecamatan", "jenis_usaha"):
            column = self.column_of(name)
            for above, row in zip(self.data, self.data[1:], strict=False):
                held = (
                    column is not None and self.page.cells.get((above, column)) and (row, column) not in self.page.fills
                )
                if held and row == above + 1 and self.rng.random() < 0.3 and (above, column) not in self.page.fills:
                    self.page.put(row, column or 0, self.rng.choice(['"', "''", "sda", "idem", "s.d.a", "SDA"]))
                    self.page.fills.add((row, column or 0))

    # ---- below

    def total(self, label: str, since: int, right: bool, bare: bool = False) -> None:
        page, rng = self.page, self.rng
        rows = [row for row in self.data if row >= since]
        texts: dict[int, str] = {}
        for at, column in self.at.items():
            if column.field in AMOUNTS:
                total = sum(int("".join(filter(str.isdigit, page.cells.get((row, at), ""))) or 0) for row in rows)
                texts[at] = str(total if right else total + 7)
        if not bare:
            spot = min(self.at) if rng.random() < 0.7 else sorted(self.at)[1]
            if spot not in texts:
                texts[spot] = label
                if rng.random() < 0.5 and spot == min(self.at):
                    self.page.merge(self.row, spot, self.row, spot + 2)
                    texts = {at: text for at, text in texts.items() if at == spot or at > spot + 2}
        page.line(self.row, texts, "total")
        if bare and rng.random() < 0.5:
            page.formulas |= {(self.row, at): "=SUM(A1:A9)" for at in texts}
        self.row += 1

    def bottom(self) -> None:  # noqa: C901
        rng, has, page = self.rng, self.habits.__contains__, self.page
        if has("prenumbered"):
            number = self.column_of("no_urut")
            for extra in range(6 if number else 0):
                page.line(self.row, {number or 1: str(self.number + extra + 1)}, "layout")
                self.row += 1
        if has("subtotals") and self.start:
            self.total("Sub Total", self.start, right=True)
        if has("total") or has("wrong_total") or has("subtotals"):
            self.total(
                rng.choice(["JUMLAH", "TOTAL", "J U M L A H", "Jumlah Total", "GRAND TOTAL"]),
                0,
                right=not has("wrong_total"),
            )
        if has("bare_total"):
            self.row += rng.randint(0, 2)
            self.total("", 0, right=True, bare=True)
        if has("notes_below"):
            self.row += 1
            for text in (
                "Catatan :",
                "- Data per 31 Maret 2026",
                "*) belum memiliki NIB",
                "Ket: L = Laki-laki, P = Perempuan",
            ):
                page.line(self.row, {self.left: text}, "layout")
                self.row += 1
        if has("notes_beside"):
            side = self.last + 2
            for row, text in zip(self.data, ("Catatan: sudah diverifikasi", "Hub. Bu Rina"), strict=False):
                page.put(row, side, text)
            page.fields[side] = None
        if has("recap_below"):
            self.recap()
        if has("second_table"):
            self.again()
        if has("signature"):
            self.row += 2
            self.sign()

    def recap(self) -> None:
        self.row += 2
        first = self.left + self.rng.randint(0, 1)
        self.page.line(self.row, {first: "REKAPITULASI JENIS USAHA"}, "layout")
        self.page.line(self.row + 1, {first: "Jenis Usaha", first + 1: "Jumlah"}, "layout")
        for n, text in enumerate(("Kuliner", "Perdagangan", "Jasa")):
            self.page.line(self.row + 2 + n, {first: text, first + 1: str(self.rng.randint(2, 30))}, "layout")
        self.row += 5

    def again(self) -> None:
        """A second list under the first: the same form with its own title and other words over the columns."""
        self.row += 2
        self.page.line(self.row, {self.left: "DATA UMKM BINAAN BARU"}, "layout")
        self.row += 1
        for column in self.at.values():
            if (
                column.field in forms.PLAIN
                and len(column.path) == 1
                and self.rng.random() < 0.5
                and "ambiguous" not in self.habits
            ):
                column.path = [self.rng.choice(forms.PLAIN[column.field])]
        same_before = self.page.headers[-1]
        old = [self.page.cells.get((same_before[0], at)) for at in sorted(self.at)]
        self.put_header(self.row, self.depth, self.merged_header)
        new = [self.page.cells.get((self.row, at)) for at in sorted(self.at)]
        rows = tuple(range(self.row, self.row + self.depth))
        changed = sum(a != b for a, b in zip(old, new, strict=True))
        for row in rows:
            self.page.roles[row] = "header or again" if changed else "again"
        self.row += self.depth
        self.number = 0
        for _ in range(self.rng.randint(3, 8)):
            self.data_row()

    def sign(self) -> None:
        rng, page = self.rng, self.page
        right = max(self.left + 1, self.last - rng.randint(0, 3))
        left = min(self.left + 1, right - 1)
        two = rng.random() < 0.5 and left < right
        place = f"Probolinggo, {rng.randint(1, 28)} {rng.choice(['Maret', 'April', 'Januari'])} 2026"
        lines = [
            {right: rng.choice([place, "Probolinggo, .................. 2026"])},
            {right: f"Lurah {self.kelurahan}"},
            {},
            {},
            {right: "H. SUBANDI, S.Sos"},
            {right: "NIP. 19700101 199003 1 001"},
        ]
        if two:
            lines[0] |= {left: "Mengetahui,"}
            lines[1] |= {left: "Camat"}
            lines[4] |= {left: "DWI HARTATIK, S.AP"}
            if rng.random() < 0.7:
                lines[5] |= {left: "NIP. 19771111 200003 2 002"}
        for texts in lines:
            if texts:
                page.line(self.row, texts, "layout")
            self.row += 1
