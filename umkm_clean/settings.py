"""Options as written → merged → settings as used, each value with its origin."""

from __future__ import annotations
