"""Who trades where: businesses of the 29 kelurahan, and pairs that look alike but are not the same.

Of every hundred households about eighty have one business; the rest are the hard cases: one owner with two businesses,
couples who share a phone, siblings under one roof, generic names side by side, and namesakes across the city.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tools.sample.people import Owner, People
from tools.sample.plan import FilePlan, reference, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

TRADES: list[dict[str, Any]] = words("trades")["trade"]
PLACES = words("words")["places"]
STREETS = PLACES["streets"].replace("\n", "|").strip("|").split("|")
LANES = PLACES["lanes"].split("|")
BRANDS = words("words")["brand"]["words"].replace("\n", "|").strip("|").split("|")
FOOD = [trade for trade in TRADES if trade["jenis"] == "Makanan dan Minuman"]
GENERIC = [trade for trade in TRADES if trade["labels"][0] in ("Warung Kelontong", "Laundry", "Telur Asin")]


@dataclass(frozen=True, slots=True)
class Business:
    """A business as it is in truth. Money in whole rupiah a month; `food` may carry P-IRT and halal."""

    id: str
    owner: Owner
    trade: dict[str, Any]
    name: str
    product: str
    street: str
    house: int
    lane: str
    rt: int
    rw: int
    year: int
    capital: int
    monthly: int
    men: int
    women: int
    nib: str | None
    npwp: str | None
    pirt: str | None
    halal: str | None
    email: str | None
    market: str
    status: str
    latitude: str
    longitude: str


@dataclass(slots=True, eq=False)
class Entry:
    """One row to be written: a business in a file, with what this row says differently, and where it came to stand."""

    business: Business
    file: int
    protected: bool = False  # part of a labelled pair: its keys are not spoilt
    changes: dict[str, str | None] = field(default_factory=dict)
    reason: str = ""  # why a first listing is protected
    note: str = ""  # how a second listing differs
    defects: list[tuple[str, str]] = field(default_factory=list)  # (field, kind of mistake)
    sheet: str = ""
    row: int = 0

    def says(self, name: str) -> str | None:
        """What this row claims for nik, nama_pemilik, nama_usaha or no_hp, before the clerk's style."""
        if name in self.changes:
            return self.changes[name]
        owner = self.business.owner
        return {
            "nik": owner.nik,
            "nama_pemilik": owner.full_name,
            "nama_usaha": self.business.name,
            "no_hp": owner.phone,
        }[name]


@dataclass(slots=True)
class City:
    """All rows, file by file, and the labelled pairs that must not merge."""

    entries: list[list[Entry]]
    negatives: list[tuple[Entry, Entry, str]] = field(default_factory=list)


class Builder:
    """Fills one file after the other with households."""

    def __init__(self, rng: Random, plans: list[FilePlan]) -> None:
        self.rng = rng
        self.plans = plans
        self.people = People(rng)
        self.count = 0
        self.city = City([[] for _ in plans])
        self.weights = [trade["weight"] for trade in TRADES]
        known = {row["kode"] for row in reference("kbli2020")}
        if missing := {trade["kbli"] for trade in TRADES} - known:
            raise ValueError(f"KBLI 2020 has no {sorted(missing)}")

    def fill(self, index: int, wanted: int) -> None:
        """Households until the file has `wanted` rows."""
        kinds: list[tuple[float, int, Callable[[int], None]]] = [
            (0.07, 2, self.two_businesses),
            (0.10, 2, self.shared_phone),
            (0.12, 2, self.siblings),
            (0.14, 2, self.generic_pair),
        ]
        entries = self.city.entries[index]
        for name in self.plans[index].special:
            self.add(index, self.business(index, trade=self.rng.choice(FOOD), name=name))
        while len(entries) < wanted:
            roll = self.rng.random()
            for limit, size, make in kinds:
                if roll < limit and len(entries) + size <= wanted:
                    make(index)
                    break
            else:
                if roll < 0.155 and self.plans[index].shows_nik:
                    self.namesake(index)
                else:
                    self.add(index, self.business(index))

    def add(self, index: int, business: Business) -> Entry:
        entry = Entry(business, index)
        self.city.entries[index].append(entry)
        return entry

    def pair(self, index: int, one: Business, two: Business, reason: str) -> None:
        """Two rows of one file that must stay two."""
        left, right = self.add(index, one), self.add(index, two)
        left.protected = right.protected = True
        left.reason = right.reason = reason
        self.city.negatives.append((left, right, reason))

    def two_businesses(self, index: int) -> None:
        one = self.business(index)
        two = self.business(index, owner=one.owner, home=one, not_trade=one.trade)
        while two.name == one.name:
            two = self.business(index, owner=one.owner, home=one, not_trade=one.trade)
        self.pair(index, one, two, "satu_pemilik_dua_usaha")

    def shared_phone(self, index: int) -> None:
        wife = self.people.new("P", phone=self.people.phone())
        husband = self.people.new("L", phone=wife.phone)
        one = self.business(index, owner=wife)
        two = self.business(index, owner=husband, home=one, not_trade=one.trade)
        self.pair(index, one, two, "satu_nomor_hp")

    def siblings(self, index: int) -> None:
        sex = "P" if self.rng.random() < 0.5 else "L"
        first = self.people.new(sex)
        last = first.name.split()[-1]
        sister = self.people.new(sex, name=f"{self.people.name(sex).split()[0]} {last}")
        while sister.name == first.name:
            sister = self.people.new(sex, name=f"{self.people.name(sex).split()[0]} {last}")
        one = self.business(index, owner=first)
        two = self.business(index, owner=sister, home=one, trade=one.trade)
        while two.name == one.name:
            two = self.business(index, owner=sister, home=one, trade=one.trade)
        self.pair(index, one, two, "saudara_serumah")

    def generic_pair(self, index: int) -> None:
        trade = self.rng.choice(GENERIC)
        one = self.business(index, trade=trade, name=trade["labels"][0])
        two = self.business(index, trade=trade, name=one.name, home=one)
        while two.owner.name == one.owner.name:
            two = self.business(index, trade=trade, name=one.name, home=one)
        self.pair(index, one, replace(two, house=one.house + 2), "nama_usaha_umum")

    def namesake(self, index: int) -> None:
        """Same person's name, same shop name, another NIK: two people."""
        shown = [i for i in range(index) if self.plans[i].shows_nik]
        candidates = [e for i in shown[-6:] for e in self.city.entries[i] if not e.protected and e.business.owner.phone]
        if not candidates:
            self.add(index, self.business(index))
            return
        other = self.rng.choice(candidates)
        same = other.business.owner
        person = self.people.new(same.sex, name=same.name, phone=self.people.phone())
        entry = self.add(
            index, self.business(index, owner=person, trade=other.business.trade, name=other.business.name)
        )
        entry.protected = other.protected = True
        self.city.negatives.append((other, entry, "nama_sama_nik_beda"))

    def business(
        self,
        index: int,
        owner: Owner | None = None,
        home: Business | None = None,
        trade: dict[str, Any] | None = None,
        not_trade: dict[str, Any] | None = None,
        name: str | None = None,
    ) -> Business:
        """An invented business; `home` is a business at the same address (or next door)."""
        rng = self.rng
        owner = owner or self.people.new()
        while trade is None or trade is not_trade:
            trade = rng.choices(TRADES, self.weights)[0]
        product = rng.choice(trade["product"])
        low, high = trade["turnover"]
        # Small turnovers are frequent and large ones rare: the lesser of two throws.
        monthly = min(rng.randint(low, high), rng.randint(low, high)) * 100_000
        hands = min(rng.randint(1, trade["workers"]), rng.randint(1, trade["workers"]))
        men = rng.randint(0, hands) if hands > 1 else int(owner.sex == "L")
        food = trade.get("food", False)
        year = rng.randint(max(owner.birth.year + 19, 1995), 2025)
        self.count += 1
        return Business(
            id=f"U{self.count:05d}",
            owner=owner,
            trade=trade,
            name=name or self.shop_name(owner, trade, product),
            product=product,
            street=home.street if home else rng.choice(STREETS),
            house=home.house if home else rng.randint(1, 180),
            lane=home.lane if home else (rng.choice(LANES) if rng.random() < 0.3 else ""),
            rt=home.rt if home else rng.randint(1, 6),
            rw=home.rw if home else rng.randint(1, 6),
            year=year,
            capital=rng.choice((5, 10, 10, 15, 20, 25, 30, 50, 75, 100, 150, 250)) * 100_000,
            monthly=monthly,
            men=men,
            women=hands - men,
            nib=self.nib(max(year, 2019)) if rng.random() < 0.4 else None,
            npwp=self.npwp(owner) if rng.random() < 0.3 else None,
            pirt=self.pirt() if food and rng.random() < 0.5 else None,
            halal=f"ID3511000{rng.randrange(10**6):06d}{rng.randint(1, 12):02d}{rng.randint(23, 25)}"
            if food and rng.random() < 0.35
            else None,
            email=f"{owner.call.lower().replace(chr(39), '')}{rng.randrange(1000)}@example.com"
            if rng.random() < 0.3
            else None,
            market=rng.choice(("Offline", "Offline", "Offline", "Online & Offline", "Online")),
            status="aktif" if rng.random() < 0.95 else rng.choice(("tutup", "tidak aktif")),
            latitude=f"-7.{rng.randint(74500, 78900)}",
            longitude=f"113.{rng.randint(19000, 23500)}",
        )

    def shop_name(self, owner: Owner, trade: dict[str, Any], product: str) -> str:
        """What stands on the sign."""
        rng = self.rng
        label: str = rng.choice(trade["labels"])
        roll = rng.random()
        if roll < 0.40:
            call = rng.choice(("Bu", "Mbak", "Bu") if owner.sex == "P" else ("Pak", "Mas", "Cak"))
            return f"{label} {call} {owner.call}"
        if roll < 0.80:
            return f"{label} {rng.choice(BRANDS)}"
        if roll < 0.88:
            return f"{rng.choice(BRANDS)} {product.split(',')[0].title()}"
        if roll < 0.95 or trade not in GENERIC:
            return f"{label} {rng.choice(BRANDS)} {owner.call}"
        return label

    def nib(self, year: int) -> str:
        """13 digits that read as an issue date and a tail starting with 9."""
        rng = self.rng
        return self.people.fresh(
            lambda: f"{rng.randint(1, 28):02d}{rng.randint(1, 12):02d}{year % 100:02d}9{rng.randrange(10**6):06d}"
        )

    def npwp(self, owner: Owner) -> str:
        """The NIK (residents, since 2024), or the old 15 digits with their Luhn digit."""
        if self.rng.random() < 0.6:
            return owner.nik
        head = f"99{self.rng.randrange(10**6):06d}"
        return f"{head}{luhn(head)}625000"

    def pirt(self) -> str:
        """15 digits of this city (3574), still running."""
        rng = self.rng
        return f"2{rng.randint(1, 10):02d}3574{rng.randint(1, 3):02d}9{rng.randrange(1000):03d}{rng.randint(27, 31)}"


def luhn(digits: str) -> int:
    """The Luhn check digit that belongs behind `digits`."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10
