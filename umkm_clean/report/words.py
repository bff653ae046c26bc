"""Code + facts → a sentence, and how personal values are shown. The only place where findings become words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from umkm_clean.report.plain import safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from umkm_clean.spec.types import Spec

_DIGITS = re.compile(r"[0-9]")
#: runs of digits that may be somebody's number wherever they stand
_LONG = re.compile(r"[0-9][0-9 .\-]{6,}[0-9]")


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def masked(value: str, how: str) -> str:
    """A personal value as others may see it: "nomor" 357401******9001, "telepon" 0812****890, "teks" S*****, "uang" Rp •••."""
    text = safe_text(value)
    if not text:
        return ""
    if how == "uang":
        return "Rp •••" if _DIGITS.search(text) else text
    if how == "nomor":
        return text[:6] + "*" * max(len(text) - 10, 2) + text[-4:] if len(text) > 12 else text[:2] + "*" * max(len(text) - 2, 1)
    if how == "telepon":
        return text[:4] + "*" * max(len(text) - 7, 2) + text[-3:] if len(text) > 8 else text[:2] + "*" * max(len(text) - 2, 1)
    return " ".join(word[:1] + "*" * max(len(word) - 1, 1) for word in text.split())


class Words:
    """Words of one language over one spec; personal values masked unless `unmask`."""

    def __init__(self, spec: Spec, lang: str, unmask: bool = False) -> None:
        self.spec, self.lang, self.unmask = spec, lang, unmask

    def of(self, key: str, /, **facts: Any) -> str:
        """A text of the user interface."""
        return self._pick(self.spec.texts[key]).format_map(_Facts({name: str(value) for name, value in facts.items()}))

    def label(self, field: str) -> str:
        """What a field is called."""
        known = self.spec.fields.get(field)
        return self._pick(known.label) if known else field

    def value(self, field: str | None, text: str | None) -> str | None:
        """A value of a field as it may be shown here."""
        if text is None or text != text:  # noqa: PLR0124 - null of any kind
            return None
        known = self.spec.fields.get(field or "")
        if known is not None and known.personal and not self.unmask:
            return masked(str(text), known.mask)
        shown = safe_text(str(text))
        return shown if self.unmask else _LONG.sub(lambda found: masked(found[0], "nomor"), shown)

    def message(self, code: str, field: str | None, raw: str | None, fixed: str | None, facts: str) -> str:
        """What is wrong, in one sentence."""
        known = json.loads(facts) if facts else {}
        filled = {name: self._fact(name, value, field) for name, value in known.items()}
        filled |= {"raw": self.value(field, raw) or "", "fixed": self.value(field, fixed) or ""}
        filled["field"] = self.label(field) if field else ""
        return self._pick(self.spec.rules[code].message).format_map(_Facts(filled))

    def remedy(self, code: str) -> str:
        """What to do about it."""
        return self._pick(self.spec.rules[code].remedy)

    def number(self, value: float) -> str:
        """A whole number with the language's grouping: 1.234.567."""
        grouped = f"{int(value):,}"
        return grouped.replace(",", ".") if self.lang == "id" else grouped

    def _fact(self, name: str, value: Any, field: str | None) -> str:
        text = safe_text(str(value))
        if self.unmask:
            return text
        known = self.spec.fields.get(name) or self.spec.fields.get(field or "")
        personal = known is not None and known.personal and known.mask != "uang"
        return masked(text, known.mask) if personal and _LONG.search(text) and known else _LONG.sub(lambda run: masked(run[0], "nomor"), text)

    def _pick(self, words: Mapping[str, str]) -> str:
        return words.get(self.lang) or words["id"]


def sentences(issues: pd.DataFrame, words: Words) -> list[str]:
    """The message of every finding, rendered once for each distinct one."""
    known: dict[tuple[Any, ...], str] = {}
    texts = []
    columns = [issues[name].astype("object").where(issues[name].notna(), None) for name in ("code", "field", "raw", "fixed", "facts")]
    for key in zip(*columns, strict=True):
        if key not in known:
            known[key] = words.message(key[0], key[1], key[2], key[3], key[4] or "")
        texts.append(known[key])
    return texts
