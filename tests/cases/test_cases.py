"""Every golden case comes out as written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cases.runner import actual, cases, expected

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    wanted, found = expected(case), actual(case, tmp_path)
    for name, text in found.items():
        assert text == wanted.get(name, ""), (
            f"{case.name}/{name} differs; if this is meant, run `make cases` and read the diff"
        )
