"""What is one business, what is not, and what a person must say."""

from __future__ import annotations

import pytest

from tests.link.rows import BUDI, SITI, groups, other, table, umkm
from umkm_clean.link import Decisions, link, row_content_keys

SPEC = umkm()


def merged(*rows: dict[str, str | None]) -> bool:
    """Are the first two rows one business?"""
    labels = link(table(*rows), SPEC).business
    return bool(labels[0] == labels[1])


def test_one_business_written_in_two_ways_is_one() -> None:
    again = other(
        SITI,
        nama_pemilik="HJ. SITI AMINAH",
        nama_usaha="KRIPIK BAROKAH",
        alamat_usaha="Jln Cokroaminoto 12 RT 3 RW 7",
        rt=None,
        rw=None,
        source="b.xlsx",
    )
    result = link(table(SITI, again, BUDI), SPEC)
    assert groups(result.business) == {frozenset({0, 1}), frozenset({2})}
    assert len(result.merged_pairs) == 1
    assert result.merged_pairs.reasons[0], "a merge must say why"


def test_a_nik_that_excel_cut_is_the_same_nik() -> None:
    assert merged(SITI, other(SITI, nik=None, nik_batang=SITI["nik"][:15], source="b.xlsx"), BUDI)


@pytest.mark.parametrize(
    "nik",
    ["3574014503800003", "3574015503800002", "3574021202750004"],
    ids=["last digit", "one digit of the birth date", "someone else's"],
)
def test_two_unlike_valid_niks_never_merge(nik: str) -> None:
    twin = other(SITI, nik=nik, source="b.xlsx")
    result = link(table(SITI, twin, BUDI), SPEC)
    assert result.business[0] != result.business[1]
    pairs = set(zip(result.review.left.tolist(), result.review.right.tolist(), strict=True))
    assert (0, 1) in pairs, "all else agrees: a person is asked"


def test_two_unlike_niks_do_not_meet_through_a_third_row() -> None:
    without = other(SITI, nik=None, source="c.xlsx")
    twin = other(SITI, nik="3574014503800003", source="b.xlsx")
    labels = link(table(SITI, twin, without), SPEC).business
    assert labels[0] != labels[1]


def test_rows_with_unlike_ids_of_ours_stay_apart() -> None:
    first, second = other(SITI, id_umkm="UAAAAAAAAAAAA"), other(SITI, id_umkm="UBBBBBBBBBBBB", source="b.xlsx")
    assert merged(SITI, other(SITI, source="b.xlsx"))
    result = link(table(first, second), SPEC)
    assert result.business[0] != result.business[1]
    assert result.owner[0] == result.owner[1], "one person may have two businesses"
    fresh = other(SITI, source="c.xlsx")
    labels = link(table(first, second, fresh), SPEC).business
    assert labels[0] != labels[1]
    assert labels[2] in (labels[0], labels[1]), "a new row still finds its business"


def test_a_row_finds_its_own_id_again() -> None:
    listed = other(SITI, id_umkm="UAAAAAAAAAAAA", nik=None, no_hp=None, alamat_usaha=None)
    assert merged(listed, other(listed, nama_usaha="Barokah Snack", source="b.xlsx"), BUDI)


def test_one_owner_with_two_businesses_keeps_both() -> None:
    shop = other(SITI, nama_usaha="Counter Pulsa Amanah", produk="pulsa", jenis_usaha="perdagangan")
    result = link(table(SITI, shop), SPEC)
    assert result.business[0] != result.business[1]
    assert result.owner[0] == result.owner[1]


def test_the_owners_own_name_in_two_shop_names_is_no_evidence() -> None:
    """ "Counter Bu Fitri" and "Kios Busana Bu Fitri" share only whose they are."""
    plain = other(SITI, nama_pemilik="Fitri Khusnia Jannah", produk=None, jenis_usaha="perdagangan")
    assert not merged(
        other(plain, nama_usaha="COUNTER BU FITRI"), other(plain, nama_usaha="KIOS BUSANA BU FITRI"), BUDI
    )


def test_same_shop_called_after_its_owner_merges_though_the_goods_differ() -> None:
    """Everything agrees, down to the door; a second dish on the menu is no second business."""
    named = other(SITI, nama_usaha="Warung Bu Siti", produk="nasi jagung")
    assert merged(named, other(named, nama_usaha="warung bu siti", produk="nasi campur"), BUDI)


def test_strangers_who_share_a_phone_and_a_market_stay_apart() -> None:
    stall = other(BUDI, nik=None, no_hp=SITI["no_hp"], alamat_usaha=SITI["alamat_usaha"], kelurahan="Kanigaran")
    assert not merged(SITI, stall)


def test_what_people_decided_holds() -> None:
    records = table(SITI, other(SITI, nama_usaha="Kripik Barokah", source="b.xlsx"), BUDI)
    a, b, c = row_content_keys(records, SPEC)
    assert groups(link(records, SPEC, Decisions(different=((a, b),))).business) == {
        frozenset({0}),
        frozenset({1}),
        frozenset({2}),
    }
    assert groups(link(records, SPEC, Decisions(same=((b, c),))).business) >= {frozenset({0}), frozenset({1, 2})} or (
        groups(link(records, SPEC, Decisions(same=((b, c),))).business) == {frozenset({0, 1, 2})}
    )


def test_a_refused_pair_is_not_asked_again() -> None:
    twin = other(SITI, nik="3574014503800003", source="b.xlsx")
    records = table(SITI, twin, BUDI)
    assert len(link(records, SPEC).review) == 1
    a, b, _ = row_content_keys(records, SPEC)
    refused = link(records, SPEC, Decisions(different=((b, a),)))
    assert len(refused.review) == 0
    assert refused.business[0] != refused.business[1]


def test_a_person_may_join_two_niks() -> None:
    twin = other(SITI, nik="3574014503800003", source="b.xlsx")
    records = table(SITI, twin, BUDI)
    a, b, _ = row_content_keys(records, SPEC)
    assert groups(link(records, SPEC, Decisions(same=((a, b),))).business) == {frozenset({0, 1}), frozenset({2})}
