"""How one clerk writes a business down: which words, which of its facts, in her hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.sample.hand import Hand
from tools.sample.plan import FilePlan, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tools.sample.cells import Cell
    from tools.sample.city import Entry

KINDS = {
    "Makanan dan Minuman": ("Kuliner", "Makanan", "Mamin"),
    "Perdagangan": ("Dagang", "Perdagangan", "Toko"),
    "Industri": ("Industri", "Pengolahan", "IKM"),
    "Kerajinan": ("Kerajinan", "Kriya"),
    "Fashion": ("Fashion", "Konveksi"),
}
SEXES = {"lp": "LP", "words": ("Laki-laki", "Perempuan"), "long": ("Lk", "Pr")}
CLERKS = words("words")["clerks"]


class Clerk(Hand):
    """Writes entries of one file."""

    def __init__(self, plan: FilePlan, rng: Random) -> None:
        super().__init__(plan.style, rng)
        self.plan = plan
        self.kinds = {kind: rng.choice(ways) for kind, ways in KINDS.items()}
        self.place = self.place_name()

    def write(self, entry: Entry) -> dict[str, Cell]:
        """All fields of the file for one entry; a field without a value is absent."""
        cells: dict[str, Cell] = {}
        for field in sorted(self.plan.fields - {"no_urut"}):
            cell = FIELDS[field](self, entry)
            if cell is not None and cell != "":
                cells[field] = self.untidy(cell)
            elif self.style.blank:
                cells[field] = self.style.blank
        return cells

    def own(self, kind: str, entry: Entry) -> Cell:
        """A cell of the sender's own columns."""
        return OWN[kind](self.rng)

    def owner_name(self, entry: Entry) -> str:
        """With titles or without; what another clerk heard stays as it is."""
        if "nama_pemilik" in entry.changes or self.style.titles:
            return entry.says("nama_pemilik") or ""
        return entry.business.owner.name

    def kind(self, entry: Entry) -> str:
        """The line of business, in this clerk's word for it."""
        kind: str = entry.business.trade["jenis"]
        return self.cased(kind if self.style.type == "long" else self.kinds.get(kind, kind))

    def birth(self, entry: Entry) -> str:
        """Place and date of birth in one cell."""
        owner = entry.business.owner
        return f"{self.cased(owner.town)}, {self.date(owner.birth)}"

    def place_name(self) -> str:
        """The kelurahan the way this clerk spells it."""
        name = self.plan.kelurahan
        match self.style.place:
            case "joined":
                name = name.replace(" ", "").capitalize()
            case "two":
                name = self.plan.variants[0]
            case "kel":
                name = f"Kel. {name}"
        return name.upper() if self.style.case == "upper" else name

    def pirt(self, entry: Entry) -> str | None:
        """The licence as it is printed on the pack."""
        number = entry.business.pirt
        return f"P-IRT {number[:13]}-{number[13:]}" if number else None

    def remark(self, entry: Entry) -> str:
        """Mostly nothing."""
        return self.rng.choice(("", "", "", "", "binaan DKUPP", "baru", "pindahan dari RW lain"))


def stamp(rng: Random) -> str:
    """When a web form was sent, as the form writes it."""
    day, hour, minute, second = rng.randint(1, 28), rng.randint(8, 20), rng.randint(0, 59), rng.randint(0, 59)
    return f"{day:02d}/02/2026 {hour:02d}.{minute:02d}.{second:02d}"


OWN: dict[str, Callable[[Random], Cell]] = {
    "foto": lambda rng: rng.choice(("ada", "ada", "-", "")),
    "petugas": lambda rng: str(rng.choice(CLERKS["officers"])),
    "bantuan": lambda rng: str(rng.choice(CLERKS["aid"])),
    "kelompok": lambda rng: str(rng.choice(CLERKS["groups"])),
    "luas": lambda rng: f"{rng.randint(2, 8)}x{rng.randint(3, 12)}",
    "cap_waktu": stamp,
}

FIELDS: dict[str, Callable[[Clerk, Entry], Cell | None]] = {
    "nik": lambda c, e: c.number_text(e.says("nik")),
    "nama_pemilik": lambda c, e: c.cased(c.owner_name(e)),
    "nama_usaha": lambda c, e: c.cased(e.says("nama_usaha") or ""),
    "no_hp": lambda c, e: c.phone(e.says("no_hp")),
    "jenis_kelamin": lambda c, e: SEXES[c.style.sex][e.business.owner.sex == "P"],
    "tempat_lahir": lambda c, e: c.cased(e.business.owner.town),
    "tanggal_lahir": lambda c, e: c.date(e.business.owner.birth),
    "tempat_tanggal_lahir": Clerk.birth,
    "pendidikan": lambda c, e: e.business.owner.school,
    "rt": lambda c, e: c.rt(e.business.rt),
    "rw": lambda c, e: c.rt(e.business.rw),
    "rt_rw": lambda c, e: c.rt_rw(e.business),
    "alamat_usaha": lambda c, e: c.address(e.business),
    "kelurahan": lambda c, e: c.place,
    "kecamatan": lambda c, e: c.cased(c.plan.kecamatan),
    "kel_kec": lambda c, e: c.cased(f"{c.plan.kelurahan} / {c.plan.kecamatan}"),
    "nib": lambda c, e: c.number_text(e.business.nib, grouped=False),
    "npwp": lambda c, e: c.number_text(e.business.npwp, grouped=False),
    "jenis_usaha": Clerk.kind,
    "produk": lambda c, e: c.cased(e.business.product),
    "modal": lambda c, e: c.money(e.business.capital),
    "aset": lambda c, e: c.money(e.business.capital * 2),
    "omzet_bulanan": lambda c, e: c.money(e.business.monthly),
    "omzet_tahunan": lambda c, e: c.money(e.business.monthly * 12),
    "omzet_harian": lambda c, e: c.money(max(e.business.monthly // 26 // 10_000, 1) * 10_000),
    "tenaga_kerja_laki": lambda c, e: e.business.men,
    "tenaga_kerja_perempuan": lambda c, e: e.business.women,
    "tenaga_kerja_total": lambda c, e: e.business.men + e.business.women,
    "tahun_berdiri": lambda c, e: e.business.year,
    "kbli": lambda c, e: str(e.business.trade["kbli"]),
    "pirt": Clerk.pirt,
    "halal": lambda c, e: e.business.halal,
    "email": lambda c, e: e.business.email,
    "bentuk_usaha": lambda c, e: "Perorangan",
    "skala_usaha_tertulis": lambda c, e: "Mikro",
    "status_usaha": lambda c, e: c.cased(e.business.status.capitalize()),
    "pemasaran": lambda c, e: e.business.market,
    "koordinat": lambda c, e: f"{e.business.latitude}, {e.business.longitude}",
    "latitude": lambda c, e: e.business.latitude,
    "longitude": lambda c, e: e.business.longitude,
    "keterangan": Clerk.remark,
}
