"""What is remembered between runs: ids, decisions, rounds, files already read, earlier outputs. Nothing personal but the cache."""

from __future__ import annotations
