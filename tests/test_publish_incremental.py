"""Marts built upon the last ones are those that are built whole, whatever has happened between."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from config import Pointer, Settings
from etl import partitions, purge, renewal, warehouse
from etl.publication import write_pointer
from etl.publish import publish
from tests.extracts import Region, completed, new_region, waiting
from tests.publish_sequences import differences, publish_both, sequence_region, take_steps

MONTHS = ("2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28")
BORAS = "SE2321000131-E000000000102"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-07-10")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Four months of eyes at Sahlgrenska, published."""
    region = new_region(tmp_path_factory.mktemp("published"))
    for month in MONTHS:
        region.loads(month_of_eyes(month))
    publish(region.data, settings(region))
    return region


@pytest.fixture
def region(published: Region, tmp_path: Path) -> Region:
    """The same, for the test alone."""
    shutil.copytree(published.root, tmp_path / "data")
    return Region(tmp_path / "data")


def settings(region: Region, **changed: int) -> Settings:
    return Settings(data_dir=region.root).model_copy(update=changed)


def month_of_eyes(month: str, many: int = 30, **cells: str) -> list[dict[str, str]]:
    decided = f"{month[:8]}01"
    return [
        *(waiting(matperiod=month, beslut_datum=decided, **cells) for _ in range(many)),
        *(completed(matperiod=month, beslut_datum=decided, start_datum=month, **cells) for _ in range(many)),
    ]


def built_rows(region: Region, version: str) -> set[tuple[str, str]]:
    """(date, what its marts were built of) of a version."""
    with duckdb.connect(str(region.data.marts(version)), read_only=True) as marts:
        return set(marts.sql("select cutoff_date::varchar, stamp from built_partitions").fetchall())


def increments(region: Region, version: str) -> int:
    with duckdb.connect(str(region.data.marts(version)), read_only=True) as marts:
        [(times,)] = marts.sql("select increments from build_state").fetchall()
    return int(times)


@pytest.mark.parametrize("seed", range(int(os.environ.get("SEEDS", "1"))))
def test_any_history_gives_the_marts_that_a_whole_build_gives(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "MOST_DATES", 3)  # several batches even of so little
    chance = random.Random(seed)
    region = sequence_region(tmp_path)
    chosen = settings(region)
    for _ in range(3):
        chosen = take_steps(region, chance, chosen)
        versions = publish_both(region, chosen)
        assert differences(region, versions) == []
        region.data.marts(versions[1]).unlink()  # the next is built upon the one that was not built whole
        write_pointer(region.data, Pointer(versions[0]))


def test_one_more_month_leaves_the_others_as_they_were_built(region: Region) -> None:
    region.loads(month_of_eyes("2026-03-31"))
    before = built_rows(region, "1")
    versions = publish_both(region, settings(region))
    assert increments(region, versions[0]) == 1
    assert built_rows(region, versions[0]) - before == {
        row for row in built_rows(region, versions[1]) if row[0] == "2026-03-31"
    }
    assert differences(region, versions) == []


def test_care_that_is_new_has_rows_of_nobody_on_every_earlier_date(region: Region) -> None:
    region.loads(month_of_eyes("2026-03-31", hsaid_vardenhet=BORAS, mvo_kod="521"), source="boras")
    version = publish(region.data, settings(region))
    assert increments(region, version) == 1
    status = region.served(
        "select distinct cutoff_date::varchar, administration, status from attainment "
        "where specialty = '521' and population = 'vantande' order by all"
    )
    earlier = [(month, name, "saknas") for month in MONTHS for name in ("Alla", "SÄS")]
    assert status == [*earlier, ("2026-03-31", "Alla", "visas"), ("2026-03-31", "SÄS", "visas")]


def test_care_that_is_gone_leaves_no_row_on_any_date(region: Region) -> None:
    region.loads([*month_of_eyes("2026-03-31"), *month_of_eyes("2026-03-31", mvo_kod="521")])
    publish(region.data, settings(region))
    region.loads(month_of_eyes("2026-03-31"))
    versions = publish_both(region, settings(region))
    assert increments(region, versions[0]) == 2
    assert differences(region, versions) == []
    assert region.served("select count(*) from attainment where specialty = '521'") == [(0,)]


def test_an_older_month_that_comes_late_changes_what_later_months_are_compared_with(region: Region) -> None:
    region.loads(month_of_eyes("2025-09-30"))  # October is a gap
    versions = publish_both(region, settings(region))
    assert increments(region, versions[0]) == 1
    assert differences(region, versions) == []
    assert ("2025-10-31",) in region.served("select cutoff_date::varchar from periods where not is_delivered")


def test_another_limit_or_setting_builds_everything_again(region: Region) -> None:
    version = publish(region.data, settings(region, suppress_below=0))
    assert increments(region, version) == 0
    (region.root / "definitions").mkdir()
    own = (Path(__file__).parent.parent / "data/definitions/granser.toml").read_text(encoding="utf-8")
    (region.root / "definitions" / "granser.toml").write_text(own.replace("dagar = 90", "dagar = 60"), encoding="utf-8")
    version = publish(region.data, settings(region, suppress_below=0))
    assert increments(region, version) == 0
    assert (60,) in region.served("select distinct limit_days from attainment")


def test_rows_are_put_in_their_order_after_many_publications(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "SORTED_EVERY", 2)
    for month in ("2025-10-31", "2025-09-30"):
        region.loads(month_of_eyes(month))
        version = publish(region.data, settings(region))
    assert increments(region, version) == 0
    stands = region.served("select cutoff_date from attainment where definition = 'ingen' and specialty = 'Alla'")
    of_population = len(stands) // 2
    assert stands[:of_population] == sorted(stands[:of_population])


def test_marts_of_an_earlier_program_are_not_built_upon(region: Region) -> None:
    with duckdb.connect(str(region.data.marts("1"))) as marts:
        marts.execute("drop table build_state")
    assert increments(region, publish(region.data, settings(region))) == 0


def test_a_purge_changes_no_figure_of_marts_built_upon_the_last(region: Region) -> None:
    before = region.figures("1")
    with warehouse.open_warehouse(region.data) as connection:
        purge.purge_contacts(connection, 6)
    versions = publish_both(region, settings(region))
    assert increments(region, versions[0]) == 1
    assert region.figures(versions[0]) == before
    assert differences(region, versions) == []
