"""Pictures of the guides, made from real output: python -m tools.pictures (needs chromium, soffice and pdftoppm).

Merges the sample workbooks into a temporary folder, then photographs the page at two widths, the sheets that people
work with, and the summary in a terminal of 100 columns.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "img"
SENDER = "umkm kanigaran 2026 FINAL"
#: picture → width and height of the browser window
WINDOWS = {"laporan.png": (1280, 1500), "laporan-ponsel.png": (390, 1500)}
#: picture → workbook, text on the page that is shown
SHEETS = {
    "laporan-kesalahan.png": ("laporan_kesalahan.xlsx", "Laporan kesalahan"),
    "kembali-ringkasan.png": (f"kembali/{SENDER}.xlsx", "Hasil pemeriksaan"),
    "kembali-kesalahan.png": (f"kembali/{SENDER}.xlsx", "Daftar sel yang perlu dilihat"),
    "rekap.png": ("umkm_kota.xlsx", "Produk khas"),
}


def main() -> int:
    """Make every picture; 1 where a program is missing."""
    missing = [name for name in ("chromium", "soffice", "pdftoppm", "pdftotext") if shutil.which(name) is None]
    if missing:
        print(f"missing: {', '.join(missing)}")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "hasil"
        command = [
            "merge",
            str(ROOT / "sample_data" / "kelurahan"),
            "--out",
            str(out),
            "--quiet",
            "--as-of",
            "2026-11-24",
        ]
        subprocess.run([sys.executable, "-m", "umkm_clean", *command], check=False, cwd=ROOT)
        _terminal(IMAGES / "terminal.png", Path(folder))
        for name, size in WINDOWS.items():
            _page(out / "laporan.html", IMAGES / name, size)
        for name, (book, text) in SHEETS.items():
            _sheet(out / book, text, IMAGES / name, Path(folder))
    return 0


def _page(source: Path, target: Path, size: tuple[int, int]) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size[0]},{size[1]}"]
    subprocess.run(
        ["chromium", *options, f"--screenshot={target}", source.as_uri()], check=True, capture_output=True, timeout=120
    )


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
    shot = ["pdftoppm", "-r", "80", "-f", str(number), "-l", str(number), "-singlefile", "-png", str(pdf)]
    subprocess.run([*shot, str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
