"""The reading process: takes one request a line, reads the file, writes it to standard output in frames.

Started by `pool`, never imported by the parent. Imports neither pandas nor pyarrow (but for Parquet and large CSV
files), so that it starts in some hundredths of a second. Nothing is written to disk. It ends when its standard
input ends, and on POSIX the kernel ends it when a file takes too long, whatever code is running.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import threading
from queue import SimpleQueue
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any, cast

from umkm_clean import codes
from umkm_clean.read import FORMATS, sniff
from umkm_clean.read.child import heed_only_the_parent, private_output
from umkm_clean.read.grid import Finding, packed
from umkm_clean.read.refused import Refused, megabytes
from umkm_clean.read.source import Source, fingerprint
from umkm_clean.read.wire import sheet_facts, write_chunk, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.read.grid import Found
    from umkm_clean.read.limits import Limits

_GRACE = 5
_HELD = 64 << 20  # flat files up to this size are held in memory, larger ones read in blocks
_ENDINGS = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xlsb": (".xlsb",),
    "xls": (".xls", ".xlt"),
    "ods": (".ods", ".ots"),
    "csv": (".csv", ".tsv", ".txt", ".tab"),
    "parquet": (".parquet", ".pq"),
}
_CLEAN_EXIT_AFTER_MEMORY = 77


def main() -> None:
    """Serve requests until standard input ends."""
    out = private_output()
    heed_only_the_parent()
    requests: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    start = json.loads(requests.get())
    limits = cast("Limits", SimpleNamespace(**start["limits"]))  # without the cost of importing dataclasses
    words = frozenset(start["header_words"])
    _limit_memory(limits.child_memory)
    gc.disable()  # rows of text hold no cycles; each file is one burst, collected after it
    while True:
        request = json.loads(requests.get())
        _alarm(limits.seconds + _GRACE)
        try:
            serve(request, limits, words, out)
        except MemoryError:
            write_json(out, _out_of_memory(limits))
            out.flush()
            os._exit(_CLEAN_EXIT_AFTER_MEMORY)
        _alarm(0)
        gc.collect()


def _listen(requests: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)  # the parent closed the pipe, or is gone


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit: there the guard protects
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def serve(request: Mapping[str, Any], limits: Limits, words: frozenset[str], out: IO[bytes]) -> None:
    """Read one file and write its frames to `out`; what cannot be read is refused in the closing frame."""
    closing: dict[str, Any] = {"sha256": "", "size": 0, "format": "", "sheets": [], "findings": [], "refused": None}
    try:
        _read(request, limits, words, out, closing)
    except Refused as refused:
        closing |= {"sheets": [], "findings": [], "refused": {"code": refused.code, "facts": refused.facts}}
    except MemoryError:
        raise
    except BaseException as problem:  # a Rust panic is a BaseException; a reader's own bug must not stop the others
        facts = {"problem": type(problem).__name__}
        closing |= {"sheets": [], "findings": [], "refused": {"code": codes.SRC_CRASHED, "facts": facts}}
    write_json(out, closing)
    out.flush()


def _out_of_memory(limits: Limits) -> dict[str, Any]:
    facts = {"code": codes.SRC_MEMORY, "facts": {"limit": megabytes(limits.child_memory)}}
    return {"sha256": "", "size": 0, "format": "", "sheets": [], "findings": [], "refused": facts, "last": True}


def _read(
    request: Mapping[str, Any], limits: Limits, words: frozenset[str], out: IO[bytes], closing: dict[str, Any]
) -> None:
    source, before = _take(request["path"], limits, closing)
    source.header_words = words
    closing["format"] = format_ = _format(source, limits)
    reader = importlib.import_module(FORMATS[format_])
    found: Found = reader.read(source, limits, careful_only=request["careful"])
    found.findings[:0] = _name_differs(source.path, format_)
    for number, grid in enumerate(found.grids):
        if grid.chunks is not None:
            for height, columns in grid.chunks:
                write_chunk(out, number, height, columns)
        else:
            columns, height, said = packed(grid, limits)
            write_chunk(out, number, height, columns)
            found.findings += said
        closing["sheets"].append(sheet_facts(grid))
        grid.rows = []
    after = os.stat(request["path"])
    if (after.st_size, after.st_mtime_ns) != before:
        raise Refused(codes.SRC_CHANGED)
    closing["findings"] = list(found.findings)


def _name_differs(path: str, format_: str) -> list[Finding]:
    """A finding where the ending of the name promises another kind of file; readers of HTML say so themselves."""
    ending = os.path.splitext(path)[1].lower()
    if format_ == "html" or not ending or ending in _ENDINGS[format_]:
        return []
    return [Finding(codes.SRC_NAME_DIFFERS, facts={"ending": ending, "format": format_})]


def _take(path: str, limits: Limits, closing: dict[str, Any]) -> tuple[Source, tuple[int, int]]:
    """The file's bytes and fingerprint; the size is checked before anything is read."""
    try:
        if not os.path.exists(path):
            raise Refused(codes.SRC_MISSING)
        if not os.path.isfile(path):
            raise Refused(codes.SRC_UNREADABLE)
        with open(path, "rb") as stream:
            status = os.fstat(stream.fileno())
            closing["size"] = status.st_size
            head = stream.read(sniff.HEAD)
            sniff.check_name(os.path.basename(path), status.st_size, head)
            flat = status.st_size <= limits.flat_bytes and sniff.is_flat(head)
            most = limits.flat_bytes if flat else limits.file_bytes
            if status.st_size > most:
                raise Refused(codes.SRC_FILE_BYTES, found=megabytes(status.st_size), limit=megabytes(most))
            large = flat and status.st_size > _HELD
            stream.seek(0)
            closing["sha256"], data = fingerprint(stream, keep=not large)
    except OSError:
        raise Refused(codes.SRC_UNREADABLE) from None
    source = Source(path, head if large else data, size=status.st_size, large=large)
    return source, (status.st_size, status.st_mtime_ns)


def _format(source: Source, limits: Limits) -> str:
    kind = sniff.by_head(source.data[: sniff.HEAD])
    if kind == "zip":
        return sniff.by_package(source.package(limits))
    return "xls" if kind == "ole" else kind


if __name__ == "__main__":
    main()
