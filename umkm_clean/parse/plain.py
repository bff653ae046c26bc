"""Texts in standard form, found by whole columns: what `Kind.plain` and `Kind.split` name, minus what must be read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from umkm_clean.kinds import kind
from umkm_clean.kinds.reading import Context
from umkm_clean.kinds.written.cell import numbered
from umkm_clean.parse.cells import STRING, to_numpy
from umkm_clean.spec.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.kinds.reading import Kind, Value
    from umkm_clean.parse.cells import Bools, Cells
    from umkm_clean.spec.types import Vocab

#: what a kind may not take for a value: a word that means nothing
WORDS = "tidak ada"


def plain_texts(cells: Cells, how: Kind, context: Context) -> Bools:
    """Distinct texts that stand for themselves; a unit or another period in the header means that they are read."""
    text = cells.text
    own = context.params.get("period")
    if how.plain is None or context.unit != 1 or (context.period and context.period != own):
        return np.zeros(len(text), dtype=bool)
    fits = np.isin(cells.letters, np.frombuffer(how.plain_stored.encode(), dtype=np.uint8))
    fits &= to_numpy(pc.not_equal(text, ""))
    if how.name == "verbatim":
        return fits
    fits &= to_numpy(pc.match_substring_regex(text, f"^(?:{how.plain})$"))
    if how.doubt and fits.any():
        fits &= ~to_numpy(pc.match_substring_regex(text, how.doubt))
    if fits.any() and _admits_words(how.plain):
        fits &= ~may_mean_nothing(text, context.spec.vocab.get("kosong"))
    return fits


def split_texts(cells: Cells, how: Kind, context: Context, plain: Bools) -> tuple[Bools, Mapping[str, pa.Array]]:
    """Distinct texts that stand for themselves and tell other fields: which, and the values told."""
    none = np.zeros(len(plain), dtype=bool)
    if how.split is None or plain.all() or numbered(context.spec.vocab.get("kosong")):
        return none, {}
    places = np.flatnonzero(~plain & np.isin(cells.letters, np.frombuffer(how.plain_stored.encode(), dtype=np.uint8)))
    texts = cells.text.take(pa.array(places))
    found = pc.extract_regex(texts, f"^{how.split}$")
    fits = to_numpy(found.is_valid())
    if how.split_doubt and fits.any():
        fits &= ~to_numpy(pc.match_substring_regex(texts, how.split_doubt))
    if not fits.any():
        return none, {}
    none[places[fits]] = True
    first = how.read(texts[int(np.argmax(fits))].as_py(), "t", context)
    told = {}
    for number in range(found.type.num_fields):
        target = found.type.field(number).name
        if target not in first.parts:  # this column does not tell it
            continue
        values = _read_again(pc.struct_field(found, number).cast(STRING), target, context)
        told[target] = _scattered(values, places, fits, len(plain))
    return none, told


def _read_again(texts: pa.Array, target: str, context: Context) -> pa.Array:
    """Texts of another field, each read once by that field's kind."""
    encoded = texts.dictionary_encode()
    how, field = kind(context.spec.fields[target].kind), context.spec.fields[target]
    own = Context(context.spec, target, field.params, context.as_of)
    values: list[Value] = [how.read(text, "t", own).value for text in encoded.dictionary.to_pylist()]
    return pa.array(values, type=STRING).take(encoded.indices)


def _scattered(
    values: pa.Array, places: np.ndarray[tuple[int], np.dtype[np.int64]], fits: Bools, size: int
) -> pa.Array:
    where = np.full(size, -1, dtype=np.int64)
    where[places[fits]] = np.flatnonzero(fits)
    return values.take(pa.array(where, mask=where < 0))


@cache
def _admits_words(plain: str) -> bool:
    return re.fullmatch(plain, WORDS) is not None


def _patterns(vocab: Vocab | None) -> tuple[str, pa.Array]:
    """How texts that may mean nothing begin, and what they fold to."""
    forms = list(vocab.variants) if vocab else []
    first = "|".join(sorted({form.split()[0] for form in forms}))
    return f"(?i)^[^a-z0-9]*(?:(?:{first})(?:[^a-z0-9]|$)|$)", pa.array(["", *forms], type=STRING)


patterns = Memo(_patterns)


def may_mean_nothing(texts: pa.Array, vocab: Vocab | None) -> Bools:
    """Texts that fold to a form of the list `kosong`, or to no word at all."""
    begins, forms = patterns(vocab)
    out = to_numpy(pc.match_substring_regex(texts, begins))
    places = np.flatnonzero(out)
    folded = pc.replace_substring_regex(pc.utf8_lower(texts.take(pa.array(places))), "[^a-z0-9]+", " ")
    out[places] = to_numpy(pc.is_in(pc.utf8_trim(folded, " "), value_set=forms))
    return out
