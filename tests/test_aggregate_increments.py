"""Marts of counts in bands built upon the last ones are those that are built whole."""

from __future__ import annotations

from pathlib import Path

from config import Pointer, Settings
from etl.publication import write_pointer
from etl.publish import publish
from tests.aggregate_countries import HALF_YEARS, HEADER, YEARS, told
from tests.extracts import Region, Row, new_region, waiting
from tests.publish_sequences import differences, publish_both


def upon_and_whole(region: Region) -> list[str]:
    """What differs; the next publication is built upon the one that was not built whole."""
    versions = publish_both(region, Settings(data_dir=region.root))
    found = differences(region, versions)
    region.data.marts(versions[1]).unlink()
    write_pointer(region.data, Pointer(versions[0]))
    return found


def load(region: Region, rows: list[Row], source: str | None = None) -> None:
    report = region.loads(rows, HEADER, source=source, accept="antal_avviker,saknar_enheter")
    assert (report.status in {"loaded", "replaced"}, report.quarantined) == (True, 0), report


def country(date: str, administrations: str = "Norr", specialty: str = "Kirurgi", more: int = 0) -> list[Row]:
    names = administrations.split("+")
    return [row for name in names for row in told("Landet", name, specialty, (3 + more, 20, 30), matdatum=date)]


def test_dates_care_detail_and_sources_that_come_and_change(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    load(region, country("2026-01-29"))
    publish(region.data, Settings(data_dir=region.root))
    load(region, country("2026-02-26", "Norr+Syd") + country("2026-02-26", "Syd", "Ögon"))  # new care: rows of nobody
    load(region, country("2026-04-30", "Norr+Syd", ""))  # a month between, and no specialties told
    assert upon_and_whole(region) == []
    load(region, country("2026-02-26", "Norr+Syd+Väst", more=40))  # replaced
    load(region, list(told("Landet", "Öst", "", (40, 50), YEARS, matdatum="2026-04-30")), source="ost")
    assert upon_and_whole(region) == []


def test_contacts_that_take_the_place_of_counts_and_counts_beside_contacts(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    vgr = {"fas": "2", "specialitet": "", "mvo_kod": "511"}
    for date in ("2026-02-28", "2026-03-31"):
        load(region, list(told("VGR", "SU", "", (10, 20, 30), HALF_YEARS, matdatum=date, **vgr)), source="annat")
    publish(region.data, Settings(data_dir=region.root))
    region.loads([waiting(beslut_datum=f"2026-02-{day:02}") for day in range(1, 26)])
    assert upon_and_whole(region) == []
