"""`umkm-clean merge PATH… --out DIR`: one city list out of many files."""

from __future__ import annotations

from typing import Annotated

import typer

from umkm_clean.cli.options import COMMON, READING, WRITING, DryRun, Files, Resolved, Timings, with_settings

Out = Annotated[str, typer.Option("--out", help="option.out_folder", metavar="FOLDER", show_default=False)]


@with_settings(*COMMON, *READING, *WRITING, "registry", "stop_on", "accept")
def command(files: Files, out: Out, resolved: Resolved, dry_run: DryRun = False, timings: Timings = False) -> int:
    """Everything `validate` does, then link, consolidate and write the output folder."""
    from umkm_clean.cli.memory import remembering
    from umkm_clean.cli.session import session

    with remembering(resolved.settings, out, dry_run) as memory, session(files, resolved, without=out) as current:
        from umkm_clean import pipeline
        from umkm_clean.cli import show

        result = pipeline.merge(current.results, current.spec, *memory.asked(current.spec))
        return show.merged(result, current, out, dry_run, timings, memory)
