"""Random histories of a data directory, and whether marts built upon the last ones equal marts built whole."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from config import Settings
from etl import purge, warehouse
from etl.publish import publish
from tests.extracts import Region, Row, new_region

# (administration, units); a source delivers one administration or all of them.
PLACES = {"SU": ("101", "102"), "NU": ("103",), "SkaS": ("104", "105")}
SPECIALTIES = ("101", "105", "511")
REGIONS = ("51", "51", "51", "42")
FIRST_MONTH, MONTHS = 2025 * 12 + 9, 8  # from October 2025
UNTOLD = {"build_state", "dataset"}
UNTIMED = {"published_at", "loaded_at", "first_loaded_at", "last_loaded_at"}


def sequence_region(folder: Path) -> Region:
    """An empty data directory with the units of PLACES."""
    lines = [
        f"SE2321000131-E000000000{code};hsaid;Enhet {code};{administration};;"
        for administration, codes in PLACES.items()
        for code in codes
    ]
    return new_region(folder, "\n".join(["kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till", *lines, ""]))


def month_end(number: int) -> dt.date:
    year, month = divmod(FIRST_MONTH + number, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def extract_rows(chance: random.Random, places: Sequence[str]) -> list[Row]:
    """One month of contacts of one population, few enough that some care is seen in one month only."""
    month, status = month_end(chance.randrange(MONTHS)), chance.choice(["VANTANDE", "VANTANDE", "GENOMFORD"])
    region, care = chance.choice(REGIONS), chance.choices(SPECIALTIES, k=2)
    return [_row(chance, month, status, region, places, care) for _ in range(chance.choice([3, 40, 90]))]


def _row(
    chance: random.Random, month: dt.date, status: str, region: str, places: Sequence[str], care: Sequence[str]
) -> Row:
    started = month - dt.timedelta(chance.randrange(month.day))
    decided = (month if status == "VANTANDE" else started) - dt.timedelta(int(chance.gammavariate(1.6, 50)))
    return {
        "beslut_datum": f"{decided:%Y-%m-%d}",
        "start_datum": "" if status == "VANTANDE" else f"{started:%Y-%m-%d}",
        "medicinskt_maldatum": f"{decided + dt.timedelta(60):%Y-%m-%d}",
        "matperiod": f"{month:%Y-%m-%d}",
        "mvo_kod": chance.choice(care),
        "vardgaranti": chance.choice(["JA", "JA", "NEJ"]),
        "avvikelsekod": chance.choice(["", "", "", "1", "2"]),
        "regionkod": region,
        "hsaid_vardenhet": f"SE2321000131-E000000000{chance.choice(PLACES[chance.choice(places)])}",
        "fas": chance.choice(["1", "2", "2", "4", "5"]),
        "kon": chance.choice(["1", "2"]),
        "fodelsear": str(chance.randrange(1930, 2020)),
        "lkf": chance.choice(["148001", "149002", ""]),
        "status": status,
    }


def take_steps(region: Region, chance: random.Random, settings: Settings) -> Settings:
    """One to three things that happen between two publications; returns the settings that hold after them."""
    warehouse.prepare(region.data)
    for _ in range(chance.randint(1, 3)):
        what = chance.random()
        if what < 0.85:
            source = chance.choice([*PLACES, None])
            rows = extract_rows(chance, [source] if source else list(PLACES))
            report = region.loads(rows, source=source, accept="saknar_enheter")
            assert report.status in {"loaded", "replaced", "refused"}, report.message
        elif what < 0.93:
            settings = settings.model_copy(update={"suppress_below": chance.choice([0, 5])})
        else:
            with warehouse.open_warehouse(region.data) as connection:
                purge.purge_contacts(connection, chance.choice([6, 8, 10]))
    return settings


def publish_both(region: Region, settings: Settings) -> tuple[str, str]:
    """The versions of marts built upon the newest, and of marts built whole from the same."""
    return publish(region.data, settings), publish(region.data, settings, whole=True)


def differences(region: Region, versions: tuple[str, str]) -> list[str]:
    """The tables that are not equal, as sets of rows with how often each stands there."""
    with _both(region, versions) as connection:
        found = [
            f"{table}: {rows} rader"
            for table, columns in _tables(connection)
            if (rows := _differing(connection, table, columns))
        ]
        [(tables,)] = connection.sql(
            "select count(distinct table_name) - count(distinct table_name) filter (database_name = 'upon') "
            "from duckdb_tables() where database_name in ('upon', 'whole')"
        ).fetchall()
    return found + [f"{tables} tabeller saknas"] * bool(tables)


@contextmanager
def _both(region: Region, versions: tuple[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name, version in zip(("upon", "whole"), versions, strict=True):
            connection.execute(f"attach '{region.data.marts(version)}' as {name} (read_only)")
        yield connection


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    rows = connection.sql(
        "select table_name, list(column_name order by column_index) from duckdb_columns() "
        "where database_name = 'whole' group by table_name order by table_name"
    ).fetchall()
    for table, columns in rows:
        if table not in UNTOLD and not table.startswith("open_"):
            yield table, ", ".join(f'"{name}"' for name in columns if name not in UNTIMED)


def _differing(connection: duckdb.DuckDBPyConnection, table: str, columns: str) -> int:
    only = [
        f"(select {columns} from {one}.{table} except all select {columns} from {other}.{table})"  # noqa: S608
        for one, other in (("upon", "whole"), ("whole", "upon"))
    ]
    [(rows,)] = connection.sql(f"select count(*) from (from {only[0]} union all from {only[1]})").fetchall()  # noqa: S608
    return int(rows)
