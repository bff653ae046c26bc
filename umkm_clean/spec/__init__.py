"""What `schemas/` says: `load()` reads it into one frozen `Spec`. Light: no pandas here, and nothing read on import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.spec.types import Spec


def load(city: str | Path | None = None) -> Spec:
    """The rules of a city: a folder, the name of a packaged one, or the default; see `loading.load`."""
    from umkm_clean.spec.loading import load as load_spec

    return load_spec(city)
