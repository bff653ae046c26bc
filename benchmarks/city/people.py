"""Owners of the invented city: names, numbers, households."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.city import lists

if TYPE_CHECKING:
    from random import Random

_PREFIXES = (
    "812",
    "813",
    "821",
    "822",
    "823",
    "852",
    "853",
    "857",
    "858",
    "856",
    "878",
    "877",
    "819",
    "838",
    "895",
    "896",
    "881",
    "859",
    "831",
)


@dataclass(slots=True)
class Owner:
    """A person as she truly is."""

    number: int
    female: bool
    name: tuple[str, ...]
    muhammad: bool
    title: str
    degree: str
    born: str  # DDMMYY, as written in the NIK before 40 is added
    year: int
    nik: str
    kk: str
    phone: str
    nib: str
    home: Place
    nickname: str


@dataclass(slots=True)
class Place:
    """A door: street, house, neighbourhood."""

    kelurahan: int
    street: str
    house: str
    rt: int
    rw: int
    market: str = ""


@dataclass(slots=True)
class Streets:
    """Which streets a kelurahan has; neighbouring kelurahan share some."""

    of: list[list[str]] = field(default_factory=list)

    @classmethod
    def make(cls, random: Random, kelurahan: int) -> Streets:
        """Fourteen streets for each kelurahan."""
        return cls([random.sample(lists.STREETS, 14) for _ in range(kelurahan)])

    def place(self, random: Random, kelurahan: int) -> Place:
        """Some door in the kelurahan."""
        street = self.of[kelurahan][int(14 * random.random() ** 1.5)]
        house = str(1 + int(150 * random.random() ** 1.6)) + (
            random.choice(["a", "b"]) if random.random() < 0.06 else ""
        )
        rw = 1 + random.randrange(10)
        return Place(kelurahan, street, house if random.random() < 0.72 else "", 1 + random.randrange(6), rw)


def skewed(random: Random, words: tuple[str, ...] | list[str], bend: float = 1.5) -> str:
    """A word of a list that runs from common to rare."""
    return words[int(len(words) * random.random() ** bend)]


def full_name(random: Random, female: bool) -> tuple[tuple[str, ...], bool]:
    """Words of a name (without title), and whether a Muhammad form stands in front."""
    count = 1 + bisect([0.27, 0.74, 0.95], random.random())
    whole = lists.FEMALE_WHOLE if female else lists.MALE_WHOLE
    second = lists.FEMALE_SECOND if female else lists.MALE_SECOND
    end = lists.FEMALE_END if female else lists.MALE_END
    if random.random() < (0.55 if count == 1 else 0.25):
        first = skewed(random, lists.JAVA_FRONT, 1.3) + skewed(random, end, 1.3)
    else:
        first = skewed(random, whole)
    words = [first]
    while len(words) < count:
        word = skewed(random, second if random.random() < 0.8 else whole, 1.3)
        if word not in words:
            words.append(word)
    return tuple(words), not female and random.random() < 0.12


def phone(random: Random) -> str:
    """National digits of a mobile number, without the leading zero."""
    return str(random.choice(_PREFIXES)) + "".join(random.choices("0123456789", k=random.randrange(7, 9)))


def owner(
    random: Random, number: int, streets: Streets, kelurahan: int, region: str, home: Place | None = None, kk: str = ""
) -> Owner:
    """An owner living in a kelurahan, or at a relative's door."""
    female = bool(random.random() < 0.55)
    name, muhammad = full_name(random, female)
    year = min(max(int(random.gauss(1977, 11)), 1940), 2005)
    day, month = random.randrange(1, 29), random.randrange(1, 13)
    born = f"{day:02d}{month:02d}{year % 100:02d}"
    if random.random() < 0.12:
        region = (
            f"3513{random.randrange(1, 25):02d}"
            if random.random() < 0.6
            else f"35{random.randrange(1, 30):02d}{random.randrange(1, 20):02d}"
        )
    serial = 1 + int(40 * random.random() ** 3) if random.random() < 0.8 else random.randrange(1, 9999)
    nik = region + f"{day + 40 * female:02d}" + born[2:] + f"{serial:04d}"
    titles = lists.TITLES_FEMALE if female else lists.TITLES_MALE
    title = skewed(random, titles) if random.random() < 0.12 else ""
    kk = kk or _family_card(random, region)
    nickname = min(name, key=len) if random.random() < 0.3 else name[0]
    return Owner(
        number=number,
        female=female,
        name=name,
        muhammad=muhammad,
        title=title,
        degree=skewed(random, lists.DEGREES) if random.random() < 0.04 else "",
        born=born,
        year=year,
        nik=nik,
        kk=kk,
        phone=phone(random),
        nib=_business_number(random),
        home=home or streets.place(random, kelurahan),
        nickname=nickname[-5:] if len(nickname) > 7 and random.random() < 0.5 else nickname,
    )


def _family_card(random: Random, region: str) -> str:
    """Number of a family card: region, date of issue, serial number."""
    day, month, year = random.randrange(1, 29), random.randrange(1, 13), random.randrange(5, 24)
    return f"{region}{day:02d}{month:02d}{year:02d}{random.randrange(1, 60):04d}"


def _business_number(random: Random) -> str:
    """An NIB: date of issue, seven digits."""
    day, month, year = random.randrange(1, 29), random.randrange(1, 13), random.randrange(21, 25)
    return f"{day:02d}{month:02d}{year}{random.randrange(10**6, 10**7)}"
