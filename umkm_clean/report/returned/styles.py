"""Styles of the returned workbook: every fault cell keeps its own look but for the colour behind it.

The colours are ours alone, so that the next round finds them again; what was behind them before is written down in a
hidden column of the sheet `Kesalahan` and comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.report.returned.package import MAIN, Package
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
    from collections.abc import Mapping

#: severity → colour of a marked cell (ARGB); odd enough that no clerk picks it by hand
MARKS = {"error": "FFF8B9AF", "warning": "FFFFE18D", "info": "FFCFE1F3"}
NO_FILL = '<patternFill patternType="none"/>'
_FONTS = {
    "text": '<sz val="11"/><color rgb="FF1B2A33"/><name val="Calibri"/><family val="2"/>',
    "title": '<b/><sz val="16"/><color rgb="FF0F4C5C"/><name val="Calibri"/><family val="2"/>',
    "head": '<b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/>',
    "link": '<u/><sz val="11"/><color rgb="FF0B5CAD"/><name val="Calibri"/><family val="2"/>',
    "bold": '<b/><sz val="11"/><color rgb="FF1B2A33"/><name val="Calibri"/><family val="2"/>',
}
_BOX = (
    "".join(f'<{side} style="thin"><color rgb="FFC9D3D8"/></{side}>' for side in ("left", "right", "top", "bottom"))
    + "<diagonal/>"
)
#: style of our own sheets → font, fill (None: no fill), boxed, wrapped
_OURS: Mapping[str, tuple[str, str | None, bool]] = {
    "text": ("text", None, False),
    "title": ("title", None, False),
    "bold": ("bold", None, False),
    "head": ("head", "FF0F4C5C", True),
    "cell": ("text", None, True),
    "link": ("link", None, True),
    "error": ("bold", MARKS["error"], True),
    "warning": ("bold", MARKS["warning"], True),
    "info": ("bold", MARKS["info"], True),
}


class Styles:
    """The styles part of a package, with what has to be added to it."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.content = package.read(part)
        self.found = spans(self.content, 3)
        root = self.found[0]
        if root.name != "styleSheet" or MAIN not in root.attributes.values():
            raise UnsuitableError("strict")
        self.prefix = prefix_of(self.content, root)
        self.parents = {span.name: span for span in self.found if span.depth == 1}
        if not {"fonts", "fills", "borders", "cellXfs"} <= set(self.parents):
            raise UnsuitableError("parts")
        self.xfs = self._children("cellXfs")
        self.fills = [self._fill_text(span) for span in self._children("fills")]
        self.added: dict[str, list[str]] = {"fonts": [], "fills": [], "borders": [], "cellXfs": []}
        self.counts = {name: len(self._children(name)) for name in self.added}
        self.known: dict[tuple[object, ...], int] = {}

    def marked(self) -> frozenset[int]:
        """Styles that carry one of our colours from an earlier round."""
        ours = {at for at, fill in enumerate(self.fills) if any(f'rgb="{colour}"' in fill for colour in MARKS.values())}
        return frozenset(at for at, xf in enumerate(self.xfs) if int(xf.attributes.get("fillId", 0)) in ours)

    def fill_of(self, style: int) -> str:
        """What is behind a cell of that style, as XML."""
        at = int(self.xfs[style].attributes.get("fillId", 0)) if style < len(self.xfs) else 0
        return self.fills[at] if at < len(self.fills) else NO_FILL

    def with_mark(self, style: int, severity: str) -> int:
        """The same style with the colour of a severity behind it."""
        return self._coloured(
            style,
            f'<patternFill patternType="solid"><fgColor rgb="{MARKS[severity]}"/><bgColor indexed="64"/></patternFill>',
        )

    def with_fill(self, style: int, fill: str) -> int:
        """The same style with what was behind it before."""
        return self._coloured(style, fill)

    def ours(self, name: str) -> int:
        """A style of our own sheets."""
        key = ("ours", name)
        if key not in self.known:
            font, colour, boxed = _OURS[name]
            fill = (
                f'<patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill>'
                if colour
                else NO_FILL
            )
            fill_id = self._fill(fill) if colour else 0
            border = self._border() if boxed else 0
            wrap = f'<{self.prefix}alignment vertical="top"{" wrapText=" + chr(34) + "1" + chr(34) if boxed else ""}/>'
            xf = (
                f'<{self.prefix}xf numFmtId="49" fontId="{self._font(font)}" fillId="{fill_id}" borderId="{border}" '
                f'xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" '
                f'applyAlignment="1">{wrap}</{self.prefix}xf>'
            )
            self.known[key] = self._add("cellXfs", xf)
        return self.known[key]

    def save(self) -> None:
        """Write the part with everything added."""
        changes: list[tuple[int, int, bytes]] = []
        for name, lines in self.added.items():
            if lines:
                parent = self.parents[name]
                changes.append(children_added(self.content, parent, "".join(lines).encode()))
                if not parent.empty:
                    tag = self.content[parent.start : parent.open_end]
                    changes.append(
                        (
                            parent.start,
                            parent.open_end,
                            with_attribute(tag, "count", str(self.counts[name] + len(lines))),
                        )
                    )
        self.package.write(self.part, patched(self.content, changes))

    def _children(self, name: str) -> list[Span]:
        parent = self.parents[name]
        return [span for span in self.found if span.depth == 2 and parent.start < span.start < parent.end]

    def _fill_text(self, span: Span) -> str:
        text = self.content[span.open_end : span.close].decode() if not span.empty else NO_FILL
        return text.replace(f"<{self.prefix}", "<").replace(f"</{self.prefix}", "</") if self.prefix else text

    def _coloured(self, style: int, fill: str) -> int:
        if style >= len(self.xfs):
            style = 0
        key = ("fill", style, fill)
        if key not in self.known:
            xf = self.xfs[style]
            tag = with_attribute(self.content[xf.start : xf.open_end], "fillId", str(self._fill(fill)))
            tag = with_attribute(tag, "applyFill", "1")
            rest = self.content[xf.open_end : xf.end] if not xf.empty else b""
            self.known[key] = self._add("cellXfs", (tag + rest).decode())
        return self.known[key]

    def _fill(self, fill: str) -> int:
        key = ("fills", fill)
        if fill in self.fills:
            return self.fills.index(fill)
        if key not in self.known:
            self.known[key] = self._add("fills", self._prefixed(f"<fill>{fill}</fill>"))
        return self.known[key]

    def _font(self, name: str) -> int:
        key = ("fonts", name)
        if key not in self.known:
            self.known[key] = self._add("fonts", self._prefixed(f"<font>{_FONTS[name]}</font>"))
        return self.known[key]

    def _border(self) -> int:
        if ("border",) not in self.known:
            self.known[("border",)] = self._add("borders", self._prefixed(f"<border>{_BOX}</border>"))
        return self.known[("border",)]

    def _prefixed(self, xml: str) -> str:
        return (
            xml.replace("</", "</\0").replace("<", f"<{self.prefix}").replace(f"<{self.prefix}/\0", f"</{self.prefix}")
            if self.prefix
            else xml
        )

    def _add(self, parent: str, xml: str) -> int:
        self.added[parent].append(xml)
        return self.counts[parent] + len(self.added[parent]) - 1
