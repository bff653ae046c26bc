"""What a look at a sheet part, other than the reader's, found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from umkm_clean.read.grid import Corners

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Seen:
    """Facts of one sheet. `cells` counts stored values that a reader of values must show as not empty.

    `held` are the rows where anything shows: a text that is not blank, a number, a date, an error, a formula
    without a stored result. A formula whose stored result is the empty text shows nothing, in Excel too.
    """

    def __init__(self) -> None:
        self.held: list[int] = []
        self.cells = 0
        self.last_column = 0  # an upper bound where counted by bytes, exact where by XML
        self.reach = (0, 0)  # the last row and column with a value tag, if an empty one
        self.errors: dict[tuple[int, int], str] = {}
        self.uncached: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[Corners] = []


def column_number(letters: str) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number


def area(reference: str) -> Corners | None:
    """`A1:C4` → the rectangle; None where it is no reference to cells."""
    first, _, last = reference.replace("$", "").partition(":")
    corners = [_corner(text) for text in (first, last or first)]
    if not all(corners):
        return None
    rows = sorted(corner[0] for corner in corners if corner)
    columns = sorted(corner[1] for corner in corners if corner)
    return rows[0], columns[0], rows[1], columns[1]


def _corner(text: str) -> tuple[int, int] | None:
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits and len(letters) <= 3 and len(digits) <= 7):
        return None
    return int(digits), column_number(letters.upper())
