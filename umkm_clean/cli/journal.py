"""`--log-file`: one JSON line an event, with the time; facts only, nothing out of cells."""

from __future__ import annotations

import sys
from typing import Any


def note(path: str, lang: str, event: str, **facts: Any) -> None:
    """Append one event to the log at `path`; where no log is wanted (""), nothing.

    A log that cannot be written is a pity, never a reason to call a finished run a failure: it is said and that is all.
    """
    if not path:
        return
    import datetime
    import json

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    try:
        with open(path, "a", encoding="utf-8") as log:
            log.write(json.dumps({"time": now, "event": event} | facts, ensure_ascii=False) + "\n")
    except OSError:
        from umkm_clean.spec.texts import say

        sys.stderr.write(say("cli", "note.no-log", lang, path=path) + "\n")
