"""Numbers that are names (NIK, NIB, NPWP, phone …): strings of digits with whatever people put around them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from umkm_clean.kinds.written.cell import compatible

#: Letters that are typed for a digit. Only ever a proposal.
LOOKALIKES = {"o": "0", "q": "0", "i": "1", "l": "1", "|": "1", "!": "1", "z": "2", "s": "5", "b": "8"}

_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?e[+]?[0-9]{1,2}", re.IGNORECASE)
_FLOAT = re.compile(r"([0-9]{5,})[.,]0{1,2}")
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_SEPARATORS = re.compile(r"[\s.,\-_/:'’`´\"“”–—·*;=]+")
_LABEL = re.compile(r"^[^\W0-9_]+(?:[\s./&-]+[^\W0-9_]+){0,3}[\s.]*[:=.\-]*\s*(?=[0-9])")
_TRAILING = re.compile(r"(?<=[0-9])[\s.,:;=-]+[^\W0-9_][^0-9]+$")


@dataclass(frozen=True, slots=True)
class Digits:
    """What a text holds as a number that is a name.

    `digits`: only digits, "" where other things remain. `letters`: characters inside the number that are no digits,
    with `position` of the first (from 1) and `proposal` where all of them look like digits. `note`: words beside it.
    """

    digits: str = ""
    note: str | None = None
    letters: str = ""
    position: int = 0
    proposal: str | None = None
    scientific: bool = False
    float_form: bool = False


def read_digits(text: str, labels: tuple[str, ...] = ()) -> Digits:
    """Take a number apart from label, separators and bracketed words; `labels` (small letters) are dropped silently."""
    bare = compatible(text).strip("'’`´\"“” ")
    if _SCIENTIFIC.fullmatch(bare.replace(" ", "")):
        return Digits(scientific=True)
    whole = _FLOAT.fullmatch(bare)
    if whole:
        return Digits(digits=whole[1], float_form=True)
    bare, notes = _without_brackets(bare)
    bare, label = _without_label(bare, labels)
    notes = [*label, *notes]
    joined = _SEPARATORS.sub("", bare)
    if not joined.isdigit():
        trailing = _TRAILING.search(bare)
        head = _SEPARATORS.sub("", bare[: trailing.start()]) if trailing else ""
        if trailing and head.isdigit() and len(head) > 5:
            notes, joined = [*notes, trailing[0].strip(" .,:;=-")], head
    note = "; ".join(notes) or None
    if joined.isascii() and joined.isdigit():
        return Digits(digits=joined, note=note)
    return _with_letters(joined, note)


def counting(digits: str) -> bool:
    """A sequence of keys: 1234567890123456, 9876543210987654."""
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(digits)}
    return len(digits) >= 8 and steps in ({1}, {9})


def repeated(digits: str) -> bool:
    """One digit all along."""
    return len(digits) >= 5 and len(set(digits)) == 1


def placeholders(*lengths: int) -> str:
    """A pattern of all repeated and counted numbers of these lengths: what may not pass unread."""
    keys = "0123456789" * 4
    runs = [keys[start : start + length] for length in lengths for start in range(10)]
    same = [digit * length for length in lengths for digit in "0123456789"]
    down = [keys[::-1][start : start + length] for length in lengths for start in range(10)]
    return "^(?:" + "|".join([*same, *runs, *down]) + ")$"


def _without_brackets(text: str) -> tuple[str, list[str]]:
    """Bracketed words are notes; bracketed digits ("(0335) 421234") belong to the number."""
    notes: list[str] = []

    def taken(match: re.Match[str]) -> str:
        inner = (match[1] or match[2] or "").strip()
        if not inner or inner.replace(" ", "").isdigit():
            return f" {inner} "
        notes.append(inner)
        return " "

    return _BRACKET.sub(taken, text).strip(), notes


def _without_label(text: str, labels: tuple[str, ...]) -> tuple[str, list[str]]:
    found = _LABEL.match(text)
    if not found:
        return text, []
    words = re.findall(r"[^\W0-9_]+", found[0].casefold())
    known = {"no", "nomor", "nmr", "nomer", "number", "num", *labels}
    if not any(word in known for word in words) and len("".join(words)) < 3:
        return text, []  # one or two letters that are no label: a digit mistyped
    unknown = [word for word in words if word not in known]
    return text[found.end() :], [found[0].strip(" :=.-")] if unknown else []


def _with_letters(joined: str, note: str | None) -> Digits:
    letters = [(place, char) for place, char in enumerate(joined, 1) if not ("0" <= char <= "9")]
    count = len(joined) - len(letters)
    if not letters or count < 5 or len(letters) > 4:
        return Digits(note=note)
    swapped = "".join(LOOKALIKES.get(char.casefold(), char) for char in joined)
    return Digits(
        note=note,
        letters="".join(dict.fromkeys(char for _, char in letters)),
        position=letters[0][0],
        proposal=swapped if swapped.isascii() and swapped.isdigit() else None,
    )
