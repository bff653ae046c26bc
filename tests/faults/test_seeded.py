"""Mistakes put into the pipeline on purpose: each must end with exit code 70 and leave the outputs as they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tests.faults.jobs import book, hashes, row
from umkm_clean import consolidate, gather, headers, parse, pipeline, process
from umkm_clean.cli import run as umkm_clean
from umkm_clean.report import city_xlsx, dataset, ledger, withheld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_clean.model import FileResult, SheetLayout


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lists: a duplicate across them whose rows fill each other's gaps, and a row that is withheld."""
    made = tmp_path_factory.mktemp("masuk")
    bare = row(3, "Jati", NIK="1234", **{"No HP": ""})
    book(made / "jati.xlsx", [row(1, "Jati", **{"No HP": ""}), row(2, "Jati"), bare])
    book(made / "jati tambahan.xlsx", [row(1, "Jati", Alamat=""), row(4, "Jati"), row(5, "Jati")])
    return made


def after(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[[Any], Any]) -> None:
    """Whatever `owner.name` returns, `change` has its hands on it."""
    right = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *given, **named: change(right(*given, **named)))


def within(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[[Any], Any]) -> None:
    """What `owner.name` is given first, `change` has had its hands on."""
    right = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda first, *given, **named: right(change(first), *given, **named))


def cut(frame: pd.DataFrame, column: str = "nama_usaha") -> pd.DataFrame:
    """The first filled text of a column loses its last letter."""
    at = frame[column].first_valid_index()
    out = frame.copy()
    out.loc[at, column] = str(out.loc[at, column])[:-1]
    return out


def batch(**frames: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Any], Any]:
    """A change of a parsed table."""

    def change(piece: Any) -> Any:
        changed = {name: work(getattr(piece.batch, name)) for name, work in frames.items()}
        return replace(piece, batch=replace(piece.batch, **changed))

    return change


def without_last(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[:-1]


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame.iloc[:1]], ignore_index=True)


def shifted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(row=frame["row"] + 1)


def one(**changes: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Any], Any]:
    """A change of what consolidation found."""
    return lambda found: replace(found, **{name: work(getattr(found, name)) for name, work in changes.items()})


def astray(fates: pd.DataFrame, into: int | None) -> pd.DataFrame:
    """The merged row names another row (or none) as the one it went into."""
    merged = fates["fate"] == "merged"
    assert merged.any()
    out = fates.copy()
    out["into"] = (
        out["into"].astype("Int64").mask(merged, pd.NA if into is None else out["into"].astype("Int64") + into)
    )
    return out


def joined_ids(fates: pd.DataFrame) -> pd.DataFrame:
    """Two businesses get one id."""
    first, second = fates["id_umkm"].unique()[:2]
    return fates.assign(id_umkm=fates["id_umkm"].replace(second, first))


def emptied(city: pd.DataFrame) -> pd.DataFrame:
    """The joined business loses a value that only one of its two rows has."""
    at = city.index[city["jumlah_sumber"] > 1][0]
    out = city.copy()
    assert pd.notna(out.loc[at, "no_hp"])
    out.loc[at, "no_hp"] = pd.NA
    return out


def mixed(city: pd.DataFrame) -> pd.DataFrame:
    """The joined business gets a value that none of its rows has."""
    at = city.index[city["jumlah_sumber"] > 1][0]
    out = city.copy()
    out.loc[at, "alamat_usaha"] = "Jl. Rata-Rata 0"
    return out


def kept_instead(rows: pd.DataFrame) -> pd.DataFrame:
    """A withheld row is called kept."""
    assert (rows["fate"] == "withheld").any()
    return rows.assign(fate=rows["fate"].replace("withheld", "kept"))


def fewer_roles(layouts: tuple[SheetLayout, ...]) -> tuple[SheetLayout, ...]:
    """A title row is forgotten."""
    return tuple(replace(item, roles=dict(list(item.roles.items())[1:])) for item in layouts)


def one_file_less(files: Any) -> list[FileResult]:
    return list(files)[:-1]


def shorter(path: Path) -> None:
    """A text file loses its last line after it was written."""
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:-2]) + b"\n")


def written_short(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    right = getattr(owner, name)

    def write(content: Any, path: Path) -> int:
        count = right(content, path)
        shorter(path)
        return int(count)

    monkeypatch.setattr(owner, name, write)


def cut_table(table: Any) -> Any:
    """One cell of the CSV loses its last letter."""
    texts = table["nama_usaha"].to_pylist()
    texts[0] = texts[0][:-1]
    return table.set_column(table.column_names.index("nama_usaha"), "nama_usaha", [texts])


EVERY: dict[str, Any] = {
    "a table loses its last row": lambda m: after(
        m, parse, "parse", batch(raw=without_last, stored=without_last, values=without_last, origin=without_last)
    ),
    "rows are numbered wrongly": lambda m: after(m, parse, "parse", batch(origin=shifted)),
    "a value is cut while it is read": lambda m: after(m, parse, "parse", batch(values=cut)),
    "a value is lost while it is read": lambda m: after(
        m, parse, "parse", batch(values=lambda frame: frame.assign(nama_pemilik=pd.NA))
    ),
    "a title row is forgotten": lambda m: after(m, headers, "understand", fewer_roles),
    "a check crashes": lambda m: m.setattr(process.validate, "validate", lambda *_: 1 / 0),
    "a row is lost between files": lambda m: after(m, gather, "records", lambda f: f.drop(index=f.index[-1])),
    "a row is there twice": lambda m: after(m, gather, "records", twice),
    "a whole file is forgotten": lambda m: within(m, gather, "records", one_file_less),
    "a withheld row is called kept": lambda m: after(m, gather, "fated", kept_instead),
    "the list loses a business": lambda m: after(m, pipeline, "consolidate", one(city=without_last)),
    "the list has a business twice": lambda m: after(m, pipeline, "consolidate", one(city=twice)),
    "the list says what no row says": lambda m: after(m, pipeline, "consolidate", one(city=mixed)),
    "the list loses what a row says": lambda m: after(m, pipeline, "consolidate", one(city=emptied)),
    "a name in the list is cut": lambda m: after(m, pipeline, "consolidate", one(city=cut)),
    "a row is merged into nothing": lambda m: after(
        m, pipeline, "consolidate", one(fates=lambda frame: astray(frame, None))
    ),
    "a row is merged into a stranger": lambda m: after(
        m, pipeline, "consolidate", one(fates=lambda frame: astray(frame, 1))
    ),
    "two businesses get one id": lambda m: after(m, pipeline, "consolidate", one(fates=joined_ids)),
    "an id changes on the way": lambda m: after(m, consolidate, "_ids", lambda ids: ids.str[:1] + "AAAAAAAAAAAA"),
    "the CSV is written short": lambda m: written_short(m, dataset, "write_csv"),
    "a cell of the CSV is cut": lambda m: within(m, dataset, "write_csv", cut_table),
    "the parquet file is written short": lambda m: within(m, dataset, "write_parquet", lambda table: table[:-1]),
    "the workbook is written short": lambda m: within(m, city_xlsx, "write_city", without_last),
    "a withheld row is not written": lambda m: within(m, withheld, "write_withheld", without_last),
    "the ledger is written short": lambda m: written_short(m, ledger, "write_rows"),
}


@pytest.fixture(scope="module")
def out(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of a merge in which nothing was wrong, with a row of every fate."""
    made = tmp_path_factory.mktemp("keluaran") / "hasil"
    assert merge(inbox, made) == 1
    fates = (made / "rows.csv").read_text(encoding="utf-8")
    assert all(f",{fate}," in fates for fate in ("layout", "kept", "merged", "withheld"))
    return made


def merge(inbox: Path, out: Path) -> int:
    return umkm_clean(["merge", str(inbox), "--out", str(out), "--quiet", "--as-of", "2026-11-24", "--jobs", "1"])


@pytest.mark.parametrize("fault", EVERY)
def test_seeded_fault(
    fault: str, inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(out)
    EVERY[fault](monkeypatch)
    assert merge(inbox, out) == 70
    assert hashes(out) == before
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert row(1, "Jati")["NIK"] not in told.err


def test_the_faults_are_what_stops_it(inbox: Path, out: Path) -> None:

    assert merge(inbox, out) == 1
