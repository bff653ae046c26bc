# ruff: noqa: E501 - XML by hand
"""Files made to break readers, built anew for each run (bombs are never committed).

    python -m tests.readers.hostile          builds all, reads them among good files, prints what was said

`FILES` maps a file's name to its builder and to what is expected: a code it must be refused with, or a number of
rows that must be read.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.readers.builders import HEAD, MAIN, REL, parts, rows_xml, sheet_xml, workbook, write_zip

ROWS: list[list[object]] = [["NO", "NAMA USAHA"], *[[number, f"Warung {number}"] for number in range(1, 50)]]
GOOD = rows_xml(ROWS)
CORPUS = Path(__file__).parent / "corpus"
Builder = Callable[[Path], object]
LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def _text(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _book(data: str, **more: str) -> Builder:
    return lambda path: workbook(path, data, **more)


def _bytes(data: bytes) -> Builder:
    return lambda path: path.write_bytes(data)


def _zip(**changes: str | bytes) -> Builder:
    """The good workbook with parts replaced (`__` stands for `/`, `_x_` for `.xml`)."""

    def build(path: Path) -> None:
        content = parts({"Data": sheet_xml(GOOD)})
        content |= {name.replace("__", "/").replace("_x_", ".xml"): data for name, data in changes.items()}
        write_zip(path, content)

    return build


def _good_bytes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts({"Data": sheet_xml(GOOD)}).items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _filled(name: str, before: bytes, block: bytes, times: int, after: bytes) -> Builder:
    """A workbook with one part of `times` blocks, written without ever holding it."""

    def build(path: Path) -> None:
        content = parts({"Data": sheet_xml(GOOD)}, strings="<si><t>x</t></si>")
        content.pop(name)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for part, data in content.items():
                package.writestr(part, data)
            with package.open(name, "w", force_zip64=True) as stream:
                stream.write(before)
                for _ in range(times):
                    stream.write(block)
                stream.write(after)

    return build


SHEET = "xl/worksheets/sheet1.xml"
_OPEN = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
_CLOSE = b"</sheetData></worksheet>"


def _dense(path: Path) -> None:
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(70_000))
    _filled(SHEET, _OPEN, b"<row>" + cells + b"</row>", 470, _CLOSE)(path)


def _flipped(path: Path) -> None:
    data = bytearray(_good_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def _patched(signature: bytes, offset: int, value: bytes, which: int = -1) -> Builder:
    """The good workbook with some bytes of a directory record changed."""

    def build(path: Path) -> None:
        data = bytearray(_good_bytes())
        at = data.rfind(signature) if which < 0 else data.find(signature)
        data[at + offset : at + offset + len(value)] = value
        path.write_bytes(data)

    return build


def _overlap(path: Path) -> None:
    """Two directory entries that share one member's bytes."""
    data = _good_bytes()
    end = data.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", data, end + 12)
    record = bytearray(data[start : start + size])
    last = record.rfind(b"PK\x01\x02")
    length = 46 + struct.unpack_from("<H", record, last + 28)[0]
    extra = bytearray(record[last : last + length])
    extra[46:47] = b"y"
    count = struct.unpack_from("<H", data, end + 10)[0] + 1
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, count, count, size + len(extra))
    path.write_bytes(data[:start] + bytes(record) + bytes(extra) + bytes(tail))


def _ole_loop(path: Path) -> None:
    """A compound file whose allocation table points at itself."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0, 1, 0, 1, 0)
    path.write_bytes(bytes(header) + struct.pack("<I", 0) * 128)


def _ods(content: str) -> Builder:
    def build(path: Path) -> None:
        head = (
            f"{HEAD}<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
            "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
            "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>"
        )
        body = f'<office:body><office:spreadsheet><table:table table:name="Data">{content}</table:table>'
        text = f"{head}{body}</office:spreadsheet></office:body></office:document-content>"
        write_zip(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": text})

    return build


def _many(count: int, name: str) -> Builder:
    return lambda path: write_zip(path, parts({"Data": sheet_xml(GOOD)}) | {name.format(n): "x" for n in range(count)})


def _archive(path: Path) -> None:
    write_zip(path, {f"kelurahan/{name}.xlsx": _good_bytes() for name in ("kanigaran", "sukoharjo")})


def _sheet_part(part: str, target: str = "worksheets/sheet1.xml") -> Builder:
    def build(path: Path) -> None:
        content = parts({"Data": sheet_xml(GOOD)})
        rels = str(content["xl/_rels/workbook.xml.rels"])
        content["xl/_rels/workbook.xml.rels"] = rels.replace("worksheets/sheet1.xml", target)
        if not part:
            content.pop(SHEET)
        write_zip(path, content)

    return build


def _renamed_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts({"Data": sheet_xml(GOOD)}).items():
            package.writestr(name, data)
        package.writestr(SHEET.upper(), sheet_xml(_text("lain")))


def _macros(path: Path) -> None:
    content = parts({"Data": sheet_xml(GOOD)})
    rels = str(content["xl/_rels/workbook.xml.rels"])
    macro = '<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
    content["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", macro + "</Relationships>")
    write_zip(path, content | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50})


def _dde(path: Path) -> None:
    content = parts({"Data": sheet_xml(GOOD)})
    rels = str(content["xl/_rels/workbook.xml.rels"])
    link = f'<Relationship Id="rIdL" Type="{REL}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    content["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", link + "</Relationships>")
    dde = f'{HEAD}<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    write_zip(path, content | {"xl/externalLinks/externalLink1.xml": dde})


def _far(rows: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, rows + 1))


_PREFIXED = (
    sheet_xml(GOOD).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
)
_STRICT = sheet_xml(GOOD).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
_ODD_VALUES = (
    '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c><c r="C1" t="b"><v>maybe</v></c>'
    '<c r="D1" t="d"><v>31/02/2024</v></c><c r="E1" t="zzz"><v>5</v></c></row>'
)
_BLANK_FAR = (
    _far(3)
    + '<row r="1048576">'
    + "".join(f'<c r="{chr(65 + c)}1048576" t="str"><v> </v></c>' for c in range(20))
    + "</row>"
)
_CHART = _sheet_part("x")


def _chart_only(path: Path) -> None:
    content = parts({"Data": f'{HEAD}<chartsheet xmlns="{MAIN}"/>'})
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "/worksheet", "/chartsheet", 1
    )
    write_zip(path, content)


#: name → (builder, what is expected: a code, or rows read)
FILES: dict[str, tuple[Builder, str | int]] = {
    "ok.xlsx": (_book(GOOD), 50),
    "dense.xlsx": (_dense, "SRC022"),
    "spaces.xlsx": (_filled(SHEET, _OPEN, b" " * (1 << 20), 1024, _CLOSE), "SRC022"),
    "spaces_within_limit.xlsx": (_filled(SHEET, _OPEN, b" " * (1 << 20), 200, GOOD.encode() + _CLOSE), 50),
    "long_string.xlsx": (_filled("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>'.encode(), b"x" * (1 << 20), 500, b"</t></si></sst>"), "SRC022"),
    "laughs_in_sheet.xlsx": (_zip(**{SHEET: f"{HEAD}{LAUGHS}" + sheet_xml(_text("&a9;"), head="")}), "SRC030"),
    "laughs_in_strings.xlsx": (lambda path: write_zip(path, parts({"Data": sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}, strings="") | {"xl/sharedStrings.xml": f'{HEAD}{LAUGHS}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'}), "SRC030"),
    "quadratic.xlsx": (_zip(**{SHEET: f'{HEAD}<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>' + sheet_xml(_text("&a;" * 50_000), head="")}), "SRC030"),
    "xxe.xlsx": (_zip(**{SHEET: f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + sheet_xml(_text("&a;"), head="")}), "SRC030"),
    "corners.xlsx": (_book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "SRC026"),
    "far_column.xlsx": (_book('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 2000))), "SRC026"),
    "far_row.xlsx": (_book(_far(3) + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "SRC028"),
    "far_empty_string.xlsx": (_book(GOOD + '<row r="100000"><c r="XFD100000" t="str"><v></v></c></row>'), 50),
    "far_styled_blank.xlsx": (_book(GOOD + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'), 50),
    "far_blank_row.xlsx": (_book(_BLANK_FAR), 3),
    "dimension_too_big.xlsx": (_book(GOOD, before='<dimension ref="A1:XFD1048576"/>'), 50),
    "dimension_too_small.xlsx": (_book(GOOD, before='<dimension ref="A1"/>'), 50),
    "no_references.xlsx": (_book("".join("<row><c><v>1</v></c><c><v>2</v></c></row>" for _ in range(5))), 5),
    "rows_out_of_order.xlsx": (_book("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (4, 2, 3, 1))), 4),
    "row_twice.xlsx": (_book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>'), 1),
    "cell_twice.xlsx": (_book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "SRC033"),
    "column_off_grid.xlsx": (_book('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "SRC032"),
    "row_off_grid.xlsx": (_book('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'), "SRC032"),
    "cell_of_another_row.xlsx": (_book('<row r="1"><c r="A1"><v>1</v></c><c r="B7"><v>2</v></c></row>'), 2),
    "merge_all.xlsx": (_book(GOOD, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), 50),
    "merge_columns.xlsx": (_book(GOOD, after='<mergeCells><mergeCell ref="A1:Z1048576"/></mergeCells>'), 50),
    "parent_member.xlsx": (_zip(**{"../../x.txt": "x"}), 50),
    "duplicate_member.xlsx": (_renamed_members, "SRC031"),
    "truncated.xlsx": (_bytes(_good_bytes()[:700]), "SRC007"),
    "empty.xlsx": (_bytes(b""), "SRC008"),
    "nothing_but_zeros.xlsx": (_bytes(bytes(4096)), "SRC008"),
    "html.xls": (_bytes(b"<html><table><tr><td>NIK<td>NAMA</tr><tr><td>1<td>a</tr></table></html>"), 2),
    "csv.xlsx": (_bytes(b"NIK;NAMA\n1;a\n"), 2),
    "pdf.xlsx": (_bytes(b"%PDF-1.7\n1 0 obj\n"), "SRC005"),
    "junk_first.xlsx": (_bytes(b"\x00\x01junk" * 30 + _good_bytes()), "SRC009"),
    "zip_of_something.xlsx": (lambda path: write_zip(path, {"a.txt": "a", "b/c.txt": "c"}), "SRC005"),
    "zip_of_workbooks.xlsx": (_archive, "SRC006"),
    "bit_flip.xlsx": (_flipped, "SRC007"),
    "bad_crc.xlsx": (_patched(b"PK\x01\x02", 16, b"\0\1\2\3"), "SRC007"),
    "lying_size.xlsx": (_patched(b"PK\x01\x02", 24, struct.pack("<I", 40)), "SRC007"),
    "lying_size_huge.xlsx": (_patched(b"PK\x01\x02", 24, struct.pack("<I", 0x7FFFFFFF)), "SRC022"),
    "unknown_compression.xlsx": (_patched(b"PK\x01\x02", 10, struct.pack("<H", 99)), "SRC007"),
    "encrypted_member.xlsx": (_patched(b"PK\x01\x02", 8, struct.pack("<H", 1)), "SRC003"),
    "overlap.xlsx": (_overlap, "SRC031"),
    "encrypted.xlsx": (_bytes((CORPUS / "pass_protected.xlsx").read_bytes()), "SRC003"),
    "xls_as_xlsx.xlsx": (_bytes((CORPUS / "Test_git_issue_477_sst_wrong_count.xls").read_bytes()), 10),
    "ole_loop.xls": (_ole_loop, "SRC007"),
    "shared_index_too_big.xlsx": (_book('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', strings="<si><t>a</t></si>"), "SRC007"),
    "shared_index_negative.xlsx": (_book('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', strings="<si><t>a</t></si>"), "SRC007"),
    "sheet_name_markup.xlsx": (lambda path: write_zip(path, parts({"[red]x[/] &lt;script&gt;": sheet_xml(GOOD)})), 50),
    "odd_values.xlsx": (_book(_ODD_VALUES), 1),
    "utf16_part.xlsx": (_zip(**{SHEET: sheet_xml(GOOD).replace("UTF-8", "UTF-16").encode("utf-16")}), 50),
    "prefixed.xlsx": (_zip(**{SHEET: _PREFIXED}), 50),
    "strict.xlsx": (_zip(**{SHEET: _STRICT}), 50),
    "escapes.xlsx": (_book(_text("_x001B_[31mmerah_x0000__x202E_")), 1),
    "deep.xlsx": (_book(GOOD, after="<a>" * 200_000 + "</a>" * 200_000), 50),
    "deep_in_cell.xlsx": (_book('<row r="1"><c r="A1" t="inlineStr"><is>' + "<r>" * 200_000 + "<t>x</t>" + "</r>" * 200_000 + "</is></c></row>"), 1),
    "missing_part.xlsx": (_sheet_part(""), "SRC007"),
    "relation_up.xlsx": (_sheet_part("x", "../../../../../../etc/passwd"), "SRC007"),
    "relation_file.xlsx": (_sheet_part("x", "file:///etc/passwd"), "SRC007"),
    "macros.xlsm": (_macros, 50),
    "dde.xlsx": (_dde, 50),
    "many_members.xlsx": (_many(1001, "xl/media/{}.txt"), "SRC023"),
    "many_sheets.xlsx": (lambda path: write_zip(path, parts({f"S{n}": sheet_xml(GOOD) for n in range(51)})), "SRC027"),
    "chart_only.xlsx": (_chart_only, "SRC010"),
    "docx.xlsx": (lambda path: write_zip(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "SRC005"),
    "~$lock.xlsx": (_bytes(b"\x05Siapa" + b" " * 49 + b"\x05\0S\0i\0a\0p\0a\0" + b" \0" * 50), "SRC004"),
    "random.xlsx": (_bytes(b"".join(struct.pack("<I", zlib.crc32(bytes([n % 251, n // 251]))) for n in range(2000))), "SRC009"),
    "repeat_bomb.ods": (_ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>'), "SRC024"),
    "repeat_blank.ods": (_ods('<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'), 1),
    "span_bomb.xls": (_bytes(b"<table><tr><td colspan=9999 rowspan=9999>x</td></tr></table>"), "SRC026"),
    "unclosed_quote.csv": (_bytes(b'NIK,NAMA\n1,"a\n' + b"2,b\n" * 200), 202),
    "truncated.parquet": (_bytes(b"PAR1" + bytes(range(256)) * 4 + b"PAR1"), "SRC007"),
    "json.xlsx": (_bytes(b'{"nik": "1"}'), "SRC005"),
}  # fmt: skip


def build(folder: Path) -> list[Path]:
    """Write all files; a small good one stands between them so that each death shows what it takes along."""
    paths = []
    for number, (name, (builder, _)) in enumerate(FILES.items()):
        builder(folder / name)
        paths.append(folder / name)
        if number % 5 == 0:
            good = folder / f"baik{number}.xlsx"
            workbook(good, GOOD)
            paths.append(good)
    return paths


def own_peak() -> float:
    """Peak memory of this process in MB; its `ru_maxrss` may still be that of the process which started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def read_all(folder: Path, jobs: int) -> dict[str, object]:
    """Read a folder's files; outcome and time of each, and the peak memory of this process and its children."""
    from umkm_clean.read import read_files

    paths = sorted(str(path) for path in folder.iterdir())
    said: dict[str, object] = {}
    started = time.perf_counter()
    for file in read_files(paths, jobs=jobs):
        now = time.perf_counter()
        outcome = file.refused.code if file.refused else sum(len(sheet.held_rows) for sheet in file.sheets)
        said[os.path.basename(file.path)] = {
            "outcome": outcome,
            "facts": dict(file.refused.facts) if file.refused else {},
            "findings": sorted({finding.code for finding in file.findings}),
            "seconds": round(now - started, 3),
        }
        started = now
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"files": said, "parent_mb": own_peak(), "child_mb": children}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--read", help="read this folder and print JSON")
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    if given.read:
        json.dump(read_all(Path(given.read), given.jobs), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        result = read_all(Path(folder), given.jobs)
    for name, said in result["files"].items():
        expected = FILES[name][1] if name in FILES else len(ROWS)
        mark = "" if said["outcome"] == expected else f"   expected {expected}"
        print(
            f"{name:28} {said['outcome']!s:8} {','.join(said['findings']):16} {said['seconds']:7.3f} s {said['facts'] or ''}{mark}"
        )
    print(f"parent {result['parent_mb']:.0f} MB, child {result['child_mb']:.0f} MB")


if __name__ == "__main__":
    main()
