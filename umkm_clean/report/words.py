"""Code + facts → a sentence, in one language and with one attitude to personal values.

The only place where findings become words: UI texts come from `schemas/engine/texts.toml`, sentences from the rules.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from umkm_clean.report.masks import mask_numbers, masked
from umkm_clean.report.plain import safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.spec.types import Spec


class Words:
    """Words of one language over one spec; personal values masked unless `unmask`."""

    def __init__(self, spec: Spec, lang: str = "id", unmask: bool = False) -> None:
        self.spec, self.lang, self.unmask = spec, lang, unmask

    def of(self, key: str, /, **facts: Any) -> str:
        """A text of the user interface, its gaps filled; whole numbers are grouped as the language does it."""
        text = self.pick(self.spec.texts[key])
        if not facts:
            return text
        shown = {
            name: self.number(value) if type(value) is int else self._shown(value) for name, value in facts.items()
        }
        return text.format_map(_Facts(shown))

    def label(self, field: str | None) -> str:
        """What people call a field; its own name where the spec does not know it."""
        known = self.spec.fields.get(field or "")
        return self.pick(known.label) if known else (field or "")

    def value(self, field: str | None, text: Any) -> str | None:
        """A value of a field as it may be shown here, on one line; None stays None."""
        if text is None or text != text:
            return None
        return self.hidden(field, safe_text(str(text)))

    def hidden(self, field: str | None, text: str) -> str:
        """Masked as the field says, unless `unmask`; elsewhere numbers that are surely somebody's are masked too."""
        if self.unmask:
            return text
        known = self.spec.fields.get(field or "")
        if known is not None and known.personal:
            return masked(text, known.mask)
        return mask_numbers(text, certain=known is not None)

    def message(
        self, code: str, field: str | None, raw: str | None, fixed: str | None, facts: str, **place: Any
    ) -> str:
        """What is wrong, in one sentence.

        Gaps may name any fact, and `field` (label), `raw`, `fixed`, `header`, `count` and `other` (the related place).
        """
        template = self.pick(self.spec.rules[code].message)
        if "{" not in template:
            return template
        known = {name: self._fact(name, value, field) for name, value in parsed(facts).items()}
        known |= {
            "raw": self.value(field, raw) or "",
            "fixed": self.value(field, fixed) or "",
            "field": self.label(field),
        }
        known |= {name: self._shown(value) for name, value in place.items() if value != "" or name not in known}
        said = template.format_map(_Facts(known))
        return said if self.unmask else mask_numbers(said, certain=not self._personal(field))

    def remedy(self, code: str) -> str:
        """What to do about it."""
        return self.pick(self.spec.rules[code].remedy)

    def why(self, code: str) -> str:
        """Why it matters."""
        return self.pick(self.spec.rules[code].why)

    def number(self, value: float, digits: int = 0) -> str:
        """1234567 → "1.234.567" in Indonesian, "1,234,567" in English."""
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "id" else text

    def percent(self, share: float, digits: int = 0) -> str:
        """0.123 → "12 %" ("12%" in English)."""
        return self.number(100 * share, digits) + ("\u00a0%" if self.lang == "id" else "%")

    def _personal(self, field: str | None) -> bool:
        known = self.spec.fields.get(field or "")
        return known is None or known.personal

    def _fact(self, name: str, value: Any, field: str | None) -> str:
        """A fact that holds a personal value (of the field it is named after, else a long number of this field)."""
        if name == "period" and f"period.{value}" in self.spec.texts:
            return self.of(f"period.{value}")
        text = safe_text(self._shown(value))
        if self.unmask:
            return text
        named, own = self.spec.fields.get(name), self.spec.fields.get(field or "")
        if named is not None and named.personal and named.mask != "uang":
            return masked(text, named.mask)
        if own is not None and own.personal and isinstance(value, str) and sum(map(str.isdecimal, text)) > 8:
            return masked(text, own.mask)
        return text

    def _shown(self, value: Any) -> str:
        """A fact in a sentence: 5 digits or more are grouped (years are not), fractions have the language's comma."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.of("word.yes" if value else "word.no")
        if isinstance(value, int):
            return self.number(value) if abs(value) > 9999 else str(value)
        if isinstance(value, float):
            text = f"{value:.10g}"
            return text.replace(".", ",") if self.lang == "id" else text
        if isinstance(value, list | tuple):
            return ", ".join(self._shown(item) for item in value)
        return str(value)

    def pick(self, words: Mapping[str, str]) -> str:
        """The words of this language."""
        return words.get(self.lang) or words["id"]


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


@lru_cache(maxsize=8192)
def parsed(facts: str | None) -> Mapping[str, Any]:
    """Facts out of their JSON text; nothing where there are none."""
    found = json.loads(facts) if facts else {}
    return found if isinstance(found, dict) else {}


def sentences(findings: Mapping[str, Sequence[Any]], words: Words) -> list[str]:
    """The message of every finding (columns by name), rendered once for each distinct one."""
    known: dict[tuple[Any, ...], str] = {}
    texts = []
    fixed_texts = {code: "{" not in words.pick(words.spec.rules[code].message) for code in set(findings["code"])}
    names = ("code", "field", "raw", "fixed", "facts", "header", "count", "related", "sheet", "column")
    for key in zip(*(findings[name] for name in names), strict=True):
        key = key[:1] if fixed_texts[key[0]] else key
        if key not in known:
            known[key] = _sentence(words, *key)
        texts.append(known[key])
    return texts


def _sentence(
    words: Words,
    code: str,
    field: str | None = None,
    raw: str | None = None,
    fixed: str | None = None,
    facts: str | None = None,
    header: str | None = None,
    count: int | None = None,
    related: str | None = None,
    sheet: str | None = None,
    column: str | None = None,
) -> str:
    place = {"header": safe_text(header or ""), "count": int(count or 1), "other": other_place(related)}
    place |= {"sheet": safe_text(sheet or ""), "column": column or ""}
    return words.message(code, field, raw, fixed, facts or "", **place)


def other_place(related: str | None) -> str:
    """The first related place, "file.xlsx, sheet Data, row 12" without words: `file.xlsx#Data!12`."""
    places = json.loads(related) if related else []
    if not places:
        return ""
    place = places[0]
    return safe_text(f"{str(place.get('file', '')).rsplit('/', 1)[-1]}#{place.get('sheet', '')}!{place.get('row', '')}")
