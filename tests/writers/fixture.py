"""A whole run made by hand: invented businesses in workbooks as kelurahan make them, and the RunResult they would give.

Everything is drawn from one seeded source, so that a test can say exactly which cell holds which fault.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from umkm_clean.model import (
    Actor,
    ColumnMap,
    Evidence,
    Fate,
    FileReport,
    FileStatus,
    Refusal,
    Role,
    RunResult,
    Severity,
    SheetLayout,
    SheetResult,
    Table,
    letter,
)
from umkm_clean.report.frame import RunFrame
from umkm_clean.spec import load
from umkm_clean.spec.types import RuleSpec, Spec

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {
    "NO": "no_urut",
    "Nama Usaha": "nama_usaha",
    "Nama Pemilik": "nama_pemilik",
    "N I K": "nik",
    "Jenis\nKelamin": "jenis_kelamin",
    "Alamat": "alamat_usaha",
    "RT": "rt",
    "RW": "rw",
    "Kelurahan": "kelurahan",
    "No. HP/WA": "no_hp",
    "Jenis Usaha": "jenis_usaha",
    "Produk": "produk",
    "Omzet /Bulan": "omzet_bulanan",
    "TK (L)": "tenaga_kerja_laki",
    "TK (P)": "tenaga_kerja_perempuan",
    "Thn Berdiri": "tahun_berdiri",
    "Keterangan": "keterangan",
}
HEADER, FIRST = 4, 6
NUMBERS = {"money": "Int64", "count": "Int64", "year": "Int64", "latitude": "Float64", "longitude": "Float64"}
FIRST_NAMES = [
    "Sari",
    "Budi",
    "Wati",
    "Slamet",
    "Yuni",
    "Agus",
    "Rina",
    "Hadi",
    "Lilik",
    "Totok",
    "Endang",
    "Supri",
    "Nurul",
    "Bambang",
]
LAST_NAMES = [
    "Wulandari",
    "Santoso",
    "Rahayu",
    "Prasetyo",
    "Lestari",
    "Hidayat",
    "Utami",
    "Wijaya",
    "Astuti",
    "Kurniawan",
]
TRADES = {
    "makanan_minuman": ["keripik mangga", "nasi goreng", "tempe goreng", "es dawet", "kue basah"],
    "perdagangan": ["sembako", "pulsa", "sayur"],
    "kerajinan": ["batik", "anyaman bambu"],
    "jasa": ["cuci motor", "jahit pakaian"],
    "perikanan": ["ikan asap", "kerupuk ikan"],
}
RULES = {
    "TES001": (
        "nik-too-short",
        "error",
        "kelurahan",
        "nik",
        "NIK harus 16 angka, yang tertulis {digits} angka.",
        "NIK must have 16 digits, this one has {digits}.",
        "Ketik ulang NIK dari KTP. Format kolom harus Teks.",
        "Type the NIK again from the card; format the column as Text.",
    ),
    "TES002": (
        "phone-unknown",
        "warning",
        "kelurahan",
        "no_hp",
        'Nomor telepon "{raw}" tidak dikenal awalannya.',
        'The phone number "{raw}" has an unknown prefix.',
        "Cek nomor ke pemilik.",
        "Check the number with the owner.",
    ),
    "TES003": (
        "name-missing",
        "error",
        "kelurahan",
        "nama_usaha",
        "Nama usaha masih kosong.",
        "The business name is empty.",
        "Isi nama usaha.",
        "Fill in the business name.",
    ),
    "TES004": (
        "rt-missing-column",
        "warning",
        "kelurahan",
        "rt",
        'Kolom "{header}" kosong di {count} baris.',
        'The column "{header}" is empty in {count} rows.',
        "Isi RT tiga angka.",
        "Fill in RT with three digits.",
    ),
    "TES005": (
        "phone-standardised",
        "info",
        "sistem",
        "no_hp",
        "{count} nomor telepon ditulis ulang ke bentuk baku.",
        "{count} phone numbers rewritten into the standard form.",
        "Tidak perlu diperbaiki.",
        "Nothing to mend.",
    ),
    "TES006": (
        "file-unreadable",
        "error",
        "kelurahan",
        None,
        "Berkas rusak dan tidak bisa dibuka.",
        "The file is broken and cannot be opened.",
        "Buka di Excel, simpan ulang sebagai .xlsx, lalu kirim lagi.",
        "Open it in Excel, save it again as .xlsx and send it again.",
    ),
}


@cache
def spec() -> Spec:
    """The city's spec with a few rules of our own, so that tests do not change with the rules."""
    loaded = load(None)
    rules = {
        code: RuleSpec(
            code,
            name,
            Severity(severity),
            Actor(actor),
            {"id": id_, "en": en},
            {"id": "Karena penting.", "en": "Because it matters."},
            {"id": remedy_id, "en": remedy_en},
            "0.1",
            fields=(field,) if field else (),
        )
        for code, (name, severity, actor, field, id_, en, remedy_id, remedy_en) in RULES.items()
    }
    return replace(loaded, rules={**loaded.rules, **rules})


def frame(**changes: Any) -> RunFrame:
    """What surrounds the run: fixed times."""
    start = datetime.datetime(2026, 11, 24, 1, 2, 3, tzinfo=datetime.UTC)
    given: dict[str, Any] = {
        "version": "0.1.0",
        "started": start,
        "finished": start + datetime.timedelta(seconds=4),
        "exit_code": 1,
    }
    return RunFrame(**(given | changes))


def make_run(folder: Path, files: int = 3, rows: int = 24, seed: int = 1, broken: bool = True) -> RunResult:
    """Write `files` workbooks of `rows` businesses into `folder` and say what merging them gives."""
    chance = random.Random(seed)
    made = spec()
    parts: dict[str, list[Any]] = {"records": [], "issues": [], "ledger": [], "withheld": [], "changes": []}
    reports = [_file(folder, number, rows, chance, made, parts) for number in range(files)]
    if broken:
        path = folder / "rusak.xlsx"
        path.write_bytes(b"bukan buku kerja")
        reports.append(
            FileReport(str(path), _sha(path), "unknown", FileStatus.DITOLAK, Refusal("TES006"), None, (), {})
        )
        parts["issues"].append({"code": "TES006", "file": str(path), "count": 1})
    records = typed(pd.DataFrame(parts["records"]), made)
    records.index.name = "row_id"
    city, lineage, review = _city(records, made)
    issues = pd.DataFrame(parts["issues"]).reindex(
        columns=[
            "code",
            "severity",
            "actor",
            "field",
            "file",
            "sheet",
            "row",
            "column",
            "cell",
            "header",
            "count",
            "raw",
            "fixed",
            "facts",
            "related",
        ]
    )
    for name in ("severity", "actor"):
        issues[name] = [getattr(made.rules[code], name).value for code in issues["code"]]
    texts = [name for name in issues if name not in ("row", "count")]
    issues = issues.astype(dict.fromkeys(texts, "string")).astype({"row": "Int64", "count": "Int64"})
    held = pd.DataFrame(parts["withheld"])
    return RunResult(
        command="merge",
        files=tuple(reports),
        issues=issues.sort_values(
            ["file", "sheet", "row", "column", "code"], kind="stable", na_position="first", ignore_index=True
        ),
        ledger=pd.DataFrame(parts["ledger"])
        .reindex(columns=["file", "sheet", "row", "role", "fate", "id_umkm", "into", "codes"])
        .sort_values(["file", "sheet", "row"], ignore_index=True),
        changes=pd.DataFrame(
            parts["changes"], columns=["file", "sheet", "row", "cell", "field", "code", "before", "after"]
        ),
        records=records,
        withheld=held if len(held) else pd.DataFrame(columns=["file", "sheet", "row", "codes"]),
        city=city,
        lineage=lineage,
        review=review,
    )


def typed(frame: pd.DataFrame, made: Spec) -> pd.DataFrame:
    """Every field of the spec, with the column type of its kind."""
    out = frame.copy()
    for name, field in made.fields.items():
        if name not in out:
            out[name] = None
        out[name] = out[name].astype(NUMBERS.get(field.kind, "string"))
    return out.copy()


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _business(chance: random.Random, kelurahan: str) -> dict[str, Any]:
    trade = chance.choice(list(TRADES))
    product = chance.choice(TRADES[trade])
    owner = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    woman = chance.random() < 0.5
    day = chance.randint(1, 28) + (40 if woman else 0)
    kecamatan, month, year, serial = (chance.randint(*span) for span in ((1, 5), (1, 12), (60, 99), (1, 9999)))
    nik = f"35740{kecamatan}{day:02}{month:02}{year}{serial:04}"
    return {
        "nama_usaha": f"{product.title()} {owner.split()[0]}",
        "nama_pemilik": owner,
        "nik": nik,
        "jenis_kelamin": "P" if woman else "L",
        "alamat_usaha": f"Jl. Ikan Tongkol No. {chance.randint(1, 99)}",
        "rt": f"{chance.randint(1, 9):03}",
        "rw": f"{chance.randint(1, 9):03}",
        "kelurahan": kelurahan,
        "no_hp": f"0812{chance.randint(10_000_000, 99_999_999)}",
        "jenis_usaha": trade,
        "produk": product,
        "omzet_bulanan": chance.randint(5, 90) * 100_000,
        "tenaga_kerja_laki": chance.randint(0, 3),
        "tenaga_kerja_perempuan": chance.randint(0, 3),
        "tahun_berdiri": chance.randint(1995, 2025),
        "keterangan": chance.choice(["", "", "musiman", "=1+1", "hub. bu RT"]),
    }


def _file(
    folder: Path, number: int, rows: int, chance: random.Random, made: Spec, parts: dict[str, list[Any]]
) -> FileReport:
    place = made.city.places[number % len(made.city.places)]
    path = folder / f"UMKM Kel. {place.kelurahan}{'' if number < 29 else f' {number}'}.xlsx"
    columns = {field: index for index, field in enumerate(COLUMNS.values(), 1)}
    headers = dict(zip(COLUMNS.values(), COLUMNS, strict=True))
    businesses = [_business(chance, place.kelurahan) for _ in range(rows)]
    spoiled = _spoil(businesses, chance)
    written = [
        {name: str(value) for name, value in business.items()} | {"no_urut": str(i)}
        for i, business in enumerate(businesses, 1)
    ]
    _workbook(path, place.kelurahan, written)
    file, sheet = str(path), "Data UMKM"

    def issue(
        code: str, row: int, field: str, raw: str | None, facts: dict[str, Any] | None = None, more: Any = None
    ) -> dict[str, Any]:
        column = letter(columns[field])
        line = {
            "code": code,
            "file": file,
            "sheet": sheet,
            "row": row,
            "field": field,
            "column": column,
            "cell": f"{column}{row}",
        }
        return (
            line
            | {"header": headers[field], "count": 1, "raw": raw, "facts": json.dumps(facts or {}), "related": ""}
            | (more or {})
        )

    codes: dict[int, list[str]] = {}
    for row, (code, field, raw, facts) in spoiled.items():
        parts["issues"].append(issue(code, FIRST + row, field, raw, facts))
        codes.setdefault(row, []).append(code)
    for code, field in (("TES004", "rt"), ("TES005", "no_hp")):
        parts["issues"].append(issue(code, 0, field, None, None, {"row": None, "cell": None, "count": rows}))
    roles = {
        1: Role.TITLE,
        2: Role.TITLE,
        HEADER: Role.HEADER,
        HEADER + 1: Role.NUMBERING,
        FIRST + rows: Role.TOTAL,
        FIRST + rows + 2: Role.SIGNATURE,
    }
    layouts = list(roles.items())
    for row, role in layouts:
        parts["ledger"].append({"file": file, "sheet": sheet, "row": row, "role": role.value, "fate": "layout"})
    parts["ledger"].append({"file": file, "sheet": "Petunjuk", "row": 1, "role": Role.HELPER.value, "fate": "layout"})
    fates = dict.fromkeys(Fate, 0)
    for row, business in enumerate(businesses):
        held = "TES001" in codes.get(row, [])
        doubled = row == 3
        fate = Fate.WITHHELD if held else Fate.MERGED if doubled else Fate.KEPT
        fates[fate] += 1
        excel, id_umkm = FIRST + row, None if held else f"U{number:03}{2 if doubled else row:05}"
        into = f"{file}#{sheet}!{FIRST + 2}" if fate is Fate.MERGED else None
        line = {
            "file": file,
            "sheet": sheet,
            "row": excel,
            "fate": fate.value,
            "id_umkm": id_umkm,
            "into": into,
            "codes": " ".join(codes.get(row, [])),
        }
        parts["ledger"].append(line | {"role": Role.DATA.value})
        values = {name: value for name, value in business.items() if value not in ("", "nan")}
        values |= {
            "no_hp": "+62" + business["no_hp"].lstrip("0"),
            "kecamatan": place.kecamatan,
            "kode_wilayah": place.code,
            "status_usaha": "aktif",
        }
        values |= {
            "skala_usaha": "Mikro",
            "tenaga_kerja_total": business["tenaga_kerja_laki"] + business["tenaga_kerja_perempuan"],
        }
        parts["records"].append(
            values | line | {"errors": int(held), "notes": len(codes.get(row, [])), "withheld": held, "sha256": ""}
        )
        parts["changes"].append(
            {
                "file": file,
                "sheet": sheet,
                "row": excel,
                "cell": f"J{excel}",
                "field": "no_hp",
                "code": "TES005",
                "before": business["no_hp"],
                "after": values["no_hp"],
            }
        )
        if held:
            parts["withheld"].append(
                {"file": file, "sheet": sheet, "row": excel, "codes": line["codes"]} | written[row]
            )
    maps = tuple(ColumnMap(index, headers[field], field, Evidence.SYNONYM) for field, index in columns.items())
    table = Table((HEADER,), maps, tuple(range(FIRST, FIRST + rows)))
    data_roles = dict(layouts) | dict.fromkeys(table.data_rows, Role.DATA)
    sheets = (
        SheetResult("Petunjuk", "visible", SheetLayout("Petunjuk", (), {1: Role.HELPER}), (1,)),
        SheetResult(sheet, "visible", SheetLayout(sheet, (table,), data_roles), tuple(sorted(data_roles))),
    )
    layout = dict.fromkeys(Fate, 0) | {Fate.LAYOUT: 1}
    counts = {"Petunjuk": layout, sheet: fates | {Fate.LAYOUT: len(layouts)}}
    return FileReport(
        file,
        _sha(path),
        "xlsx",
        FileStatus.SEBAGIAN if fates[Fate.WITHHELD] else FileStatus.DENGAN_CATATAN,
        None,
        place.kelurahan,
        sheets,
        counts,
    )


def _spoil(
    businesses: list[dict[str, Any]], chance: random.Random
) -> dict[int, tuple[str, str, str | None, dict[str, Any]]]:
    """Faults in fixed rows: a short NIK, an unknown phone, a missing name; row 3 repeats row 2."""
    spoiled: dict[int, tuple[str, str, str | None, dict[str, Any]]] = {}
    for row in range(0, len(businesses), 8):
        businesses[row]["nik"] = businesses[row]["nik"][:15]
        spoiled[row] = ("TES001", "nik", businesses[row]["nik"], {"digits": 15})
        if row + 5 < len(businesses):
            businesses[row + 4]["no_hp"] = "0899" + businesses[row + 4]["no_hp"][4:]
            spoiled[row + 4] = ("TES002", "no_hp", businesses[row + 4]["no_hp"], {})
            businesses[row + 5]["nama_usaha"] = ""
            spoiled[row + 5] = ("TES003", "nama_usaha", None, {})
    if len(businesses) > 3:
        businesses[3] = dict(businesses[2])
    return spoiled


def _workbook(path: Path, kelurahan: str, rows: list[dict[str, str]]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False, "in_memory": True})
    book.set_properties({"created": datetime.datetime(2026, 1, 1)})
    cover = book.add_worksheet("Petunjuk")
    cover.write_string(0, 0, "Petunjuk pengisian data UMKM")
    sheet = book.add_worksheet("Data UMKM")
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True})
    cell, text = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "@"})
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, "DATA UMKM KELURAHAN " + kelurahan.upper(), title)
    sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, "KOTA PROBOLINGGO TAHUN 2026", title)
    for index, (header, field) in enumerate(COLUMNS.items()):
        sheet.write_string(HEADER - 1, index, header, head)
        sheet.write_number(HEADER, index, index + 1, cell)
        sheet.set_column(index, index, 14)
        for number, row in enumerate(rows):
            value = row.get(field, "")
            if value and field in (
                "omzet_bulanan",
                "no_urut",
                "tenaga_kerja_laki",
                "tenaga_kerja_perempuan",
                "tahun_berdiri",
            ):
                sheet.write_number(FIRST - 1 + number, index, int(value), cell)
            elif value:
                sheet.write_string(FIRST - 1 + number, index, value, text if field in ("nik", "no_hp") else cell)
            else:
                sheet.write_blank(FIRST - 1 + number, index, None, cell)
    last = FIRST + len(rows) - 1
    sheet.write_string(last, 1, "JUMLAH", head)
    sheet.write_formula(last, 12, f"=SUM(M{FIRST}:M{last})", head, sum(int(row["omzet_bulanan"]) for row in rows))
    sheet.write_string(last + 2, 12, f"Lurah {kelurahan}")
    sheet.data_validation(FIRST - 1, 4, last - 1, 4, {"validate": "list", "source": ["L", "P"]})
    sheet.freeze_panes(HEADER, 0)
    sheet.write_comment(HEADER - 1, 3, "16 angka sesuai KTP", {"author": "Lurah"})
    sheet.activate()
    book.close()


def _city(records: pd.DataFrame, made: Spec) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    kept = records[records["fate"] == "kept"]
    names = [name for name, field in made.fields.items() if field.output and name in kept]
    city = kept[names].copy()
    place = kept["file"] + "#" + kept["sheet"] + "!" + kept["row"].astype(str)
    doubled = kept["id_umkm"].isin(records.loc[records["fate"] == "merged", "id_umkm"])
    city["id_umkm"], city["id_pemilik"] = kept["id_umkm"], "P" + kept["id_umkm"].str[1:]
    city["status_validasi"] = (kept["notes"] > 0).map({True: "valid_dengan_catatan", False: "valid"})
    city["jumlah_sumber"], city["sumber"] = doubled.astype(int) + 1, place
    city["lainnya"] = None
    city = city.sort_values(
        ["kecamatan", "kelurahan", "nama_usaha", "nama_pemilik", "id_umkm"], na_position="last", ignore_index=True
    )
    merged = records[
        records["fate"].isin(["kept", "merged"])
        & records["id_umkm"].isin(records.loc[records["fate"] == "merged", "id_umkm"])
    ]
    lineage = pd.DataFrame(
        [
            {
                "id_umkm": row["id_umkm"],
                "field": name,
                "value": str(row[name]),
                "won": row["fate"] == "kept",
                "file": row["file"],
                "sheet": row["sheet"],
                "row": row["row"],
            }
            for _, row in merged.iterrows()
            for name in ("nama_usaha", "nama_pemilik", "nik")
        ]
    )
    left, right = kept.iloc[0:1], kept.iloc[1:2]
    pair: dict[str, Any] = {"pasangan": 1, "skor": 0.7312}
    pair["alasan"] = json.dumps(
        [{"slug": "nama_pemilik", "column": "nama_pemilik", "left": "Sari", "right": "Sari", "bits": 6.2}]
    )
    pair |= {"keputusan": "", "catatan": ""}
    for side, row in (("a", left.iloc[0]), ("b", right.iloc[0])):
        pair |= {
            f"id_umkm_{side}": row["id_umkm"],
            f"berkas_{side}": row["file"],
            f"lembar_{side}": row["sheet"],
            f"baris_{side}": row["row"],
        }
    for name in ("nama_usaha", "nama_pemilik", "nik", "no_hp", "omzet_bulanan"):
        pair |= {f"{name}_{side}": row[name] for side, row in (("a", left.iloc[0]), ("b", right.iloc[0]))}
    return city, lineage, pd.DataFrame([pair | {"kunci_a": "k1", "kunci_b": "k2"}])
