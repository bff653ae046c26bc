"""Small XML parts of packages (relationships, workbook, styles), read with expat and without trust.

Names come without their prefix, so that strict, transitional and prefixed documents read alike. A document
type declaration is refused: no spreadsheet program writes one, and entities are how XML bombs are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from umkm_clean import codes
from umkm_clean.read.refused import Refused

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """The name without its namespace prefix."""
    return name.rpartition(":")[2]


def parse(blocks: Iterable[bytes], start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Feed blocks of one document to handlers; names keep their prefix (see `local`).

    Raises `Refused` for a document type declaration and for text that is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise Refused(codes.SRC_BROKEN, problem=f"xml {problem.code}") from None
    except (LookupError, ValueError):  # an encoding that nobody knows
        raise Refused(codes.SRC_BROKEN, problem="xml encoding") from None


def _no_doctype(*_: object) -> None:
    raise Refused(codes.SRC_ENTITIES)


def elements(data: bytes) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every element of a small part as (local name, attributes by local name, its text up to the first child)."""
    found: list[tuple[str, dict[str, str], list[str]]] = []
    open_text: list[list[str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        pieces: list[str] = []
        found.append((local(name), {local(key): value for key, value in attributes.items()}, pieces))
        open_text.append(pieces)

    def end(name: str) -> None:
        open_text.pop()

    def text(piece: str) -> None:
        open_text[-1].append(piece)

    parse([data], start, end, text)
    return ((name, attributes, "".join(pieces)) for name, attributes, pieces in found)
