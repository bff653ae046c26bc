"""Where elements stand in a part's bytes, told by a real XML parser, so that all other bytes can stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")


class UnsuitableError(Exception):
    """A package that cannot be edited in place; the reason is a key of the texts ("returned.lost-look-…")."""


@dataclass(frozen=True, slots=True)
class Span:
    """An element: its local name, attributes, depth (root is 0), and byte offsets of its tags.

    `start` … `open_end` is the opening tag, `close` … `end` the closing one (both the same for an empty element).
    """

    name: str
    depth: int
    attributes: Mapping[str, str]
    start: int
    open_end: int
    close: int
    end: int
    text: str = ""

    @property
    def empty(self) -> bool:
        """Written as `<a/>`."""
        return self.close == self.start


def utf8(part: bytes) -> bytes:
    """The part in UTF-8 without a byte order mark, its declaration true."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        part = part.decode("utf-16").encode("utf-8")
    part = part.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(part)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"utf-16"):
        raise UnsuitableError("encoding")
    if declared and declared[1].lower() == b"utf-16":
        part = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + part[declared.end() :]
    return part


def spans(part: bytes, depth: int = 9) -> Sequence[Span]:
    """Elements down to `depth`, in the order of their opening tags. Raises `UnsuitableError` for odd XML."""
    found: list[list[object]] = []
    open_: list[int] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_) <= depth:
            begin = parser.CurrentByteIndex
            end = _TAG_END.match(part, begin)
            if end is None:
                raise UnsuitableError("xml")
            found.append([name.rpartition(":")[2], len(open_), attributes, begin, end.end(), begin, end.end(), ""])
            open_.append(len(found) - 1)
        else:
            open_.append(-1)

    def stop(name: str) -> None:
        at = open_.pop()
        if at >= 0:
            opened = found[at][4]
            assert isinstance(opened, int)
            if not part.endswith(b"/>", 0, opened):
                begin = parser.CurrentByteIndex
                end = _TAG_END.match(part, begin)
                found[at][5], found[at][6] = begin, end.end() if end else begin

    def characters(text: str) -> None:
        if open_ and open_[-1] >= 0:
            found[open_[-1]][7] = str(found[open_[-1]][7]) + text

    def refuse(*ignored: object) -> None:
        raise UnsuitableError("xml")

    parser.StartElementHandler, parser.EndElementHandler = start, stop
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise UnsuitableError("xml") from None
    return [Span(*values) for values in found]  # type: ignore[arg-type]


def patched(part: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """`part` with byte ranges replaced; an empty range inserts. Ranges must not overlap."""
    pieces, at = [], 0
    for begin, end, new in sorted(changes, key=lambda change: change[:2]):
        pieces += [part[at:begin], new]
        at = end
    return b"".join([*pieces, part[at:]])


def children_added(part: bytes, parent: Span, new: bytes, prefix: str = "") -> tuple[int, int, bytes]:
    """The change that appends `new` at the end of `parent`'s content."""
    if not parent.empty:
        return parent.close, parent.close, new
    tag = part[parent.start : parent.open_end]
    name = re.match(rb"<([^\s/>]+)", tag)
    assert name is not None
    opened = tag.rstrip(b">").rstrip().rstrip(b"/").rstrip() + b">"
    return parent.start, parent.open_end, opened + new + b"</" + name[1] + b">"


def prefix_of(part: bytes, span: Span) -> str:
    """The namespace prefix an element is written with, with its colon ("x:"), or ""."""
    match = re.match(rb"<([A-Za-z_][\w.-]*:)?", part[span.start : span.open_end])
    return match[1].decode() if match and match[1] else ""


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """An opening tag with an attribute set (or taken away: None)."""
    pattern = re.compile(rb"\s" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    bare = pattern.sub(b"", tag, count=1)
    if value is None:
        return bare
    end = re.search(rb"\s*/?>$", bare)
    assert end is not None
    return bare[: end.start()] + f' {name}="{value}"'.encode() + bare[end.start() :]
