"""Publishing: whole versions, checked before they are shown, the last three kept; no patient row in what is shown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from config import DataDirectory, load_settings
from etl import publish
from tests.commands import etl
from tests.extracts import new_region, waiting
from tests.random_extract import write_extract, write_units


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_units(folder)
    write_extract(tmp_path / "utdrag.csv", seed=7, rows=300)
    assert etl("load", tmp_path / "utdrag.csv", data=folder).code == 0
    return folder


def published(data: Path) -> str:
    pointer = DataDirectory(data).published()
    assert pointer is not None
    return pointer.version


def test_the_last_three_versions_are_kept(data: Path) -> None:
    for _ in range(4):
        assert etl("publish", data=data).code == 0
    assert sorted(path.name for path in data.glob("marts-*")) == ["marts-3.duckdb", "marts-4.duckdb", "marts-5.duckdb"]
    assert published(data) == "5"


def test_marts_that_fail_a_check_are_thrown_away_and_the_old_ones_stay(data: Path) -> None:
    before = published(data)
    with duckdb.connect(str(data / "warehouse.duckdb")) as warehouse:  # a contact nobody can have: waited minus days
        warehouse.execute("update contacts set waited_days = -5 where record = (select min(record) from contacts)")
    with pytest.raises(publish.PublishRefused, match="bands_equal_their_group"):
        publish.publish(DataDirectory(data), load_settings(data_dir=data), whole=True)
    assert published(data) == before
    assert not list(data.glob("*.building*"))


def test_what_a_killed_publication_left_is_removed_by_the_next(data: Path) -> None:
    (data / "marts-9.building").write_bytes(b"half")
    (data / "marts-9.spill").mkdir()
    (data / "marts-9.spill" / "duckdb_temp_storage.tmp").write_bytes(b"rows")
    assert etl("publish", data=data).code == 0
    assert not list(data.glob("marts-9*"))


def test_the_published_file_holds_no_column_of_a_patient(data: Path) -> None:
    with duckdb.connect(str(data / f"marts-{published(data)}.duckdb"), read_only=True) as marts:
        columns = {
            name for (name,) in marts.sql("select distinct column_name from information_schema.columns").fetchall()
        }
        tables = {name for (name,) in marts.sql("select table_name from information_schema.tables").fetchall()}
    assert not columns & {"contact_hash", "birth_year", "sex", "municipality", "decision_date", "start_date", "record"}
    assert not tables & {"contacts", "contact_counts", "quarantine", "hidden_groups", "group_facts"}


def test_hidden_groups_have_no_histogram(data: Path) -> None:
    with duckdb.connect(str(data / f"marts-{published(data)}.duckdb"), read_only=True) as marts:
        both = marts.sql(
            """
            select count(*) from attainment as a
            inner join waiting_days_by_date as d
                using (principal, cutoff_date, population, phase, specialty, administration)
            where a.status = 'dolt'
            """
        ).fetchall()
        hidden = marts.sql("select count(*) from attainment where status = 'dolt'").fetchall()
    assert both == [(0,)]
    assert hidden[0][0] > 0


def test_files_and_folder_are_for_the_owner_alone(data: Path) -> None:
    assert data.stat().st_mode & 0o777 == 0o700
    private = ["warehouse.duckdb", "hash.key", "current", "suppression.parquet", f"marts-{published(data)}.duckdb"]
    assert {name: oct((data / name).stat().st_mode & 0o777) for name in private} == dict.fromkeys(private, "0o600")


def test_switching_hiding_off_shows_every_group(data: Path) -> None:
    assert etl("publish", data=data, VARDLAGET_SUPPRESS_BELOW="0").code == 0
    with duckdb.connect(str(data / f"marts-{published(data)}.duckdb"), read_only=True) as marts:
        assert marts.sql("select count(*) from attainment where status = 'dolt'").fetchall() == [(0,)]
        assert marts.sql("select count(*) > 0 from attainment where contacts between 1 and 4").fetchall() == [(True,)]


def test_the_region_is_missing_where_its_only_giver_of_the_care_did_not_deliver(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    su, boras = "SE2321000131-E000000000101", "SE2321000131-E000000000102"
    ears = [waiting(hsaid_vardenhet=boras, mvo_kod="521", matperiod="2026-01-31") for _ in range(30)]
    eyes = [waiting(hsaid_vardenhet=su, matperiod=month) for month in ("2026-01-31", "2026-02-28") for _ in range(30)]
    assert etl("load", region.write("utdrag.csv", [*ears, *eyes]), data=region.root).code == 0
    with duckdb.connect(str(region.data.marts(published(region.root))), read_only=True) as marts:
        status = dict(
            marts.sql(
                "select distinct specialty, status from attainment where cutoff_date = date '2026-02-28' and phase = 2 "
                "and administration = 'Alla'"
            ).fetchall()
        )
    assert status == {"521": "saknas", "511": "visas", "Alla": "visas"}
