"""What is remembered between runs: ids, decisions, rounds, files already read, earlier outputs."""

from __future__ import annotations
