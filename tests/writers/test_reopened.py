"""What was written is read back before it replaces anything; a lost row is noticed wherever it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.writers.fixture import frame, make_run, spec
from umkm_clean.errors import LedgerError
from umkm_clean.report import city_xlsx, dataset, folder, ledger, withheld

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_clean.model import RunResult


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return make_run(tmp_path_factory.mktemp("asal"), files=2, rows=12)


def test_whole_outputs_pass(run: RunResult, tmp_path: Path) -> None:
    record = folder.fill_folder(run, tmp_path, spec(), frame())
    assert {output["path"] for output in record["outputs"]} >= {"umkm_kota.xlsx", "ditahan.xlsx", "rows.csv"}


@pytest.mark.parametrize(
    ("module", "writer", "file"),
    [
        (city_xlsx, "write_city", "umkm_kota.xlsx"),
        (dataset, "write_csv", "umkm_kota.csv"),
        (dataset, "write_parquet", "umkm_kota.parquet"),
        (withheld, "write_withheld", "ditahan.xlsx"),
        (ledger, "write_rows", "rows.csv"),
    ],
)
def test_a_lost_row_is_noticed(
    run: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, writer: str, file: str
) -> None:
    write = getattr(module, writer)

    def without_the_first(rows: Any, *rest: Any) -> int:
        return int(write(rows[1:], *rest))

    monkeypatch.setattr(module, writer, without_the_first)
    with pytest.raises(LedgerError) as caught:
        folder.fill_folder(run, tmp_path, spec(), frame())
    assert caught.value.facts["file"] == file
