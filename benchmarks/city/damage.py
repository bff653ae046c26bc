"""How truth turns into what stands in a list: clerks' habits (one profile a file), slips of the finger, what Excel
does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.city import lists
from benchmarks.city.people import Owner, Place, skewed
from umkm_clean.link.numbers import nik as nik_preparation

if TYPE_CHECKING:
    from random import Random

nik_ready = nik_preparation({})

_NEXT = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioplsdfghjkkaxcvbnmn", strict=True))
_OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"))
_SOUND = (
    ("f", "p"),
    ("v", "f"),
    ("z", "s"),
    ("q", "k"),
    ("kh", "h"),
    ("i", "y"),
    ("o", "u"),
    ("u", "o"),
    ("sy", "s"),
    ("h", ""),
    ("d", "dh"),
    ("t", "th"),
    ("s", "z"),
    ("nn", "n"),
    ("r", "rr"),
)
_SPELLINGS = (*_SOUND, *_OLD[:2])


@dataclass(frozen=True, slots=True)
class Faults:
    """How dirty the city's lists are: factors and shares, 1.0 and the defaults being the ordinary city."""

    typing: float = 1.0  # times the ordinary number of slips
    nik: float = 1.0  # 0: no list has NIK
    excel: float = 0.28  # share of files whose NIK column Excel damaged
    goods: float = 1.0  # times the ordinary number of goods that are re-worded, left out or told differently
    several: float = 0.14  # share of owners with two or three businesses


@dataclass(frozen=True, slots=True)
class Clerk:
    """The habits of whoever typed a file."""

    capitals: str
    titles: bool
    street: str
    number: str
    rt: str
    nik: str  # "text" | "cut" | "lost" | "none"
    names: bool  # fills in the business name at all
    nib: float
    phone: str
    splits: bool  # RT/RW in columns of their own
    years: float

    @classmethod
    def of(cls, random: Random, faults: Faults) -> Clerk:
        """Draw one clerk's habits."""
        nik = "text"
        chance = random.random()
        if random.random() >= 0.88 * faults.nik:
            nik = "none"
        elif chance < faults.excel:
            nik = "cut" if chance < 0.72 * faults.excel else "lost"
        return cls(
            capitals=str(random.choice(["upper", "title", "title", "lower"])),
            titles=bool(random.random() < 0.5),
            street=str(random.choice(["Jl. ", "Jln ", "Jalan ", "JL.", ""])),
            number=str(random.choice([" No. ", " No.", " ", " no ", " Nomor "])),
            rt=str(
                random.choice(
                    [
                        "RT {rt:02d} RW {rw:02d}",
                        "RT.{rt}/RW.{rw}",
                        "RT {rt:03d}/{rw:03d}",
                        "rt {rt} rw {rw}",
                        "RT/RW {rt:02d}/{rw:02d}",
                    ]
                )
            ),
            nik=nik,
            names=bool(random.random() < 0.94),
            nib=float(random.choice([0.0, 0.2, 0.5, 0.8])),
            phone=str(random.choice(["0{}", "0{}", "+62{}", "62{}"])),
            splits=bool(random.random() < 0.5),
            years=float(random.choice([0.0, 0.6, 0.95])),
        )

    def case(self, text: str) -> str:
        """The clerk's way with capitals."""
        return text.upper() if self.capitals == "upper" else text.title() if self.capitals == "title" else text.lower()


def slip(random: Random, text: str, digits: bool = False) -> str:
    """One slip: insert, delete, swap or hit the neighbouring key."""
    if len(text) < 3:
        return text
    at = 1 + random.randrange(len(text) - 1)
    kind = random.randrange(4)
    letter = str(random.randrange(10)) if digits else _NEXT.get(text[at], text[at])
    if kind == 0:
        return text[:at] + letter + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + letter + text[at + 1 :]


def respell(random: Random, word: str) -> str:
    """Another spelling that sounds alike."""
    for old, new in random.sample(_SPELLINGS, len(_SPELLINGS)):
        if old in word[1:] or (old in word and old not in "ui"):
            return word.replace(str(old), str(new), 1)
    return word


def owner_text(random: Random, owner: Owner, clerk: Clerk, faults: Faults) -> str:
    """The owner's name as one clerk writes it one day."""
    words = list(owner.name)
    if random.random() < 0.13:
        place = random.randrange(len(words))
        words[place] = respell(random, words[place])
    if len(words) > 1:
        chance = random.random()
        if chance < 0.055:
            words.pop(random.randrange(1, len(words)))
        elif chance < 0.085:
            words[-1] = words[-1][0]
        elif chance < 0.115:
            words[:2] = [words[0] + words[1]]
        elif chance < 0.125:
            words = [*words[1:], words[0]]
    elif len(words[0]) > 7 and random.random() < 0.04:
        words = [words[0][-6:]] if random.random() < 0.5 else [words[0][:5], words[0][5:]]
    if random.random() < 0.07 * faults.typing:
        place = random.randrange(len(words))
        words[place] = slip(random, words[place])
    if owner.muhammad and random.random() < 0.85:
        words.insert(0, skewed(random, lists.MUHAMMAD, 1.5))
    text = " ".join(words)
    if owner.title and (clerk.titles or random.random() < 0.2):
        text = f"{owner.title}{'.' if random.random() < 0.5 else ''} {text}"
    if owner.degree and random.random() < 0.5:
        text = f"{text}, {owner.degree}"
    return clerk.case(text)


def business_text(random: Random, name: str, goods: str, clerk: Clerk, faults: Faults) -> str:
    """The business name as written; often something that names nothing."""
    if not clerk.names or not name:
        return clerk.case(str(random.choice(lists.FILLED_IN))) if random.random() < 0.25 else ""
    chance = random.random()
    if chance < 0.05:
        return ""
    if chance < 0.08:
        return clerk.case(goods)
    if chance < 0.10:
        return clerk.case(str(random.choice(lists.FILLED_IN)))
    words = name.split()
    if words[0] in lists.SHOP_WORDS and len(words) > 1 and random.random() < 0.22:
        words = words[1:] if random.random() < 0.5 else [str(random.choice(lists.SHOP_WORDS)), *words[1:]]
    elif len(words) > 2 and random.random() < 0.14:
        words = words[:-1] if random.random() < 0.5 else [words[-1], *words[:-1]]
    elif words[0] not in lists.SHOP_WORDS and random.random() < 0.14:
        words = [str(random.choice(["toko", "ud", "usaha", "warung"])), *words]
    if random.random() < 0.1:
        place = random.randrange(len(words))
        words[place] = respell(random, words[place])
    if random.random() < 0.09 * faults.typing:
        place = random.randrange(len(words))
        words[place] = slip(random, words[place])
    return clerk.case(" ".join(words))


def goods_text(random: Random, trade: str, goods: str, clerk: Clerk, faults: Faults) -> tuple[str, str]:
    """Goods and line of business as written."""
    ways = goods.split("|")
    said = ways[0] if random.random() >= 0.08 * faults.goods else str(random.choice(ways))
    if random.random() < 0.012 * faults.goods:
        said = str(random.choice(lists.TRADES[trade][1])).split("|")[0] if random.random() < 0.4 else trade
    if random.random() < 0.05 * faults.typing:
        said = slip(random, said)
    if random.random() < 0.03 * faults.goods:
        said = f"{said} dan {str(random.choice(lists.TRADES[trade][1])).split('|')[0]}"
    if random.random() < 0.02 * faults.goods:
        said = ""
    words = lists.OTHER_WORDS[trade]
    line = words[0] if random.random() < 0.6 else str(random.choice(words))
    if random.random() < 0.03:
        line = str(random.choice(list(lists.TRADES)))
    return clerk.case(said), clerk.case(line) if random.random() < 0.93 else ""


def address_text(random: Random, place: Place, clerk: Clerk, faults: Faults) -> tuple[str, str, str]:
    """Address, RT and RW as written."""
    street, house = place.street, place.house
    if random.random() < 0.07:
        street = respell(random, street) if street else street
    if random.random() < 0.05 * faults.typing and street:
        street = slip(random, street)
    if house and random.random() < 0.18:
        house = ""
    if place.market:
        text = f"{place.market} blok {house}" if house else place.market
    else:
        text = f"{clerk.street}{street}{clerk.number}{house}" if house else f"{clerk.street}{street}"
    rt, rw = place.rt, place.rw
    if random.random() < 0.03 * faults.typing:
        rt = 1 + random.randrange(6)
    if random.random() < 0.1:
        text = ""
    if clerk.splits:
        return clerk.case(text), f"{rt:03d}", f"{rw:03d}"
    return (
        (f"{clerk.case(text)} {clerk.rt.format(rt=rt, rw=rw)}".strip() if random.random() < 0.8 else clerk.case(text)),
        "",
        "",
    )


def phone_text(random: Random, number: str, clerk: Clerk, faults: Faults) -> str:
    """A phone number as written, in the form parsing gives it."""
    if random.random() < 0.16:
        return ""
    if random.random() < 0.025 * faults.typing:
        number = slip(random, number, digits=True)
    return "+62" + number


def nik_text(random: Random, nik: str, clerk: Clerk, faults: Faults) -> tuple[str, str]:
    """NIK and its stem as parsing gives them: whole, cut to 15 digits by Excel, or lost."""
    if clerk.nik in ("none", "lost") or random.random() < 0.06:
        return "", ""
    if random.random() < 0.008 * faults.typing:
        at = random.randrange(6, 16)
        digit = str(random.randrange(10))
        nik = nik[:at] + digit + nik[at + 1 :] if random.random() < 0.7 else slip(random, nik, digits=True)
        if len(nik) != 16 or not nik_ready(nik):
            return "", ""
    if clerk.nik == "cut":
        return "", nik[:15]
    return nik, ""
