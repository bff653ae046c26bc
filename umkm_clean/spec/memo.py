"""What is built once out of a spec, however many files are judged with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Memo:
    """Keeps what `build` made of the last object it was given: indexes of a spec, built once a run."""

    def __init__(self, build: Callable[[Any], Any]) -> None:
        self._build = build
        self._of: Any = None
        self._made: Any = None

    def __call__(self, source: Any) -> Any:
        """The thing made of `source`, made anew only when another object comes."""
        if source is not self._of:
            self._made = self._build(source)
            self._of = source
        return self._made
