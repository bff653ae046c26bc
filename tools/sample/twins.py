"""Businesses that are listed twice: word for word, or the way another clerk heard them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from tools.sample.city import Builder, Business, City, Entry
from tools.sample.plan import FilePlan, words

if TYPE_CHECKING:
    from collections.abc import Callable

# Share of a file's rows that are a second listing: (kind, across kelurahan, share).
SHARES = (("exact", False, 0.018), ("fuzzy", False, 0.012), ("exact", True, 0.030), ("fuzzy", True, 0.025))
SHORT = {"Warung": "Wr.", "Toko": "Tk.", "Bengkel": "Bkl.", "Depot": "Dpt", "Keripik": "Kripik", "Kerupuk": "Krupuk"}
OLD_SPELLING = (("u", "oe"), ("j", "dj"), ("y", "j"), ("c", "tj"))
MUHAMMAD: list[str] = words("words")["names"]["muhammad"]


def build_city(seed: int, plans: list[FilePlan]) -> City:
    """Everybody and everything: first listings and negatives file by file, then the second listings."""
    builder = Builder(Random(f"{seed}/kota"), plans)
    for index, plan in enumerate(plans):
        builder.fill(index, plan.rows - sum(share_of(plan, share) for _, _, share in SHARES))
    repeat(builder, Random(f"{seed}/ganda"))
    for index in range(len(plans)):
        order(builder, index, Random(f"{seed}/urutan/{index}"))
    return builder.city


def share_of(plan: FilePlan, share: float) -> int:
    """How many rows of a file; a file whose NIK are cut by Excel has no second listings (its rows are held back)."""
    return 0 if plan.has("nik") and not plan.shows_nik else round(plan.rows * share)


def repeat(builder: Builder, rng: Random) -> None:
    """Add the second listings; both rows of a pair keep their keys whole."""
    plans, city = builder.plans, builder.city
    firsts = [list(entries) for entries in city.entries]
    sources = [i for i, plan in enumerate(plans) if share_of(plan, 1)]
    for target, plan in enumerate(plans):
        for kind, across, share in SHARES:
            for _ in range(share_of(plan, share)):
                source = rng.choice([i for i in sources if i != target]) if across else target
                both = plan.shows_nik and plans[source].shows_nik
                entry = pick(rng, firsts[source], needs_phone=kind == "fuzzy" or not both)
                twin = Entry(asked_again(rng, entry.business), target, protected=True)
                entry.protected = True
                if kind == "fuzzy":
                    disguise(builder, rng, twin)
                elif both and entry.business.owner.phone and not has_titles(entry) and rng.random() < 0.12:
                    twin.changes["nik"] = None
                    twin.note = "nik_kosong"
                city.entries[target].append(twin)


def asked_again(rng: Random, business: Business) -> Business:
    """The same business; the second clerk was sometimes told another turnover, capital or product."""
    if rng.random() < 0.6:
        return business
    return replace(
        business,
        monthly=max(business.monthly + rng.randint(-10, 15) * 100_000, 500_000),
        capital=business.capital * rng.choice((1, 1, 2)),
        product=rng.choice(business.trade["product"]),
    )


def has_titles(entry: Entry) -> bool:
    owner = entry.business.owner
    return bool(owner.front or owner.back)


def pick(rng: Random, entries: list[Entry], needs_phone: bool) -> Entry:
    """A first listing in no labelled pair yet, or of an owner of two; `needs_phone` wants a plain name as well."""

    def fits(entry: Entry) -> bool:
        free = not entry.protected or entry.reason == "satu_pemilik_dua_usaha"
        return free and (not needs_phone or bool(entry.business.owner.phone and not has_titles(entry)))

    return rng.choice([entry for entry in entries if fits(entry)])


def order(builder: Builder, index: int, rng: Random) -> None:
    """The order of rows in the file: by RW and street where the form is kept so, else as people came in."""
    entries, plan = builder.city.entries[index], builder.plans[index]
    rng.shuffle(entries)
    if plan.ditto:
        entries.sort(key=lambda e: (e.business.rw, e.business.street, e.business.trade["jenis"]))
    elif plan.by_rw:
        entries.sort(key=lambda e: e.business.rw)


def disguise(builder: Builder, rng: Random, twin: Entry) -> None:
    """Write the business as another clerk heard it: never with an exact key left."""
    owner, name = twin.business.owner, twin.business.name
    plan = builder.plans[twin.file]
    roll = rng.random()
    if roll < 0.30 and plan.shows_nik:  # NIK missing, owner misheard, the rest the same
        twin.changes["nik"] = None
        twin.changes["nama_pemilik"] = changed(rng, owner.full_name, OWNER_WAYS)
        twin.note = "nik_kosong"
    elif roll < 0.38 and plan.shows_nik:  # a slip that leaves a possible NIK: stays two until a person says so
        twin.changes["nik"] = builder.people.fresh(lambda: f"{owner.nik[:12]}9{rng.randrange(1, 1000):03d}")
        twin.note = "nik_salah_ketik"
    else:
        twin.changes["nama_usaha"] = changed(rng, name, SHOP_WAYS)
        twin.note = "nama_usaha"
        if rng.random() < 0.5:
            twin.changes["nama_pemilik"] = changed(rng, owner.full_name, OWNER_WAYS)
            twin.note = "nama_usaha dan nama_pemilik"
    if rng.random() < 0.25:
        twin.changes["no_hp"] = builder.people.phone() if rng.random() < 0.7 else None


def changed(rng: Random, text: str, ways: tuple[Callable[[Random, str], str], ...]) -> str:
    """The text in another form that does not read the same after folding case, blanks and punctuation."""
    while True:
        other = rng.choice(ways)(rng, text)
        if folded(other) != folded(text):
            return other


def folded(text: str | None) -> str:
    """Case, accents' composition, punctuation and blanks folded away: what an exact key looks at."""
    plain = unicodedata.normalize("NFKC", text or "").casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def typo(rng: Random, text: str) -> str:
    """One slip of the fingers inside a longer word."""
    spots = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    if not spots:
        return text + text[-1]
    at = rng.choice(spots)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] * 2 + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + rng.choice("aiueo") + text[at + 1 :],
        )
    )


def old_spelling(rng: Random, text: str) -> str:
    new, old = rng.choice(OLD_SPELLING)
    return text.replace(new.upper(), old.title()).replace(new, old)


def title(rng: Random, text: str) -> str:
    return f"{rng.choice(('Bu', 'Pak', 'H.', 'Ibu', 'Sdr.'))} {text}"


def muhammad(rng: Random, text: str) -> str:
    """Another form of Muhammad; other names lose their last word."""
    first, *rest = text.split()
    if first in MUHAMMAD and rest:
        return " ".join([rng.choice(MUHAMMAD), *rest])
    return " ".join([first, *rest[:-1]])


def short(rng: Random, text: str) -> str:
    """Warung → Wr.; otherwise the first word goes."""
    first, *rest = text.split()
    return " ".join([SHORT[first], *rest] if first in SHORT else rest or [first])


def wordier(rng: Random, text: str) -> str:
    return f"{text} {rng.choice(('Asli', 'Probolinggo', '2', 'Putra', 'Rasa Asli'))}"


def joined(rng: Random, text: str) -> str:
    """Two words written as one."""
    return text.replace(" ", "", 1)


OWNER_WAYS = (typo, typo, old_spelling, title, muhammad)
SHOP_WAYS = (typo, typo, short, short, old_spelling, joined, wordier)
