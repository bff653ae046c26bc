"""What understanding a file depends on: the options, and what is made once of a spec."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_clean.headers.lexicon import Lexicon, lexicon_for
from umkm_clean.headers.match import Matcher
from umkm_clean.headers.places import Places
from umkm_clean.headers.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.spec.types import Spec


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """What a user may say about the layout.

    `skip_hidden`: leave hidden rows and sheets out. `sheet`: only the sheet of this name. `columns`: names of the
    columns, in order, of sheets that have no header row. `mapping`: header as written → field (from the city folder).
    """

    skip_hidden: bool = False
    sheet: str | None = None
    columns: tuple[str, ...] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Environment:
    """The spec's lexicon, matcher and places, with the options of this run."""

    spec: Spec
    options: LayoutOptions
    lexicon: Lexicon
    matcher: Matcher
    places: Places


_LAST: list[tuple[Spec, Lexicon, Matcher, Places]] = []


def environment(spec: Spec, options: LayoutOptions) -> Environment:
    """What is made of a spec is kept for the next file."""
    if not _LAST or _LAST[0][0] is not spec:
        lexicon = lexicon_for(spec)
        _LAST[:] = [(spec, lexicon, Matcher(lexicon), Places(spec))]
    _, lexicon, matcher, places = _LAST[0]
    given = {fold(header): name for header, name in options.mapping.items()}
    return Environment(spec, options, lexicon, Matcher(lexicon, given) if given else matcher, places)
