"""All sheets of one file together: which hold data, which repeat another, which are helpers; then what must be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_clean import codes
from umkm_clean.headers.context import stated, surroundings
from umkm_clean.headers.words import fold, one_line
from umkm_clean.model import Evidence, Role, SheetLayout, SourceFinding, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_clean.headers.context import Context, Surroundings
    from umkm_clean.headers.environment import Environment
    from umkm_clean.headers.tables import Draft

COVER = 40  # rows that a cover holds at most
HELP_WORDS = frozenset({"petunjuk", "contoh", "panduan", "cara", "pilihan", "referensi"})


def finish(drafts: Sequence[Draft], env: Environment) -> tuple[SheetLayout, ...]:
    """Layouts in the order of the sheets."""
    wanted = _choose(drafts, env)
    repeated = _repeated(drafts, wanted, env)
    layouts = []
    for at, draft in enumerate(drafts):
        lent = _lent([drafts[other] for other, kept in repeated.items() if kept == at], drafts, env)
        layouts.append(_layout(draft, at in wanted and at not in repeated, lent, env))
    for at, other in repeated.items():
        rows = len(drafts[at].data_rows)
        facts = {"other": drafts[other].grid.sheet.name}
        layouts[at] = _helper(drafts[at], [SourceFinding(codes.HDR_SHEET_REPEATED, count=rows, facts=facts)])
    return _complaints(drafts, _said_once(layouts), env)


def _said_once(layouts: list[SheetLayout]) -> list[SheetLayout]:
    """The same thing about the same header on several sheets is one finding, at the first of them."""
    seen: set[tuple[str, str, str]] = set()
    out = []
    for layout in layouts:
        kept = []
        for finding in layout.findings:
            key = (finding.code, finding.header or "", repr(sorted(finding.facts.items())))
            if finding.header is None or key not in seen:
                kept.append(finding)
            seen.add(key)
        out.append(replace(layout, findings=tuple(kept)))
    return out


def _choose(drafts: Sequence[Draft], env: Environment) -> set[int]:
    """Sheets that hold data: the one asked for, else every sheet with a list that is not a helper or left out."""
    asked = env.options.sheet
    with_tables = {at for at, draft in enumerate(drafts) if draft.tables}
    if asked is not None:
        return {at for at in with_tables if fold(drafts[at].grid.sheet.name) == fold(asked)}
    if env.options.skip_hidden:
        with_tables = {at for at in with_tables if drafts[at].grid.sheet.state == "visible"}
    certain = {at for at in with_tables if drafts[at].certain}
    with_tables = certain or with_tables
    helpers = {at for at in with_tables if _is_helper(drafts[at], env)}
    others = {at for at in with_tables - helpers if drafts[at].data_rows}
    helped = {at for at in helpers if HELP_WORDS & set(fold(drafts[at].grid.sheet.name).split()) and others}
    return with_tables - (helpers if others else set()) - helped


def _is_help(draft: Draft) -> bool:
    return bool(HELP_WORDS & set(fold(draft.grid.sheet.name).split()))


def _is_helper(draft: Draft, env: Environment) -> bool:
    """Named like one of our own sheets or like help, and no full list of businesses in it."""
    key = fold(draft.grid.sheet.name)
    if _is_help(draft):
        return True
    if not env.lexicon.has_word("helper_sheet", key):
        return False
    fields = {made.field for table in draft.tables for made in table.columns if made.field}
    identity = {name for name in fields if env.lexicon.is_identity(name)}
    return len(fields) < 5 or len(identity) < 2


def _lent(copies: Sequence[Draft], drafts: Sequence[Draft], env: Environment) -> Context:
    """The kelurahan for a sheet that names none: what sheets with the same rows name, else what the cover states."""
    named = {
        around.context["kelurahan"][0] for draft in copies if "kelurahan" in (around := _around(draft, env)).context
    }
    if not named:
        covers = [
            draft
            for draft in drafts
            if not draft.tables and len(draft.grid.held) <= COVER and not _is_help(draft) and not draft.misplaced
        ]
        lines = [" ".join(draft.grid.row(row).values()) for draft in covers for row in draft.grid.held]
        named = {name} if (name := stated(lines, env.places)) else set()
    return {"kelurahan": (named.pop(), Evidence.TITLE)} if len(named) == 1 else {}


def _around(draft: Draft, env: Environment) -> Surroundings:
    return surroundings(draft.titles, draft.grid.sheet.name, draft.grid.sheet.file, env.places)


def _repeated(drafts: Sequence[Draft], wanted: set[int], env: Environment) -> dict[int, int]:
    """Sheets whose every row stands, with the same values, in another sheet that is kept: sheet → that other one."""
    order = sorted(wanted, key=lambda at: (drafts[at].grid.sheet.state != "visible", -len(drafts[at].data_rows), at))
    kept: list[int] = []
    found: dict[int, int] = {}
    for at in order:
        same = next((other for other in kept if _within(drafts[at], drafts[other])), None)
        if same is not None:
            found[at] = same
            continue
        visible = drafts[at].grid.sheet.state == "visible"
        for other in [other for other in kept if visible and _within(drafts[other], drafts[at])]:  # it has more columns
            kept.remove(other)
            found = {copy: at if of == other else of for copy, of in found.items()} | {other: at}
        kept.append(at)
    return found


def _within(small: Draft, large: Draft) -> bool:
    if not small.data_rows or len(small.data_rows) > len(large.data_rows):
        return False
    fields = {made.field for table in small.tables for made in table.columns if made.field} - {"no_urut"}
    known = {made.field for table in large.tables for made in table.columns if made.field}
    own = {fold(made.header) for table in small.tables for made in table.columns if not made.field and made.header}
    other = {fold(made.header) for table in large.tables for made in table.columns if not made.field and made.header}
    if len(fields) < 2 or not fields <= known or not own <= other:
        return False
    names = sorted(fields)
    first = small.tables[0].data_rows[:1] if small.tables[0].data_rows else ()
    if first and not _keys(small, names, own, limit=1) <= _keys(large, names, own):
        return False
    return _keys(small, names, own) <= _keys(large, names, own)


def _keys(draft: Draft, names: Sequence[str], own: set[str], limit: int | None = None) -> set[tuple[str, ...]]:
    """What each data row says in these fields and own columns, folded."""
    found: set[tuple[str, ...]] = set()
    for table in draft.tables:
        rows = table.data_rows[:limit]
        by_name: dict[str, int] = {made.field: made.column for made in table.columns if made.field}
        by_name |= {f"\0{fold(made.header)}": made.column for made in table.columns if not made.field}
        wanted = [*names, *(f"\0{header}" for header in sorted(own))]
        columns = [
            [one_line(text).casefold() for text in draft.grid.texts(by_name[name], rows)]
            if name in by_name
            else [""] * len(rows)
            for name in wanted
        ]
        found |= set(zip(*columns, strict=True))
    return found


def _helper(draft: Draft, findings: Sequence[SourceFinding], role: Role = Role.HELPER) -> SheetLayout:
    name = draft.grid.sheet.name
    return SheetLayout(
        name, (), dict.fromkeys(draft.grid.held, role), tuple(replace(one, sheet=name) for one in findings)
    )


def _layout(draft: Draft, is_data: bool, lent: Context, env: Environment) -> SheetLayout:
    sheet = draft.grid.sheet
    if not is_data:
        hidden = env.options.skip_hidden and sheet.state != "visible" and bool(draft.tables)
        if hidden:
            return _helper(draft, [SourceFinding(codes.HDR_SHEET_SKIPPED, count=len(draft.data_rows))], Role.SKIPPED)
        return _helper(draft, _left_out(draft, env))
    around = _around(draft, env)
    findings = list(draft.findings)
    roles = dict(draft.roles)
    hidden_rows = sheet.hidden_rows & set(draft.data_rows)
    tables = draft.tables
    if hidden_rows:
        skipped = env.options.skip_hidden
        findings.append(SourceFinding(codes.HDR_HIDDEN_ROWS, count=len(hidden_rows), facts={"skipped": skipped}))
        if skipped:
            roles |= dict.fromkeys(hidden_rows, Role.SKIPPED)
            tables = [_without(table, hidden_rows) for table in tables]
    tables = [_in_context(table, {**lent, **around.context}, env) for table in tables]
    if any("kelurahan" not in _fields(table, env) for table in tables):
        findings += around.findings
    findings += _of_tables(tables, env)
    return SheetLayout(sheet.name, tuple(tables), roles, tuple(replace(one, sheet=sheet.name) for one in findings))


def _without(table: Table, hidden: frozenset[int]) -> Table:
    rows = tuple(row for row in table.data_rows if row not in hidden)
    fills = {place: source for place, source in table.fills.items() if place[0] not in hidden}
    totals = tuple(total for total in table.totals if not any(total.first <= row <= total.last for row in hidden))
    return replace(table, data_rows=rows, fills=fills, totals=totals)


def _fields(table: Table, env: Environment) -> set[str]:
    mapped = {made.field for made in table.columns if made.field}
    return mapped | {part for name in mapped for part in env.lexicon.parts.get(name, ())}


def _in_context(table: Table, context: dict[str, tuple[str, Evidence]], env: Environment) -> Table:
    """The sheet's place for the table; a heading of its own part says it better. Then what is still missing."""
    own = dict(table.context)
    around = {} if "kelurahan" in own else dict(context)
    there = around | own
    missing = [
        name
        for name, given in env.spec.fields.items()
        if given.required and name not in _fields(table, env) and name not in there
    ]
    return replace(table, context=there, missing_fields=tuple(missing))


def _of_tables(tables: Sequence[Table], env: Environment) -> list[SourceFinding]:
    findings: list[SourceFinding] = []
    said: set[tuple[str, ...]] = set()
    for table in tables:
        if table.missing_fields and table.header_rows and table.missing_fields not in said:
            said.add(table.missing_fields)
            labels = [env.spec.fields[name].label["id"] for name in table.missing_fields]
            facts = {"fields": ", ".join(table.missing_fields), "labels": ", ".join(labels)}
            row = table.header_rows[-1] if table.header_rows else None
            findings.append(SourceFinding(codes.HDR_MISSING_FIELDS, row=row, facts=facts))
        if not table.data_rows:
            row = table.header_rows[-1] if table.header_rows else None
            findings.append(SourceFinding(codes.HDR_HEADER_ONLY, row=row))
    return findings


def _left_out(draft: Draft, env: Environment) -> list[SourceFinding]:
    """What is said of a sheet that is not read: nothing of empty ones and of our own helpers."""
    sheet = draft.grid.sheet
    if sheet.state != "visible" and not draft.tables:
        return []  # lists behind drop-downs; that the sheet is hidden is said by the reader
    if not draft.grid.held or env.options.sheet is not None or env.lexicon.has_word("helper_sheet", fold(sheet.name)):
        return []
    if draft.misplaced is not None and draft.misplaced.code == codes.HDR_ONE_COLUMN:
        return [draft.misplaced]
    code = codes.HDR_SHEET_UNCLEAR if draft.tabular or draft.tables else codes.HDR_SHEET_LEFT_OUT
    return [SourceFinding(code, count=len(draft.grid.held))]


def _complaints(drafts: Sequence[Draft], layouts: list[SheetLayout], env: Environment) -> tuple[SheetLayout, ...]:
    """No silent pass: a file without any data sheet says so at its first sheet, and nothing else.

    A list that lies otherwise is said at its sheet instead.
    """
    if not layouts or any(layout.tables for layout in layouts):
        return tuple(layouts)
    lying = [draft.misplaced is not None and not _is_helper(draft, env) for draft in drafts]
    if any(lying) and env.options.sheet is None:
        found = [replace(draft.misplaced, sheet=draft.grid.sheet.name) if draft.misplaced else None for draft in drafts]
        return tuple(
            replace(layout, findings=(said,) if said and here else ())
            for layout, said, here in zip(layouts, found, lying, strict=True)
        )
    skipped = any(role is Role.SKIPPED for layout in layouts for role in layout.roles.values())
    asked, names = env.options.sheet, [draft.grid.sheet.name for draft in drafts]
    facts = {"sheets": ", ".join(names)}
    if asked is not None and fold(asked) not in map(fold, names):
        finding = SourceFinding(codes.HDR_SHEET_NOT_THERE, facts=facts | {"asked": asked})
    else:
        finding = SourceFinding(codes.HDR_NO_DATA_SHEET, facts=facts)
    if not skipped:
        layouts = [replace(layout, findings=()) for layout in layouts]
    layouts[0] = replace(layouts[0], findings=(finding, *layouts[0].findings))
    return tuple(layouts)
