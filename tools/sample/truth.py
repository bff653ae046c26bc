"""The truth: what a perfect reader would find in every file, and which rows are the same business."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from tools.sample.mistakes import FAMILY
from tools.sample.twins import folded
from umkm_clean.model import letter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.sample.city import City, Entry
    from tools.sample.grid import Sheet
    from tools.sample.plan import FilePlan

PLACE = ("file", "sheet", "row")


def write_truth(folder: Path, plans: list[FilePlan], city: City, books: list[list[Sheet]]) -> None:
    """files.json, rows.csv, defects.csv, duplicates.csv, negatives.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [file_truth(plan, sheets) for plan, sheets in zip(plans, books, strict=True)]
    text = "[\n" + ",\n".join(json.dumps(file, ensure_ascii=False) for file in files) + "\n]\n"
    (folder / "files.json").write_text(text, encoding="utf-8", newline="\n")
    entries = [entry for rows in city.entries for entry in rows]
    entries.sort(key=lambda e: (e.file, [s.name for s in books[e.file]].index(e.sheet), e.row))
    columns = {
        (index, sheet.name, column.field): letter(number)
        for index, sheets in enumerate(books)
        for sheet in sheets
        for table in sheet.tables
        for number, column in table.columns.items()
    }

    def where(entry: Entry) -> tuple[Any, ...]:
        return plans[entry.file].name, entry.sheet, entry.row

    def row(entry: Entry) -> tuple[Any, ...]:
        business = entry.business
        owner = business.owner
        return (*where(entry), business.id, owner.id, owner.nik, owner.full_name, business.name)

    def defects(entry: Entry) -> Iterable[tuple[Any, ...]]:
        for name, kind in entry.defects:
            family, certain = FAMILY[kind]
            place = columns[entry.file, entry.sheet, name]
            yield (*where(entry), place, name, kind, family, "certain" if certain else "suspicious")

    names = ("business_id", "owner_id", "nik", "nama_pemilik", "nama_usaha")
    table(folder / "rows.csv", (*PLACE, *names), map(row, entries))
    head = (*PLACE, "column", "field", "kind", "family", "certainty")
    table(folder / "defects.csv", head, (line for entry in entries for line in defects(entry)))
    pair = (*(f"{name}_a" for name in PLACE), *(f"{name}_b" for name in PLACE))
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.business.id].append(entry)
    table(
        folder / "duplicates.csv",
        (*pair, "business_id", "kind", "via", "note"),
        (
            (*where(a), *where(b), key, *same(plans, a, b))
            for key, group in groups.items()
            for a, b in combinations(group, 2)
        ),
    )
    known = {id(entry): number for number, entry in enumerate(entries)}
    negatives = sorted(
        {
            (min(known[id(a)], known[id(b)]), max(known[id(a)], known[id(b)]), reason)
            for one, two, reason in city.negatives
            for a in (groups[one.business.id] if reason == "satu_pemilik_dua_usaha" else [one])
            for b in (groups[two.business.id] if reason == "satu_pemilik_dua_usaha" else [two])
        }
    )
    lines = ((*where(entries[a]), *where(entries[b]), reason) for a, b, reason in negatives)
    table(folder / "negatives.csv", (*pair, "reason"), lines)
    refuse_accidents(plans, entries)


def table(path: Path, head: tuple[str, ...], lines: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


def file_truth(plan: FilePlan, sheets: list[Sheet]) -> dict[str, Any]:
    """Header rows, columns and the role of every held row of one file."""
    return {
        "file": plan.name,
        "format": plan.format,
        "kelurahan": plan.kelurahan,
        "kecamatan": plan.kecamatan,
        "kode_wilayah": plan.code,
        "layout": plan.layout,
        "kelurahan_from": kelurahan_from(plan),
        "sheets": [
            {
                "name": sheet.name,
                "state": sheet.state,
                "hidden_rows": sorted(sheet.hidden_rows),
                "tables": [
                    {
                        "header_rows": found.header_rows,
                        "columns": {
                            letter(number): {"header": column.written, "field": column.field}
                            for number, column in found.columns.items()
                        },
                    }
                    for found in sheet.tables
                ],
                "roles": runs(sheet),
            }
            for sheet in sheets
        ],
    }


def kelurahan_from(plan: FilePlan) -> list[str]:
    """Where the kelurahan can be read: column, title, sheet (name), file (name)."""
    bare = plan.kelurahan.replace(" ", "").casefold()
    places = {
        "column": plan.has("kelurahan") or plan.has("kel_kec"),
        "title": any(bare in line.replace(" ", "").casefold() for line in plan.title),
        "sheet": bare in plan.sheet.replace(" ", "").casefold(),
        "file": bare in plan.name.replace(" ", "").casefold(),
    }
    return [place for place, there in places.items() if there]


def runs(sheet: Sheet) -> dict[str, list[list[int]]]:
    """Role → runs of held rows [first, last]."""
    found: dict[str, list[list[int]]] = {}
    before = 0
    for row in sorted(sheet.cells):
        spans = found.setdefault(str(sheet.roles[row]), [])
        if spans and spans[-1][1] == row - 1 == before:
            spans[-1][1] = row
        else:
            spans.append([row, row])
        before = row
    return found


def shown_nik(plans: list[FilePlan], entry: Entry) -> str | None:
    """The NIK that can be read whole in this row."""
    spoilt = any(name == "nik" for name, kind in entry.defects if kind != "nik_salah_ketik")
    return entry.says("nik") if plans[entry.file].shows_nik and not spoilt else None


def texts(plans: list[FilePlan], entry: Entry) -> tuple[str, str, str]:
    """Owner, business and phone as they stand in the row, folded."""
    titled = "nama_pemilik" in entry.changes or plans[entry.file].style.titles
    name = entry.says("nama_pemilik") if titled else entry.business.owner.name
    return folded(name), folded(entry.says("nama_usaha")), entry.says("no_hp") or ""


def keys(plans: list[FilePlan], entry: Entry) -> set[tuple[str, ...]]:
    """Exact keys of a row: NIK with business name; owner, business and phone."""
    owner, shop, phone = texts(plans, entry)
    nik = shown_nik(plans, entry)
    found: set[tuple[str, ...]] = {("nik", nik, shop)} if nik and shop else set()
    return found | ({("nama_hp", owner, shop, phone)} if owner and shop and phone else set())


def same(plans: list[FilePlan], a: Entry, b: Entry) -> tuple[str, str, str]:
    """Kind of a duplicate pair, by which key, and what is different."""
    nik_a, nik_b = shown_nik(plans, a), shown_nik(plans, b)
    common = {key[0] for key in keys(plans, a) & keys(plans, b)}
    notes = " dan ".join(sorted({entry.note for entry in (a, b) if entry.note}))
    if "nik" in common:
        return "exact", "nik", notes
    if common and not (nik_a and nik_b):
        return "exact", "nama_hp", notes
    return "fuzzy", "", notes


def refuse_accidents(plans: list[FilePlan], entries: list[Entry]) -> None:
    """Two businesses that share an exact key by chance would make the truth wrong."""
    seen: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for key in keys(plans, entry):
            if seen.setdefault(key, entry.business.id) != entry.business.id:
                raise ValueError(f"businesses {seen[key]} and {entry.business.id} share a key: take another seed")
