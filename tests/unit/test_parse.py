"""A table of texts → typed columns: what is said of whole columns, what columns tell of each other, what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.rules.honest import AS_OF, Cell, Sheet, raw_file
from umkm_clean import parse
from umkm_clean.model import ColumnMap, Evidence, Table
from umkm_clean.spec import load

if TYPE_CHECKING:
    from umkm_clean.spec.types import Spec


def parsed(
    columns: list[tuple[str | None, str]], rows: list[list[Cell]], spec: Spec | None = None, **table: Any
) -> parse.Parsed:
    """`columns`: field, header; header in row 1, data from row 2."""
    heads = tuple((field or "", header) for field, header in columns)
    raw = raw_file(Sheet("x.xlsx", "", heads, (), tuple(map(tuple, rows))))
    maps = tuple(
        ColumnMap(at, header, field, Evidence.EXACT if field else None) for at, (field, header) in enumerate(columns, 1)
    )
    known = Table((1,), maps, tuple(range(2, len(rows) + 2)))
    return parse.parse(raw.sheets[0], replace(known, **table), spec or load(), AS_OF, 0, 0)


def column_findings(found: parse.Parsed) -> list[tuple[str, str, int]]:
    issues = found.issues[found.issues["row_id"] < 0]
    return sorted(zip(issues["code"], issues["field"], issues["count"], strict=True))


def cell_findings(found: parse.Parsed) -> list[tuple[str, str, int]]:
    issues = found.issues[found.issues["row_id"] >= 0]
    return sorted(zip(issues["code"], issues["field"], issues["row_id"], strict=True))


def values(found: parse.Parsed, name: str) -> list[Any]:
    return found.batch.values[name].to_list()


def changes(found: parse.Parsed) -> list[tuple[Any, ...]]:
    return found.changes[["row_id", "field", "code", "before", "after"]].to_numpy().tolist()


def test_rewriting_into_the_standard_form_is_one_note_with_its_count() -> None:
    found = parsed([("modal", "Modal")], [["Rp 1.500.000,-"], ["2 jt"], [3000000], [None]])
    assert found.batch.values["modal"].to_list()[:3] == [1500000, 2000000, 3000000]
    assert column_findings(found) == [("KIN004", "modal", 2)]
    assert [line[3:] for line in changes(found)] == [["Rp 1.500.000,-", "1500000"], ["2 jt", "2000000"]]


def test_outer_blanks_are_no_change() -> None:
    found = parsed([("nama_usaha", "Nama Usaha")], [["  Warung Bu Tin "]])
    assert values(found, "nama_usaha") == ["Warung Bu Tin"]
    assert changes(found) == []
    assert found.batch.raw["nama_usaha"].to_list() == ["  Warung Bu Tin "]


def test_words_for_nothing_are_one_note_and_on_record() -> None:
    found = parsed([("nib", "NIB")], [["-"], ["belum ada"], ["0601230000017"]])
    assert ("KIN010", "nib", 2) in column_findings(found)
    assert [line[2:] for line in changes(found)] == [["KIN010", "-", ""], ["KIN010", "belum ada", ""]]


def test_columns_that_disagree_are_said_and_the_own_column_counts() -> None:
    found = parsed([("kelurahan", "Kelurahan"), ("alamat_usaha", "Alamat")], [["Jati", "Jl. Mawar Kel. Mayangan"]])
    assert values(found, "kelurahan") == ["Jati"]
    assert cell_findings(found) == [("KIN005", "kelurahan", 0)]


def test_an_address_tells_rt_and_rw_where_there_is_no_column() -> None:
    found = parsed([("alamat_usaha", "Alamat")], [["Jl. Mawar RT 02 RW 03"], ["Jl. Melati"]])
    assert found.batch.values["rt"].to_list()[0] == "002"
    assert found.batch.values["rw"].isna().to_list() == [False, True]


def test_merged_cells_hold_for_the_rows_below() -> None:
    found = parsed([("kelurahan", "Kelurahan")], [["Jati"], [None], [None]], fills={(3, 1): 2, (4, 1): 2})
    assert values(found, "kelurahan") == ["Jati"] * 3
    assert column_findings(found) == [("KIN007", "kelurahan", 2)]
    assert [line[2:] for line in changes(found)] == [["KIN007", "", "Jati"]] * 2


def test_a_title_holds_where_no_column_says_anything() -> None:
    found = parsed(
        [("nama_usaha", "Nama Usaha")], [["Warung"], ["Toko"]], context={"kelurahan": ("Jati", Evidence.TITLE)}
    )
    assert values(found, "kelurahan") == ["Jati", "Jati"]
    assert column_findings(found) == [("KIN008", "kelurahan", 2)]


def test_a_combined_column_counts_before_the_title() -> None:
    found = parsed(
        [("kel_kec", "Kelurahan / Kecamatan")],
        [["Kel. Mayangan / Kec. Mayangan"], [None]],
        context={"kelurahan": ("Jati", Evidence.TITLE)},
    )
    assert values(found, "kelurahan") == ["Mayangan", "Jati"]
    assert cell_findings(found) == []


def test_an_unreadable_title_is_one_finding() -> None:
    found = parsed([("nama_usaha", "Nama Usaha")], [["Warung"]], context={"kelurahan": ("Jrebeng", Evidence.TITLE)})
    assert found.batch.values["kelurahan"].isna().all()
    assert column_findings(found) == [("WIL102", "kelurahan", 1)]


def test_words_beside_a_value_go_to_the_remarks() -> None:
    found = parsed(
        [("no_hp", "No HP"), ("keterangan", "Ket")], [["081234567890 (istri)", "buka sore"], ["081234567890", None]]
    )
    assert found.batch.values["keterangan"].to_list()[0] == "buka sore; No. HP / WA: istri"
    assert ("KIN009", "no_hp", 1) in column_findings(found)


@pytest.mark.parametrize(("letters", "meant"), [(("P", "W"), ["L", "P"]), (("P", "L"), ["P", "L"])])
def test_p_means_what_stands_beside_it(letters: tuple[str, str], meant: list[str]) -> None:
    found = parsed([("jenis_kelamin", "JK")], [[letter] for letter in letters])
    assert values(found, "jenis_kelamin") == meant
    assert (("KIN012", "jenis_kelamin", 2) in column_findings(found)) == ("W" in letters)


def test_two_columns_of_one_field() -> None:
    found = parsed(
        [("no_hp", "HP 1"), ("no_hp", "HP 2"), ("modal", "Modal"), ("modal", "Modal Usaha")],
        [["081234567890", "085712345678", "1 jt", "2 jt"]],
    )
    assert values(found, "no_hp") == ["+6281234567890 | +6285712345678"]
    assert values(found, "modal") == [1000000]
    assert ("KIN005", "modal", 0) in cell_findings(found)


def test_the_unit_of_the_header_multiplies() -> None:
    raw = raw_file(Sheet("x.xlsx", "", (("modal", "Modal (ribu)"),), (), (("1.500",), (2000,))))
    table = Table((1,), (ColumnMap(1, "Modal (ribu)", "modal", Evidence.EXACT, unit=1000),), (2, 3))
    assert parse.parse(raw.sheets[0], table, load(), AS_OF, 0, 0).batch.values["modal"].to_list() == [1500000, 2000000]


def test_own_columns_of_the_sender_are_kept() -> None:
    found = parsed([("nama_usaha", "Nama Usaha"), (None, "Agama")], [["Warung", "Islam"], ["Toko", None]])
    assert values(found, "lainnya")[0] == '{"Agama": "Islam"}'
    assert found.batch.values["lainnya"].isna().to_list() == [False, True]


def test_an_open_list_keeps_words_it_does_not_know() -> None:
    base = load()
    field = replace(base.fields["bentuk_usaha"], params={"vocab": "bentuk_usaha", "open": True})
    spec = replace(base, fields={**base.fields, "bentuk_usaha": field})
    found = parsed([("bentuk_usaha", "Bentuk")], [["Arisan Warga"]], spec)
    assert values(found, "bentuk_usaha") == ["Arisan Warga"]
    assert cell_findings(found) == [("KIN034", "bentuk_usaha", 0)]


def test_no_rows() -> None:
    found = parsed([("nik", "NIK")], [])
    assert len(found.batch.values) == len(found.issues) == len(found.changes) == 0
