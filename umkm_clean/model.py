"""The vocabulary: frozen records that the stages hand to each other.

Nothing here imports pandas or pyarrow at run time, so that light commands stay light. Rows and columns
are counted as Excel counts them (from 1); `letter` turns a column number into Excel's own letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyarrow as pa


class Severity(StrEnum):
    """How sure the finding is: `error` only where the value is certainly wrong."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Actor(StrEnum):
    """Who must act on a finding."""

    KELURAHAN = "kelurahan"
    DINAS = "dinas"
    SISTEM = "sistem"


class Fate(StrEnum):
    """What became of a physical row that holds anything; every such row has exactly one."""

    LAYOUT = "layout"
    KEPT = "kept"
    MERGED = "merged"
    WITHHELD = "withheld"


class FileStatus(StrEnum):
    """What the sender is told about a file."""

    DITERIMA = "diterima"
    DENGAN_CATATAN = "diterima_dengan_catatan"
    SEBAGIAN = "diterima_sebagian"
    DITOLAK = "ditolak"


class Stored(StrEnum):
    """How a cell was stored in the file: one letter each, so that a column of them is a string.

    The witness that text alone cannot give: a NIK stored as a number has lost its 16th digit in Excel.
    """

    EMPTY = " "
    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"  # #REF!, #N/A …: the cell's text is the error word
    FORMULA = "f"  # formula without a stored result: the cell's text is "=" and the formula


class Role(StrEnum):
    """What a row of a sheet is. Everything but `DATA` has the fate `layout`."""

    DATA = "data"
    TITLE = "judul"
    HEADER = "judul_kolom"
    NUMBERING = "nomor_kolom"
    REPEATED_HEADER = "judul_kolom_berulang"
    TOTAL = "jumlah"
    SIGNATURE = "tanda_tangan"
    NOTE = "catatan"
    SKIPPED = "disembunyikan"  # hidden row left out on request (--skip-hidden)
    HELPER = "lembar_bantu"  # every row of a sheet that is not a data sheet (cover, help, our own Ringkasan …)


class Evidence(StrEnum):
    """Why a column was taken for a field, strongest first."""

    GIVEN = "given"  # --columns, or a mapping in the city folder
    EXACT = "exact"  # the header is the field's name or label
    SYNONYM = "synonym"
    SPELLING = "spelling"  # close to a name or synonym
    CONTENT = "content"  # the values say so
    TITLE = "title"  # no column: taken from the title, the sheet's name or the file's name


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """A finding of the reader or the header stage about a file, a sheet or a column (not about data cells)."""

    code: str
    sheet: str | None = None
    column: int | None = None
    row: int | None = None
    header: str | None = None
    count: int = 1
    raw: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as text, with how each cell was stored; the only thing readers hand over.

    `columns[c][r]` is the text of column c+1 (0 is A), Excel row r+1: an Arrow string array without nulls,
    `""` only where the cell is truly empty. All columns are equally long. Numbers are written plainly
    ("3574011208809001", "0.5", never "3.57E+15" unless the file itself holds that text), dates as ISO
    ("1980-08-12", with " HH:MM:SS" when there is a time), booleans as "TRUE"/"FALSE".
    `stored[c]` has one `Stored` letter (ASCII byte) for each row of column c+1.
    `held_rows` are the Excel rows that hold anything, counted by code that shares nothing with the reader.
    """

    file: str
    sha256: str
    name: str
    position: int
    state: str  # "visible" | "hidden" | "very_hidden"
    columns: tuple[pa.Array, ...]
    stored: tuple[bytes, ...]
    held_rows: tuple[int, ...]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (row, column) → "=…"; may be sparse
    stood: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # column → row → text with its invisible parts

    @property
    def n_rows(self) -> int:
        """Number of rows in the grid (the last Excel row that holds anything)."""
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a whole file was refused: an SRC code and the facts its sentence needs."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawFile:
    """What reading one file gave: its sheets, or a refusal."""

    path: str  # as given by the user
    sha256: str
    size: int  # bytes
    format: str  # xlsx xls xlsb ods csv html parquet, told by content
    sheets: tuple[RawSheet, ...] = ()
    refused: Refusal | None = None
    findings: tuple[SourceFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How one column of a table was understood. `field` is None for the sender's own columns."""

    column: int
    header: str  # as written; the rows of a many-row header joined by " / "
    field: str | None
    evidence: Evidence | None
    unit: int = 1  # multiply amounts by this ("(Rp.000)" → 1000)
    period: str | None = None  # "hari" | "minggu" | "bulan" | "tahun", from the header


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total or subtotal row: the rows it adds up and the texts it shows (column → text)."""

    row: int
    first: int
    last: int
    cells: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One table inside a sheet: its header, its columns and the Excel rows that are data."""

    header_rows: tuple[int, ...]
    columns: tuple[ColumnMap, ...]
    data_rows: tuple[int, ...]
    context: Mapping[str, tuple[str, Evidence]] = field(default_factory=dict)  # field → text from title/sheet/file name
    fills: Mapping[tuple[int, int], int] = field(
        default_factory=dict
    )  # (row, column) → row whose text stands there too
    totals: tuple[TotalRow, ...] = ()
    missing_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How a sheet was understood: its tables, and the role of every row that holds anything."""

    sheet: str
    tables: tuple[Table, ...]
    roles: Mapping[int, Role]  # Excel row → role, for exactly the rows of `held_rows`
    findings: tuple[SourceFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows on their way: four frames with one index (`row_id`, a RangeIndex), never mixed.

    `raw`: the text as it stood, one column a field that the file has. `stored`: `Stored` letters, same shape.
    `values`: typed, one column for every field of the spec (all null where the file has none), plus `lainnya`
    (the sender's own columns as JSON). `origin`: columns file (int), sheet (str), table (int), row (int, Excel).
    `raw` is never written to.
    """

    raw: pd.DataFrame
    stored: pd.DataFrame
    values: pd.DataFrame
    origin: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One sheet after reading: how it was understood and which rows it holds."""

    name: str
    state: str
    layout: SheetLayout
    held_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileResult:
    """Everything done to one file; every frame survives a trip through Arrow.

    `issues` has the columns of `issues.COLUMNS` (row_id local to `batch`), `changes` the columns
    row_id, field, code, before, after.
    """

    path: str
    sha256: str
    size: int
    format: str
    refused: Refusal | None
    sheets: tuple[SheetResult, ...]
    batch: Batch | None
    issues: pd.DataFrame
    changes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a run says about one file: status and the counts that must balance."""

    path: str
    sha256: str
    format: str
    status: FileStatus
    refused: Refusal | None
    kelurahan: str | None  # the one kelurahan the file is about, where it is clear
    sheets: tuple[SheetResult, ...]
    rows: Mapping[str, Mapping[Fate, int]]  # sheet → fate → count


@dataclass(frozen=True, slots=True)
class RunResult:
    """The only thing `report/` sees: the outcome of a run as values. No words yet, no masking yet.

    `issues`: located findings, one a row: code, severity, actor, field, file (path), sheet, row, column (letter),
    cell, header, count, raw, fixed, facts (JSON text), related (JSON text, list of {file, sheet, row}).
    `ledger`: file, sheet, row, role, fate, id_umkm, into, codes: one line for every physical row that holds anything.
    `city`: the consolidated dataset, columns of DESIGN 3.6 (typed); None for `validate`.
    `withheld`: file, sheet, row, codes, then one text column for every field, as written.
    `changes`: file, sheet, row, cell, field, code, before, after.
    `lineage`: id_umkm, field, value, won, file, sheet, row.
    `review`: doubtful pairs, columns of `tinjau_duplikat.xlsx`; None for `validate`.
    """

    command: str
    files: tuple[FileReport, ...]
    issues: pd.DataFrame
    ledger: pd.DataFrame
    changes: pd.DataFrame
    records: pd.DataFrame  # every data row, typed, with file, sheet, row and fate (before consolidation)
    withheld: pd.DataFrame
    city: pd.DataFrame | None = None
    lineage: pd.DataFrame | None = None
    review: pd.DataFrame | None = None
    files_unchanged: int = 0
    notes: tuple[SourceFinding, ...] = ()  # findings about the run itself (dropped blocks, shrunken input …)


@dataclass(frozen=True, slots=True)
class Match:
    """A scored pair of rows. A score without reasons is not allowed."""

    left: int
    right: int
    score: float  # probability that both are the same business, 0 … 1
    reasons: tuple[tuple[str, float], ...]  # (evidence slug with facts, weight in bits), strongest first


def letter(column: int) -> str:
    """Excel's letters for a column number: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
