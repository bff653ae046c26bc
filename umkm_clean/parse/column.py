"""One column, read by its distinct texts: standard forms by whole arrays, the rest once each through `Kind.read`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.issues import facts_text
from umkm_clean.kinds import kind
from umkm_clean.kinds.written.cell import fold
from umkm_clean.model import Severity
from umkm_clean.parse.cells import STRING, to_numpy
from umkm_clean.parse.plain import plain_texts, split_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_clean.kinds.reading import Context, Kind, Reading
    from umkm_clean.model import ColumnMap
    from umkm_clean.parse.cells import Bools, Cells, Ints
    from umkm_clean.spec.types import FieldSpec, Spec

ARROW = {"string": STRING, "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_()}


@dataclass(slots=True)
class Column:
    """What one column says, by distinct text (`cells.text`)."""

    spec: FieldSpec
    kind: Kind
    map: ColumnMap
    cells: Cells
    values: pa.Array
    shown: pa.Array  # values in standard form, "" where null
    codes: dict[int, str]  # distinct text → the code of its finding
    facts: dict[int, str]
    readings: dict[int, Reading]
    parts: dict[str, pa.Array]  # other field → what each text says about it
    same: bool  # every value is its text as it stands in the cell
    swapped: str = ""  # abbreviations that the column itself told apart

    def row_values(self) -> pa.Array:
        """The value of each row."""
        if self.same and self.kind.dtype == "string":
            raw = self.cells.raw
            return pc.if_else(pc.equal(raw, ""), pa.scalar(None, STRING), raw) if self.cells.empty.any() else raw
        return self.cells.spread(self.values)

    def has_code(self) -> Bools:
        """Rows with a finding at their cell."""
        if not self.codes:
            return np.zeros(len(self.cells.rows), dtype=bool)
        return marked(self.codes, len(self.cells.text))[self.cells.rows]

    def changed(self) -> Bools:
        """Rows whose value differs from their text by more than outer blanks."""
        if self.same:
            return np.zeros(len(self.cells.rows), dtype=bool)
        return to_numpy(pc.not_equal(self.shown, self.cells.text))[self.cells.rows]

    def blank(self) -> Bools:
        """Rows that say in words or signs that nothing is written."""
        said = [number for number, reading in self.readings.items() if reading.blank]
        return marked(said, len(self.cells.text))[self.cells.rows]


def read_column(cells: Cells, column: ColumnMap, context: Context) -> Column:
    """Every distinct text of a column once; errors leave no value."""
    spec, text = context.spec, cells.text
    how = kind(spec.fields[context.field].kind)
    plain = plain_texts(cells, how, context)
    split, parts = split_texts(cells, how, context, plain)
    rest = np.flatnonzero(~plain & ~split & to_numpy(pc.not_equal(text, "")))
    texts = text.take(pa.array(rest)).to_pylist()
    told = _told_by_column(texts, how, context) if how.name == "choice" else {}
    read = how.read
    answers = [
        read(told.get(text, text), chr(letter), context)
        for text, letter in zip(texts, cells.letters[rest].tolist(), strict=True)
    ]
    readings = dict(zip(rest.tolist(), answers, strict=True))
    codes = {
        number: reading.code for number, reading in readings.items() if reading.code in spec.rules and reading.code
    }
    values = _values(text, how, plain, split, rest, [_kept(reading, spec) for reading in answers])
    shown = _shown(values, how)
    return Column(
        spec.fields[context.field],
        how,
        column,
        cells,
        values,
        shown,
        codes,
        facts={number: facts_text(readings[number].facts) for number in codes},
        readings=readings,
        parts=_parts(readings, parts, len(text), spec),
        same=not cells.untrimmed and not cells.filled.any() and shown.equals(text),
        swapped=", ".join(f"{text} = {word}" for text, word in sorted(told.items())),
    )


def marked(numbers: Iterable[int], size: int) -> Bools:
    """A truth array with these places set."""
    out = np.zeros(size, dtype=bool)
    out[list(numbers)] = True
    return out


def _parts(
    readings: Mapping[int, Reading], known: Mapping[str, pa.Array], size: int, spec: Spec
) -> dict[str, pa.Array]:
    """What the distinct texts say about other fields, by field."""
    targets = dict.fromkeys(known) | dict.fromkeys(name for reading in readings.values() for name in reading.parts)
    out = {}
    for target in targets:
        if target not in spec.fields:
            continue
        dtype = ARROW[kind(spec.fields[target].kind).dtype]
        told: list[Any] = [None] * size
        for number, reading in readings.items():
            told[number] = reading.parts.get(target)
        made = pa.array(told, type=dtype)
        out[target] = pc.coalesce(made, known[target]) if target in known else made
    return out


def _told_by_column(texts: list[str], how: Kind, context: Context) -> Mapping[str, str]:
    """Abbreviations that mean something else in this column: P beside W is pria, not perempuan.

    A list `<vocab>_…` says the other meaning; it holds where it knows every text and tells apart what the list itself
    does not.
    """
    name = str(context.params.get("vocab", ""))
    base = context.spec.vocab.get(name)
    words = {text: fold(text) for text in texts}
    for other, vocab in sorted(context.spec.vocab.items()):
        if base is None or not other.startswith(f"{name}_") or other.endswith("_umum") or len(words) < 2:
            continue
        meant = {text: vocab.variants.get(word, "") for text, word in words.items()}
        if all(meant.values()) and len(set(meant.values())) > len({base.variants.get(word) for word in words.values()}):
            return meant
    return {}


def _kept(reading: Reading, spec: Spec) -> Any:
    """The value of a reading; none where its finding is an error."""
    if reading.code is None or reading.value is None:
        return reading.value
    rule = spec.rules.get(reading.code)
    return None if rule is not None and rule.severity is Severity.ERROR else reading.value


def _values(text: pa.Array, how: Kind, plain: Bools, split: Bools, rest: Ints, read: list[Any]) -> pa.Array:
    """Values of the distinct texts: plain ones by whole arrays, the others as read."""
    made = text
    if how.plain_to and plain.any():
        made = pc.replace_substring_regex(text, f"^(?:{how.plain})$", how.plain_to)
    dtype = ARROW[how.dtype]
    known = plain | split
    taken = made if known.all() else pc.if_else(pa.array(known), made, pa.scalar(None, STRING))
    values = taken if dtype == STRING else pc.cast(taken, dtype)
    if not len(rest):
        return values
    where = np.zeros(len(text), dtype=bool)
    where[rest] = True
    return pc.replace_with_mask(values, pa.array(where), pa.array(read, type=dtype))


def _shown(values: pa.Array, how: Kind) -> pa.Array:
    if how.dtype == "string":
        return pc.fill_null(values, "")
    if how.dtype == "Int64":
        return pc.fill_null(pc.cast(values, STRING), "")
    return pa.array(["" if value is None else how.show(value) for value in values.to_pylist()], type=STRING)
