"""`merge --registry`: ids and decisions that are remembered from one merge to the next."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean.errors import RegistryError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from umkm_clean.cli.session import Session
    from umkm_clean.link import Decisions
    from umkm_clean.model import RunResult
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.settings import Settings
    from umkm_clean.spec.types import Spec
    from umkm_clean.store.registry import Output, Registry


@contextmanager
def remembering(settings: Settings, out: str, dry_run: bool) -> Iterator[Memory]:
    """Lock the output folder and the registry (where one is named) and open it; a dry run locks and writes nothing."""
    with ExitStack() as held:
        path = Path(settings.registry) if settings.registry else None
        if not dry_run:
            from umkm_clean.store.lock import hold

            held.enter_context(hold(Path(out), *([path] if path else [])))
        registry = None
        if path is not None:
            from umkm_clean.store.registry import Registry

            registry = held.enter_context(Registry.rehearsal(path) if dry_run else Registry.open(path))
        yield Memory(registry)


class Memory:
    """An open registry, or none."""

    def __init__(self, registry: Registry | None) -> None:
        self._registry = registry

    def asked(self, spec: Spec) -> tuple[Decisions | None, Callable[[pd.DataFrame], Mapping[str, str]] | None]:
        """What `pipeline.merge` wants to know: decisions of people, and which rows have which id already."""
        if self._registry is None:
            return None, None
        return self._registry.decisions(), self._registry.recall(spec)

    def check(self, result: RunResult, current: Session) -> None:
        """Raise `Guarded` where the input shrank against the last round or a finding stops it, unless accepted."""
        from umkm_clean.nightly.guards import check_findings, check_shrinking

        settings = current.settings
        check_findings(result, current.spec, settings.stop_on, settings.accept)
        if self._registry is not None:
            check_shrinking(self._registry.connection, result, settings.shrink_limit, settings.accept)

    def write(self, result: RunResult, shown: RunResult, target: str, current: Session, frame: RunFrame) -> None:
        """Write the output folder (`shown`: with the findings asked for) and remember the round (all of it)."""
        from umkm_clean.report.folder import OWNED, write_folder
        from umkm_clean.report.write import atomic_folder

        if self._registry is None:
            write_folder(shown, target, current.spec, frame)
            return
        registry, this = self._registry, _round(result, current, frame)
        with atomic_folder(target, OWNED) as fresh:

            def fill_in(connection: sqlite3.Connection, number: int) -> list[Output]:
                from umkm_clean.store.trend import trend_of

                came = frozenset(report.kelurahan for report in result.files if report.kelurahan)
                trend = trend_of(connection, number, this.period, came, current.spec, registry.secret)
                return filled(shown, fresh, current.spec, replace(frame, key=trend.key, trend=trend))

            number, _ = registry.remember(this, result, current.spec, fill_in)
        with suppress(RegistryError):  # the outputs are in place: what fails now must not call the merge a failure
            registry.publish(number)


def filled(result: RunResult, folder: Path, spec: Spec, frame: RunFrame) -> list[Output]:
    """Fill an empty folder with the outputs of a result; every file of it, with its content's hash."""
    from umkm_clean.report.folder import fill_folder
    from umkm_clean.store.registry import Output

    record = fill_folder(result, folder, spec, frame)
    rows = {output["path"]: output["rows"] for output in record["outputs"]}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [Output(name, hashlib.sha256((folder / name).read_bytes()).hexdigest(), rows.get(name)) for name in names]


def _round(result: RunResult, current: Session, frame: RunFrame) -> Any:
    from umkm_clean.store.registry import Round, Submission

    rows = result.records["file"].value_counts()
    files = [
        Submission(
            report.path, report.sha256, report.kelurahan or "", report.status.value, int(rows.get(report.path, 0))
        )
        for report in result.files
    ]
    # a state that no scheduled run ever has: it must look at everything anew after a merge by hand
    period = current.settings.deadline or current.as_of.isoformat()[:7]
    return Round(period, current.started, frame.version, "", frame.exit_code, files)
