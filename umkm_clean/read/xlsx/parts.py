"""The parts of a workbook beside its sheets: the list of sheets, relationships, shared strings, date styles."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from umkm_clean import codes
from umkm_clean.read.package import Package, main_part, relations
from umkm_clean.read.plain import clean, elapsed, is_blank, serial_date
from umkm_clean.read.refused import Refused
from umkm_clean.read.xlsx.quick import SURE, decode_escapes, shown, without_prefix
from umkm_clean.read.xml_parts import elements, local, parse

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}
_TRUE = ("1", "true", "on")


class Entry(NamedTuple):
    """A sheet in the workbook's list. `part` is "" where the package has no such part; `kind` is its relationship."""

    name: str
    position: int
    state: str
    kind: str  # worksheet | chartsheet | dialogsheet | xlMacrosheet …
    part: str


class Workbook(NamedTuple):
    """What the workbook part and its relationships say. `unlisted` are sheet parts that the list does not name."""

    part: str
    sheets: tuple[Entry, ...]
    since_1904: bool
    strings: str
    styles: str
    macros: bool
    external: bool
    unlisted: tuple[str, ...]


class Styles(NamedTuple):
    """Which cell styles show a number as a date, and which as an elapsed time ("[h]:mm")."""

    dates: frozenset[int]
    elapsed: frozenset[int]
    since_1904: bool

    def shown(self, number: float, style: int) -> Any:
        """The number as a cell of this style index shows it: a date, an elapsed time, or itself."""
        if style in self.elapsed:
            return elapsed(number)
        return serial_date(number, since_1904=self.since_1904) if style in self.dates else number


def workbook(package: Package) -> Workbook:
    """Read the workbook part. Raises `Refused` where there is none or it is damaged."""
    part = main_part(package)
    if not part:
        raise Refused(codes.SRC_BROKEN, problem="no workbook part")
    related = relations(package, part)
    by_kind = {kind.lower(): target for kind, target in reversed(related.values())}
    sheets: list[Entry] = []
    listed: set[str] = set()
    since_1904 = False
    for tag, attributes, _ in elements(package.read(part)):
        if tag == "sheet":
            kind, target = related.get(attributes.get("id", ""), ("worksheet", ""))
            state = _STATES.get(attributes.get("state", ""), "visible")
            found = target if target in package else ""
            listed.add(target)
            sheets.append(Entry(clean(decode_escapes(attributes.get("name", ""))), len(sheets), state, kind, found))
        elif tag == "workbookPr":
            since_1904 = attributes.get("date1904", "") in _TRUE
    return Workbook(
        part,
        tuple(sheets),
        since_1904,
        _there(package, by_kind.get("sharedstrings", ""), "xl/sharedstrings.xml"),
        _there(package, by_kind.get("styles", ""), "xl/styles.xml"),
        macros=any(kind.lower() == "vbaproject" for kind, _ in related.values()) or "xl/vbaproject.bin" in package,
        external=any(kind.lower() == "externallink" for kind, _ in related.values()),
        unlisted=tuple(
            to for kind, to in related.values() if kind == "worksheet" and to in package and to not in listed
        ),
    )


def _there(package: Package, *parts: str) -> str:
    return next((part for part in parts if part and part in package), "")


def shared_strings(package: Package, part: str) -> list[str]:
    """All shared strings, rich text joined, phonetic guides left out."""
    strings = _Strings()
    if part:
        parse(package.blocks(part), strings.start, strings.end, strings.text)
    return strings.found


class _Strings:
    """Expat's events of the shared strings part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._run: list[str] | None = None
        self._preserved = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "si":
            self._runs = []
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "t" and not self._phonetic:
            self._run = []
            self._preserved = attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "si":
            self.found.append(decode_escapes("".join(self._runs)))
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "t" and self._run is not None:
            text = "".join(self._run)
            self._runs.append(text if self._preserved else text.strip(_XML_SPACE))
            self._run = None

    def text(self, piece: str) -> None:
        if self._run is not None:
            self._run.append(piece)


_XML_SPACE = " \t\r\n"
_MAYBE_BLANK = re.compile(
    rb"<t(?: [^>]*)?(?:/>|>(?:\s|\xc2[\x80-\xa0\xad]|\xd8\x9c|\xe1[\x9a\xa0][\x80\x8e]|\xe2[\x80\x81][\x80-\xbf]"
    rb"|\xe3\x80\x80|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]|&#[xX]?[0-9A-Fa-f]+;|_x[0-9A-Fa-f]{4}_)*</t>)"
)
#: Most items show something for certain: each becomes one mark, so that only the others are looked at.
_MARK = b"\x01"
_SURE = re.compile(rb"<si>" + SURE + rb"</si>")
_MARKS_OR_ITEM = re.compile(rb"\x01+|<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_TEXT = re.compile(rb"<t\b([^>]*?)(?:/>|>([^<]*)</t>)")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)


def blank_strings(package: Package, part: str) -> tuple[frozenset[int], frozenset[int]]:
    """Indices of shared strings that show nothing, and of those that are empty, found on the bytes.

    Shares no code with `shared_strings` or with any reader.
    """
    if not part:
        return frozenset(), frozenset()
    data = b"".join(without_prefix(package.blocks(part)))
    if not _MAYBE_BLANK.search(data) and data.count(b"<si") == data.count(b"<t>") + data.count(b"<t "):
        return frozenset(), frozenset()
    if _MARK not in data:  # as in any XML
        data = _SURE.sub(_MARK, data)
    blank, empty, index = set(), set(), 0
    for match in _MARKS_OR_ITEM.finditer(data):
        if match[0].startswith(_MARK):
            index += len(match[0])
            continue
        item = "".join(shown(*run) for run in _TEXT.findall(_PHONETIC.sub(b"", match[1] or b"")))
        if is_blank(item):
            blank.add(index)
            if not item:
                empty.add(index)
        index += 1
    return frozenset(blank), frozenset(empty)


_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_ELAPSED_FORMAT, _ELAPSED = 46, re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOT_DATE_WORDS = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.|General', re.IGNORECASE)
_DATE_LETTERS = re.compile("[dmyhs]", re.IGNORECASE)


def styles(package: Package, part: str, *, since_1904: bool) -> Styles:
    """Which style indices are dates: built-in formats, and own formats with a day, month, year, hour or second."""
    custom: dict[int, str] = {}
    dates: set[int] = set()
    spans: set[int] = set()
    inside = index = 0
    for tag, attributes, _ in elements(package.read(part)) if part else ():
        if tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside, index = int(tag == "cellXfs"), 0
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            if number.isdigit() and shows_date(int(number), custom):
                elapsed_ = int(number) == _ELAPSED_FORMAT or _ELAPSED.search(custom.get(int(number), ""))
                (spans if elapsed_ else dates).add(index)
            index += 1
    return Styles(frozenset(dates), frozenset(spans), since_1904)


def shows_date(number: int, custom: dict[int, str]) -> bool:
    """Whether a number format shows a date or a time."""
    if number in custom:
        first = custom[number].split(";")[0]
        return bool(_DATE_LETTERS.search(_NOT_DATE_WORDS.sub("", first)))
    return number in _DATE_FORMATS
