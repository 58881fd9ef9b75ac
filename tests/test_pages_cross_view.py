"""What the address of Gröna korset asks for: whose cross, which month, and what is kept or told as unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from analysis.cross_days import UNIT_COLUMNS
from dashboard import cross_mixed, cross_view, remembered, warehouse
from dashboard.address import Address
from dashboard.cross_view import CrossView
from dashboard.filters import NothingDelivered
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, WARDS
from tests.marts_fixture_plans import TODAY


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture(autouse=True)
def served(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    serve(marts, monkeypatch)
    yield
    warehouse.forget()
    remembered.forget()


def serve(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(directory))
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()


def viewed(**query: str) -> CrossView:
    return cross_view.of_address(VERSION, Address({name: [value] for name, value in query.items()}))


def test_without_an_address_it_is_the_first_running_unit_and_the_latest_registered_month() -> None:
    view = viewed()
    assert view.unit == ("SÄS", DAY_SURGERY)
    assert view.month == dt.date(2026, 10, 1)
    assert (view.visa, view.colours, view.day, view.is_wall) == ("manad", "egen", None, False)
    assert view.is_demo


def test_the_full_address_says_everything_that_is_shown() -> None:
    view = viewed()
    assert (
        view.address.full()
        == "huvudman=Exempelregionen&enhet=Dagkirurgen+Borgsele&manad=2026-10&visa=manad&farger=egen"
    )


def test_months_go_from_the_first_day_of_any_unit_to_this_month() -> None:
    months = list(next(each for each in viewed().row if each.parameter == "manad").options)
    assert (months[0], months[-1], len(months)) == ("2026-11", "2025-11", 13)


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ({"forvaltning": "SkaS"}, ["Avdelning 3 Skogslund", "Ögonmottagningen Skogslund"]),
        ({"sjukhus": "Storhamns sjukhus", "klinik": "Kirurgi SU"}, ["Kirurgmottagningen Storhamn"]),
        ({}, [ward.unit for ward in WARDS]),
    ],
)
def test_a_group_is_all_its_units_where_several_are_shown(query: dict[str, str], units: list[str]) -> None:
    view = viewed(visa="alla", **query)
    assert view.unit is None
    assert view.units()["unit"].to_list() == units


def test_a_unit_outside_the_chosen_group_is_told_as_unknown() -> None:
    view = viewed(forvaltning="SkaS", enhet=DAY_SURGERY)
    assert view.unit == ("SkaS", "Avdelning 3 Skogslund")
    assert [(each.parameter, each.value) for each in view.address.unknown] == [("enhet", DAY_SURGERY)]


def test_units_of_the_same_name_are_told_apart_by_their_administration() -> None:
    wards = [("NU", "Avdelning 7"), ("SU", "Avdelning 7"), ("SU", "Akuten")]
    rows = [
        dict.fromkeys(UNIT_COLUMNS) | {"administration": who, "unit": unit, "sort_order": order}
        for order, (who, unit) in enumerate(wards)
    ]
    units = pl.DataFrame(rows, schema=UNIT_COLUMNS)
    assert cross_view.units_by_value(units) == {
        "Avdelning 7 (NU)": ("NU", "Avdelning 7"),
        "Avdelning 7 (SU)": ("SU", "Avdelning 7"),
        "Akuten": ("SU", "Akuten"),
    }


@pytest.mark.parametrize(
    ("query", "definitions"),
    [
        ({"visa": "alla"}, ["definition_2", "skas"]),
        ({"visa": "alla", "farger": "definition_1"}, ["definition_1"]),
        ({"visa": "alla", "forvaltning": "SkaS"}, ["skas"]),
    ],
)
def test_each_administrations_own_definition_colours_it_unless_one_is_chosen(
    query: dict[str, str], definitions: list[str]
) -> None:
    view = viewed(**query)
    days = view.units().select("administration", date=pl.lit(dt.date(2026, 10, 14)))
    assert cross_mixed.in_order(view, cross_mixed.with_definition(view, days)["definition"]) == definitions


def test_a_link_changes_one_thing_and_keeps_the_rest() -> None:
    view = viewed(enhet=DAY_SURGERY, manad="2026-10", dag="2026-10-14", farger="skas")
    assert view.link(manad="2026-09", dag="") == (
        "huvudman=Exempelregionen&enhet=Dagkirurgen+Borgsele&manad=2026-09&visa=manad&farger=skas"
    )


def test_without_any_unit_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_marts(tmp_path)
    with duckdb.connect(str(data.marts(VERSION))) as changed:
        changed.execute("delete from cross_units; delete from cross_entries; delete from cross_days")
    serve(tmp_path, monkeypatch)
    with pytest.raises(NothingDelivered, match="Ingen enhet har ett grönt kors än"):
        viewed(huvudman=PRINCIPAL)
