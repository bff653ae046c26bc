"""What a scheduled job says about itself: its log, and the hooks of whoever wants to be told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from umkm_clean.cli.journal import note
from umkm_clean.errors import UmkmCleanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_clean.settings import Settings

EXIT_BUG = 70


@contextmanager
def failures_told(settings: Settings, dry_run: bool) -> Iterator[None]:
    """Whatever stops the job is told, then goes on to whoever gives it words and an exit code."""
    try:
        yield
    except UmkmCleanError as problem:
        tell(settings, problem.exit_code, False, sentence(problem, settings.lang), dry_run)
        raise
    except Exception as problem:
        tell(settings, EXIT_BUG, False, type(problem).__name__, dry_run)
        raise
    except BaseException as problem:  # a signal: no time for hooks
        log(settings, "stopped", reason=type(problem).__name__)
        raise


def tell(settings: Settings, code: int, changed: bool, summary: str, dry_run: bool) -> None:
    """Hooks, and the last line of the log. A hook that fails is said on the log, and changes nothing."""
    log(settings, "finished", exit_code=code, changed=changed, dry_run=dry_run)
    if dry_run or not (settings.notify_command or settings.ping_url):
        return
    from umkm_clean.nightly import notify

    problems = []
    if settings.notify_command and notify.wanted(settings.notify_on, code, changed):
        problems.append(notify.run_command(settings.notify_command, f"{summary}\nkode keluar: {code}\n"))
    if settings.ping_url:
        problems.append(notify.ping(settings.ping_url, code))
    for problem in filter(None, problems):
        log(settings, "notification-failed", reason=problem)


def log(settings: Settings, event: str, **facts: Any) -> None:
    """One JSON line about the job."""
    note(settings.log_file, settings.lang, event, **facts)


def sentence(problem: UmkmCleanError, lang: str) -> str:
    """What stopped the job, in words."""
    from umkm_clean.report.plain import safe_text
    from umkm_clean.spec.texts import say

    facts = {name: safe_text(str(value)) for name, value in problem.facts.items()}
    return say("cli", f"error.{problem.code}", lang, **facts)
