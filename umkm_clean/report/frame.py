"""What surrounds a result when it is written: language, masking, view, times. Nothing in it comes out of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from umkm_clean.model import RawFile


@dataclass(frozen=True, slots=True)
class Round:
    """One earlier round of the city, oldest first: for the trend."""

    date: datetime.date
    rows: int
    unique: int
    errors: int
    files: int = 0


@dataclass(frozen=True, slots=True)
class Since:
    """How far a file has come since it was last sent."""

    fixed: int
    open: int
    new: int


@dataclass(frozen=True, slots=True)
class RunFrame:
    """How to say it, and when it was.

    `view`: internal | instansi | publik. `key`: secret of the keyed hash that `instansi` shows instead of a NIK.
    `as_of`: the day the data is judged on. `files_found` counts inputs before any was refused or left out.
    `late`: kelurahan that were expected and sent nothing; `rounds`: earlier rounds; `since`: per file path.
    `reread` reads a sender's file again as text (for senders whose format cannot be edited in place).
    """

    lang: str = "id"
    unmask: bool = False
    view: str = "internal"
    version: str = ""
    started: datetime.datetime | None = None
    finished: datetime.datetime | None = None
    exit_code: int = 0
    as_of: datetime.date | None = None
    files_found: int | None = None
    key: bytes = b""
    late: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    since: Mapping[str, Since] = field(default_factory=dict)
    reread: Callable[[str], RawFile] | None = None
