"""Files larger than memory, and how long they take: keys kept on disk, the time left, what is counted once."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from etl import care, duplicates, warehouse
from etl.contracts import CONTRACTS
from etl.contracts.header import known_names
from etl.progress import ReadCounter, Taken, time_left
from etl.readers import open_extract
from tests.extracts import HEADER, Region, Row, new_region, waiting


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def repeated_rows() -> list[Row]:
    """100 contacts, ten of them twice alike and five twice with different content."""
    rows = [waiting(vardkontakt_id=f"K-{place:04d}") for place in range(100)]
    return [*rows, *rows[:10], *(row | {"fas": "3"} for row in rows[50:55])]


def test_keys_kept_on_disk_find_the_same_duplicates(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MOST_IN_MEMORY", 7)
    report = region.loads(repeated_rows())
    assert (report.records, report.accepted, report.quarantined, report.duplicates) == (115, 95, 10, 10)
    assert {record for record, reasons in region.reasons().items() if reasons == {"motstridig_dubblett"}} == {
        *range(51, 56),
        *range(111, 116),
    }


def test_keys_kept_on_disk_are_gone_when_the_file_is_loaded(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MOST_IN_MEMORY", 7)
    region.loads(repeated_rows())
    assert not list(region.root.rglob("*.keys"))


@pytest.mark.parametrize(
    ("elapsed_seconds", "share", "told"),
    [
        (1.0, 0.5, ""),
        (60.0, 0.005, ""),
        (60.0, 0.2, "ungefär 4 min kvar"),
        (60.0, 0.9, "mindre än 1 min kvar"),
        (3600.0, 0.25, "ungefär 3 h 0 min kvar"),
    ],
)
def test_the_time_left_follows_from_what_is_done(elapsed_seconds: float, share: float, told: str) -> None:
    assert time_left(elapsed_seconds, share) == told


def test_progress_is_told_in_the_bytes_of_all_files(tmp_path: Path) -> None:
    small, large = tmp_path / "a.csv", tmp_path / "b.csv"
    small.write_bytes(b"x" * 100)
    large.write_bytes(b"x" * 900)
    told: list[tuple[str, int, int]] = []
    counter = ReadCounter(lambda what, done, of: told.append((what, done, of)), [small, large])
    counter.of_file(small, 0)(Taken(10, 1.0))
    counter.of_file(large, 1)(Taken(1500, 0.5))
    assert told[-1] == ("b.csv (2 av 2): 1\N{NO-BREAK SPACE}500 rader", 550, 1000)


@pytest.mark.parametrize("name", ["uttag.csv", "uttag.csv.gz", "uttag.parquet"])
def test_a_reader_knows_how_much_it_has_read(region: Region, name: str) -> None:
    text = region.write("uttag.csv", [waiting() for _ in range(50)])
    path = text.with_name(name)
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.read_bytes()))
    elif name.endswith(".parquet"):
        pl.DataFrame({column: ["x"] * 50 for column in HEADER}).write_parquet(path)
    with open_extract(path, known_names(CONTRACTS)) as extract:
        shares = [extract.share_read for _ in extract.batches()]
    assert shares[-1] == 1.0


def test_what_is_delivered_is_counted_once_and_again_where_it_has_changed(region: Region) -> None:
    region.loads([waiting() for _ in range(30)])
    care.recount_care(region.data)
    counted = region.query("select delivery_id, contacts from care_counts")
    region.loads([waiting() for _ in range(20)], accept="avvikande_antal")
    care.recount_care(region.data)
    assert counted == [(1, 30)]
    assert region.query("select delivery_id, contacts from care_counts") == [(2, 20)]
    with warehouse.open_warehouse(region.data) as connection:
        connection.execute("delete from care_counts")
    care.recount_care(region.data)
    assert region.query("select delivery_id, contacts from care_counts") == [(2, 20)]
