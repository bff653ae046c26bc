"""Businesses of the invented city: what an owner calls it, sells, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.city import lists
from benchmarks.city.people import Owner, Place, Streets, skewed

if TYPE_CHECKING:
    from random import Random


@dataclass(slots=True)
class Business:
    """A business as it truly is."""

    number: int
    owner: Owner
    trade: str
    goods: str
    kbli: str
    name: str
    place: Place
    year: int


def business(random: Random, number: int, owner: Owner, streets: Streets, others: list[Business]) -> Business:
    """A business of an owner; a second one is often in the same trade, with other goods."""
    trade = str(random.choice(lists.SALES))
    if others and random.random() < 0.28:
        trade = others[0].trade
    group, goods = lists.TRADES[trade]
    taken = {other.goods for other in others}
    choice = skewed(random, [item for item in goods if item not in taken], 1.4)
    place = owner.home
    if random.random() < 0.18:
        place = streets.place(random, owner.home.kelurahan)
        if random.random() < 0.4:
            place.market = str(random.choice(lists.MARKETS))
            place.street, place.house = "", f"{random.choice(list('abcd'))}{random.randrange(1, 40)}"
    kbli = f"{group}{100 + goods.index(choice) * 7:03d}"
    name = _name(random, owner, choice.split("|")[0])
    if any(name == other.name for other in others):
        name = ""
    return Business(number, owner, trade, choice, kbli, name, place, 1985 + int(40 * random.random() ** 0.6))


def _name(random: Random, owner: Owner, goods: str) -> str:
    chance = random.random()
    sir = random.choice(["bu", "ibu", "mbak"]) if owner.female else random.choice(["pak", "cak", "pak", "mas"])
    if chance < 0.2:
        return f"{skewed(random, lists.SHOP_WORDS)} {sir} {owner.nickname}"
    if chance < 0.5:
        return f"{skewed(random, lists.SHOP_WORDS)} {skewed(random, lists.BRANDS, 1.6)}"
    if chance < 0.72:
        tail = f"{sir} {owner.nickname}" if random.random() < 0.4 else skewed(random, lists.BRANDS, 1.4)
        return f"{goods} {tail}"
    if chance < 0.8:
        return skewed(random, lists.GENERIC)
    if chance < 0.92:
        return f"{random.choice(lists.COINED)} {random.choice(lists.COINED_TAIL)}"
    return ""
