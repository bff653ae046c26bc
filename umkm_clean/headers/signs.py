"""What a row's own words say it is: a total, a numbering row, a signature, a note, a section; no neighbours asked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from umkm_clean.headers.content import digits_of, looks_like_nik, looks_like_phone
from umkm_clean.headers.words import fold, unspaced

if TYPE_CHECKING:
    from umkm_clean.headers.lexicon import Lexicon
    from umkm_clean.headers.places import Places

Cells = Mapping[int, str]

_NUMBERED = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z]{1,2})\s*[).]?(?:\s*=.*)?")
_MONTHS = "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_PLACE_DATE = re.compile(
    r"[A-Za-z .]{3,30},\s*(?:tgl\.?\s*)?(?:[0-9. _…]*\s*(?:"
    + _MONTHS
    + r")|[._…]{2,}|[0-9]{1,2}[-/ ][0-9]{1,2}[-/ ](?:19|20)?[0-9]{2}|20[0-9]{2}).*",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"[-+=:()\s]*(?:rp|idr)?[.\s]*[0-9][0-9.,\s%]*(?:,-)?\s*(?:[a-z/]{1,8})?\.?|[-–—:=.]+", re.IGNORECASE
)
_DATED = re.compile(r"(?:19|20)[0-9]{2}")
_TOTAL_START = frozenset({"jumlah", "total", "subtotal", "sub", "grand", "jml", "jlh"})
_SECTION_ENUMERATED = re.compile(r"(?:[A-Z]|[IVX]{1,4})\s*[.)]\s+\S")
_PREAMBLE = re.compile(r"^:|:$|\S\s*:\s*\S")
_NUMERAL = re.compile(r"\(?(?:[A-Za-z]|[IVXivx]{1,5})\s*[.)]?")
_NUMBER_KINDS = frozenset({"nik", "nib", "npwp", "digits", "phone", "money", "count", "date", "year", "kbli", "email"})
_NIP = re.compile(r"\bnip\b[\s.:]*[0-9 .…_]*", re.IGNORECASE)


def numbering(cells: Cells) -> bool:
    """A row that numbers the columns: 1 2 3 …, (1) (2) (3) …, A B C …, a few gaps allowed."""
    marks = []
    for _, text in sorted(cells.items()):
        found = _NUMBERED.fullmatch(text)
        if not found:
            return False
        mark = found.group(1).casefold()
        marks.append(int(mark) if mark.isdigit() else _letters(mark))
    if len(marks) < 3 or marks[0] not in (1, 2):
        return False
    steps = [later - earlier for earlier, later in itertools.pairwise(marks)]
    return all(step >= 1 for step in steps) and sum(step == 1 for step in steps) >= 0.7 * len(steps)


def _letters(mark: str) -> int:
    number = 0
    for char in mark:
        number = number * 26 + ord(char) - 96
    return number


def total_label(cells: Cells, lexicon: Lexicon, places: Places) -> int | None:
    """Column of the label if the row is a labelled total: all other cells hold numbers or nothing but strokes.

    A formula without a stored result ("=SUM(H4:H11)") counts as the number that it would show.
    """
    label: int | None = None
    for column, text in sorted(cells.items()):
        if is_total_text(text, lexicon, places):
            label = label or column
        elif not (_NUMERIC.fullmatch(text) or text.startswith("=") or is_average_text(text, lexicon)):
            return None
    return label


def is_total_text(text: str, lexicon: Lexicon, places: Places) -> bool:
    """Words of a total: "JUMLAH", "Sub Total RW 02", "Total Kelurahan Jati", "J U M L A H"; not "Total Motor"."""
    key = unspaced(fold(text))
    if lexicon.has_word("total", key):
        return True
    words = key.split()
    if not words or words[0] not in _TOTAL_START or len(words) > 9:
        return False
    named = {word for place in places.find(text) for word in fold(place.name).split()}
    fillers = lexicon.words.get("total_filler", frozenset()) | _TOTAL_START | named
    return all(word in fillers or word.isdigit() or re.fullmatch(r"[ivx]+", word) for word in words[1:])


def is_average_text(text: str, lexicon: Lexicon) -> bool:
    """Words of an average ("Rata-rata"): such a row sums up but is no total."""
    return lexicon.has_word("average", fold(text))


def signature(cells: Cells, lexicon: Lexicon, dated: Iterable[int]) -> bool:
    """Place and date, "Mengetahui", an office, "NIP. …"; `dated` are columns whose values are dates anyway."""
    skip = set(dated)
    for column, text in cells.items():
        key = fold(text)
        if lexicon.has_word("signature", key) or _NIP.match(text):
            return True
        if lexicon.starts_with_word("signature", key) and len(key.split()) <= 6:
            return True
        if column not in skip and len(text) <= 60 and _PLACE_DATE.fullmatch(text):
            return True
    return False


def note(cells: Cells, lexicon: Lexicon) -> bool:
    """A remark: begins with a word like "Catatan" or with an asterisk, or is one long sentence."""
    _, first = min(cells.items())
    if first.startswith(("*", "- ")):
        return True
    if (
        len(cells) <= 3
        and lexicon.starts_with_word("note", fold(first))
        and (len(cells) == 1 or ":" in "".join(cells.values()))
    ):
        return True
    return len(cells) == 1 and len(first.split()) > 9


def example(cells: Cells, lexicon: Lexicon) -> bool:
    """An example row of a form: its first cell says so."""
    _, first = min(cells.items())
    key = fold(first)
    return lexicon.has_word("example", key) or bool(
        re.fullmatch(r"(?:contoh|cth)(?: pengisian| isian)?(?: [0-9]+)?", key)
    )


def hints(cells: Cells, lexicon: Lexicon) -> bool:
    """A row of instructions right under the header ("diisi 16 angka", "(sesuai KTP)")."""
    if len(cells) < 2:
        return False
    told = sum(
        1
        for text in cells.values()
        if (text.startswith("(") and text.endswith(")")) or lexicon.starts_with_word("hint", fold(text))
    )
    return told >= 0.6 * len(cells)


def words_for_numbers(cells: Cells, kinds: Mapping[int, str], lexicon: Lexicon) -> bool:
    """Words where numbers belong ("16 angka" under NIK, "08xxx" under the phone), in two columns at least.

    Words that say that there is no number ("belum punya") are an answer, not an instruction.
    """
    told = [
        text for column, text in cells.items() if kinds.get(column) in _NUMBER_KINDS and any(map(str.isalnum, text))
    ]
    if any(lexicon.starts_with_word("none", fold(text)) for text in told):
        return False
    return len(told) >= 2 and all(
        sum(map(str.isalpha, text)) >= 3 and sum(map(str.isdigit, text)) <= 2 for text in told
    )


def section(text: str, lexicon: Lexicon, places: Places, may_be_name: bool = False) -> bool:
    """A heading inside a table: "RW 03", "KELURAHAN JATI", "A. Kuliner"; not "H. Slamet" in a column of names."""
    key = fold(text)
    words = key.split()
    if not words or len(words) > 12:
        return False
    if (places.kelurahan(text) and text.isupper()) or (_SECTION_ENUMERATED.match(text) and not may_be_name):
        return True
    if words[0] in ("data", "daftar", "rekap", "rekapitulasi", "laporan", "pendataan", "tabel", "lampiran", "usaha"):
        return len(words) > 1
    return len(words) <= 7 and lexicon.has_word("section", words[0]) and len(words) > 1


def preamble(cells: Cells) -> bool:
    """A label and its value, "Kelurahan : Jati", in one cell or in two or three."""
    return len(cells) <= 6 and any(_PREAMBLE.search(text) for text in cells.values())


def typed(cells: Cells, kinds: Mapping[int, str]) -> bool:
    """A cell that looks like its column's identity number, phone or e-mail: sure sign of data."""
    for column, text in cells.items():
        kind = kinds.get(column)
        if (kind == "nik" and looks_like_nik(text)) or (kind == "phone" and looks_like_phone(text)):
            return True
        if (kind == "nib" and len(digits_of(text)) in (12, 13)) or (kind == "digits" and len(digits_of(text)) == 16):
            return True
        if kind == "email" and "@" in text:
            return True
    return False


def name_like(text: str) -> bool:
    """At least two letters, not a sentence, not a label with a colon."""
    return sum(map(str.isalpha, text)) >= 2 and len(text.split()) <= 9 and ":" not in text


def is_numeral(text: str) -> bool:
    """A letter or a Roman number: "A.", "IV"."""
    return bool(_NUMERAL.fullmatch(text.strip()))


def number_of(text: str) -> int | None:
    """A running number: "12", "12."; None for anything else."""
    bare = text.strip().rstrip(".)").strip()
    if bare.endswith(".0"):
        bare = bare[:-2]
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 6 else None
