"""`kembali/`: the sender's own workbook with its faults coloured and commented, ready to be mended and sent again.

Read `write_returned`: each file is edited in place where its format allows, else rebuilt as an .xlsx with the same
grid.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
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
    from collections.abc import Sequence

    from umkm_clean.model import FileReport, RunResult
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
    written = {}
    for report, name in zip(result.files, names(result.files), strict=True):
        if report.refused is not None:
            continue
        back = _return(report, found.of_file(report.path), notes[report.path], frame)
        if _write(report, back, words, frame, folder / name):
            written[name] = len(back.findings)
    return written


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


def _write(report: FileReport, back: Return, words: Words, frame: RunFrame, path: Path) -> bool:
    """Write one workbook; False where the file is no longer what was read, or cannot be given back at all."""
    source = Path(report.path)
    try:
        with source.open("rb") as file:
            known = hashlib.file_digest(file, "sha256").hexdigest() == report.sha256
    except OSError:
        return False
    if not known:
        return False
    reason = "format"
    if report.format in IN_PLACE:
        try:
            edit(source, back, words, path)
        except UnsuitableError as problem:
            reason = f"look-{problem}"
        else:
            return True
    if frame.reread is None:
        return False
    raw = frame.reread(report.path)
    if raw.refused is not None or not raw.sheets:
        return False
    edit(regrid(raw), replace(back, lost=(reason,)), words, path)
    return True
