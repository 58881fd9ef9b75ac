"""Crosses from extracts and register to the published marts and the open tables, against days counted one by one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from shutil import copy
from typing import Any

import duckdb
import polars as pl
import pytest

from analysis.cross_days import DAY_COLUMNS, ENTRY_COLUMNS, REGISTER, fingerprint
from config import DataDirectory, load_settings
from etl.cross_definitions import palette
from etl.publish import findings
from register import opened
from register.migration import migrate
from tests import cross_ground as ground
from tests.commands import etl, exported
from tests.plan_extracts import mart
from tests.recompute_cross import slow_days

OURS = palette(load_settings().data)
DEFINITIONS = ("definition_1", "definition_2", "skas")


def key(row: dict[str, Any]) -> tuple[str, str, dt.date]:
    return row["administration"], row["unit"], row["date"]


def prints(rows: list[dict[str, Any]]) -> dict[tuple[str, str, dt.date], str]:
    """What the deliveries say of each day."""
    days = {key(row) for row in rows}
    return {
        day: fingerprint(pl.DataFrame([row for row in rows if key(row) == day], schema=ENTRY_COLUMNS)) for day in days
    }


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """What is said; the register settles one of the days that it tells differently."""
    told = ground.told()
    marks = prints(told)
    entered = [
        row for row in told if row["source"] == REGISTER and (row["administration"], row["unit"]) == ground.KNOWN
    ]
    differing = [row for row in entered if marks[key(row)] and marks[key(row)] != _as_delivered(told, row)]
    settled = differing[0]
    for row in told:
        if row["source"] == REGISTER and key(row) == key(settled):
            row["settles"] = marks[key(row)]
    return told


def _as_delivered(told: list[dict[str, Any]], row: dict[str, Any]) -> str:
    """The fingerprint that the day would have if its only delivery said what the register says."""
    own = [other for other in told if key(other) == key(row) and other["source"] == REGISTER]
    return fingerprint(pl.DataFrame([other | {"source": "system"} for other in own], schema=ENTRY_COLUMNS))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> Path:
    """A data directory where all of it is loaded, registered and published."""
    folder = tmp_path_factory.mktemp("cross")
    ground.write_reference(folder / "data")
    ground.write_extracts(folder / "utdrag", rows)
    register = opened(load_settings(data_dir=folder / "data").register_address)
    migrate(register)
    ground.enter(register, rows)
    ended = etl("load", folder / "utdrag", data=folder / "data", **ground.SETTINGS)
    assert ended.code == 0, ended.errors
    assert ended.report["published"]
    assert [file["quarantined"] for file in ended.report["files"]] == [0, 0, 0]
    return folder / "data"


@pytest.fixture(scope="module")
def tables(data: Path) -> dict[str, pl.DataFrame]:
    return exported(data)


@pytest.fixture(scope="module")
def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every day counted one by one: known as far as its sources have delivered, or to yesterday."""
    ends = {"system": dt.date(2026, 5, 31), "lokal": dt.date(2026, 5, 31), "tredje": dt.date(2026, 5, 31)}
    for source in ends:
        latest = max(row["date"] for row in rows if row["source"] == source)
        ends[source] = (latest.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    units = ground.units()
    for unit in units:
        sources = {
            r["source"] for r in rows if (r["administration"], r["unit"]) == (unit["administration"], unit["unit"])
        }
        is_delivered = sources and REGISTER not in sources
        unit["known_to"] = max(ends[source] for source in sources) if is_delivered else None
    return slow_days(rows, units, OURS, ground.TODAY, prints(rows))


def test_the_published_days_are_those_counted_one_by_one(data: Path, expected: list[dict[str, Any]]) -> None:
    made = mart(data, "from cross_days order by principal, administration, unit, date")
    assert made.columns == list(DAY_COLUMNS)
    without_moment = [row | {"is_late": None} for row in made.to_dicts()]  # registered just now, on another day
    assert without_moment == [row | {"is_late": None} for row in expected]


def test_the_ground_holds_every_kind_of_day(expected: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    assert sum(row["is_conflict"] for row in expected) >= 5
    assert any("+" in row["sources"] and not row["is_conflict"] for row in expected)
    [settled] = {key(row) for row in rows if row["settles"]}
    assert not next(row for row in expected if key(row) == settled)["is_conflict"]
    assert any(row["is_conflict"] and "register" in row["sources"] for row in expected)
    assert any(OURS.colour(row["cases"], "skas") == "okand" for row in expected)
    assert {row["cases"] for row in expected} >= {0, 1, 2}


def test_the_open_table_has_each_known_day_under_every_definition(
    tables: dict[str, pl.DataFrame], expected: list[dict[str, Any]]
) -> None:
    known = [row for row in expected if row["cases"]]
    wanted = sorted(
        (
            "VGR", row["date"].isoformat(), row["administration"], row["unit"],
            None if row["is_conflict"] else OURS.fact(row["cases"]), name,
            "konflikt" if row["is_conflict"] else OURS.colour(row["cases"], name),
            None if row["is_conflict"] else str(row["events"]), "1",
        )
        for row in known
        for name in DEFINITIONS
    )  # fmt: skip
    table = tables["grona_korset"]
    assert ";".join(table.columns) == (
        "huvudman;datum;forvaltning;enhet;handelse;definition;farg;antal_handelser;dataversion"
    )
    assert sorted(table.rows(), key=str) == sorted(wanted, key=str)


def test_the_open_table_of_events_has_every_row_that_a_source_gave(
    tables: dict[str, pl.DataFrame], rows: list[dict[str, Any]]
) -> None:
    table = tables["grona_korset_handelser"]
    assert ";".join(table.columns) == (
        "huvudman;datum;forvaltning;enhet;handelse;handelsetyp;antal;farg;definition;gick_bra;kommentar;kalla;"
        "registrerad_av;registrerad;version;avgor;dataversion"
    )
    wanted = [
        (row["date"].isoformat(), row["unit"], row["fact"], str(row["count"]) if row["count"] else None,
         row["description"], row["source"], row["settles"])
        for row in rows
    ]  # fmt: skip
    got = table.select("datum", "enhet", "handelse", "antal", "kommentar", "kalla", "avgor").rows()
    assert sorted(got, key=str) == sorted(wanted, key=str)


def test_the_marts_say_how_far_each_source_has_delivered_and_what_the_register_held(data: Path) -> None:
    assert mart(data, "select source, known_to from cross_coverage order by all").rows() == [
        ("lokal", dt.date(2026, 5, 31)), ("system", dt.date(2026, 5, 31)), ("tredje", dt.date(2026, 5, 31)),
    ]  # fmt: skip
    [(stamp, day)] = mart(data, "select cross_stamp, published_on from dataset").rows()
    assert (stamp > 0, day) == (True, ground.TODAY)
    assert mart(data, "select principal from principals").rows() == [("VGR",)]


def test_units_are_the_data_directorys_own_and_no_invented_ones(data: Path) -> None:
    units = mart(data, "from cross_units")
    assert units["unit"].to_list() == [  # by the förvaltningar's order, then by name
        "Avdelning 1", "Mottagningen", "Dagkirurgen", "Akuten", "Avdelning 7", "Bortom",
    ]  # fmt: skip
    assert units.filter(unit="Bortom").select("cross_from", "known_to").row(0) == (None, dt.date(2026, 5, 31))
    assert units.filter(unit="Akuten")["known_to"].to_list() == [None]


def test_what_is_exported_loads_again_and_gives_the_same_days(data: Path, tables: dict[str, pl.DataFrame]) -> None:
    again = data.parent / "igen"
    ground.write_reference(again)
    extract = data.parent / "data-export" / "grona_korset_handelser.csv"
    ended = etl("load", extract, data=again, **ground.SETTINGS)
    assert ended.code == 0, ended.errors
    assert [file["quarantined"] for file in ended.report["files"]] == [0]
    once_more = exported(again)["grona_korset"]
    assert once_more.drop("dataversion").equals(tables["grona_korset"].drop("dataversion"))


def test_the_exported_days_themselves_are_refused_as_an_extract(data: Path) -> None:
    """Each event stands there once per definition."""
    ended = etl("load", data.parent / "data-export" / "grona_korset.csv", data=data, **ground.SETTINGS)
    assert ended.code == 1
    assert "grona_korset_handelser" in ended.output + ended.errors


def test_the_readme_tells_how_crosses_are_counted_and_what_each_definition_colours(
    data: Path, tables: dict[str, pl.DataFrame]
) -> None:
    assert tables
    told = (data.parent / "data-export" / "LASMIG.txt").read_text(encoding="utf-8-sig")
    assert "Gröna korset" in told
    assert (
        "definition_1 (Definition 1): ej_registrerad vit, ingen_verksamhet gra, ingen gron, utan_skada_eller_risk "
        "gron, driftstörning utan skada eller risk gul, risk gul, skada rod, allvarlig_skada rod"
    ) in " ".join(told.split())


def test_the_readme_tells_to_which_day_days_are_expected_and_what_the_worst_is(
    data: Path, tables: dict[str, pl.DataFrame]
) -> None:
    told = " ".join((data.parent / "data-export" / "LASMIG.txt").read_text(encoding="utf-8-sig").split())
    assert "De räknas till och med 2026-05-19, dagen före publiceringen" in told
    untold = {row["datum"] for row in tables["grona_korset"].rows(named=True) if row["handelse"] == "ej_registrerad"}
    assert max(untold) == "2026-05-19"
    assert "handelse är dagens allvarligaste händelse" in told
    assert "farg är dagens värsta färg enligt definitionen" in told
    assert "kommentar och gick_bra är enhetens egen text och står hela" in told


BROKEN = [
    ("cross_days_are_there_once", "insert into cross_days from cross_days limit 3"),
    ("cross_days_are_there_once", "update cross_days set date = date + 400 where unit = 'Akuten'"),
    ("cross_entries_have_their_day", "delete from cross_days where unit = 'Akuten' and sources = 'register'"),
    ("cross_days_equal_their_sources", "update cross_days set events = events + 1 where sources = 'system'"),
    ("cross_days_equal_their_sources", "update cross_days set is_conflict = false where is_conflict"),
    ("cross_definitions_are_whole", "delete from cross_colours where definition = 'skas' and bit = 3"),
    ("cross_definitions_are_whole", "delete from cross_legend where definition = 'skas' and colour = 'rod'"),
]


@pytest.mark.parametrize(("name", "change"), BROKEN)
def test_a_check_finds_what_is_wrong(data: Path, tmp_path: Path, name: str, change: str) -> None:
    marts = copy(DataDirectory(data).marts("1"), tmp_path / "marts.duckdb")
    with duckdb.connect(marts) as connection:
        assert not findings(connection)
        connection.execute(change)
        assert name in findings(connection)
