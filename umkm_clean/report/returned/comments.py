"""Comments of a sheet: ours are replaced, the sender's stay; each with the shape that shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from umkm_clean.model import letter
from umkm_clean.report.returned.cells import column_number
from umkm_clean.report.returned.package import MAIN, RELS, Package, Relation
from umkm_clean.report.returned.spans import Span, children_added, patched, prefix_of, spans
from umkm_clean.report.sheet_rows import xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTHOR = "umkm-clean"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: elements of a sheet that may follow `legacyDrawing`, by the order of the schema
_LATER = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
}
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>\s*", re.DOTALL)
_PLACE = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>\s*<x:Column>\s*([0-9]+)\s*</x:Column>")
_CLUSTERS = re.compile(rb"""(<o:idmap\b[^>]*?\bdata\s*=\s*["'])([0-9, ]+)(["'])""")
_SHEET_DATA_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?sheetData\s*>")
_ID = re.compile(rb"_x0000_s([0-9]+)")
_CLUSTER = 1024  # shape ids of a drawing come in clusters of this size
_ADDRESS = re.compile(r"([A-Za-z]+)([0-9]+)")

Cell = tuple[int, int]  # Excel row, column


def commented(
    package: Package, part: str, content: bytes, tail_from: int, notes: Mapping[Cell, str], cluster: int
) -> tuple[bytes, int, list[Cell]]:
    """The sheet's content with our notes as comments: new content, next free cluster of shape ids, cells left without.

    `tail_from`: where the part after the cells begins. A cell that already has a comment of the sender keeps it (and is
    named in the result: the note is still on the sheet `Kesalahan`).
    """
    relations = package.relations(part)
    comments = next((relation for relation in relations if relation.type == "comments"), None)
    drawing = next((relation for relation in relations if relation.type == "vmlDrawing"), None)
    if comments is None and not notes:
        return content, cluster, []
    if comments is None:
        return _new(package, part, content, tail_from, notes, cluster, drawing)
    gone, theirs = _merge(package, comments, notes)
    placed = {cell: text for cell, text in notes.items() if cell not in theirs}
    if drawing is not None:
        old = (
            package.source.read(drawing.target)
            if drawing.target not in package.changed
            else package.changed[drawing.target]
        )
        shapes, cluster = _shapes(old, gone, placed, cluster)
        package.write(drawing.target, shapes)
        return content, cluster, sorted(set(notes) & theirs)
    return *_draw(package, part, content, tail_from, placed, cluster), sorted(set(notes) & theirs)


def _new(
    package: Package,
    part: str,
    content: bytes,
    tail_from: int,
    notes: Mapping[Cell, str],
    cluster: int,
    drawing: Relation | None,
) -> tuple[bytes, int, list[Cell]]:
    name = package.free_name("xl/comments{}.xml")
    lines = "".join(_comment(cell, text, 0, "") for cell, text in sorted(notes.items()))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    authors = f"<authors><author>{AUTHOR}</author></authors>"
    body = f'<comments xmlns="{MAIN}">{authors}<commentList>{lines}</commentList></comments>'
    package.write(name, (head + body).encode())
    package.relate(part, "comments", name)
    package.declare({name: COMMENTS_TYPE}, {"vml": VML_TYPE})
    if drawing is not None:  # controls without comments: their shapes stay, ours join them
        shapes, cluster = _shapes(package.source.read(drawing.target), set(), notes, cluster)
        package.write(drawing.target, shapes)
        return content, cluster, []
    return *_draw(package, part, content, tail_from, notes, cluster), []


def _merge(package: Package, comments: Relation, notes: Mapping[Cell, str]) -> tuple[set[Cell], set[Cell]]:
    """Our old comments out, our new ones in; cells whose comment went, cells whose comment is the sender's."""
    content = package.read(comments.target)
    found = spans(content, 3)
    prefix = prefix_of(content, found[0])
    authors = [span for span in found if span.name == "author"]
    ours = {at for at, span in enumerate(authors) if span.text.strip() == AUTHOR}
    listed = [span for span in found if span.name == "comment"]
    gone = {_cell(span) for span in listed if int(span.attributes.get("authorId", -1)) in ours}
    theirs = {_cell(span) for span in listed} - gone
    changes = [(span.start, span.end, b"") for span in listed if _cell(span) in gone]
    author = min(ours) if ours else len(authors)
    if not ours:
        parent = next(span for span in found if span.name == "authors")
        changes.append(children_added(content, parent, f"<{prefix}author>{AUTHOR}</{prefix}author>".encode()))
    lines = "".join(_comment(cell, text, author, prefix) for cell, text in sorted(notes.items()) if cell not in theirs)
    parent = next(span for span in found if span.name == "commentList")
    changes.append(children_added(content, parent, lines.encode()))
    package.write(comments.target, patched(content, changes))
    return gone, theirs


def _comment(cell: Cell, text: str, author: int, prefix: str) -> str:
    address = f"{letter(cell[1])}{cell[0]}"
    font = f'<{prefix}rPr><{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont val="Tahoma"/></{prefix}rPr>'
    run = f'<{prefix}r>{font}<{prefix}t xml:space="preserve">{xml_text(text)}</{prefix}t></{prefix}r>'
    return f'<{prefix}comment ref="{address}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>'


def _cell(span: Span) -> Cell:
    match = _ADDRESS.fullmatch(span.attributes.get("ref", "").replace("$", ""))
    return (int(match[2]), column_number(match[1].encode())) if match else (0, 0)


def _draw(
    package: Package, part: str, content: bytes, tail_from: int, notes: Mapping[Cell, str], cluster: int
) -> tuple[bytes, int]:
    """A drawing of its own for the notes, and the element of the sheet that names it."""
    name = package.free_name("xl/drawings/vmlDrawing{}.vml")
    shapes, after = _boxes(notes, cluster)
    clusters = ",".join(str(number) for number in range(cluster, after))
    package.write(name, _VML_HEAD % clusters.encode() + shapes + b"</xml>")
    identifier = package.relate(part, "vmlDrawing", name)
    package.declare({}, {"vml": VML_TYPE})
    element = f'<{_sheet_prefix(content)}legacyDrawing xmlns:r="{RELS}" r:id={quoteattr(identifier)}/>'.encode()
    at = _place_for_drawing(content, tail_from)
    return content[:at] + element + content[at:], after


def _sheet_prefix(content: bytes) -> str:
    match = re.search(rb"<([A-Za-z_][\w.-]*:)?worksheet\b", content)
    return match[1].decode() if match and match[1] else ""


def _place_for_drawing(content: bytes, tail_from: int) -> int:
    """Where `legacyDrawing` belongs: before the first later element after the cells, else at the end of the sheet."""
    match = re.search(rb"<([A-Za-z_][\w.-]*:)?worksheet\b[^>]*>", content)
    assert match is not None
    closed = _SHEET_DATA_END.match(content, tail_from)
    tail_from = closed.end() if closed else tail_from
    body = match[0] + content[tail_from:]
    for span in spans(body, 1):
        if span.depth == 1 and span.name in _LATER:
            return tail_from + span.start - len(match[0])
    return tail_from + spans(body, 0)[0].close - len(match[0])


def _shapes(old: bytes, gone: set[Cell], notes: Mapping[Cell, str], cluster: int) -> tuple[bytes, int]:
    """A drawing without the shapes of comments that went, with those of new ones."""

    def kept(match: re.Match[bytes]) -> bytes:
        place = _PLACE.search(match[0])
        is_note = b'ObjectType="Note"' in match[0] or b"ObjectType='Note'" in match[0]
        return b"" if is_note and place and (int(place[1]) + 1, int(place[2]) + 1) in gone else match[0]

    content = _SHAPE.sub(kept, old)
    if not notes:
        return content, cluster
    shapes, after = _boxes(notes, cluster)
    if b'id="_x0000_t202"' not in content:
        shapes = _SHAPE_TYPE + shapes
    more = b"".join(b",%d" % number for number in range(cluster, after))
    content = _CLUSTERS.sub(lambda match: match[1] + match[2] + more + match[3], content, count=1)
    end = content.rfind(b"</xml>")
    return content[:end] + shapes + content[end:], after


def _boxes(notes: Mapping[Cell, str], cluster: int) -> tuple[bytes, int]:
    """Shapes of notes, hidden until the mouse is over the cell, high enough for their text."""
    pieces = []
    for number, ((row, column), text) in enumerate(sorted(notes.items())):
        tall = min(14, 2 + sum(1 + len(line) // 38 for line in text.split("\n")))
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 30, {max(row - 2, 0) + tall}, 5"
        identifier = cluster * _CLUSTER + 1 + number + number // (_CLUSTER - 1)
        pieces.append(_BOX % (identifier, number + 1, escape(anchor).encode(), row - 1, column - 1))
    used = len(notes) // (_CLUSTER - 1) + 1
    return b"".join(pieces), cluster + used


def free_cluster(package: Package) -> int:
    """The first cluster of shape ids that no drawing of the workbook uses."""
    highest = 0
    for name in sorted(package.names):
        if name.lower().endswith(".vml"):
            highest = max([highest, *(int(number) // _CLUSTER for number in _ID.findall(package.source.read(name)))])
    return highest + 1


_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_VML_HEAD = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%s"/></o:shapelayout>'
) + _SHAPE_TYPE
_BOX = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    b"width:210pt;height:80pt;"
    b'z-index:%d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    b'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%s</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
