"""Text out of a cell or a file name, made safe to show: what cannot be seen is written out."""

from __future__ import annotations

import re

#: C0 and C1 controls, DEL, zero-width and bidirectional marks, line and paragraph separators, lone surrogates.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def visible(text: str) -> str:
    """The same text with every invisible or steering character as `\\uXXXX`, tabs and line breaks as blanks."""
    return _HIDDEN.sub(_escape, text) if _HIDDEN.search(text) else text


def _escape(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\r\n" else f"\\u{ord(found[0]):04x}"
