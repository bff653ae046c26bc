# ruff: noqa: E501
"""Invented persons and businesses, drawn from a seeded generator. Serial numbers of NIK are 9xxx: nobody's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

FIRST = [
    "Siti",
    "Budi",
    "Agus",
    "Sri",
    "Dewi",
    "Ahmad",
    "Nur",
    "Endang",
    "Slamet",
    "Wahyu",
    "Rina",
    "Hasan",
    "Lilik",
    "Sulastri",
    "Joko",
    "Ani",
    "Umi",
    "Tono",
    "Maya",
    "Ali",
    "Yusuf",
    "Ratna",
    "Imam",
    "Kartini",
    "Fatimah",
    "Eko",
    "Yanti",
    "Bambang",
    "Suparno",
    "Rohma",
]
LAST = "Aminah Santoso Wulandari Hidayat Lestari Rahayu Fauzi Kurniawan Hartati Mulyono Ningsih Saputra Utami Basri Anwar".split()  # noqa: SIM905
SHOPS = (
    "Warung Bu {f}", "Toko {l} Jaya", "Keripik {f}", "Bakso Pak {f}", "Laundry {l}", "UD {l} Makmur", "Kedai {f}", "Nasi Goreng {f}",
    "Batik {l}", "Bengkel {f} Motor", "Es Degan {f}", "Jamu Mbak {f}", "{f} Collection", "Sumber Rejeki {l}", "Aneka Kue {f}",
)  # fmt: skip
TRICKY = (
    "Total Motor",
    "Jumlah Berkah",
    "Rekap Jaya Cell",
    "Toko Total",
    "Kepala Ikan Bu Tin",
    "Halaman Depan Cafe",
    "Catatan Kopi",
)
STREETS = (
    "Jl. Mawar",
    "Jl. Ikan Tongkol",
    "Gg. Buntu",
    "Jl. Brantas",
    "Dsn. Krajan",
    "Jl. Cokroaminoto",
    "Perum Asabri Blok B",
)
TRADES = ("Kuliner", "Perdagangan", "Jasa", "Kerajinan", "Makanan", "Fashion", "Toko Kelontong")
PRODUCTS = (
    "keripik mangga",
    "nasi pecel",
    "baju anak",
    "sembako",
    "tas rajut",
    "kue kering",
    "pulsa",
    "jamu beras kencur",
)
SCALES = ("Mikro", "Kecil")
SCHOOLS = ("SD", "SMP", "SMA", "S1", "D3")
STATUS = ("Aktif", "Tutup", "Tidak Aktif")
PLACES = {
    "Jati": "Mayangan", "Sukabumi": "Mayangan", "Mangunharjo": "Mayangan", "Wiroborang": "Mayangan", "Ketapang": "Kademangan",
    "Pilang": "Kademangan", "Kebonsari Kulon": "Kanigaran", "Sukoharjo": "Kanigaran", "Jrebeng Lor": "Kedopok", "Pakistaji": "Wonoasih",
    "Kareng Lor": "Kedopok", "Curahgrinting": "Kanigaran",
}  # fmt: skip
CODES = {"Mayangan": "357403", "Kademangan": "357401", "Kanigaran": "357404", "Kedopok": "357405", "Wonoasih": "357402"}


@dataclass
class People:
    """A source of rows: field → text."""

    rng: random.Random
    kelurahan: str = "Jati"
    sparse: float = 0.08
    used: int = 0
    shops: list[str] = field(default_factory=list)

    def row(self, number: int) -> dict[str, str]:
        rng = self.rng
        self.used += 1
        first, last = rng.choice(FIRST), rng.choice(LAST)
        woman = rng.random() < 0.5
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1955, 2000)
        kecamatan = PLACES[self.kelurahan]
        nik = f"{CODES[kecamatan]}{day + 40 * woman:02d}{month:02d}{year % 100:02d}9{self.used % 1000:03d}"
        men, women = rng.randint(0, 4), rng.randint(0, 4)
        shop = rng.choice(TRICKY) if rng.random() < 0.05 else rng.choice(SHOPS).format(f=first, l=last)
        rt, rw = rng.randint(1, 9), rng.randint(1, 12)
        born = f"{day:02d}-{month:02d}-{year}"
        amount = rng.choice([500, 750, 1000, 1500, 2500, 5000, 12000]) * 1000
        values = {
            "no_urut": str(number),
            "nama_usaha": shop,
            "nama_pemilik": first if rng.random() < 0.2 else f"{first} {last}",
            "nik": nik,
            "no_kk": f"{CODES[kecamatan]}{rng.randint(1, 28):02d}{month:02d}109{self.used % 1000:03d}",
            "nib": f"{rng.randint(1, 28):02d}{month:02d}2{rng.randint(1, 4)}0{rng.randint(100000, 999999)}",
            "npwp": f"{rng.randint(10, 99)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}.{rng.randint(1, 9)}-625.000",
            "jenis_kelamin": "P" if woman else "L",
            "tempat_lahir": rng.choice(["Probolinggo", "Pasuruan", "Lumajang"]),
            "tanggal_lahir": born,
            "tempat_tanggal_lahir": f"{rng.choice(['Probolinggo', 'Pasuruan'])}, {born}",
            "alamat_usaha": f"{rng.choice(STREETS)} No. {rng.randint(1, 200)}",
            "alamat_pemilik": f"{rng.choice(STREETS)} No. {rng.randint(1, 200)}",
            "rt": str(rt),
            "rw": str(rw),
            "rt_rw": f"{rt:02d}/{rw:02d}",
            "kelurahan": self.kelurahan,
            "kecamatan": kecamatan,
            "kel_kec": f"{self.kelurahan} / {kecamatan}",
            "no_hp": rng.choice(["0812{:08d}", "0857-{:08d}", "+62 822 {:08d}"]).format(rng.randint(0, 99999999)),
            "email": f"{first.lower()}{self.used}@contoh.id",
            "jenis_usaha": rng.choice(TRADES),
            "produk": rng.choice(PRODUCTS),
            "kbli": rng.choice(["10793", "47112", "56102", "13134"]),
            "bentuk_usaha": rng.choice(["Perorangan", "Perorangan", "CV"]),
            "status_usaha": rng.choice(STATUS),
            "skala_usaha_tertulis": rng.choice(SCALES),
            "modal": str(amount * 4),
            "aset": str(amount * 6),
            "omzet": str(amount * 2),
            "omzet_bulanan": rng.choice([str(amount), f"Rp {amount:,}".replace(",", ".")]),
            "omzet_tahunan": str(amount * 12),
            "omzet_harian": str(amount // 10),
            "tenaga_kerja_laki": str(men),
            "tenaga_kerja_perempuan": str(women),
            "tenaga_kerja_total": str(men + women),
            "tahun_berdiri": str(rng.randint(1995, 2023)),
            "pirt": f"20635740{rng.randint(1000000, 9999999)}",
            "halal": f"ID3511000{rng.randint(10000000, 99999999)}",
            "pendidikan": rng.choice(SCHOOLS),
            "pemasaran": rng.choice(["Lokal", "Online", "Pasar"]),
            "koordinat": f"-7.75{rng.randint(100, 999)}, 113.21{rng.randint(100, 999)}",
            "latitude": f"-7.75{rng.randint(100, 999)}",
            "longitude": f"113.21{rng.randint(100, 999)}",
            "keterangan": rng.choice(["", "", "baru", "pindahan", "buka sore"]),
        }  # fmt: skip
        return {name: value if self._kept(name) else "" for name, value in values.items()}

    def own(self, header: str) -> str:
        """A value for a column of the sender's own."""
        rng = self.rng
        kinds = {
            "NIK Petugas": f"357403{rng.randint(1, 28):02d}01809{rng.randint(100, 999)}"[:16].ljust(16, "9"),
            "NIK KOPERASI": f"35740{rng.randint(10000000, 99999999)}",
            "No. Rekening": str(rng.randint(10**9, 10**10)),
            "Umur": str(rng.randint(20, 70)),
            "Kode Pos": "67217",
            "Nama Ibu Kandung": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
            "Nama Petugas": f"{rng.choice(FIRST)} {rng.choice(LAST)}",
            "Kapasitas Produksi": f"{rng.randint(5, 90)} kg",
            "Tanggal Pendataan": f"{rng.randint(1, 28)}/03/2026",
            "Luas Lahan (m2)": str(rng.randint(6, 200)),
            "Jumlah Tanggungan": str(rng.randint(0, 6)),
            "Alamat Petugas": f"{rng.choice(STREETS)} No. {rng.randint(1, 99)}",
            "Pinjaman KUR (Rp)": str(rng.randint(1, 50) * 500000),
            "Nama Instagram": f"@{rng.choice(FIRST).lower()}",
            "No Anggota Koperasi": str(rng.randint(1000, 9999)),
            "Tgl Terbit NIB": f"{rng.randint(1, 28):02d}-05-2023",
            "Status Perkawinan": rng.choice(["Kawin", "Belum Kawin", "Cerai"]),
            "Laba per Bulan": str(rng.randint(1, 50) * 100000),
            "Tahun Bantuan": rng.choice(["2020", "2021", ""]),
            "NIK Istri": f"357403{rng.randint(41, 68)}01809{rng.randint(100, 999)}",
            "No HP Petugas": f"0812{rng.randint(10000000, 99999999)}",
            "Kapasitas Produksi / Bulan": f"{rng.randint(5, 90)} kg",
            "Bantuan yang pernah diterima": rng.choice(["BPUM", "-", "KUR"]),
        }
        return kinds.get(header, rng.choice(["Islam", "Ya", "Belum", "-", "kg"]))

    def _kept(self, name: str) -> bool:
        return name in ("no_urut", "nama_usaha", "nama_pemilik") or self.rng.random() >= self.sparse
