"""One sheet → its tables and the role of each row: header bands, columns, rows below, sections, totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from umkm_clean import codes
from umkm_clean.headers.bare import find_bare
from umkm_clean.headers.beside import recap_beside
from umkm_clean.headers.bulk import Below
from umkm_clean.headers.columns import Assigned, assign
from umkm_clean.headers.content import Profile, shape_of
from umkm_clean.headers.explain import row_text
from umkm_clean.headers.find import Band, find_bands
from umkm_clean.headers.lexicon import NAME_KINDS
from umkm_clean.headers.misplaced import misplaced
from umkm_clean.headers.roles import judge
from umkm_clean.headers.split import split_table
from umkm_clean.headers.ticks import tick_fills
from umkm_clean.headers.words import fold
from umkm_clean.model import ColumnMap, Evidence, Role, SourceFinding, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_clean.headers.environment import Environment
    from umkm_clean.headers.grid import Grid
    from umkm_clean.headers.roles import Judged

PROOF_KINDS = frozenset({"address", "choice", "rt_rw", "ttl"})  # their values stand in no signature or note
SAMPLE = 100  # values of a column that are looked at


@dataclass(slots=True)
class Draft:
    """What one sheet looks like by itself, before the other sheets of the file are considered."""

    grid: Grid
    tables: list[Table] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)
    findings: list[SourceFinding] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    tabular: bool = False  # no list was recognised, but it looks like a table
    misplaced: SourceFinding | None = None  # a list that lies otherwise and is not read
    certain: bool = True  # False: only its shape says that these rows are data; counts if no other sheet has any

    @property
    def data_rows(self) -> list[int]:
        """All data rows, in order."""
        return [row for table in self.tables for row in table.data_rows]


def read_sheet(grid: Grid, env: Environment) -> Draft:
    """Understand one sheet alone."""
    draft = Draft(grid)
    if not grid.held:
        return draft
    bands = find_bands(grid, env.matcher, env.lexicon)
    lists = [band for band in bands if is_list(band, env)]
    if lists:
        _read_lists(draft, bands, lists, env)
    else:
        _read_bare(draft, env)
        draft.misplaced = None if draft.tables else misplaced(grid, env)
    if len(draft.roles) < len(grid.held):
        draft.roles = dict.fromkeys(grid.held, Role.NOTE) | draft.roles
    return draft


def is_list(band: Band, env: Environment) -> bool:
    """Tell whether the header heads a list of businesses: whom or which business, and something about it."""
    fields = band.fields - {"no_urut"}
    identity = {name for name in fields if env.lexicon.is_identity(name)}
    if identity:
        return len(fields) >= 2 or ("no_urut" in band.fields and len(band.paths) <= 4)
    return len(fields) >= 4 and len(fields & env.lexicon.personal) >= 2


def _read_lists(draft: Draft, bands: Sequence[Band], lists: Sequence[Band], env: Environment) -> None:
    grid = draft.grid
    before = grid.held[: bisect_left(grid.held, lists[0].first)]
    draft.roles |= dict.fromkeys(before, Role.TITLE)
    draft.titles += [" ".join(dict.fromkeys(grid.row(row).values())) for row in before]
    above = frozenset(tuple(map(fold, grid.row(row).values())) for row in before)
    side = frozenset(row for band in bands if band not in lists for row in band.rows)
    at = 0
    while at < len(lists):
        band = lists[at]
        until = next((n for n in range(at + 1, len(lists)) if not repeats(lists[n], band)), len(lists))
        repeated = {row for again in lists[at + 1 : until] for row in again.rows}
        end = lists[until].first if until < len(lists) else grid.height + 1
        rows = list(grid.held[bisect_right(grid.held, band.last) : bisect_left(grid.held, end)])
        for row in band.rows:
            if grid.row(row):
                draft.roles[row] = Role.HEADER
        _read_table(draft, band, rows, repeated, above, side, env)
        at = until


def repeats(later: Band, band: Band) -> bool:
    """Tell whether it is the same header once more (on the next page, or over the next group)."""
    texts = {column: set(map(fold, path)) for column, path in band.paths.items()}
    same = sum(1 for column, path in later.paths.items() if texts.get(column, set()) & set(map(fold, path)))
    return same >= 0.7 * max(len(later.paths), len(band.paths))


def _read_table(
    draft: Draft,
    band: Band,
    rows: list[int],
    repeated: set[int],
    above: frozenset[tuple[str, ...]],
    side: frozenset[int],
    env: Environment,
) -> None:
    grid = draft.grid
    header = tuple(grid.row(row) for row in band.rows if grid.row(row))
    rows_below = [row for row in rows if row not in repeated]
    sample = _dense(grid, rows_below, list(band.paths))
    made = _assign(grid, band, sample, env)
    known = frozenset(sample)
    for _ in range(2):
        below = _below(made.columns, header, above, side, env)
        judged = judge(grid, rows, below, env.lexicon, env.places, frozenset(repeated))
        data = tuple(row for row in rows if judged.roles[row] is Role.DATA)
        before, known = known, frozenset(data)
        if before == known:
            break
        made = _assign(grid, band, data, env)
    draft.roles |= judged.roles
    draft.findings += made.findings
    draft.findings += _passed_over(judged)
    whole = Table(tuple(row for row in band.rows if grid.row(row)), made.columns, data)
    ticks = tick_fills(grid, made.ticked, whole.header_rows, data)
    draft.tables += split_table(grid, whole, judged, below, env, ticks)


def _passed_over(judged: Judged) -> list[SourceFinding]:
    """Rows among the data that hold something and are not read."""
    found = []
    if judged.numbered_only:
        found.append(SourceFinding(codes.HDR_NUMBERED_ONLY, count=judged.numbered_only))
    for code, rows in ((codes.HDR_GROUPS, judged.groups), (codes.HDR_BETWEEN, judged.between)):
        if rows:
            found.append(SourceFinding(code, count=len(rows), facts={"rows": row_text(rows)}))
    return found


def _assign(grid: Grid, band: Band, rows: Sequence[int], env: Environment) -> Assigned:
    """Columns of a band with the values at `rows`; columns without header text count if they hold anything there."""
    paths = dict(band.paths)
    if len(rows):
        held = grid.filled[np.asarray(rows, dtype=np.int64) - 1].any(axis=0)
        paths |= {int(number) + 1: () for number in np.flatnonzero(held) if int(number) + 1 not in paths}
    profile = profiler(grid, rows, env)
    aside = recap_beside(grid, rows, paths, band.matches, env.lexicon)
    return assign(paths, band.matches, profile, env.spec, env.lexicon, aside)


def profiler(grid: Grid, rows: Sequence[int], env: Environment) -> Callable[[int], Profile]:
    """Profiles of columns over a sample of rows spread evenly, each made once; a cell merged down counts twice."""
    made: dict[int, Profile] = {}
    every = np.asarray(rows, dtype=np.int64)
    merged = {(area.first_row, area.first_column) for area in grid.sheet.merged if area.last_row > area.first_row}

    def profile(column: int) -> Profile:
        if column not in made:
            at = every[grid.filled[every - 1, column - 1]] if len(every) else every
            picked = at[np.linspace(0, len(at) - 1, SAMPLE).astype(np.int64)] if len(at) > SAMPLE else at
            again = [row for row in picked.tolist() if (row, column) in merged] if merged else []
            texts = grid.texts(column, [*picked.tolist(), *again])
            made[column] = Profile(texts, env.spec, env.places, env.lexicon)
        return made[column]

    return profile


def _dense(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> list[int]:
    """Rows that are filled at least half as much as the fullest: a first guess at the data."""
    if not rows:
        return []
    at = np.asarray(rows, dtype=np.int64)
    counts = grid.filled[at - 1][:, [column - 1 for column in columns]].sum(axis=1)
    return [int(row) for row in at[counts >= max(2, counts.max() / 2)]]


def _below(
    columns: Sequence[ColumnMap],
    header: tuple[Mapping[int, str], ...],
    above: frozenset[tuple[str, ...]],
    side: frozenset[int],
    env: Environment,
) -> Below:
    kinds = {made.column: env.lexicon.kinds[made.field] for made in columns if made.field}
    number = next((made.column for made in columns if made.field == "no_urut"), None)
    proofs = {
        made.column: shape_of(made.field, env.spec, env.places)
        for made in columns
        if made.field and env.lexicon.kinds[made.field] in PROOF_KINDS
    }
    for column, kind in kinds.items():
        if kind == "business_name":
            proofs[column] = env.lexicon.sounds_like_business
    return Below(tuple(made.column for made in columns), kinds, number, header, above, side, proofs)


def _read_bare(draft: Draft, env: Environment) -> None:
    """A sheet without known header words: by its values, or by the names given for its columns."""
    grid = draft.grid
    bare = find_bare(grid, env.lexicon, env.places)
    draft.tabular = bare is not None
    if bare is None or not (bare.proven or bare.header is None or env.options.columns):
        return
    draft.certain = bare.proven or bool(env.options.columns)
    rows = [row for row in grid.held if row >= bare.first]
    for row in grid.held:
        if row < bare.first:
            draft.roles[row] = Role.HEADER if row == bare.header else Role.TITLE
            draft.titles.append(" ".join(dict.fromkeys(grid.row(row).values())))
    header = grid.row(bare.header) if bare.header is not None else {}
    width = range(min(bare.columns), max(*bare.columns, *header) + 1)
    paths = {column: ((header[column],) if column in header else ()) for column in width}
    matches = {column: env.matcher.match(path) for column, path in paths.items() if path}
    named = () if bare.header is None else (bare.header,)
    sample = _dense(grid, rows, list(paths))
    made = assign(paths, matches, profiler(grid, sample, env), env.spec, env.lexicon)
    if env.options.columns:
        made = _with_names(made, env)
    elif bare.header is None:
        facts = {"columns": ",".join(column.field or "-" for column in made.columns), "rows": len(rows)}
        made.findings = [SourceFinding(codes.HDR_NO_HEADER, row=bare.first, facts=facts)]
        made.columns = tuple(_unless_worded(column, env) for column in made.columns)
    below = _below(made.columns, (header,) if header else (), frozenset(), frozenset(), env)
    judged = judge(grid, rows, below, env.lexicon, env.places, frozenset())
    draft.roles |= judged.roles
    draft.findings += made.findings
    data = tuple(row for row in rows if judged.roles[row] is Role.DATA)
    draft.tables += split_table(grid, Table(named, made.columns, data), judged, below, env)


def _unless_worded(column: ColumnMap, env: Environment) -> ColumnMap:
    """Without a header, names and addresses are only proposed: they may be anybody's."""
    worded = column.field is not None and env.lexicon.kinds[column.field] in NAME_KINDS | {"address"}
    return replace(column, field=None, evidence=None) if worded else column


def _with_names(made: Assigned, env: Environment) -> Assigned:
    """The user's own column names, in order from the first column; names unknown to the form stay the sender's own."""
    names = env.options.columns or ()
    named: list[ColumnMap] = []
    for at, column in enumerate(made.columns):
        name = names[at] if at < len(names) else ""
        match = env.matcher.match((name,)) if name.strip("- ") else None
        target = name if name in env.spec.fields else match.field if match else None
        if match is not None and target is None and match.doubt is not None:
            target = match.doubt.candidates[0]
        header = column.header or name
        named.append(ColumnMap(column.column, header, target, Evidence.GIVEN if target else None))
    findings = []
    if len(names) != len(made.columns):
        findings.append(SourceFinding(codes.HDR_COLUMNS_COUNT, facts={"given": len(names), "found": len(made.columns)}))
    return Assigned(tuple(named), findings)
