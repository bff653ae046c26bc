"""A made-up city of small businesses with two truths a row (owner, business), and the faults of real office lists."""

from __future__ import annotations

from benchmarks.city.make import City, Faults, make_city

__all__ = ["City", "Faults", "make_city"]
