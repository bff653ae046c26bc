"""Reads a link spec (TOML) and its weights (JSON) into one frozen `LinkSpec`. No pandas here."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import SchemaError
from umkm_clean.spec.link import (
    ESTIMATE,
    BlockSpec,
    BreakerSpec,
    ColumnSpec,
    CompareSpec,
    DecideSpec,
    GuardSpec,
    KeyPart,
    LevelSpec,
    LinkSpec,
    QuestionSpec,
    SureSpec,
    TestSpec,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_PART = re.compile(r"([a-z_0-9]+)(?:\[(-?[0-9]+)\])?")
_TESTS = ("equal", "begins", "edit", "jaro", "words", "shared", "near", "date", "start", "rare", "inside")
_TOP = (
    "name",
    "id",
    "source",
    "identity",
    "weights",
    "splink_from",
    "names",
    "column",
    "sure",
    "guard",
    "block",
    "question",
    "decide",
    "breakers",
)
_LEVEL = ("name", "column", "test", "at_least", "at_most", "all", "rarity", "m", "u", "typical")
_COMPARE = ("name", "column", "needs", "unless", "weight", "firm", "levels")


def load_link(path: str | Path, weights: str | Path | None = None) -> LinkSpec:
    """Read `path` (TOML) and the weights beside it.

    `weights` overrides the file that the spec names; a spec with `weights = "estimate"` needs none.
    Raises `SchemaError` (facts: file, key, problem, hint) for anything that the format does not know.
    """
    path = Path(path)
    reader = _Reader(path.name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise reader.wrong("", type(failure).__name__) from None
    given = weights if weights is not None else data.get("weights", ESTIMATE)
    learned: Mapping[str, Any] = {}
    if given != ESTIMATE:
        weights_path = Path(given) if weights is not None else path.parent / str(given)
        try:
            learned = json.loads(weights_path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValueError) as failure:
            raise reader.wrong("weights", type(failure).__name__) from None
    return reader.spec(data, learned)


class _Reader:
    """Turns parsed TOML into records; every error names the file and the key."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.known: set[str] = set()

    def wrong(self, key: str, problem: str, hint: str = "") -> SchemaError:
        return SchemaError("SCHEMA_LINK", file=self.file, key=key, problem=problem, hint=hint)

    def keys(self, where: str, table: Mapping[str, Any], allowed: Collection[str]) -> None:
        for key in table:
            if key not in allowed:
                near = difflib.get_close_matches(key, list(allowed), 1)
                raise self.wrong(f"{where}.{key}".strip("."), "unknown key", near[0] if near else "")

    def need(self, where: str, table: Mapping[str, Any], key: str) -> Any:
        if key not in table:
            raise self.wrong(f"{where}.{key}".strip("."), "missing key")
        return table[key]

    def column(self, where: str, name: str) -> str:
        if name not in self.known:
            near = difflib.get_close_matches(name, list(self.known), 1)
            raise self.wrong(where, f"unknown column {name}", near[0] if near else "")
        return name

    def part(self, where: str, text: str) -> KeyPart:
        found = _PART.fullmatch(text)
        if not found:
            raise self.wrong(where, f"not a key part: {text}")
        return KeyPart(self.column(where, found[1]), int(found[2] or 0))

    def spec(self, data: Mapping[str, Any], learned: Mapping[str, Any]) -> LinkSpec:
        self.keys("", data, _TOP)
        columns = []
        for name, table in self.need("", data, "column").items():
            sources = table.get("from", name)
            options = {key: value for key, value in table.items() if key not in ("from", "as")}
            columns.append(ColumnSpec(name, _several(sources), self.need(f"column.{name}", table, "as"), options))
            self.known.add(name)
        sure = tuple(
            SureSpec(table["name"], tuple(self.column("sure", name) for name in table["columns"]))
            for table in data.get("sure", ())
        )
        questions = tuple(self.question(table, learned) for table in self.need("", data, "question"))
        return LinkSpec(
            name=self.need("", data, "name"),
            columns=tuple(columns),
            blocks=tuple(self.block(table) for table in self.need("", data, "block")),
            questions=questions,
            sure=sure,
            guards=tuple(
                self.guard(table, [question.name for question in questions]) for table in data.get("guard", ())
            ),
            decide=DecideSpec(**self.numbers("decide", data, DecideSpec)),
            breakers=BreakerSpec(**self.numbers("breakers", data, BreakerSpec)),
            identity=_several(data.get("identity", ())),
            source=data.get("source"),
            id=data.get("id"),
            names={column: _several(names) for column, names in data.get("names", {}).items()},
            splink_from=int(data.get("splink_from", 0)),
            weights=str(learned.get("version", ESTIMATE)),
            provenance=learned.get("provenance", {}),
        )

    def guard(self, table: Mapping[str, Any], questions: list[str]) -> GuardSpec:
        self.keys("guard", table, ("column", "question", "begins"))
        column = self.column("guard", self.need("guard", table, "column"))
        asked = table.get("question", questions[0])
        if asked not in questions:
            raise self.wrong(f"guard.{column}", f"unknown question {asked}")
        return GuardSpec(column, questions.index(asked), bool(table.get("begins", False)))

    def numbers(self, where: str, data: Mapping[str, Any], kind: type) -> dict[str, Any]:
        table = data.get(where, {})
        self.keys(where, table, kind.__dataclass_fields__)  # type: ignore[attr-defined]
        return dict(table)

    def block(self, table: Mapping[str, Any]) -> BlockSpec:
        self.keys("block", table, ("name", "key", "cap", "split"))
        parts = _several(self.need("block", table, "key"))
        where = f"block.{table.get('name', parts[0])}"
        return BlockSpec(
            name=table.get("name", "+".join(parts)),
            parts=tuple(self.part(where, text) for text in parts),
            cap=int(table.get("cap", 60)),
            split=tuple(self.part(where, text) for text in _several(table.get("split", ()))),
        )

    def question(self, table: Mapping[str, Any], learned: Mapping[str, Any]) -> QuestionSpec:
        self.keys("question", table, ("name", "prior", "rows", "growth", "compare"))
        name = self.need("question", table, "name")
        known = learned.get("questions", {}).get(name, {}) if learned else {}
        if learned and not known:
            raise self.wrong(f"question.{name}", "the weights file has no such question")
        numbers = {key: table.get(key, known.get(key)) for key in ("prior", "rows", "growth")}
        return QuestionSpec(
            name=name,
            compares=tuple(
                self.compare(item, known.get("compares") if learned else None)
                for item in self.need(f"question.{name}", table, "compare")
            ),
            **{key: value for key, value in numbers.items() if value is not None},
        )

    def compare(self, table: Mapping[str, Any], learned: Mapping[str, Any] | None) -> CompareSpec:
        self.keys("compare", table, _COMPARE)
        name = self.need("compare", table, "name")
        where = f"compare.{name}"
        column = self.column(where, table.get("column", name))
        known: Mapping[str, Any] = {}
        if learned is not None:
            known = self.need(f"weights.{name}", {f"weights.{name}": learned.get(name)}, f"weights.{name}") or {}
            if not known:
                raise self.wrong(where, "the weights file has no such comparison")
        levels = tuple(
            self.level(where, column, item, known.get("levels")) for item in self.need(where, table, "levels")
        )
        if levels[-1].tests:
            raise self.wrong(where, "the last level must have no test")
        needs = tuple(self.column(where, item) for item in _several(table.get("needs", column)))
        weight = float(table.get("weight", known.get("weight", 1.0)))
        return CompareSpec(
            name, column, levels, needs, _several(table.get("unless", ())), weight, float(table.get("firm", 1))
        )

    def level(self, where: str, column: str, table: Mapping[str, Any], learned: Mapping[str, Any] | None) -> LevelSpec:
        self.keys(where, table, _LEVEL)
        name = self.need(where, table, "name")
        tests = [self.test(where, column, item) for item in table.get("all", ())]
        if "test" in table:
            tests.insert(0, self.test(where, column, table))
        known: Mapping[str, Any] = table
        if learned is not None:
            if name not in learned:
                raise self.wrong(f"{where}.{name}", "the weights file has no such level")
            known = learned[name]
        m, u, typical = (float(known.get(key, 0)) for key in ("m", "u", "typical"))
        return LevelSpec(name, tuple(tests), m, u, float(table.get("rarity", 0)), typical)

    def test(self, where: str, column: str, table: Mapping[str, Any]) -> TestSpec:
        test = self.need(where, table, "test")
        if test not in _TESTS:
            near = difflib.get_close_matches(test, _TESTS, 1)
            raise self.wrong(f"{where}.test", f"unknown test {test}", near[0] if near else "")
        return TestSpec(
            self.column(where, table.get("column", column)), test, table.get("at_least"), table.get("at_most")
        )


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
