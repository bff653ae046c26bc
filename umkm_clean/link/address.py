"""Addresses: street, house number and RT/RW out of what people write in one cell or in three."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from umkm_clean.link.words import SEP, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.link.words import Prepare

_RT = re.compile(r"\brt[^0-9a-z]*([0-9]{1,3})(?:[^0-9a-z]*(?:rw[^0-9a-z]*|/[ ]*|-[ ]*)([0-9]{1,3}))?")
_RTRW = re.compile(r"\brt[ ./-]*rw[^0-9a-z]*([0-9]{1,3})[^0-9a-z]+(?:rw[^0-9a-z]*)?([0-9]{1,3})")
_RW = re.compile(r"\brw[^0-9a-z]*([0-9]{1,3})")
_NUMBER_SIGN = re.compile(r"(?:\bno(?:mor|mer)?\b[ .:]*|#[ ]*)([0-9]{1,5})[ -]?([a-z]?)\b")
_NUMBER = re.compile(r"\b([0-9]{1,6})[ -]?([a-z]?)\b")
_NOT_DIGIT = re.compile("[^0-9]")


def street(options: Mapping[str, Any]) -> Prepare:
    """Street of an address: RT/RW, house number and the words in `drop` removed, cut at the words in `ends`."""
    inner = words(options)

    def prepare(text: str) -> str:
        text = text.split(SEP)[0].casefold()
        text = _without_rt_rw(text)
        text = _NUMBER_SIGN.sub(" ", text)
        found = inner(text)
        kept = [word for word in found.split() if not word[0].isdigit()]
        return " ".join(kept) if kept else found

    return prepare


def house_number(options: Mapping[str, Any]) -> Prepare:
    """House number of an address: after "No"/"#", else the first free number; "12 A" and "12a" are one."""

    def prepare(text: str) -> str:
        for piece in text.casefold().split(SEP):
            bare = _without_rt_rw(piece)
            if found := _NUMBER_SIGN.search(bare) or _NUMBER.search(bare):
                return f"{int(found[1])}{found[2]}"
        return ""

    return prepare


def rt_rw(options: Mapping[str, Any]) -> Prepare:
    """`rt`, `rw` (columns) or what an address says: "3/7"; "" unless both are known."""

    def prepare(text: str) -> str:
        rt, rw, *rest = [*text.split(SEP), "", ""]
        left, right = _number(rt), _number(rw)
        if not (left and right):
            address = " ".join(rest).casefold()
            both = _RTRW.search(address) or _RT.search(address)
            behind = _RW.search(address)
            left = left or (both[1] if both else "")
            right = right or ((both[2] or "") if both else "") or (behind[1] if behind else "")
        return f"{int(left)}/{int(right)}" if left and right and int(left) + int(right) else ""

    return prepare


def _without_rt_rw(text: str) -> str:
    if "rt" in text:
        text = _RT.sub(" ", _RTRW.sub(" ", text))
    return _RW.sub(" ", text) if "rw" in text else text


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() else _NOT_DIGIT.sub("", text)
