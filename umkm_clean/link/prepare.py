"""Frame → `Table`: every distinct text of a column is prepared once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA

from umkm_clean.link import address, numbers, words
from umkm_clean.link.table import Column, Ints, Table
from umkm_clean.link.words import SEP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.link.words import Prepare
    from umkm_clean.spec.link import LinkSpec

#: Kinds of preparation (`as` in link.toml).
PREPARATIONS: Mapping[str, Callable[[Mapping[str, Any]], Prepare]] = {
    "birth": numbers.birth,
    "date": numbers.date,
    "digits": numbers.digits,
    "house_number": address.house_number,
    "initials": words.initials,
    "nik": numbers.nik,
    "phone": numbers.phone,
    "rt_rw": address.rt_rw,
    "skeleton": words.skeleton,
    "street": address.street,
    "text": words.text,
    "tokens": words.tokens,
    "words": words.words,
    "year": numbers.year,
}
_TOKENS = 12  # words of one text that serve as keys
_PHONES = 4  # numbers of one cell that are compared
_SHORT = 4  # letters that a short form of a name has at least
_TAIL_MIN = 10  # numbers of one source that it takes to see that their last digit was lost


def prepare(records: pd.DataFrame, spec: LinkSpec) -> Table:
    """Prepare all columns of `spec` (missing and all-empty raw columns are simply empty)."""
    made: dict[str, Column] = {}
    source = raw_texts(records, spec.source) if spec.source else None
    for column in spec.columns:
        codes, texts = _sources(records, made, column.sources)
        if column.options.get("tail_loss") and source is not None:
            codes, texts = _tail_lost(codes, texts, source, float(column.options["tail_loss"]))
        ready = PREPARATIONS[column.kind](column.options)
        most = _TOKENS if column.kind == "tokens" else _PHONES
        made[column.name] = _column(column.name, codes, texts, ready, most)
        if without := column.options.get("without"):
            made[column.name] = _without(made[column.name], made[without])
        if unless := column.options.get("unless_within"):
            made[column.name] = _unless_within(made[column.name], [made[name] for name in unless])
    return Table(len(records), made)


def all_texts(records: pd.DataFrame, spec: LinkSpec) -> pd.DataFrame:
    """Every column that the spec reads as text, turned once; what follows reads it through `raw_texts` without work."""
    names = dict.fromkeys((*spec.raw_columns(), *spec.identity, *((spec.source,) if spec.source else ())))
    texts = {name: raw_texts(records, name).to_numpy(dtype=object) for name in names if name in records}
    return pd.DataFrame(texts, index=pd.RangeIndex(len(records)), dtype=object)


def raw_texts(records: pd.DataFrame, name: str) -> pd.Series:
    """A raw column as text, "" where empty or missing; whole numbers without ".0"."""
    if name not in records:
        return pd.Series([""] * len(records), index=records.index, dtype=object)
    column = records[name]
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=False) == "string":
        return column
    if pd.api.types.is_float_dtype(column.dtype):
        column = column.astype(object).where(column.notna(), "")
        return column.map(lambda value: str(int(value)) if value != "" and float(value).is_integer() else str(value))
    codes, values = pd.factorize(column.astype(object).to_numpy())
    texts = np.array([*map(str, values), ""], dtype=object)  # code -1 (empty) takes the last
    return pd.Series(texts[codes], index=column.index, dtype=object)


def _sources(records: pd.DataFrame, made: dict[str, Column], sources: Sequence[str]) -> tuple[Ints, Sequence[str]]:
    """Codes and distinct texts of one or several source columns (joined by `SEP`)."""
    first, *rest = [_texts(records, made, name) for name in sources]
    codes, texts = first
    for more_codes, more_texts in rest:
        wide = len(more_texts) + 1
        packed = (codes + 1) * wide + more_codes + 1
        found, codes = np.unique(packed, return_inverse=True)
        left, right = found // wide - 1, found % wide - 1
        texts = [
            (texts[a] if a >= 0 else "") + SEP + (more_texts[b] if b >= 0 else "")
            for a, b in zip(left, right, strict=True)
        ]
    return codes.astype(np.int64), texts


def _texts(records: pd.DataFrame, made: dict[str, Column], name: str) -> tuple[Ints, Sequence[str]]:
    if name in made:
        return made[name].codes, list(made[name].values)
    column = raw_texts(records, name)
    codes, texts = pd.factorize(column.to_numpy(dtype=object))
    return codes.astype(np.int64), [str(text) for text in texts]


def _column(name: str, codes: Ints, texts: Sequence[str], ready: Callable[[str], str], most: int) -> Column:
    """Prepare each distinct text, then number the distinct results."""
    prepared = [ready(text) if text else "" for text in texts]
    if not any(SEP in text for text in prepared):
        to, values = pd.factorize(np.array([*(text or None for text in prepared), None], dtype=object))
        return Column(name, values, to.astype(np.int64)[codes])
    known: dict[str, int] = {}
    numbered = [
        [known.setdefault(piece, len(known)) for piece in text.split(SEP)[:most]] if text else [] for text in prepared
    ]
    numbered.append([])  # where a row holds no text
    wide = max(1, max(map(len, numbered)))
    to = np.array([[*numbers, *[-1] * (wide - len(numbers))] for numbers in numbered], np.int64)
    many = to[codes]
    more = np.ascontiguousarray(many) if wide > 1 else None
    return Column(name, np.array(list(known), dtype=object), np.ascontiguousarray(many[:, 0]), more)


def _tail_lost(codes: Ints, texts: Sequence[str], source: pd.Series, share: float) -> tuple[Ints, Sequence[str]]:
    """In a source where too many numbers end in 0 the last digit was lost: there the 15-digit stem is handed on.

    Excel keeps 15 digits of a number, so a whole column of 16-digit numbers ends in 0 (one in ten would by chance).
    """
    if not len(codes):
        return codes, texts
    clean = ["".join(letter for letter in text.split(SEP)[0] if letter.isdigit()) for text in texts]
    whole = np.array([len(number) == 16 for number in clean] + [False])
    zero = np.array([number.endswith("0") for number in clean] + [False])
    groups, names = pd.factorize(source.to_numpy(dtype=object))
    filled = np.bincount(groups, weights=whole[codes], minlength=len(names))
    ending = np.bincount(groups, weights=(whole & zero)[codes], minlength=len(names))
    lost = (filled >= _TAIL_MIN) & (ending > share * np.maximum(filled, 1))
    if not lost.any():
        return codes, texts
    hit = lost[groups] & (whole & zero)[codes]
    cut = {code: SEP + clean[code][:15] for code in np.unique(codes[hit])}
    place = {code: len(texts) + i for i, code in enumerate(cut)}
    moved = codes.copy()
    moved[hit] = [place[code] for code in codes[hit]]
    return moved, [*texts, *cut.values()]


def _unless_within(column: Column, others: Sequence[Column]) -> Column:
    """Empty where every word already stands in one of the other columns: "Toko Roti" that sells bread says nothing."""
    codes = column.codes.copy()
    for other in others:
        wide, rows, found, back = _met(codes, other)
        said = np.fromiter(
            (
                set(column.values[pair // wide].split()) <= set(other.values[pair % wide].split())
                for pair in found.tolist()
            ),
            np.bool_,
            len(found),
        )
        codes[rows[said[back]]] = -1
    return Column(column.name, column.values, codes, column.more)


def _without(column: Column, other: Column) -> Column:
    """Without the words that name the other column: all shops of the owner Siti Aminah may be called "Bu Siti"."""
    wide, rows, found, back = _met(column.codes, other)
    known = {str(value): code for code, value in enumerate(column.values)}
    to = np.full(len(found), -1, np.int64)
    for place, pair in enumerate(found.tolist()):
        names = other.values[pair % wide].split()
        rest = " ".join(word for word in column.values[pair // wide].split() if not _names(word, names))
        if rest:
            to[place] = known.setdefault(rest, len(known))
    codes = column.codes.copy()
    codes[rows] = to[back]
    return Column(column.name, np.array(list(known), dtype=object), codes)


def _met(codes: Ints, other: Column) -> tuple[int, Ints, Ints, Ints]:
    """`wide`, rows where both columns are filled, distinct pairs met there (left × wide + right), each row's pair."""
    wide = len(other.values) + 1
    rows = np.flatnonzero((codes >= 0) & (other.codes >= 0))
    found, back = np.unique(codes[rows] * wide + other.codes[rows], return_inverse=True)
    return wide, rows, found, back


def _names(word: str, names: Sequence[str]) -> bool:
    """Whether a word is one of the names, the short form of one ("yanto" of "suyanto"), or one slip away."""
    if word in names:
        return True
    return len(word) >= _SHORT and any(
        name.startswith(word) or name.endswith(word) or (len(word) > _SHORT and OSA.distance(word, name) == 1)
        for name in names
    )
