"""`umkm-clean validate FILE…`: say what is wrong with files, before anything is merged."""

from __future__ import annotations

from umkm_clean.cli.options import (
    COMMON,
    READING,
    WRITING,
    ExplainLayout,
    Files,
    Format,
    Report,
    Resolved,
    Returned,
    Timings,
    with_settings,
)


@with_settings(*COMMON, *READING, *WRITING)
def command(
    files: Files,
    resolved: Resolved,
    report: Report = None,
    returned: Returned = "",
    format: Format = "text",  # noqa: A002 - the option's name
    explain_layout: ExplainLayout = False,
    timings: Timings = False,
) -> int:
    """Read, understand, check; print the findings, write only what was asked for."""
    from umkm_clean.cli.session import session

    with session(files, resolved) as current:
        from umkm_clean import pipeline
        from umkm_clean.cli import show

        result = pipeline.validate(current.results, current.spec)
        return show.validated(result, current, report or [], returned, format, explain_layout, timings)
