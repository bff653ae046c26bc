"""Pictures of the guides, made from real output: python -m tools.pictures.

Merges the sample workbooks into a temporary folder, then photographs the page at two widths and on paper, one printed
page of each sheet of each output, and the summary in a terminal of 100 columns. Needs chromium, soffice and the
programs of poppler, and the package pillow, which makes the files small.
"""

from __future__ import annotations

import html
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "img"
SENDER = "umkm kanigaran 2026 FINAL"
COLOURS = 128  # of a picture: flat colours and text need no more
MOST_BYTES = 200_000
#: picture → width and height of the browser window
WINDOWS = {"laporan.png": (1280, 1500), "laporan-ponsel.png": (390, 1500)}
#: picture → workbook, words on the printed page that is shown
SHEETS = {
    "laporan-kesalahan.png": ("laporan_kesalahan.xlsx", "Laporan kesalahan"),
    "laporan-kesalahan-kritis.png": ("laporan_kesalahan.xlsx", "Yang menahan baris"),
    "laporan-kesalahan-kelurahan.png": ("laporan_kesalahan.xlsx", "Kelurahan Kanigaran"),
    "kembali-ringkasan.png": (f"kembali/{SENDER}.xlsx", "Hasil pemeriksaan"),
    "kembali-kesalahan.png": (f"kembali/{SENDER}.xlsx", "Daftar sel yang perlu dilihat"),
    "kembali-data.png": (f"kembali/{SENDER}.xlsx", "PEMILIK"),
    "data.png": ("umkm_kota.xlsx", "Nama Usaha"),
    "rekap.png": ("umkm_kota.xlsx", "Produk khas"),
    "kamus-data.png": ("umkm_kota.xlsx", "Arti dan cara"),
    "neraca.png": ("umkm_kota.xlsx", "Selisih (harus"),
    "jejak.png": ("umkm_kota.xlsx", "Dipakai?"),
    "ditahan.png": ("ditahan.xlsx", "Nama Usaha"),
    "ditahan-alasan.png": ("ditahan.xlsx", "Alasan ditahan"),
    "tinjau-duplikat.png": ("tinjau_duplikat.xlsx", "keputusan"),
    "tinjau-duplikat-dibandingkan.png": ("tinjau_duplikat.xlsx", "nama_usaha_b"),
    "tinjau-duplikat-petunjuk.png": ("tinjau_duplikat.xlsx", "Cara meninjau"),
    "formulir.png": ("formulir.xlsx", "Nama Usaha"),
    "formulir-petunjuk.png": ("formulir.xlsx", "satu baris satu usaha"),
    "formulir-pilihan.png": ("formulir.xlsx", "BUMDes/BUMKel"),
}


def main() -> int:
    """Make every picture; 1 where a program is missing."""
    missing = [name for name in ("chromium", "soffice", "pdftoppm", "pdftotext") if shutil.which(name) is None]
    missing += [] if importlib.util.find_spec("PIL") else ["pillow"]
    if missing:
        print(f"missing: {', '.join(missing)}")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "hasil"
        command = [
            "merge",
            "sample_data/kelurahan",
            "--out",
            str(out),
            "--quiet",
            "--as-of",
            "2026-11-24",
        ]
        subprocess.run([sys.executable, "-m", "umkm_clean", *command], check=False, cwd=ROOT)
        form = ["template", "--kelurahan", "Kanigaran", "--out", str(out / "formulir.xlsx")]
        subprocess.run([sys.executable, "-m", "umkm_clean", *form], check=True, cwd=ROOT, capture_output=True)
        _terminal(IMAGES / "terminal.png", Path(folder))
        for name, size in WINDOWS.items():
            _page(out / "laporan.html", IMAGES / name, size)
        for name, (book, text) in SHEETS.items():
            _sheet(out / book, text, IMAGES / name, Path(folder))
        _paper(out / "laporan.html", IMAGES / "laporan-cetak.png", Path(folder))
    for picture in sorted(IMAGES.glob("*.png")):
        _small(picture)
    large = [picture.name for picture in IMAGES.glob("*.png") if picture.stat().st_size > MOST_BYTES]
    print(f"too large: {', '.join(large)}" if large else f"{len(list(IMAGES.glob('*.png')))} pictures")
    return 1 if large else 0


def _small(picture: Path) -> None:
    """The picture with a palette of few colours, packed as well as PNG can."""
    from PIL import Image

    with Image.open(picture) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def _page(source: Path, target: Path, size: tuple[int, int]) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size[0]},{size[1]}"]
    subprocess.run(
        ["chromium", *options, f"--screenshot={target}", source.as_uri()], check=True, capture_output=True, timeout=120
    )


def _paper(source: Path, target: Path, folder: Path) -> None:
    """The first page of the report on A4."""
    pdf = folder / "laporan.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run(["chromium", *options, source.as_uri()], check=True, capture_output=True, timeout=120)
    _photographed(pdf, 1, target)


def _terminal(target: Path, folder: Path) -> None:
    """What `validate` says of one sender's workbook."""
    file = f"{SENDER}.xlsx"
    shutil.copy(ROOT / "sample_data" / "kelurahan" / file, folder / file)
    command = ["validate", file, "--as-of", "2026-11-24"]
    environment = os.environ | {"COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-m", "umkm_clean", *command], cwd=folder, env=environment, capture_output=True, text=True
    ).stdout
    style = "margin:0;padding:20px;background:#1b1f24;color:#e6e6e6;font:15px/1.35 'DejaVu Sans Mono',monospace"
    shown = html.escape(f'$ umkm-clean validate "{file}"\n{said}')
    page = folder / "terminal.html"
    page.write_text(
        f'<meta charset="utf-8"><body style="margin:0;background:#1b1f24"><pre style="{style}">{shown}</pre>',
        encoding="utf-8",
    )
    _page(page, target, (960, 40 + 20 * (shown.count("\n") + 1)))


def _sheet(source: Path, text: str, target: Path, folder: Path) -> None:
    """The first printed page that shows `text`, as a picture."""
    pdf = folder / f"{source.stem}.pdf"
    if not pdf.exists():
        convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        subprocess.run(convert, check=True, capture_output=True, timeout=300)
    pages = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    number = next(at for at, page in enumerate(pages.split("\f"), 1) if text in page)
    _photographed(pdf, number, target)


def _photographed(pdf: Path, page: int, target: Path) -> None:
    shot = ["pdftoppm", "-r", "90", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(pdf)]
    subprocess.run([*shot, str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
