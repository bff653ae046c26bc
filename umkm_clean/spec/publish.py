"""The spec as pages for people: `explain`, code pages, the data dictionary, every value with its origin. Text only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from umkm_clean.spec.types import FieldSpec, RuleSpec, Spec

FORMATS = ("table-schema", "json-schema", "pandera")


def sections(spec: Spec, code: str, lang: str) -> Iterator[tuple[str, list[str]]]:
    """A code's page as headings with lines: what is wrong, why it matters, how to mend it, examples."""
    rule = spec.rules[code]
    yield say("texts", "explain.wrong", lang), [without_gaps(rule.message[lang])]
    yield say("texts", "explain.why", lang), [without_gaps(rule.why[lang])]
    yield say("texts", "explain.remedy", lang), [without_gaps(rule.remedy[lang])]
    for key, examples in (("good", rule.good), ("bad", rule.bad)):
        if examples:
            yield (
                say("texts", f"explain.{key}", lang),
                [line for item in examples for line in example(item, spec, lang)],
            )


def facts_line(spec: Spec, rule: RuleSpec, lang: str) -> str:
    """Severity, who acts, which fields, since when: one line."""
    names = ", ".join(spec.fields[name].label[lang] for name in rule.fields if name in spec.fields)
    return say(
        "texts",
        "explain.facts",
        lang,
        severity=say("texts", f"severity.{rule.severity.value}", lang),
        actor=say("texts", f"actor.{rule.actor.value}", lang),
        fields=names or say("texts", "explain.whole-file", lang),
        since=rule.since,
    )


def remarks(spec: Spec, rule: RuleSpec, lang: str) -> list[str]:
    """What becomes of the row, and whether the code is still in use."""
    own = bool(rule.fields) and rule.fields[0] in spec.fields and spec.fields[rule.fields[0]].withholds
    holds = own if rule.withholds is None else rule.withholds
    lines = [say("texts", "explain.withholds", lang)] if holds and rule.severity.value == "error" else []
    if rule.retired:
        lines.append(say("texts", "explain.retired", lang, retired=rule.retired, replaced_by=rule.replaced_by or "-"))
    return lines


def explain(spec: Spec, code: str, lang: str) -> str:
    """A code's page for the terminal."""
    rule = spec.rules[code]
    lines = [f"{code} · {rule.name}", facts_line(spec, rule, lang), *remarks(spec, rule, lang)]
    for heading, body in sections(spec, code, lang):
        lines += ["", heading, *(f"  {line}" for line in body)]
    return "\n".join(lines) + "\n"


def page(spec: Spec, code: str) -> str:
    """A code's page as Markdown, Indonesian first."""
    rule = spec.rules[code]
    out = [f"# {code} · {rule.name}", ""]
    for number, lang in enumerate(("id", "en")):
        out += ["---", ""] if number else []
        out += [facts_line(spec, rule, lang), ""]
        out += [line for remark in remarks(spec, rule, lang) for line in (remark, "")]
        for heading, body in sections(spec, code, lang):
            examples = heading in {say("texts", f"explain.{key}", lang) for key in ("good", "bad")}
            out += [f"## {heading}", "", *(["```text", *body, "```"] if examples else body), ""]
    return "\n".join(out).rstrip() + "\n"


def index(spec: Spec) -> str:
    """The list of all codes as Markdown, by family."""
    out = [f"# {say('texts', 'explain.index-title', 'id')}", "", say("texts", "explain.index-note", "id"), ""]
    for family in dict.fromkeys(rule.family for rule in spec.rules.values()):
        title = say("texts", f"family.{family}", "id") if f"family.{family}" in spec.texts else family
        out += [f"## {family}: {title}", "", "| kode | tingkat | temuan |", "|---|---|---|"]
        for code, rule in spec.rules.items():
            if rule.family == family:
                severity = say("texts", f"severity.{rule.severity.value}", "id")
                out.append(
                    f"| [{code}]({code}.md) | {severity} | {without_gaps(rule.message['id']).replace('|', '/')} |"
                )
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def without_gaps(text: str) -> str:
    """A sentence with "…" where a run fills something in."""
    return re.sub(r"\{[a-z_]+\}", "…", text)


def example(item: Any, spec: Spec, lang: str) -> list[str]:
    """An example as lines: a text, several fields, or several rows."""
    if isinstance(item, list):
        word = say("texts", "explain.row", lang)
        return [f"{word} {number}: {line}" for number, row in enumerate(item, 1) for line in example(row, spec, lang)]
    if isinstance(item, dict) and "text" in item:
        text = str(item["text"])
        return [say("texts", "explain.number-cell", lang, value=text) if item.get("stored") == "n" else text]
    if isinstance(item, dict):
        return [", ".join(f"{_label(spec, name, lang)}: {_written(value, lang)}" for name, value in item.items())]
    return [_written(item, lang)]


def _label(spec: Spec, name: str, lang: str) -> str:
    return spec.fields[name].label[lang] if name in spec.fields else name


def _written(value: Any, lang: str) -> str:
    if isinstance(value, int | float):
        return say("texts", "explain.number-cell", lang, value=value)
    return str(value) or say("texts", "explain.empty", lang)


def dictionary(spec: Spec, lang: str) -> list[dict[str, str]]:
    """The data dictionary, one row for each field of the city list."""
    yes, no = say("texts", "word.yes", lang), say("texts", "word.no", lang)
    return [
        {
            "field": name,
            "label": field.label[lang],
            "type": say("texts", f"type.{value_type(field)}", lang),
            "unit": field.unit,
            "required": yes if field.required else no,
            "personal": yes if field.personal else no,
            "views": ", ".join(field.views),
            "help": field.help.get(lang, ""),
            "example": field.example,
        }
        for name, field in spec.fields.items()
        if field.output
    ]


def value_type(field: FieldSpec) -> str:
    """text, integer, number or choice."""
    types: Mapping[str, str] = {"money": "integer", "count": "integer", "year": "integer", "choice": "choice"}
    return types.get(field.kind) or ("number" if field.kind in ("latitude", "longitude") else "text")


def dictionary_page(spec: Spec) -> str:
    """The data dictionary as Markdown."""
    head = say("texts", "kamus.head", "id")
    out = [f"# {say('texts', 'kamus.title', 'id')}", "", say("texts", "kamus.note", "id"), ""]
    out += [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    for row in dictionary(spec, "id"):
        cells = [f"`{row['field']}`", *(text.replace("|", "/") for key, text in row.items() if key != "field")]
        out.append("| " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


def shown(spec: Spec, lang: str) -> str:
    """Every resolved value with the file that said it last, as TOML with comments."""
    lines: list[str] = []
    for key, file in spec.origin.items():
        name, _, rest = key.partition(".")
        value = _value(spec, name, rest)
        if value is not None:
            lines.append(f"{key} = {_toml(value)}  # {file}")
    return "\n".join(lines) + "\n"


def _value(spec: Spec, name: str, rest: str) -> Any:
    if rest == "off":
        return True
    if name == "kota":
        return getattr(spec.city, rest, None)
    found: Any = spec.rules.get(name) or spec.fields.get(name)
    if found is not None and rest == "test":
        return {found.test: dict(found.params)} if found.test else None
    for part in ("fields" if rest == "field" else rest).split(".") if found is not None else ():
        found = found.get(part) if hasattr(found, "get") else getattr(found, part, None)
    return found


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_toml(item) for item in value)}]" if len(value) < 12 else f"[… {len(value)}]"
    if hasattr(value, "items") and len(value) > 40:
        return f"{{… {len(value)}}}"
    if hasattr(value, "items"):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def export(spec: Spec, form: str, lang: str = "id") -> str:
    """The rules in another form: `table-schema`, `json-schema` (of the TOML files, for editors) or `pandera`."""
    from umkm_clean.errors import UsageError
    from umkm_clean.spec.complaints import near

    if form == "table-schema":
        from umkm_clean.spec.table_schema import table_schema_text

        return table_schema_text(spec, lang)
    if form == "json-schema":
        from umkm_clean.spec.json_schema import json_schema_text

        return json_schema_text()
    if form == "pandera":
        from umkm_clean.spec.pandera_text import pandera_text

        return pandera_text(spec, lang)
    raise UsageError("unknown-format", value=form, hint=near(form, FORMATS))
