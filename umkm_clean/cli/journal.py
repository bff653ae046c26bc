"""`--log-file`: one JSON line an event, with the time; facts only, nothing out of cells."""

from __future__ import annotations

from typing import Any


def note(path: str, event: str, **facts: Any) -> None:
    """Append one event to the log at `path`; where no log is wanted (""), nothing. Raises `OSError`."""
    if not path:
        return
    import datetime
    import json

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with open(path, "a", encoding="utf-8") as log:
        log.write(json.dumps({"time": now, "event": event} | facts, ensure_ascii=False) + "\n")
