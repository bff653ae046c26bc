"""The workbook part of a package: which sheets there are, and our two sheets put in the place of their elder selves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from umkm_clean.report.returned.package import MAIN, RELS, Package
from umkm_clean.report.returned.pages import FAULTS, SUMMARY
from umkm_clean.report.returned.spans import (
    Span,
    UnsuitableError,
    children_added,
    patched,
    prefix_of,
    spans,
    with_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MARKER = "umkm-clean"
_A1 = re.compile(
    rb"""<(?:[A-Za-z_][\w.-]*:)?c\b[^>]*\sr\s*=\s*["']A1["'][^>]*>(.*?)</(?:[A-Za-z_][\w.-]*:)?c>""", re.DOTALL
)
_INDEX = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?v>([0-9]+)<")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook: `part` is "" for what is not in the package."""

    name: str
    id: int
    part: str
    ours: bool
    span: Span


class Workbook:
    """What the package's workbook part says, and what it has to say in the end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = next((relation.target for relation in package.relations("") if relation.type == "officeDocument"), "")
        if not root:
            raise UnsuitableError("parts")
        self.part = root
        content = package.read(root)
        self.found = spans(content, 3)
        if MAIN not in self.found[0].attributes.values() or self.found[0].attributes.get("conformance") == "strict":
            raise UnsuitableError("strict")
        self.prefix = prefix_of(content, self.found[0])
        relations = package.relations(root)
        self.styles = next((relation.target for relation in relations if relation.type == "styles"), "")
        if not self.styles:
            raise UnsuitableError("parts")
        self._strings = next((relation.target for relation in relations if relation.type == "sharedStrings"), "")
        parts = {relation.id: relation.target for relation in relations}
        self.sheets: Sequence[Sheet] = [
            self._sheet(span, parts) for span in self.found if span.name == "sheet" and span.depth == 2
        ]

    def _sheet(self, span: Span, parts: Mapping[str, str]) -> Sheet:
        at = span.attributes
        relation = next((value for key, value in at.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
        part = parts.get(relation, "")
        part = part if self.package.has(part) else ""
        name = at.get("name", "")
        ours = name.startswith((SUMMARY, FAULTS)) and bool(part) and self._marked(part)
        return Sheet(name, int(at.get("sheetId", 0) or 0), part, ours, span)

    def _marked(self, part: str) -> bool:
        """Whether cell A1 carries our name (as inline text, or as a shared text after another program saved it)."""
        match = _A1.search(self.package.read(part))
        if match is None:
            return False
        if MARKER.encode() in match[1]:
            return True
        index = _INDEX.search(match[1])
        if index is None or not self._strings or not self.package.has(self._strings):
            return False
        texts = [span for span in spans(self.package.read(self._strings), 3) if span.depth == 1]
        at = int(index[1])
        content = self.package.read(self._strings)
        return at < len(texts) and MARKER.encode() in content[texts[at].start : texts[at].end]

    def with_pages(self, pages: Mapping[str, bytes]) -> None:
        """Our sheets at the end (old ones go), the first of `pages` active; names of other sheets are never taken."""
        package, content = self.package, self.package.read(self.part)
        gone = [sheet for sheet in self.sheets if sheet.ours]
        for sheet in gone:
            for relation in package.relations(sheet.part):
                if relation.type in ("comments", "vmlDrawing", "printerSettings"):
                    package.remove(relation.target)
            package.remove(sheet.part)
        package.unrelate(self.part, {sheet.part for sheet in gone})
        kept = [sheet for sheet in self.sheets if not sheet.ours]
        number = max([sheet.id for sheet in self.sheets], default=0)
        lines, types = [], {}
        for at, (name, xml) in enumerate(pages.items(), 1):
            part = package.free_name("xl/worksheets/sheet{}.xml")
            package.write(part, xml)
            types[part] = SHEET_TYPE
            identifier = package.relate(self.part, "worksheet", part)
            free = self._free(name, {sheet.name.lower() for sheet in kept})
            lines.append(
                f'<{self.prefix}sheet name={quoteattr(free)} sheetId="{number + at}" '
                f'xmlns:r="{RELS}" r:id="{identifier}"/>'
            )
        package.declare(types, {})
        parent = next(span for span in self.found if span.name == "sheets" and span.depth == 1)
        changes = [(sheet.span.start, sheet.span.end, b"") for sheet in gone]
        changes.append(children_added(content, parent, "".join(lines).encode()))
        changes += self._views(content, len(kept)) + self._names(content, kept)
        package.write(self.part, patched(content, changes))
        for sheet in kept:
            self._unselect(sheet)

    def _free(self, name: str, taken: set[str]) -> str:
        return next(
            free
            for free in (name, f"{name} umkm-clean", *(f"{name} umkm-clean {n}" for n in range(2, 99)))
            if free.lower() not in taken
        )

    def _views(self, content: bytes, active: int) -> list[tuple[int, int, bytes]]:
        views = [span for span in self.found if span.name == "workbookView"]
        return [
            (span.start, span.open_end, with_attribute(content[span.start : span.open_end], "activeTab", str(active)))
            for span in views[:1]
        ]

    def _names(self, content: bytes, kept: Sequence[Sheet]) -> list[tuple[int, int, bytes]]:
        """Names that belong to a sheet count sheets by their place: they follow the sheets, or go with them."""
        places = {at: kept.index(sheet) for at, sheet in enumerate(self.sheets) if not sheet.ours}
        changes = []
        for span in self.found:
            local = span.attributes.get("localSheetId")
            if span.name != "definedName" or local is None:
                continue
            new = places.get(int(local))
            if new is None:
                changes.append((span.start, span.end, b""))
            elif new != int(local):
                tag = with_attribute(content[span.start : span.open_end], "localSheetId", str(new))
                changes.append((span.start, span.open_end, tag))
        return changes

    def _unselect(self, sheet: Sheet) -> None:
        """Only one sheet may be selected: two selected ones would be typed into together."""
        if not sheet.part:
            return
        content = self.package.read(sheet.part)
        match = re.search(
            rb"""<(?:[A-Za-z_][\w.-]*:)?sheetView\b[^>]*\stabSelected\s*=\s*["'](?:1|true)["'][^>]*>""", content
        )
        if match:
            tag = with_attribute(match[0], "tabSelected", None)
            self.package.write(sheet.part, content[: match.start()] + tag + content[match.end() :])
