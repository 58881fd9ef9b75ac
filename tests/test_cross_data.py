"""Crosses on the pages: what is published and what was registered a moment ago, as publish would have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import polars as pl
import pytest

from analysis.cross_days import DAY_COLUMNS, ENTRY_COLUMNS, REGISTER, UNIT_COLUMNS
from config import DataDirectory, load_settings
from dashboard import cross_data, cross_latest, cross_reads, reads, remembered, warehouse
from register import NewCrossEntry, NewCrossEvent, Register, opened
from register.migration import migrate
from tests import cross_ground as ground
from tests.commands import etl

VERSION = "1"
HARM, RISK = NewCrossEvent("skada", "fall"), NewCrossEvent("risk", "lakemedel", 2, "Två lika förpackningar")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory where the made-up spring is loaded, registered and published."""
    folder = tmp_path_factory.mktemp("cross")
    rows = ground.told()
    ground.write_reference(folder / "data")
    ground.write_extracts(folder / "utdrag", rows)
    register = opened(load_settings(data_dir=folder / "data").register_address)
    migrate(register)
    ground.enter(register, rows)
    assert etl("load", folder / "utdrag", data=folder / "data", **ground.SETTINGS).code == 0
    return folder / "data"


@pytest.fixture
def data(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory of the test's own, served as the pages serve it."""
    folder = copytree(published, tmp_path / "data")
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(folder))
    monkeypatch.setenv("VARDLAGET_TODAY", ground.TODAY.isoformat())
    forget()
    yield folder
    forget()


@pytest.fixture
def register(data: Path) -> Register:
    return opened(load_settings(data_dir=data).register_address)


def forget() -> None:
    warehouse.forget()
    remembered.forget()


def say(register: Register, unit: tuple[str, str], day: dt.date, *events: NewCrossEvent, **more: Any) -> int:
    """Register a day and give the stamp that the next run of a page has."""
    known = register.cross_entries("VGR", unit=unit, first=day, last=day)["version"].to_list()
    fields: dict[str, Any] = {
        "fact": None if events else "ingen",
        "events": events,
        "base_version": max(known, default=None),
    }
    register.add_cross_entry(
        NewCrossEntry(
            principal="VGR", administration=unit[0], unit=unit[1], date=day, role="Sjuksköterska", **(fields | more)
        )
    )
    return cross_data.stamp(VERSION)


def now(stamp: int | None = None) -> pl.DataFrame:
    return cross_data.days(VERSION, cross_data.stamp(VERSION) if stamp is None else stamp, "VGR")


def as_published_anew(data: Path, today: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The days and units that a publication would give now."""
    ended = etl("publish", data=data, **(ground.SETTINGS | {"VARDLAGET_TODAY": today.isoformat()}))
    assert ended.code == 0, ended.errors
    directory = DataDirectory(data)
    pointer = directory.published()
    assert pointer is not None
    with duckdb.connect(directory.marts(pointer.version), read_only=True) as connection:
        days = connection.sql("from cross_days order by principal, administration, unit, date").pl()
        return days, connection.sql("from cross_units order by sort_order").pl()


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """The same rows in the same order, told by the first that differ."""
    assert one.schema == other.schema
    differing = [(a, b) for a, b in zip(one.rows(), other.rows(), strict=False) if a != b]
    assert not differing, differing[0]
    assert one.height == other.height


def test_without_newer_entries_the_days_are_the_published_ones(data: Path) -> None:
    same(now(), cross_reads.cross_days(VERSION, principal="VGR"))
    assert now().schema == pl.Schema(DAY_COLUMNS)
    assert data.exists()


def test_a_registered_day_is_seen_at_once_and_as_publish_would_have_it(data: Path, register: Register) -> None:
    now()
    today, before = ground.TODAY, ground.TODAY - dt.timedelta(1)
    say(register, ground.SILENT, today)
    now()  # each of the next is laid over what was made for the one before
    say(register, ground.KNOWN, before, RISK, went_well="Dubbelkontrollen")
    now()
    say(register, ground.BOTH, dt.date(2026, 4, 20), HARM)
    say(register, ground.SILENT, today, HARM)
    stamp = say(register, ("SU", "Ny enhet"), before, RISK)
    made, units = now(), cross_data.units(VERSION, stamp, "VGR")
    again, units_again = as_published_anew(data, today)
    same(made, again)
    same(
        units.sort("administration", "unit").drop("sort_order"),
        units_again.select(*UNIT_COLUMNS).sort("administration", "unit").drop("sort_order"),
    )


def test_a_units_days_are_its_own_and_of_the_stamp(data: Path, register: Register) -> None:
    def seen(unit: tuple[str, str]) -> pl.DataFrame:
        return cross_data.unit_days(VERSION, cross_data.stamp(VERSION), "VGR", *unit)

    for unit in (ground.KNOWN, ground.SILENT, ground.KNOWN):
        same(seen(unit), now().filter(administration=unit[0], unit=unit[1]))
    before = seen(ground.SILENT)["cases"][-1]
    say(register, ground.SILENT, ground.TODAY, HARM)
    assert (before, seen(ground.SILENT)["cases"][-1]) == (0, 1 << 6)
    assert not seen(("SU", "Ingen enhet")).height
    assert data.exists()


def test_many_newer_units_and_a_page_that_is_behind_get_the_same_days(data: Path, register: Register) -> None:
    for number in range(15):
        stamp = say(register, ("NH", f"Avdelning {number:02}"), dt.date(2026, 5, 4 + number), RISK)
    middle = now(stamp - 3)
    whole = now(stamp)
    assert now(stamp - 3).height == middle.height
    again, _ = as_published_anew(data, ground.TODAY)
    same(whole, again)


@pytest.mark.parametrize("later", [1, 3, 12, 40])
def test_the_days_that_pass_without_a_publication_are_as_publish_would_have_them(
    data: Path, register: Register, monkeypatch: pytest.MonkeyPatch, later: int
) -> None:
    """Days become unregistered as they pass, for units known to yesterday; others wait for their deliveries."""
    today = ground.TODAY + dt.timedelta(later)
    say(register, ground.ENTERED, ground.TODAY)
    monkeypatch.setenv("VARDLAGET_TODAY", today.isoformat())
    say(register, ground.ENTERED, today, RISK)
    made = now()
    again, _ = as_published_anew(data, today)
    same(made, again)


def test_days_whose_rows_were_stopped_are_as_publish_would_have_them(
    data: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sundays of a unit of weekdays: one before the publication, one on its day, which has passed by now."""
    sundays, today = [dt.date(2026, 5, 17), dt.date(2026, 5, 24)], dt.date(2026, 5, 26)
    row = dict.fromkeys(ENTRY_COLUMNS) | dict(zip(("administration", "unit"), ground.LOCAL, strict=True))
    row |= {"principal": "VGR", "source": "lokal", "fact": "risk", "count": 1, "description": "Patient 19121212-1212"}
    ground.write_extracts(data.parent / "mer", [row | {"date": day} for day in sundays])
    ended = etl("load", data.parent / "mer", data=data, **(ground.SETTINGS | {"VARDLAGET_TODAY": str(sundays[-1])}))
    assert ended.report["files"][0]["quarantined"] == 2
    monkeypatch.setenv("VARDLAGET_TODAY", today.isoformat())
    forget()
    made = cross_data.days("2", cross_data.stamp("2"), "VGR")
    seen = made.filter(pl.col("date").is_in(sundays), administration="NU")
    assert seen["cases"].to_list() == [0, 0]
    same(made, as_published_anew(data, today)[0])
    say(register, ground.LOCAL, today, RISK)
    made = cross_data.days("2", cross_data.stamp("2"), "VGR")
    assert made.filter(pl.col("date").is_in(sundays), administration="NU")["cases"].to_list() == [0, 0]
    same(made, as_published_anew(data, today)[0])


def test_a_day_of_practice_before_the_publication_shows_what_was_known_of_it_then(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing after the day; the day itself is not yet unregistered."""
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-05-12")
    made = now()
    assert made["date"].max() == dt.date(2026, 5, 12)
    untold = made.filter(pl.col("date") == dt.date(2026, 5, 12), sources="")
    assert untold.height
    assert untold["cases"].to_list() == [0] * untold.height
    assert data.exists()


def test_new_registrations_change_their_units_alone_where_six_hundred_have_a_year(data: Path) -> None:
    first, today = dt.date(2025, 5, 21), ground.TODAY
    units = pl.DataFrame({"unit": [f"Enhet {n:03}" for n in range(600)]}).with_columns(
        principal=pl.lit("VGR"), administration=pl.lit("SU"), cross_from=pl.lit(first), opening=pl.lit("alla"),
        sort_order=pl.int_range(600, dtype=pl.Int32),
    )  # fmt: skip
    dates = pl.DataFrame({"date": pl.date_range(first, today, eager=True)})
    told = units.select("principal", "administration", "unit").join(dates, how="cross").with_columns(
        source=pl.lit("system"), number=1, fact=pl.lit("ingen"), is_disturbance=False, count=0
    )  # fmt: skip
    known = pl.concat([pl.DataFrame(schema=UNIT_COLUMNS), units], how="diagonal_relaxed").select(*UNIT_COLUMNS)
    entries = pl.concat([pl.DataFrame(schema=ENTRY_COLUMNS), told], how="diagonal_relaxed").select(*ENTRY_COLUMNS)
    days = told.select("principal", "administration", "unit", "date").with_columns(
        cases=pl.lit(4, pl.UInt64), events=0, is_expected=True, is_counted=True, is_registered=True,
        is_derived=False, is_conflict=False, is_late=False, has_went_well=False, sources=pl.lit("system"),
    )  # fmt: skip
    typed = days.select(pl.col(name).cast(kind) for name, kind in DAY_COLUMNS.items()).sort("unit", "date")
    with duckdb.connect(DataDirectory(data).marts(VERSION)) as connection:
        for name, rows in (("cross_units", known), ("cross_entries", entries), ("cross_days", typed)):
            connection.register("incoming", rows)
            connection.execute(f"drop table {name} cascade")
            connection.execute(f"create table {name} as select * from incoming")  # noqa: S608 - names from above
            connection.unregister("incoming")
    forget()
    register = opened(load_settings(data_dir=data).register_address)
    assert now().height == 600 * 365
    for number in range(6):
        made = now(say(register, ("SU", f"Enhet {7 * number:03}"), today, RISK))
    assert made.height == 600 * 365
    assert made.filter(pl.col("cases") == 1 << 5).height == 0  # the system says otherwise: conflicts
    assert made.filter("is_conflict")["unit"].to_list() == [f"Enhet {7 * number:03}" for number in range(6)]


def test_the_entries_of_a_day_are_of_every_source_and_the_newest_version(data: Path, register: Register) -> None:
    day = dt.date(2026, 5, 6)
    before = cross_data.entries(VERSION, cross_data.stamp(VERSION), "VGR", *ground.KNOWN, day, day)
    say(register, ground.KNOWN, day, HARM)
    stamp = say(register, ground.KNOWN, day, RISK)
    told = cross_data.entries(VERSION, stamp, "VGR", *ground.KNOWN, day, day)
    assert told.schema == pl.Schema(ENTRY_COLUMNS)
    assert told.filter(source=REGISTER).select("fact", "event_type", "count").rows() == [("risk", "lakemedel", 2)]
    assert told.filter(pl.col("source") != REGISTER).equals(before.filter(pl.col("source") != REGISTER))
    history = cross_data.history("VGR", *ground.KNOWN, day)
    assert history["fact"].to_list()[-2:] == ["skada", "risk"]
    assert history["version"].is_sorted()
    assert data.exists()


def test_a_page_is_told_that_it_holds_more_than_is_published(data: Path, register: Register) -> None:
    before = cross_data.stamp(VERSION)
    assert cross_data.data_label(VERSION, before) == VERSION
    stamp = say(register, ground.SILENT, ground.TODAY)
    assert cross_data.data_label(VERSION, stamp) == f"{VERSION}+k{stamp}"
    assert reads.dataset(VERSION)["published_on"].to_list() == [ground.TODAY]
    assert data.exists()


def test_definitions_legends_and_who_uses_them_are_those_of_the_publication(data: Path) -> None:
    assert cross_data.palette(VERSION).names == ("definition_1", "definition_2", "skas")
    assert cross_data.definitions(VERSION)["title"].to_list() == ["Definition 1", "Definition 2", "SkaS"]
    assert cross_data.legend(VERSION, "definition_2")["orange"] == "Risk för patientskada"
    own = [cross_data.own_definition(VERSION, place, ground.TODAY) for place in ("SkaS", "NU", "SU")]
    assert own == ["skas", "definition_2", "definition_2"]
    assert cross_data.own_definition(VERSION, "SkaS", dt.date(2001, 1, 1)) == "definition_1"  # nobody's: the first
    types = cross_data.event_types(VERSION)
    assert types.filter(event_type="trycksar")["title"].to_list() == ["Trycksår"]
    assert cross_data.principals(VERSION, cross_data.stamp(VERSION)) == {"VGR": "VGR"}
    assert data.exists()


def test_the_register_may_be_gone_and_the_published_days_are_shown(data: Path) -> None:
    (data / "register.sqlite").unlink()
    forget()
    stamp = cross_data.stamp(VERSION)
    assert stamp == cross_latest.published_stamp(VERSION) > 0
    same(now(stamp), cross_reads.cross_days(VERSION, principal="VGR"))
