# ruff: noqa: E501 - XML by hand
"""Seeded mutants of small workbooks: no crash, no hang, and never "read but rows missing".

    python -m tests.readers.mutants --count 3000 [--seed 1] [--jobs 2]

Three kinds: bytes of the file changed (xlsx, xls, ods, csv), bytes of a part inside the zip changed and zipped anew,
and XML of a sheet changed by its tags. What a mutant holds is counted by ElementTree, which no reader uses; a mutant
that ElementTree cannot parse must be refused or have its sheet refused.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
import xlsxwriter

from tests.readers.builders import MAIN, write_zip
from tests.readers.hostile import own_peak
from umkm_clean.read import read_files
from umkm_clean.read.limits import Limits

if TYPE_CHECKING:
    from umkm_clean.model import RawFile

HERE = Path(__file__).parent
SHEET = re.compile(r"xl/worksheets/sheet[0-9]+\.xml$")


def _with_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for row in range(40):
        sheet.write_row(row, 0, [row, f"Warung {row}", f"35740101{row:08d}", "", 0.5 * row])
        sheet.write_number(row, 5, 30_000 + row, date)
        sheet.write_formula(row, 6, f"=A{row + 1}*2", None, row * 2)
    sheet.write_formula(40, 0, "=1/0", None, "#DIV/0!")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.merge_range(42, 0, 42, 2, "Mengetahui")
    book.close()
    return stream.getvalue()


def _with_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 40):
        sheet.append([row, f"Usaha {row}", None, True, f"=B{row}", " "])
    book.create_sheet("Kedua").append(["a", "b"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def originals() -> dict[str, bytes]:
    """The workbooks that are mutated."""
    found = {"tulis.xlsx": _with_xlsxwriter(), "buka.xlsx": _with_openpyxl()}
    for name in ("daftar.xls", "daftar.ods"):
        found[name] = (HERE / "fixtures" / name).read_bytes()
    found["lama.xls"] = (HERE / "corpus" / "as3xls_BIFF4.xls").read_bytes()
    rows = "".join(f'{n};"Warung ""{n}""";Jl. Contoh {n}\r\n' for n in range(60))
    found["daftar.csv"] = ("NO;NAMA USAHA;ALAMAT\r\n" + rows).encode()
    return found


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut, repeated or put in."""
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(mutant) or 1)
        what = chance.randrange(6)
        if what == 0:
            mutant[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            mutant[at : at + 1] = bytes([mutant[at] ^ (1 << chance.randrange(8))]) if mutant else b""
        elif what == 2:
            del mutant[at : at + chance.choice((1, 4, 64))]
        elif what == 3:
            mutant[at:at] = mutant[at : at + chance.choice((1, 8, 256))]
        elif what == 4:
            mutant[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
        else:
            mutant[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 3, 20))))
    if chance.randrange(20) == 0:
        del mutant[chance.randrange(len(mutant) or 1) :]
    return bytes(mutant)


_TAGS = re.compile(rb"<[^>]*>")


def mutated_xml(data: bytes, chance: random.Random) -> bytes:
    """Tags, attributes and texts changed, dropped, repeated or swapped."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        tags = [match.span() for match in _TAGS.finditer(data)]
        if len(tags) < 3:
            break
        (first, last), (other, end) = sorted(chance.sample(tags, 2))
        tag = data[first:last]
        what = chance.randrange(9)
        if what == 0:
            data = data[:first] + data[last:]
        elif what == 1:
            data = data[:first] + data[other:end] + data[last:other] + tag + data[end:]
        elif what == 2:
            data = data[:last] + tag + data[last:]
        elif what == 3:
            number = str(chance.choice((0, 1, 7, 1048576, 1048577, 99999999, -1))).encode()
            data = data[:first] + re.sub(rb"[0-9]+", number, tag, count=1) + data[last:]
        elif what == 4:
            data = (
                data[:first]
                + re.sub(rb' t="[a-zA-Z]+"', chance.choice((b"", b' t="s"', b' t="e"', b' t="str"', b' t="b"')), tag)
                + data[last:]
            )
        elif what == 5:
            data = data[:first] + re.sub(rb' r="[A-Z0-9]+"', b"", tag) + data[last:]
        elif what == 6:
            data = (
                data[:last]
                + chance.choice((b'<!-- <row r="9"/> -->', b"&amp;", b"<![CDATA[x]]>", b"\n", b"<?pi?>", b"&#0;", b"x"))
                + data[last:]
            )
        elif what == 7:
            data = data[:first] + tag.replace(b'"', b"'") + data[last:]
        else:
            row = data.rfind(b"<row", 0, first)
            close = data.find(b"</row>", first)
            if 0 <= row < close:
                data = data[: close + 6] + data[row : close + 6] + data[close + 6 :]
    return data


def mutant(name: str, data: bytes, chance: random.Random) -> bytes:
    """One mutant of one workbook."""
    if name.endswith((".xls", ".csv")) or chance.randrange(3) == 0:
        return mutated_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    sheets = [part for part in parts if SHEET.match(part) or part == "content.xml"]
    part = chance.choice(sheets if chance.randrange(4) else sorted(parts))
    change = mutated_bytes if chance.randrange(4) == 0 else mutated_xml
    parts[part] = change(parts[part], chance)
    stream = io.BytesIO()
    write_zip(stream, parts)
    return stream.getvalue()


def expected_rows(path: str) -> dict[str, set[int]] | None:
    """Rows that hold anything by sheet part, counted by ElementTree; None where it cannot tell."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if len(set(names)) != len(names):
                return None
            parts = {name: package.read(name) for name in names}
        strings = _strings(parts.get("xl/sharedStrings.xml", b"<sst/>"))
        return {name: _rows(data, strings) for name, data in parts.items() if SHEET.match(name)}
    except Exception:
        return None


def _strings(data: bytes) -> list[str]:
    root = ElementTree.fromstring(data)
    return ["".join(t.text or "" for t in item.iter(f"{{{MAIN}}}t")) for item in root.iter(f"{{{MAIN}}}si")]


def _rows(data: bytes, strings: list[str]) -> set[int]:
    held: set[int] = set()
    number = 0
    for row in ElementTree.fromstring(data).iter(f"{{{MAIN}}}row"):
        number = int(row.get("r") or number + 1)
        for cell in row.iter(f"{{{MAIN}}}c"):
            reference = re.fullmatch(r"[A-Za-z]+([0-9]+)", cell.get("r") or "")
            value = cell.find(f"{{{MAIN}}}v")
            text = (value.text or "") if value is not None else "".join(t.text or "" for t in cell.iter(f"{{{MAIN}}}t"))
            if cell.get("t") == "s" and text:
                text = strings[int(text)]
            formula = cell.find(f"{{{MAIN}}}f")
            if text.strip() or (formula is not None and not text and cell.get("t") != "str"):
                held.add(int(reference[1]) if reference else number)
    return held


def verdict(file: RawFile, expected: dict[str, set[int]] | None) -> str:
    """`refused`, `read`, or what went wrong."""
    if file.refused:
        return (
            "CRASHED" if file.refused.code == "SRC011" else "TIMED OUT" if file.refused.code == "SRC012" else "refused"
        )
    if file.format != "xlsx":
        return "read"
    lost = {finding.sheet for finding in file.findings if finding.code in ("SRC049", "SRC042")}
    if expected is None:
        return "read"
    missing = sum(map(len, expected.values())) - sum(len(sheet.held_rows) for sheet in file.sheets)
    return "read in part, said so" if lost else "ROWS MISSING" if missing > 0 else "read"


def run(count: int, seed: int, jobs: int) -> dict[str, object]:
    """Make, read and judge `count` mutants."""
    books = originals()
    names = sorted(books)
    results: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(count):
            chance = random.Random(seed * 1_000_003 + number)
            name = names[chance.choice((0, 1, 2, 3, 4, 5, 0, 0, 5, 5)) % len(names)]
            path = Path(folder) / f"{number:05d}-{name}"
            path.write_bytes(mutant(name, books[name], chance))
            paths.append(str(path))
        made = time.perf_counter()
        before = made
        for file in read_files(paths, Limits(seconds=10), jobs=jobs):
            slowest = max(slowest, time.perf_counter() - before)
            said = verdict(file, expected_rows(file.path) if file.path.endswith(".xlsx") and not file.refused else None)
            results[said] += 1
            if file.refused:
                codes[file.refused.code] += 1
            if said.isupper():
                wrong.append(f"{Path(file.path).name}: {said} {file.refused.facts if file.refused else ''}")
            before = time.perf_counter()
    own, children = round(own_peak()), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "mutants": count, "results": dict(results), "refusals": dict(sorted(codes.items())), "wrong": wrong,
        "seconds": round(time.perf_counter() - started, 1), "slowest": round(slowest, 2), "parent_mb": own, "child_mb": children,
    }  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    result = run(given.count, given.seed, given.jobs)
    json.dump(result, sys.stdout, indent=1)
    print()
    sys.exit(bool(result["wrong"]))


if __name__ == "__main__":
    main()
