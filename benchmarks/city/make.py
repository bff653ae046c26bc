"""Builds the city: owners, businesses, files of rows, traps. Seeded: the same seed gives the same rows."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pandas as pd

from benchmarks.city import damage
from benchmarks.city.damage import Clerk, Faults
from benchmarks.city.people import Owner, Streets, owner, phone
from benchmarks.city.trades import Business, business

_KELURAHAN = [
    "Ketapang:01",
    "Triwung_Lor:01",
    "Triwung_Kidul:01",
    "Pohsangit_Kidul:01",
    "Kademangan:01",
    "Pilang:01",
    "Jrebeng_Kidul:02",
    "Pakistaji:02",
    "Kedunggaleng:02",
    "Kedung_Asem:02",
    "Sumber_Taman:02",
    "Wonoasih:02",
    "Mayangan:03",
    "Mangunharjo:03",
    "Jati:03",
    "Sukabumi:03",
    "Wiroborang:03",
    "Tisnonegaran:04",
    "Sukoharjo:04",
    "Kanigaran:04",
    "Kebonsari_Wetan:04",
    "Curahgrinting:04",
    "Kebonsari_Kulon:04",
    "Jrebeng_Kulon:05",
    "Kareng_Lor:05",
    "Sumber_Wetan:05",
    "Jrebeng_Lor:05",
    "Kedopok:05",
    "Jrebeng_Wetan:05",
]
PLACES = tuple(item.split(":")[0].replace("_", " ") for item in _KELURAHAN)
DISTRICTS = tuple(item.split(":")[1] for item in _KELURAHAN)
COLUMNS = [
    "nik",
    "nik_batang",
    "no_kk",
    "nib",
    "nama_pemilik",
    "nama_usaha",
    "jenis_usaha",
    "produk",
    "kbli",
    "alamat_usaha",
    "rt",
    "rw",
    "kelurahan",
    "no_hp",
    "tanggal_lahir",
    "tahun_berdiri",
    "source",
]


@dataclass(frozen=True, slots=True)
class City:
    """Rows as they come out of parsing, and for each row its true business and owner."""

    records: pd.DataFrame
    business: np.ndarray
    owner: np.ndarray


def make_city(rows: int, seed: int, faults: Faults | None = None, only: int | None = None) -> City:
    """A city of about so many rows; `only` keeps the files of one kelurahan (number) and sizes it to about `rows`."""
    faults = faults or Faults()
    random = Random(seed * 1_000_003 + rows)
    kelurahan = len(PLACES)
    size = np.array([random.gammavariate(6.0, 1.0) for _ in range(kelurahan)])
    if only is not None:
        size = np.full(kelurahan, 0.02 / kelurahan)
        size[only] = 1.0
    streets = Streets.make(random, kelurahan)
    businesses = _businesses(random, int(rows / 1.235), size / size.sum(), streets, faults)
    lead = _coordinators(random, businesses)
    files = [[Clerk.of(random, faults) for _ in range(1 + int(random.random() < 0.6))] for _ in range(kelurahan)]
    lines: list[tuple[str, ...]] = []
    truth: list[tuple[int, int]] = []
    for one in businesses:
        copies = 1 + bisect([0.82, 0.955, 0.99], random.random())
        for copy in range(copies):
            lines.append(_line(random, one, copy, files, lead, faults, streets))
            truth.append((one.number, one.owner.number))
    records = pd.DataFrame(lines, columns=list(COLUMNS))
    order = np.array(random.sample(range(len(records)), len(records)))
    records = records.iloc[order].reset_index(drop=True)
    known = np.array(truth)[order]
    if only is None:
        records = _copied_down(random, records)
    records = records.replace("", None)
    if only is not None:
        keep = np.flatnonzero(records["kelurahan"] == PLACES[only])
        return City(records.iloc[keep].reset_index(drop=True), known[keep, 0], known[keep, 1])
    return City(records, known[:, 0], known[:, 1])


def _businesses(random: Random, wanted: int, share: np.ndarray, streets: Streets, faults: Faults) -> list[Business]:
    """Owners until there are enough businesses; some share a door, a family card and a phone with a relative who
    trades too.
    """
    made: list[Business] = []
    number = 0
    before: Owner | None = None
    bounds = np.cumsum(share).tolist()
    while len(made) < wanted:
        where = min(bisect(bounds, random.random()), len(share) - 1)
        if before is not None and random.random() < 0.03:
            one = owner(random, number, streets, before.home.kelurahan, before.nik[:6], before.home, before.kk)
            if random.random() < 0.5:
                one.phone = before.phone
            if random.random() < 0.06:
                one.born, one.year, one.female = before.born, before.year, before.female
                one.nik = before.nik[:12] + f"{(int(before.nik[12:]) + 1) % 10000 or 1:04d}"
        else:
            one = owner(random, number, streets, where, f"3574{DISTRICTS[where]}")
        before = one
        number += 1
        count = 1
        if random.random() < faults.several:
            count = 2 if random.random() < 0.8 else 3
        own: list[Business] = []
        for _ in range(count):
            own.append(business(random, len(made) + len(own), one, streets, own))
        made.extend(own)
    return made


def _coordinators(random: Random, businesses: list[Business]) -> dict[int, str]:
    """Owners for whom a group's coordinator left her own number."""
    by_place: dict[int, list[int]] = {}
    for one in businesses:
        by_place.setdefault(one.owner.home.kelurahan, []).append(one.owner.number)
    lead: dict[int, str] = {}
    for members in by_place.values():
        for _ in range(max(1, len(members) // 500)):
            number = phone(random)
            for member in random.sample(members, min(len(members), random.randrange(5, 16))):
                lead[int(member)] = number
    return lead


def _line(
    random: Random,
    one: Business,
    copy: int,
    files: list[list[Clerk]],
    lead: dict[int, str],
    faults: Faults,
    streets: Streets,
) -> tuple[str, ...]:
    """One row about a business; a second row often stands in another kelurahan's list, with things changed
    meanwhile.
    """
    where = one.place.kelurahan
    place = one.place
    if copy and random.random() < 0.42:
        where = random.randrange(len(files))
        chance = random.random()
        if chance < 0.3:
            place = streets.place(random, where)
        elif chance < 0.65:
            place = replace(place, kelurahan=where)
        elif one.owner.home is not one.place:
            place = one.owner.home
    elif copy and random.random() < 0.04:
        place = streets.place(random, where)
    book = random.randrange(len(files[where]))
    clerk = files[where][book]
    person = one.owner
    number = person.phone if random.random() >= (0.16 if copy else 0.02) else phone(random)
    if person.number in lead and random.random() < 0.6:
        number = lead[person.number]
    name = one.name
    if copy and random.random() < 0.01:
        name = business(random, one.number, person, streets, []).name
    goods, line = damage.goods_text(random, one.trade, one.goods, clerk, faults)
    address, rt, rw = damage.address_text(random, place, clerk, faults)
    nik, stem = damage.nik_text(random, person.nik, clerk, faults)
    born = f"{person.year}-{person.born[2:4]}-{person.born[:2]}"
    started = one.year + (random.randrange(-2, 3) if random.random() < 0.15 else 0)
    return (
        nik,
        stem,
        person.kk if random.random() < 0.1 else "",
        person.nib if random.random() < clerk.nib * 0.8 and person.number % 5 else "",
        damage.owner_text(random, person, clerk, faults) if random.random() >= 0.02 else "",
        damage.business_text(random, name, one.goods.split("|")[0], clerk, faults),
        line,
        goods,
        one.kbli if random.random() < 0.15 else "",
        address,
        rt,
        rw,
        PLACES[where],
        damage.phone_text(random, number, clerk, faults),
        born if random.random() < 0.2 else "",
        str(started) if random.random() < clerk.years else "",
        f"{PLACES[where]} {book + 1}.xlsx",
    )


def _copied_down(random: Random, records: pd.DataFrame) -> pd.DataFrame:
    """NIK filled down from another row of the same file (Excel's fill handle)."""
    nik = records["nik"].to_numpy(dtype=object).copy()
    source = records["source"].to_numpy(dtype=object)
    for row in [row for row in range(len(records)) if random.random() < 0.006]:
        others = np.flatnonzero((source == source[row]) & (nik != ""))
        if nik[row] != "" and len(others):
            nik[row] = nik[others[random.randrange(len(others))]]
    return records.assign(nik=nik)
