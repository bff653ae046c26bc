"""Invented people: names of the region, and identity numbers that cannot belong to anybody.

NIK serials start at 9001 (real ones count up from 0001 for each birthday and kecamatan), phone numbers have `00` after
the operator's prefix, e-mail goes to example.com, which is reserved for examples.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.sample.plan import reference, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

NAMES = words("words")["names"]
LISTS: dict[str, list[str]] = {key: NAMES[key].split() for key in ("men", "women", "men_second", "women_second")}
TOWNS: dict[str, str] = NAMES["towns"]
AREAS = sorted(row["kode6"] for row in reference("nik_kecamatan_codes") if row["kode6"][:4] in TOWNS)
PREFIXES = [
    row["prefix"]
    for row in reference("mobile_prefixes")
    if row["type"] == "mobile" and not row["note"].startswith("single")
]
SCHOOLS = ("SD", "SD", "SMP", "SMP", "SMA", "SMA", "SMA", "SMK", "S1", "D3")


@dataclass(frozen=True, slots=True)
class Owner:
    """A person who trades. `name` is without titles; `phone` is national digits, None for those without one."""

    id: str
    name: str
    front: str
    back: str
    sex: str
    birth: datetime.date
    town: str
    nik: str
    phone: str | None
    school: str

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        name = f"{self.front} {self.name}" if self.front else self.name
        return f"{name}, {self.back}" if self.back else name

    @property
    def call(self) -> str:
        """How customers call her: the first name that is not a Muhammad form."""
        parts = [part for part in self.name.split() if part not in NAMES["muhammad"]]
        return parts[0]


class People:
    """Makes people, no NIK or phone number twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.count = 0
        self.taken: set[str] = set()

    def nik(self, birth: datetime.date, sex: str, area: str) -> str:
        """A NIK nobody holds: the right region, birthday and sex, and a serial of 9001 or more."""
        day = birth.day + (40 if sex == "P" else 0)
        return self.fresh(lambda: f"{area}{day:02d}{birth:%m}{birth.year % 100:02d}{self.rng.randint(9001, 9999)}")

    def phone(self) -> str:
        """A number behind a real operator's prefix, in a block that is not given out."""
        if self.rng.random() < 0.012:
            return self.fresh(lambda: f"0335490{self.rng.randrange(1000):03d}")
        digits = 5 if self.rng.random() < 0.1 else 6
        return self.fresh(lambda: f"{self.rng.choice(PREFIXES)}00{self.rng.randrange(10**digits):0{digits}d}")

    def fresh(self, make: Callable[[], str]) -> str:
        """The first answer of `make` that was not given before (a few hundred collisions mean the space is full)."""
        for _ in range(500):
            text = make()
            if text not in self.taken:
                self.taken.add(text)
                return text
        raise ValueError("too many people for the invented numbers")

    def name(self, sex: str) -> str:
        """One to three words, as often as in real lists (29 %, 46 %, 25 %)."""
        rng = self.rng
        first = LISTS["men" if sex == "L" else "women"]
        second: list[str] = LISTS["men_second" if sex == "L" else "women_second"]
        roll = rng.random()
        if roll < 0.006:
            return str(rng.choice(NAMES["chinese"]))
        if sex == "L" and roll < 0.073:
            return f"{rng.choice(NAMES['muhammad'])} {rng.choice(first if rng.random() < 0.5 else second)}"
        if roll < 0.33:
            return rng.choice(first)
        if roll < 0.79:
            return f"{rng.choice(first)} {rng.choice(second)}"
        return f"{rng.choice(first)} {rng.choice(first)} {rng.choice(second)}"

    def new(self, sex: str | None = None, name: str | None = None, phone: str | None = None) -> Owner:
        """A new person; what is given is kept."""
        rng = self.rng
        sex = sex or ("P" if rng.random() < 0.6 else "L")
        birth = datetime.date(1953, 1, 1) + datetime.timedelta(days=rng.randrange(365 * 50))
        if (birth.month, birth.day) == (2, 29):  # a year that is changed by mistake must stay a possible date
            birth = birth.replace(day=28)
        roll = rng.random()
        if roll < 0.85:
            wanted = "3574" if roll < 0.65 else "3513"
            area = rng.choice([code for code in AREAS if code.startswith(wanted)])
        else:
            area = rng.choice(AREAS)
        titled = name is None and rng.random() < 0.07
        self.count += 1
        return Owner(
            id=f"P{self.count:05d}",
            name=name or self.name(sex),
            front=("H." if sex == "L" else "Hj.") if titled else "",
            back=rng.choice(NAMES["back_titles"]) if name is None and rng.random() < 0.025 else "",
            sex=sex,
            birth=birth,
            town=TOWNS[area[:4]],
            nik=self.nik(birth, sex, area),
            phone=phone or (None if rng.random() < 0.07 else self.phone()),
            school=rng.choice(SCHOOLS),
        )
