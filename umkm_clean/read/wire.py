"""How a read file travels from the reading process: a small JSON head, then Arrow's own buffers.

Frames are one letter, eight bytes of length, the content. `J` is JSON, `B` a buffer. A file is any number of
chunks of sheets, each a `J` frame with its buffers (text, letters, floats for each column), and one closing `J`
frame. JSON instead of pickle: what comes out of a process that parses hostile files is data, never code.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from umkm_clean.read.grid import ArrowColumn
from umkm_clean.read.plain import FLOAT, NUMBER, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from umkm_clean.model import RawFile, RawSheet
    from umkm_clean.read.grid import Column, Grid

_HEAD, _MOST_FRAME = 9, 1 << 32
_EMPTY = 32  # model.Stored.EMPTY
_WHOLE_MOST = 2.0**63


def write_json(stream: IO[bytes], content: Mapping[str, Any]) -> None:
    """One JSON frame."""
    data = json.dumps(content, separators=(",", ":")).encode()
    stream.write(b"J" + len(data).to_bytes(8, "little"))
    stream.write(data)


def write_chunk(stream: IO[bytes], sheet: int, height: int, columns: list[Column] | list[ArrowColumn]) -> None:
    """The next `height` rows of a sheet."""
    arrow = bool(columns) and isinstance(columns[0], ArrowColumn)
    write_json(stream, {"chunk": sheet, "height": height, "columns": len(columns), "arrow": arrow})
    for column in columns:
        for buffer in column:
            stream.write(b"B" + len(buffer).to_bytes(8, "little"))
            stream.write(buffer)


def sheet_facts(grid: Grid) -> dict[str, Any]:
    """A sheet beside its cells, for the closing frame."""
    return {
        "name": grid.name,
        "position": grid.position,
        "state": grid.state,
        "held": list(grid.held),
        "merged": list(grid.merged),
        "hidden_rows": list(grid.hidden_rows),
        "hidden_columns": list(grid.hidden_columns),
        "formulas": [(row, column, text) for (row, column), text in grid.formulas.items()],
        "stood": [(column, list(rows.items())) for column, rows in grid.stood.items()],
    }


def read_frames(stream: IO[bytes]) -> tuple[list[tuple[dict[str, Any], list[bytes]]], dict[str, Any]] | None:
    """All chunks of one file and its closing frame; None when the stream ends before that.

    Raises ValueError, KeyError or IndexError for anything else than frames.
    """
    chunks: list[tuple[dict[str, Any], list[bytes]]] = []
    while (frame := _frame(stream)) is not None:
        kind, data = frame
        if kind == b"B":
            chunks[-1][1].append(data)
            continue
        content = json.loads(data)
        if "chunk" not in content:
            return chunks, content
        chunks.append((content, []))
    return None


def _frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return None
    length = int.from_bytes(head[1:], "little")
    if head[:1] not in (b"J", b"B") or length > _MOST_FRAME:
        raise ValueError("no frame")
    data = stream.read(length)
    return (head[:1], data) if len(data) == length else None


def raw_file(path: str, chunks: list[tuple[dict[str, Any], list[bytes]]], closing: Mapping[str, Any]) -> RawFile:
    """The received frames as the record that the stages work on."""
    from umkm_clean.model import RawFile, Refusal, SourceFinding

    refused = closing.get("refused")
    sheets = []
    for number, facts in enumerate(closing["sheets"]):
        mine = [(head, buffers) for head, buffers in chunks if head["chunk"] == number]
        sheets.append(_sheet(path, closing["sha256"], facts, mine))
    return RawFile(
        path,
        closing["sha256"],
        closing["size"],
        closing["format"],
        tuple(sheets),
        Refusal(refused["code"], refused["facts"]) if refused else None,
        tuple(SourceFinding(*finding) for finding in closing["findings"]),
    )


def _sheet(
    path: str, sha256: str, facts: Mapping[str, Any], chunks: list[tuple[dict[str, Any], list[bytes]]]
) -> RawSheet:
    import pyarrow as pa

    from umkm_clean.model import Area, RawSheet

    width = max((head["columns"] for head, _ in chunks), default=0)
    columns: list[pa.Array] = []
    stored: list[bytes] = []
    for number in range(width):
        arrays: list[pa.Array] = []
        letters: list[bytes] = []
        for head, buffers in chunks:
            mine = buffers[3 * number : 3 * number + 3]
            if not mine:  # a chunk of a ragged table that has no such column
                arrays.append(pa.array([""] * head["height"], pa.string()))
                letters.append(bytes([_EMPTY]) * head["height"])
                continue
            array, given = (_arrow_column if head["arrow"] else _column)(mine, head["height"])
            arrays.append(array)
            letters.append(given)
        columns.append(arrays[0] if len(arrays) == 1 else pa.concat_arrays(arrays))
        stored.append(b"".join(letters))
    height = facts["held"][-1] if facts["held"] else 0
    while stored and not stored[-1][:height].strip(b" "):  # nothing in it, down to the last row that holds anything
        stored.pop()
        columns.pop()
    columns = [column.slice(0, height) for column in columns]
    stored = [mine[:height] for mine in stored]
    return RawSheet(
        path,
        sha256,
        facts["name"],
        facts["position"],
        facts["state"],
        tuple(columns),
        tuple(stored),
        tuple(facts["held"]),
        tuple(Area(*corners) for corners in facts["merged"]),
        frozenset(facts["hidden_rows"]),
        frozenset(facts["hidden_columns"]),
        {(row, column): text for row, column, text in facts["formulas"]},
        {column: dict(rows) for column, rows in facts["stood"]},
    )


def _column(buffers: list[bytes], height: int) -> tuple[pa.Array, bytes]:
    """One column's buffers (see `grid.Column`) as an Arrow string array and its storage letters."""
    import numpy as np
    import pyarrow as pa

    text, letters, floats = buffers
    kinds = np.frombuffer(letters, dtype=np.uint8)
    kinds = np.repeat(kinds, height) if len(kinds) == 1 else kinds
    is_float = kinds == FLOAT
    n_texts = height - int(is_float.sum())
    array = _split(text, n_texts)
    if floats:
        array = pa.concat_arrays([array, _number_texts(floats)])
        if not is_float[n_texts:].all():  # floats among texts: put each in its place
            places = np.where(is_float, n_texts + np.cumsum(is_float) - 1, np.cumsum(~is_float) - 1)
            array = array.take(_integers(places))
    lengths = np.diff(np.frombuffer(array.buffers()[1], dtype=np.int32, count=height + 1))
    kinds = np.where(is_float, np.uint8(NUMBER), kinds)
    return array, np.where(lengths == 0, np.uint8(_EMPTY), kinds).tobytes()


def _arrow_column(buffers: list[bytes], height: int) -> tuple[pa.Array, bytes]:
    """The same for a column that Arrow made (see `grid.ArrowColumn`)."""
    import numpy as np
    import pyarrow as pa

    offsets, text, letters = buffers
    lengths = np.diff(np.frombuffer(offsets, dtype=np.int32))
    given = np.frombuffer(letters, dtype=np.uint8)
    array = pa.StringArray.from_buffers(height, pa.py_buffer(offsets), pa.py_buffer(text))
    return array, np.where(lengths == 0, np.uint8(_EMPTY), given).tobytes()


def _split(text: bytes, count: int) -> pa.Array:
    """Texts joined by NUL → Arrow array."""
    import numpy as np
    import pyarrow as pa

    if not count:
        return pa.array([], pa.string())
    data = np.frombuffer(text, dtype=np.uint8)
    ends = np.append(np.flatnonzero(data == 0), len(data))
    if len(ends) != count:
        raise ValueError("texts and letters differ in number")
    offsets = np.zeros(count + 1, dtype=np.int32)
    offsets[1:] = ends - np.arange(count)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(data[data != 0]))


def _number_texts(floats: bytes) -> pa.Array:
    """Doubles as text, as `plain.number_text` writes them; whole numbers by Arrow, a hundred times faster."""
    import numpy as np
    import pyarrow as pa

    numbers = np.frombuffer(floats)
    if (np.abs(numbers) < _WHOLE_MOST).all() and (np.trunc(numbers) == numbers).all():
        return _integers(numbers.astype(np.int64)).cast(pa.string())
    return pa.array([number_text(number) for number in numbers.tolist()], pa.string())


def _integers(numbers: Any) -> pa.Array:
    """A numpy array of int64 as Arrow's; `pa.array` would import pandas to ask whether it is a series."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])
