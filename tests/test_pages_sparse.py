"""Pages on marts that hold little: no deliveries of those waiting, thresholds of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, DataDirectory
from dashboard import remembered, warehouse
from tests.marts_fixture import VERSION, write_marts


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataDirectory]:
    written = write_marts(tmp_path)
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(tmp_path))
    warehouse.forget()
    remembered.forget()
    yield written
    warehouse.forget()
    remembered.forget()


def change(data: DataDirectory, sql: str) -> None:
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        marts.execute(sql)


def said_by(name: str) -> str:
    page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30).run()
    assert not page.exception
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def test_variation_shows_the_population_that_has_been_delivered(data: DataDirectory) -> None:
    change(data, "delete from periods where population = 'vantande'")
    assert "Andel genomförda första besök som gjordes inom 90 dagar" in said_by("variation")


def test_overview_says_what_is_missing_when_nobody_waiting_is_delivered(data: DataDirectory) -> None:
    change(data, "delete from periods where population = 'vantande'")
    page = AppTest.from_file(str(ROOT / "dashboard" / "navigation.py"), default_timeout=30).run()
    assert not page.exception
    said = "\n".join(str(each.proto.body) for each in page.get("html"))
    assert "Inga väntande är inlästa" in said
    assert "Här finns inget att visa än" in said


def test_the_published_thresholds_are_the_ones_that_are_told(data: DataDirectory) -> None:
    change(data, "update dataset set low_base = 30, suppress_below = 8")
    said = said_by("variation")
    assert "ihålig: färre än 30 patienter" in said
    assert "dolt: 1–7 patienter" in said
    assert "färre än 8 patienter döljs helt" in said_by("about")


def test_without_any_national_figure_the_answer_is_the_regions_own(data: DataDirectory) -> None:
    change(data, "delete from national")
    said = said_by("overview")
    assert "Första besök inom 90 dagar: <b>67 %</b> (n = 60 924)." in said
    assert said.count("Ingen nationell siffra.") == 6


def test_the_nation_of_real_regions_is_never_set_beside_a_made_up_one(data: DataDirectory) -> None:
    change(data, "update national set principal = 'Riket'")
    assert said_by("overview").count("Ingen nationell siffra.") == 6
    warehouse.forget()
    change(data, "update principals set is_demo = false")
    remembered.forget()
    assert "bättre än riket på alla fyra mått utom BUP:s första besök" in said_by("overview")


def test_a_group_nobody_waits_in_is_neither_nothing_nor_everything(data: DataDirectory) -> None:
    change(
        data,
        "update attainment set contacts = 0, denominator = 0, numerator = 0, share = null, over_limit = 0, "
        "status = 'noll' where specialty = 'Alla' and administration = 'Alla' and phase = 4",
    )
    said = said_by("overview")
    assert "<em>ingen väntar</em>" in said
    assert "Ingen väntar." in said
