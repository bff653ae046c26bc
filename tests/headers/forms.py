# ruff: noqa: E501
"""Header words as people write them, by field: `PLAIN` ones, and `FREE` ones written down without looking at the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

PLAIN = {
    "no_urut": ("NO", "No.", "No", "NO. URUT", "Nomor"),
    "nama_usaha": ("NAMA USAHA", "Nama Usaha", "NAMA UMKM", "Nama Usaha/Merek", "Nama Toko/Warung", "NAMA  USAHA "),
    "nama_pemilik": ("NAMA PEMILIK", "Nama Pemilik", "NAMA PEMILIK USAHA", "Nama Pengusaha", "NAMA PELAKU USAHA"),
    "nik": ("NIK", "N I K", "No. KTP", "NO. KTP / NIK", "N.I.K", "Nomor Induk Kependudukan"),
    "no_kk": ("NO. KK", "No KK", "Nomor Kartu Keluarga"),
    "nib": ("NIB", "No. NIB", "NOMOR INDUK BERUSAHA"),
    "npwp": ("NPWP", "No. NPWP"),
    "jenis_kelamin": ("JENIS KELAMIN (L/P)", "L/P", "JK", "Jenis Kelamin"),
    "tempat_lahir": ("Tempat Lahir", "TEMPAT LAHIR"),
    "tanggal_lahir": ("TANGGAL LAHIR", "Tgl. Lahir", "Tgl Lahir"),
    "tempat_tanggal_lahir": ("TTL", "TEMPAT/TANGGAL LAHIR", "Tempat, Tgl Lahir"),
    "alamat_usaha": ("ALAMAT", "Alamat Usaha", "ALAMAT USAHA", "ALAMAT/ LOKASI", "Alamat Tempat Usaha"),
    "alamat_pemilik": ("ALAMAT PEMILIK", "Alamat Rumah", "Alamat Pemilik (KTP)"),
    "rt": ("RT", "No. RT"),
    "rw": ("RW", "No. RW"),
    "rt_rw": ("RT/RW", "RT / RW"),
    "kelurahan": ("KELURAHAN", "Kelurahan", "DESA/KELURAHAN", "Kel."),
    "kecamatan": ("KECAMATAN", "Kecamatan", "Kec."),
    "kel_kec": ("KEL/KEC", "Kelurahan/Kecamatan"),
    "no_hp": ("NO. HP", "No HP/WA", "TELP", "Nomor Telp", "No. Handphone", "NO TELP/HP", "Nomor WhatsApp"),
    "email": ("Email", "E-MAIL", "Alamat Email"),
    "jenis_usaha": ("JENIS USAHA", "Jenis Usaha", "BIDANG USAHA", "Sektor Usaha"),
    "produk": ("PRODUK", "Nama Produk", "Jenis Produk"),
    "kbli": ("KBLI", "Kode KBLI", "NOMOR KBLI"),
    "bentuk_usaha": ("BENTUK USAHA", "Badan Usaha", "Bentuk Badan Usaha"),
    "status_usaha": ("STATUS USAHA", "Status Usaha", "Aktif/Tidak"),
    "skala_usaha_tertulis": ("SKALA USAHA", "Skala Usaha", "Klasifikasi Usaha"),
    "modal": ("MODAL", "Modal Usaha (Rp)", "MODAL USAHA", "Modal Awal"),
    "aset": ("ASET", "Asset", "Nilai Aset (Rp)"),
    "omzet": ("OMZET", "Omset (Rp)", "OMSET USAHA"),
    "omzet_bulanan": ("OMZET/BULAN", "Omzet per Bulan (Rp)", "Omset /bln", "OMZET PER BULAN", "Omset Bulanan"),
    "omzet_tahunan": ("OMZET PER TAHUN", "Omset / Tahun (Rp)", "Omzet Setahun"),
    "omzet_harian": ("OMZET/HARI", "Omset per hari"),
    "tenaga_kerja_laki": ("TENAGA KERJA (L)", "Jumlah TK (L)", "JUMLAH KARYAWAN LAKI-LAKI", "TK L"),
    "tenaga_kerja_perempuan": ("TENAGA KERJA (P)", "Jumlah TK (P)", "JUMLAH KARYAWAN PEREMPUAN", "TK P"),
    "tenaga_kerja_total": ("JUMLAH TENAGA KERJA", "Jumlah Karyawan", "Tenaga Kerja", "JUMLAH PEKERJA"),
    "tahun_berdiri": ("TAHUN BERDIRI", "Tahun Mulai Usaha", "Th. Berdiri"),
    "pirt": ("PIRT", "No. P-IRT", "P-IRT"),
    "halal": ("HALAL", "Sertifikat Halal", "No. Sertifikat Halal"),
    "pendidikan": ("PENDIDIKAN", "Pendidikan Terakhir"),
    "pemasaran": ("PEMASARAN", "Daerah Pemasaran"),
    "koordinat": ("Titik Koordinat", "KOORDINAT"),
    "latitude": ("Latitude", "LAT"),
    "longitude": ("LONGTITUDE", "Longitude"),
    "keterangan": ("KET", "KETERANGAN", "Ket."),
}
FREE = {
    "no_urut": ("NO.URUT", "Nomer"),
    "nama_usaha": ("Nama Tempat Usaha / Toko", "NAMA USAHA MIKRO", "Nama Usaha yang Dijalankan", "Nama Usaha (sesuai NIB)", "Nama Warung / Toko"),
    "nama_pemilik": (
        "Nama Pemilik Sesuai KTP-el", "NAMA LENGKAP PEMILIK USAHA", "Nama Pelaku UMKM (sesuai KTP)", "Pemilik / Penanggung Jawab",
        "Nama Pemilik UMKM Lengkap",
    ),
    "nik": ("NIK (16 digit)", "NIK PEMILIK USAHA (SESUAI KTP)", "Nomor NIK KTP", "Nomer KTP Pemilik", "NIK*", "Identitas Kependudukan"),
    "no_hp": ("No. WA / HP Aktif", "Nomor yang bisa dihubungi", "HP Aktif", "Telepon/HP", "NO. HP (WA)", "Kontak yang aktif"),
    "alamat_usaha": ("Alamat lengkap lokasi usaha", "ALAMAT TEMPAT USAHA (JALAN/GANG)", "Alamat Usaha Lengkap", "Alamat Lokasi UMKM"),
    "kelurahan": ("Kelurahan tempat usaha", "Wilayah Kel.", "KELURAHAN LOKASI"),
    "jenis_usaha": ("Jenis Usaha yang dijalankan", "JENIS USAHA / BIDANG", "Bidang / Jenis Usaha"),
    "omzet_bulanan": ("Omzet Rata-Rata Tiap Bulan (Rp)", "Jumlah Omzet Kotor Per Bulan", "OMZET SEBULAN", "Rata-rata omset per bulan (Rp.)"),
    "omzet_tahunan": ("Omzet 1 Tahun (Rp)", "Nilai omzet per tahun", "OMZET SETAHUN TERAKHIR"),
    "tenaga_kerja_total": ("Jml Tenaga Kerja (orang)", "JUMLAH SELURUH TENAGA KERJA", "Jumlah Pegawai/Karyawan", "Banyaknya Tenaga Kerja"),
    "tenaga_kerja_laki": ("Jml. Tenaga Kerja Laki-laki", "TK Laki-laki (orang)"),
    "tenaga_kerja_perempuan": ("Jml. Tenaga Kerja Perempuan", "TK Perempuan (orang)"),
    "tahun_berdiri": ("Tahun usaha berdiri", "Usaha berdiri sejak tahun"),
    "modal": ("Modal awal usaha (Rp)", "Besar modal usaha"),
    "nib": ("NIB (OSS)", "Nomor NIB (13 digit)"),
    "tanggal_lahir": ("Tanggal lahir pemilik", "TGL. LAHIR (tgl-bln-thn)"),
    "jenis_kelamin": ("Kelamin", "JNS. KELAMIN", "Laki-laki / Perempuan"),
    "produk": ("Produk yang dijual", "PRODUK / JASA"),
    "keterangan": ("KETERANGAN LAIN-LAIN", "Ket. Tambahan"),
    "email": ("e-mail aktif",),
    "skala_usaha_tertulis": ("Kategori (Mikro/Kecil/Menengah)", "Skala UMKM"),
    "status_usaha": ("Status (aktif/tutup)", "Kondisi usaha saat ini"),
    "kecamatan": ("Kecamatan tempat usaha",),
    "rt": ("RT tempat usaha",),
    "rw": ("RW tempat usaha",),
}  # fmt: skip
#: A second list of that kind, kept apart so that it can be measured by itself.
FRESH = {
    "no_urut": ("No.Urut", "#"),
    "nama_usaha": ("NAMA USAHA/TOKO/WARUNG", "Nm. Usaha", "NAMA UKM/IKM", "Merk/Nama Usaha", "Nama Dagang", "NAMA USAHA*", "Nama Usaha / Produk"),
    "nama_pemilik": ("NAMA PEMILIK/PENANGGUNGJAWAB", "PEMILIK USAHA (NAMA)", "NAMA PELAKU USAHA MIKRO", "Nama Pedagang/Pemilik", "Nama Pemilik Usahanya", "NM PEMILIK"),
    "nik": ("NO NIK KTP", "NIK / KTP", "NIK SESUAI KTP ELEKTRONIK", "Nomor KTP (NIK)", "No. Identitas (KTP)", "NIK 16 ANGKA", "No Induk Kependudukan (NIK)", "NOMOR E-KTP"),
    "no_hp": ("NO HP/TELP.", "CP/No. HP", "Nomer HP", "No. Tlp/WA", "HP/WA", "No WA yg aktif", "Kontak HP", "No.Telepon/ HP Pemilik", "TELEPHONE"),
    "alamat_usaha": ("ALAMAT USAHA (JL/NO)", "Alamat Domisili Usaha", "Lokasi/Alamat Usaha", "TEMPAT/ALAMAT USAHA", "Alamat (Jalan, No)", "Alamat Tempat Berjualan"),
    "kelurahan": ("KEL", "KEL.", "Kelurahan Domisili Usaha", "NAMA KELURAHAN", "KELURAHAN*"),
    "kecamatan": ("KEC", "Kecamatan*", "KECAMATAN USAHA"),
    "rt_rw": ("RT/ RW", "RT-RW", "RT. / RW.", "Rt/Rw", "RT & RW"),
    "rt": ("RT.",),
    "rw": ("RW.",),
    "jenis_usaha": ("JENIS USAHA/KEGIATAN", "Bidang Usaha/Sektor", "JENIS / BIDANG USAHA", "Kategori Usaha (Kuliner/Fashion/dll)", "JNS USAHA", "Jenis Usaha*"),
    "produk": ("Jenis Produk yg dijual", "Produk Utama/Andalan", "BARANG/JASA YANG DIHASILKAN", "Produk yg dihasilkan"),
    "omzet_bulanan": ("Omset perbulan", "OMZET / BLN (Rp)", "Omzet (per bln)", "Rata² Omzet/Bulan", "Omzet Rata2 / Bulan", "OMZET TIAP BULAN", "Omset/bulan (Rp)"),
    "omzet_tahunan": ("OMZET PERTAHUN", "Omzet/thn", "Omzet per tahun (2025)", "Omset setahun (Rp)"),
    "modal": ("Modal Usaha Awal (Rp)", "MODAL/INVESTASI", "Jumlah Modal Usaha", "Modal (Rp)"),
    "aset": ("NILAI ASET/KEKAYAAN", "Jumlah Asset (Rp)", "Aset Usaha"),
    "tenaga_kerja_total": ("JML TK", "Jumlah TK (Orang)", "TENAGA KERJA (JUMLAH)", "Tenaga Kerja Terserap", "JML KARYAWAN/PEKERJA", "Jumlah Pekerja (org)"),
    "tenaga_kerja_laki": ("TK (L)", "T.K. Laki-Laki", "Pekerja L", "Jml TK Pria"),
    "tenaga_kerja_perempuan": ("TK (P)", "T.K. Perempuan", "Pekerja P", "Jml TK Wanita"),
    "tahun_berdiri": ("Th. Mulai Usaha", "Thn Berdiri", "Berdiri Tahun", "Tahun Memulai Usaha", "Tahun Pendirian Usaha", "Tahun berdiri usaha"),
    "nib": ("NO NIB", "NIB (Nomor Induk Berusaha)", "NIB / IUMK", "Nomor NIB"),
    "npwp": ("NPWP (jika ada)", "NO NPWP"),
    "jenis_kelamin": ("JENIS KELAMIN L/P", "L / P", "JK (L/P)", "Sex (L/P)", "J. KELAMIN"),
    "tempat_tanggal_lahir": ("TEMPAT & TGL LAHIR", "Tmpt/Tgl Lahir", "TTL (Tempat, Tanggal Lahir)", "Tempat Tgl. Lahir"),
    "tanggal_lahir": ("TGL LHR", "TANGGAL LAHIR (DD/MM/YYYY)"),
    "pendidikan": ("PEND. TERAKHIR", "Pendidikan Pemilik Usaha", "PENDIDIKAN (SD/SMP/SMA/S1)"),
    "status_usaha": ("STATUS USAHA (AKTIF/TIDAK AKTIF)", "Aktif / Tdk Aktif", "Status Usaha saat ini"),
    "skala_usaha_tertulis": ("SKALA USAHA (MIKRO/KECIL/MENENGAH)", "Kelas UMKM", "Kriteria (Mikro, Kecil, Menengah)"),
    "bentuk_usaha": ("BENTUK USAHA (PT/CV/PERORANGAN)", "Badan Hukum Usaha"),
    "email": ("ALAMAT E-MAIL (JIKA ADA)", "EMAIL/SUREL"),
    "kbli": ("KODE KBLI (5 DIGIT)", "No KBLI"),
    "koordinat": ("Koordinat (Lat, Long)", "TITIK KOORDINAT LOKASI"),
    "keterangan": ("KET/CATATAN", "Keterangan*"),
    "no_kk": ("No.KK", "NO KARTU KELUARGA (KK)", "Nomor KK Pemilik"),
}  # fmt: skip
FRESH_OWN = (
    "Tanggal Pendataan", "Paraf", "Luas Lahan (m2)", "Jumlah Tanggungan", "Nama Koperasi", "Alamat Petugas", "Pinjaman KUR (Rp)", "Nama Instagram",
    "Kemasan", "Sertifikat Pelatihan", "No Anggota Koperasi", "Tgl Terbit NIB", "Status Perkawinan", "Nama Bank", "Laba per Bulan", "Tahun Bantuan",
    "NIK Istri", "No HP Petugas", "Kapasitas Produksi / Bulan", "Hari Buka",
)  # fmt: skip
OWN = (
    "Agama", "Umur", "NIK Petugas", "NIK KOPERASI", "No. Rekening", "Kode Pos", "Nama Ibu Kandung", "Nama Petugas", "Kapasitas Produksi",
    "Bantuan yang pernah diterima", "Minat Pelatihan", "Sudah ikut koperasi?",
)  # fmt: skip
BASE = ("nama_usaha", "nama_pemilik", "nik", "alamat_usaha", "no_hp")
MORE = (
    "jenis_usaha", "rt_rw", "kelurahan", "kecamatan", "omzet_bulanan", "modal", "tenaga_kerja_total", "keterangan", "nib", "jenis_kelamin",
    "produk", "tahun_berdiri", "email", "tempat_tanggal_lahir", "pendidikan", "status_usaha", "skala_usaha_tertulis", "omzet_tahunan", "npwp",
    "kbli", "no_kk", "aset", "bentuk_usaha", "koordinat",
)  # fmt: skip


def header(field: str, rng: random.Random, free: float = 0.0, fresh: float = 0.0) -> str:
    """One way of writing the header of a field."""
    if field in FRESH and rng.random() < fresh:
        return rng.choice(FRESH[field])
    if field in FREE and rng.random() < free:
        return rng.choice(FREE[field])
    return rng.choice(PLAIN[field])


def mistyped(text: str, rng: random.Random) -> str:
    """One slip of the finger in a word of five letters or more; other texts stay."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    place = rng.randint(1, len(word) - 2)
    slip = rng.randrange(3)
    if slip == 0:
        word = word[:place] + word[place + 1 :]
    elif slip == 1:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    else:
        word = word[:place] + word[place] + word[place:]
    return " ".join([*words[:at], word, *words[at + 1 :]])


def chosen(rng: random.Random, more: int) -> list[str]:
    """Fields of a form: the running number, the base in a usual order, and `more` others."""
    base = list(BASE)
    if rng.random() < 0.5:
        base[0], base[1] = base[1], base[0]
    extra = rng.sample(MORE, more)
    return ["no_urut", *base, *sorted(extra, key=MORE.index)]
