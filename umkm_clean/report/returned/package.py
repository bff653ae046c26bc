"""A workbook's package (zip) as parts that can be changed one by one; what is not changed is written as it came."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr, unescape

from umkm_clean.report.returned.spans import UnsuitableError, children_added, patched, spans, utf8
from umkm_clean.report.workbook import LEVEL

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: parts that a changed workbook must not carry: signatures would be false, macros do not belong in .xlsx
_DROPPED = re.compile(r"^(_xmlsignatures/|xl/vbaProject)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part; `target` is the part's name in the package."""

    id: str
    type: str  # last word of the type's URI
    target: str


@dataclass(slots=True)
class Package:
    """Parts by name. `changed` holds new contents, `removed` names that go."""

    source: zipfile.ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)  # keys of what could not be kept ("returned.lost-…")
    names: set[str] = field(init=False)
    lower: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {info.filename for info in self.source.infolist() if not info.is_dir()}
        self.lower = {name.lower(): name for name in self.names}
        for name in self.names:
            if _DROPPED.match(name):
                self.removed.add(name)
                self.lost.add("macros" if "vba" in name.lower() else "signature")

    def has(self, name: str) -> bool:
        """Whether there is such a part now."""
        return name in self.changed or (self._stored(name) is not None and name not in self.removed)

    def read(self, name: str) -> bytes:
        """A part's content now, in UTF-8."""
        if name in self.changed:
            return self.changed[name]
        stored = self._stored(name)
        if stored is None:
            raise UnsuitableError("parts")
        return utf8(self.source.read(stored))

    def write(self, name: str, content: bytes) -> None:
        """Give a part a new content."""
        self.changed[self._stored(name) or name] = content
        self.removed.discard(name)

    def remove(self, name: str) -> None:
        """Take a part and its own relationships away."""
        for part in (self._stored(name) or name, self._stored(rels_of(name)) or rels_of(name)):
            self.changed.pop(part, None)
            self.removed.add(part)

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken: `pattern` has one `{}` for a number."""
        number = 1
        while pattern.format(number).lower() in self.lower or pattern.format(number) in self.changed:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """What a part is related to inside the package."""
        name = rels_of(part)
        if not self.has(name):
            return []
        folder = posixpath.dirname(part)
        found = []
        for span in spans(self.read(name), 1):
            at = span.attributes
            if span.name == "Relationship" and at.get("TargetMode") != "External":
                target = at.get("Target", "").replace("\\", "/")
                full = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found.append(
                    Relation(at.get("Id", ""), at.get("Type", "").rpartition("/")[2], self._stored(full) or full)
                )
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship and give its id."""
        name = rels_of(part)
        used = {relation.id for relation in self.relations(part)} if self.has(name) else set()
        identifier = next(f"rIdU{number}" for number in range(1, len(used) + 2) if f"rIdU{number}" not in used)
        where = posixpath.relpath(target, posixpath.dirname(part))
        line = f'<Relationship Id="{identifier}" Type="{RELS}/{kind}" Target={quoteattr(where)}/>'.encode()
        if not self.has(name):
            self.write(
                name,
                (
                    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                    f'<Relationships xmlns="{_PACKAGE_RELS}"></Relationships>'
                ).encode(),
            )
        content = self.read(name)
        root = spans(content, 0)[0]
        self.write(name, patched(content, [children_added(content, root, line)]))
        return identifier

    def unrelate(self, part: str, targets: set[str]) -> None:
        """Take away the relationships of `part` to parts that go."""
        gone = {relation.id for relation in self.relations(part) if relation.target in targets}
        if gone:
            content = self.read(rels_of(part))
            cut = [
                (span.start, span.end, b"")
                for span in spans(content, 1)
                if span.depth == 1 and span.attributes.get("Id") in gone
            ]
            self.write(rels_of(part), patched(content, cut))

    def declare(self, types: dict[str, str], defaults: dict[str, str]) -> None:
        """Content types of new parts and of extensions; those of parts that went go too."""
        content = self.read("[Content_Types].xml")
        found = spans(content, 1)
        changes: list[tuple[int, int, bytes]] = []
        for span in found[1:]:
            name = unescape(span.attributes.get("PartName", "")).lstrip("/")
            kind = span.attributes.get("ContentType", "")
            if name and ((self._stored(name) or name) in self.removed or name in types):
                changes.append((span.start, span.end, b""))
            elif span.name == "Override" and kind.endswith(("macroEnabled.main+xml", "template.main+xml")):
                tag = content[span.start : span.open_end].replace(kind.encode(), _SHEET_TYPE.encode())
                changes.append((span.start, span.open_end, tag))
        known = {span.attributes.get("Extension", "").lower() for span in found}
        lines = [
            f"<Default Extension={quoteattr(extension)} ContentType={quoteattr(kind)}/>"
            for extension, kind in defaults.items()
            if extension not in known
        ]
        lines += [
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
            for name, kind in types.items()
        ]
        changes.append(children_added(content, found[0], "".join(lines).encode()))
        self.write("[Content_Types].xml", patched(content, changes))

    def save(self, path: Path) -> None:
        """Write the package: old parts in their old order, then new ones; no clock."""
        with zipfile.ZipFile(path, "w") as target:
            for info in self.source.infolist():
                if info.is_dir() or info.filename in self.removed:
                    continue
                made = zipfile.ZipInfo(info.filename, info.date_time)
                made.compress_type = (
                    zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                )
                content = self.changed.get(info.filename) or self.source.read(info.filename)
                target.writestr(made, content, compresslevel=LEVEL)
            for name in sorted(set(self.changed) - self.names):
                made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                made.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(made, self.changed[name], compresslevel=LEVEL)

    def _stored(self, name: str) -> str | None:
        return self.lower.get(name.lower())


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
