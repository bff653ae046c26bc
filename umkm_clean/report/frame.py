"""What surrounds a result when it is written: language, masking, view, times. Nothing in it comes out of a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from umkm_clean.model import RawFile


class Point(Protocol):
    """An earlier round."""

    @property
    def day(self) -> str:
        """Day of the round, ISO."""
        ...

    @property
    def rows(self) -> int:
        """Data rows read."""
        ...

    @property
    def businesses(self) -> int:
        """Businesses in the city list."""
        ...

    @property
    def errors(self) -> int:
        """Cells with an error."""
        ...

    @property
    def files(self) -> int:
        """Files read."""
        ...


class Trend(Protocol):
    """What the registry tells."""

    @property
    def points(self) -> Sequence[Point]:
        """Earlier rounds, oldest first."""
        ...

    @property
    def missing(self) -> Sequence[str]:
        """Kelurahan that have sent nothing."""
        ...

    @property
    def since(self) -> Mapping[str, tuple[int, int, int]]:
        """Kelurahan → cells mended, still open, new since it last sent."""
        ...


@dataclass(frozen=True, slots=True)
class RunFrame:
    """How to say it, and when it was.

    `view`: internal | instansi | publik. `key`: secret of the keyed hash that `instansi` shows instead of a NIK.
    `as_of`: the day the data is judged on. `files_found` counts inputs before any was refused or left out.
    `trend`: what the registry tells about earlier rounds, where there is one.
    `reread` starts to read senders' files again as text (those whose format cannot be edited in place).
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
    trend: Trend | None = None
    reread: Callable[[Sequence[str]], AbstractContextManager[Iterable[RawFile]]] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an output folder, by its path inside it; `rows` where it holds records."""

    path: str
    sha256: str
    rows: int | None = None
