"""The city list as pandera Python text, for analysts: types, and the rules that pandera can say by itself. One way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_clean.spec.publish import value_type
from umkm_clean.spec.table_schema import constraints

if TYPE_CHECKING:
    from umkm_clean.spec.types import FieldSpec, RuleSpec, Spec

_DTYPES = {"text": "string", "choice": "string", "integer": "Int64", "number": "Float64"}
_HEAD = '''"""{city}: the city list as pandera checks it, exported from umkm-clean.

    frame = pandas.read_parquet("umkm_kota.parquet")
    schema.validate(frame, lazy=True)

Rules over several fields or rows are judged by umkm-clean alone.
"""

import pandera.pandas as pa

schema = pa.DataFrameSchema(
    {{
'''
_TAIL = """    },
    strict=False,
    coerce=True,
)
"""


def pandera_text(spec: Spec, lang: str = "id") -> str:
    """A Python module that defines `schema`."""
    lines = [_HEAD.format(city=spec.city.name.replace('"', "'"))]
    for name, field in spec.fields.items():
        if field.output:
            lines += column(spec, name, field, lang)
    return "".join(lines) + _TAIL


def column(spec: Spec, name: str, field: FieldSpec, lang: str) -> list[str]:
    """One column with its checks."""
    said = [f"                {text},\n" for text in checks(spec, field)]
    out = [f"        {name!r}: pa.Column(\n", f"            {_DTYPES[value_type(field)]!r},\n"]
    out += ["            [\n", *said, "            ],\n"] if said else []
    out += [f"            nullable={name != 'id_umkm'},\n", "            required=False,\n"]
    return [
        *out,
        f"            title={field.label[lang]!r},\n",
        f"            description={field.help.get(lang, '')!r},\n",
        "        ),\n",
    ]


def checks(spec: Spec, field: FieldSpec) -> list[str]:
    """The single-field rules of severity `error` that have a counterpart in pandera, then the closed lists."""
    out = [text for rule in spec.rules.values() if (text := _check(rule, field.name))]
    allowed: Any = constraints(spec, field).get("enum")
    return out + ([f"pa.Check.isin({allowed!r})"] if allowed else [])


def _check(rule: RuleSpec, name: str) -> str:
    if rule.fields != (name,) or rule.severity.value != "error" or rule.test not in ("matches", "at_most"):
        return ""
    if rule.test == "at_most":
        return f"pa.Check.le({rule.params['bound']!r}, name={rule.code!r})"
    return f"pa.Check.str_matches({'^(?:' + rule.params['pattern'] + ')$'!r}, name={rule.code!r})"
