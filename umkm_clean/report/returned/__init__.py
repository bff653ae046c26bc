"""`kembali/`: the sender's own workbook with its faults coloured and commented, ready to be mended and sent again.

Read `write_returned`: each file is edited in place where its format allows, else rebuilt as an .xlsx with the same
grid.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_clean.report.columns import objects
from umkm_clean.report.figures import file_line
from umkm_clean.report.findings import prepare
from umkm_clean.report.returned.edit import Return, edit
from umkm_clean.report.returned.regrid import regrid
from umkm_clean.report.returned.spans import UnsuitableError
from umkm_clean.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from umkm_clean.model import FileReport, RawFile, RunResult
    from umkm_clean.report.findings import Lines
    from umkm_clean.report.frame import RunFrame
    from umkm_clean.spec.types import Spec

IN_PLACE = ("xlsx", "xlsm", "xltx")
_BAD_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")


def write_returned(result: RunResult, spec: Spec, frame: RunFrame, folder: Path) -> dict[str, int]:
    """Write one workbook for each file that could be read into `folder`; name → number of findings in it.

    The sender sees her own values in full: nothing in it comes from another file but the places of related rows.
    """
    words = Words(spec, frame.lang, unmask=True)
    folder.mkdir(exist_ok=True)
    mere = result.issues["severity"] == "info"
    found, notes = prepare(result.issues[~mere], words), Counter(objects(result.issues.loc[mere, "file"]))
    jobs = [
        _Job(report, _return(report, found.of_file(report.path), notes[report.path], frame), folder / name)
        for report, name in zip(result.files, names(result.files), strict=True)
        if report.refused is None and _unchanged(report)
    ]
    editable = [job for job in jobs if job.report.format in IN_PLACE]
    others = [job for job in jobs if job.report.format not in IN_PLACE]
    with _reading(others, frame) as raws:  # by another process, while the first kind is edited here
        done = [job for job in editable if job.edited(words)]
        done += [job for job, raw in zip(others, raws, strict=False) if job.rebuilt(raw, words)]
    odd = [job for job in editable if job not in done]
    with _reading(odd, frame) as raws:
        done += [job for job, raw in zip(odd, raws, strict=False) if job.rebuilt(raw, words)]
    return {job.path.name: len(job.back.findings) for job in done}


@dataclass(slots=True, eq=False)
class _Job:
    """One workbook to be given back; `reason`: why it could not be edited in place."""

    report: FileReport
    back: Return
    path: Path
    reason: str = "format"

    def edited(self, words: Words) -> bool:
        """Edit the sender's workbook; False where that cannot be."""
        try:
            edit(Path(self.report.path), self.back, words, self.path)
        except UnsuitableError as problem:
            self.reason = f"look-{problem}"
            return False
        return True

    def rebuilt(self, raw: RawFile, words: Words) -> bool:
        """Build a workbook with the same grid; False where nothing could be read."""
        if raw.refused is not None or not raw.sheets:
            return False
        edit(regrid(raw), replace(self.back, lost=(self.reason,)), words, self.path)
        return True


def _reading(jobs: Sequence[_Job], frame: RunFrame) -> AbstractContextManager[Iterable[RawFile]]:
    """The files of these jobs as text once more, in their order; nothing where the frame cannot."""
    return frame.reread([job.report.path for job in jobs]) if frame.reread and jobs else nullcontext(())


def _unchanged(report: FileReport) -> bool:
    """Whether the file is still what was read."""
    try:
        with Path(report.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == report.sha256
    except OSError:
        return False


def names(files: Sequence[FileReport]) -> list[str]:
    """The name of each file's workbook: the sender's own, ending in .xlsx; equal names get a number, by path."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    for at, report in sorted(enumerate(files), key=lambda item: (item[1].path, item[1].sha256)):
        stem = _BAD_NAME.sub("_", Path(report.path.replace("\\", "/")).stem).strip(" .") or "berkas"
        stem = f"_{stem}" if _DEVICES.match(stem) else stem
        number, name = 1, f"{stem}.xlsx"
        while name.lower() in taken:
            number += 1
            name = f"{stem} ({number}).xlsx"
        taken.add(name.lower())
        found[at] = name
    return [found[at] for at in range(len(files))]


def _return(report: FileReport, findings: Lines, notes: int, frame: RunFrame) -> Return:
    since = frame.trend.since.get(report.kelurahan or "") if frame.trend is not None else None
    return Return(report, file_line(report), findings, notes, since)
