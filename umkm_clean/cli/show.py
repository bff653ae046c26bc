"""The last step of the commands that read spreadsheets: reports asked for, the screen, the exit code."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_clean import report
from umkm_clean.cli.session import Journal, exit_code, only_shown, out
from umkm_clean.errors import NothingToDo, UsageError
from umkm_clean.model import FileStatus
from umkm_clean.report.frame import RunFrame
from umkm_clean.spec.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_clean.cli.session import Session
    from umkm_clean.link import Decisions
    from umkm_clean.model import RunResult
