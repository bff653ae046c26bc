"""What a file is, by its content; its name counts only for lock files."""

from __future__ import annotations

import posixpath
import re

from umkm_clean import codes
from umkm_clean.read.package import Package, main_part
from umkm_clean.read.refused import Refused
from umkm_clean.read.xml_parts import elements

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD = 1 << 16

#: First bytes → what to call it. Names of formats are the same in every language.
_MAGIC = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"{\\rtf", "RTF (Word)"), (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"), (b"\x1f\x8b", "GZIP"), (b"BZh", "BZIP2"), (b"\xfd7zXZ", "XZ"), (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"), (b"ID3", "MP3"), (b"OggS", "OGG"), (b"RIFF", "RIFF (WAV, AVI, WEBP)"),
    (b"\x00\x01\x00\x00Standard", "Microsoft Access"), (b"!BDN", "Outlook"), (b"%!PS", "PostScript"),
    (b"\x1aE\xdf\xa3", "MKV"),
)  # fmt: skip
_SHORT_MAGIC = {b"BM", b"MZ"}  # two letters are a text's beginning too: believed only in files that are not text
_BIFF_START = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", re.DOTALL)
_OOXML = (("word/", "Word"), ("ppt/", "PowerPoint"), ("visio/", "Visio"), ("index/", "Apple Numbers"))
_ODF = {
    "application/vnd.oasis.opendocument.text": "LibreOffice Writer",
    "application/vnd.oasis.opendocument.presentation": "LibreOffice Impress",
    "application/vnd.oasis.opendocument.graphics": "LibreOffice Draw",
}
_ODS = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.sun.xml.calc")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|body|head|meta|div|style|center|tr)\b", re.IGNORECASE)
_LOCK_BYTES, _SMALL = (165, 171), 1024


def check_name(name: str, size: int, head: bytes) -> None:
    """Refuse Excel's and LibreOffice's lock files and empty files."""
    looks_locked = size in _LOCK_BYTES and b"\x00" in head and head[0] < 0x20  # the length of a name, then the name
    if (name.startswith("~$") and size < _SMALL) or name.startswith(".~lock.") or looks_locked:
        raise Refused(codes.SRC_LOCK_FILE)
    if not size or not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused(codes.SRC_EMPTY)


def by_head(head: bytes) -> str:
    """`zip`, `ole`, or the format's name, by the first bytes. Raises `Refused` for what is no spreadsheet."""
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    if head.startswith(b"PAR1"):
        return "parquet"
    if _BIFF_START.match(head):
        return "xls"
    text = looks_like_text(head)
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (text and magic in _SHORT_MAGIC):
            raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind=kind)
    if head[4:8] == b"ftyp":
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="MP4, HEIC")
    if not text:
        raise Refused(codes.SRC_UNKNOWN)
    return _by_text(head)


def is_flat(head: bytes) -> bool:
    """Whether the file is of a format that is read in blocks, with limits of its own."""
    try:
        return by_head(head) in ("csv", "parquet")
    except Refused:
        return False


def _by_text(head: bytes) -> str:
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain[:1] == b"<":
        if _HTML.search(plain[:4096]):
            return "html"
        if b"urn:schemas-microsoft-com:office:spreadsheet" in plain[:4096]:
            raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="XML Spreadsheet 2003")
        if plain.startswith(b"<?xml"):
            raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="XML")
    if plain[:13].lower() == b"mime-version:":
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="MHTML")
    if plain[:1] in b"{[" and re.match(rb'(?:\{\s*"|\[\s*[\[{"])', plain):
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="JSON")
    return "csv"


def looks_like_text(head: bytes) -> bool:
    """Whether bytes can be text: UTF-16, or hardly any control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(head):
        return True
    odd = sum(map(head.count, (bytes([code]) for code in (*range(9), 11, 12, *range(14, 27), *range(28, 32), 127))))
    return odd * 100 <= len(head)


def utf16_without_mark(head: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where every second byte of the beginning is zero, as in text of Latin letters."""
    sample = head[: min(len(head), 2000) // 2 * 2]
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 10 > half * 7 and even * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > half * 7 and odd * 10 < half else None


def by_package(package: Package) -> str:
    """The format of a zip package. Raises `Refused` for documents, archives and encrypted files."""
    mimetype = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in package else ""
    if mimetype.startswith(_ODS):
        if "meta-inf/manifest.xml" in package and _encrypted(package):
            raise Refused(codes.SRC_ENCRYPTED)
        return "ods"
    if kind := next((kind for start, kind in _ODF.items() if mimetype.startswith(start)), None):
        raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind=kind)
    if "encryptedpackage" in package:
        raise Refused(codes.SRC_ENCRYPTED)
    part = main_part(package)
    if part.endswith(".bin"):
        return "xlsb"
    for start, kind in _OOXML:
        if any(name.startswith(start) for name in package.names) and not any(
            name.startswith("xl/") for name in package.names
        ):
            raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind=kind)
    if part or any(name.startswith("xl/") for name in package.names):
        return "xlsx"
    inside = [posixpath.basename(name) for name in package.written_names]
    if workbooks := [name for name in inside if name.lower().endswith(_WORKBOOKS)]:
        raise Refused(codes.SRC_ARCHIVE, count=len(workbooks), first=workbooks[0])
    raise Refused(codes.SRC_NOT_A_SPREADSHEET, kind="ZIP")


def _encrypted(package: Package) -> bool:
    return any(tag == "encryption-data" for tag, _, _ in elements(package.read("META-INF/manifest.xml")))
