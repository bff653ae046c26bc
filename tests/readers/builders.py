# ruff: noqa: E501 - XML by hand
"""Workbooks made for tests: ordinary ones by the usual writers, odd ones by zipfile and strings."""

from __future__ import annotations

import random
import zipfile
from typing import IO, TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)
ROOT_RELS = f'{HEAD}<Relationships xmlns="{PKG}"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'


def rows_xml(rows: list[list[object]]) -> str:
    """Rows as inline strings and numbers, every cell with its reference."""
    out = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            ref = f"{chr(65 + column)}{number}"
            if isinstance(value, str):
                cells.append(f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>')
            elif value is not None:
                cells.append(f'<c r="{ref}"><v>{value}</v></c>')
        out.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(out)


def sheet_xml(data: str, before: str = "", after: str = "", head: str = HEAD) -> str:
    """A sheet part around its rows."""
    return f'{head}<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def parts(
    sheets: Mapping[str, str | bytes], strings: str | None = None, workbook_extra: str = ""
) -> dict[str, str | bytes]:
    """All parts of a workbook with the given sheet parts by sheet name."""
    entries = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    rels = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    if strings is not None:
        rels += f'<Relationship Id="rIdS" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELS,
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{workbook_extra}<sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PKG}">{rels}</Relationships>',
    }
    for n, content in enumerate(sheets.values(), 1):
        found[f"xl/worksheets/sheet{n}.xml"] = content
    if strings is not None:
        found["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    return found


def write_zip(path: Path | str | IO[bytes], content: Mapping[str, str | bytes]) -> None:
    """Parts as a zip with a fixed clock."""
    with zipfile.ZipFile(path, "w") as package:
        for name, data in content.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)


def workbook(path: Path | str, data: str, **more: str) -> None:
    """A workbook of one sheet `Data` with the given rows as XML."""
    strings = more.pop("strings", None)
    extra = more.pop("workbook_extra", "")
    write_zip(path, parts({"Data": sheet_xml(data, **more)}, strings, extra))


HEADERS = (
    "NO", "NIK", "NAMA USAHA", "NAMA PEMILIK", "ALAMAT", "RT", "RW", "KELURAHAN", "KECAMATAN", "NO HP", "JENIS USAHA", "KBLI",
    "MODAL", "OMZET", "L", "P", "TOTAL", "TAHUN", "NIB", "NPWP", "EMAIL", "PRODUK", "TGL LAHIR", "STATUS", "KET",
)  # fmt: skip


def big_workbook(path: Path | str, rows: int) -> None:
    """An ordinary list of `rows` rows (header included) by 25 columns, all invented, the same for every run."""
    chance = random.Random(20240101)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for column, header in enumerate(HEADERS):
        sheet.write_string(0, column, header)
    for row in range(1, rows):
        texts = {
            1: f"357401{chance.randrange(10**10):010d}", 2: f"Warung {chance.randrange(5000)}",
            3: f"Nama {chance.randrange(9000)}", 4: f"Jl. Contoh No {chance.randrange(300)}",
            5: f"{chance.randrange(12):03d}", 6: f"{chance.randrange(12):03d}", 7: "Kanigaran", 8: "Kanigaran",
            9: f"08{chance.randrange(10**10):010d}", 10: "Kuliner", 11: "56101", 18: f"{chance.randrange(10**13):013d}",
            19: f"{chance.randrange(10**15):015d}", 20: f"a{row}@contoh.id", 21: "Keripik", 23: "aktif",
        }  # fmt: skip
        numbers = {0: row, 12: chance.randrange(10**8), 13: chance.randrange(10**9), 14: chance.randrange(5)}
        numbers |= {15: chance.randrange(5), 16: chance.randrange(9), 17: chance.randrange(1990, 2024)}
        for column, text in texts.items():
            sheet.write_string(row, column, text)
        for column, number in numbers.items():
            sheet.write_number(row, column, number)
        sheet.write_number(row, 22, 20000 + chance.randrange(9000), date)
    book.close()
