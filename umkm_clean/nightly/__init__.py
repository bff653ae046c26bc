"""The scheduled job; `job.run` is its main path. Empty on purpose: a run that finds the lock taken loads nothing."""

from __future__ import annotations
