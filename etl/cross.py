"""Build the marts of Green Crosses: what every source says of a day, the units, and the days put together.

Days are made by the same function as the pages make them from newer entries. What sources tell differently stays a
conflict here as there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import duckdb
import polars as pl

from analysis import cross_days
from analysis.cross_days import ENTRY_COLUMNS
from analysis.green_cross import Palette
from config import DataDirectory
from etl import cross_definitions, reference
from etl.definitions import DefinitionFileError
from register import Register


def cross_reference(data: DataDirectory) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """Tables that stay and tables that are read while the marts are built, by name. Raises `DefinitionFileError`."""
    definitions = cross_definitions.cross_definitions(data)
    cross_definitions.palette_of(definitions)
    kept = {
        "cross_definitions": cross_definitions.definition_table(definitions),
        "cross_colours": cross_definitions.colour_table(definitions),
        "cross_legend": cross_definitions.legend_table(definitions),
        "cross_usage": cross_definitions.usage_table(definitions),
    }
    temporary = {
        "cross_unit_reference": unit_reference(data),
        "cross_event_type_reference": cross_definitions.event_type_table(data),
    }
    return kept, temporary


def unit_reference(data: DataDirectory) -> pl.DataFrame:
    """`administration, unit, hospital, clinic, cross_from, cross_to, opening, is_own`, one row per unit.

    is_own: only the product's own file, of an invented region, knows the unit.
    """
    last_said = [pl.col(name).drop_nulls().last() for name in ("hospital", "clinic")]
    return (
        reference.units(data)
        .sort("precedence", maintain_order=True)
        .group_by("administration", "unit", maintain_order=True)
        .agg(*last_said, pl.col("cross_from", "cross_to", "opening").last(), is_own=pl.col("precedence").max() == 0)
    )


def write_cross(
    connection: duckdb.DuckDBPyConnection,
    data: DataDirectory,
    register: Register,
    today: dt.date,
    run: Callable[[str], None],
) -> int:
    """Every mart of crosses. `run` builds one file of queries/marts.

    Returns the register's stamp up to which its entries are folded in. Raises `register.RegisterFault`, and
    `DefinitionFileError` where a day has a colour that its definition no longer gives.
    """
    registered = register.cross_entries(every_version=True)
    newest = cross_days.newest_of(registered)
    _write(connection, "registered_days", newest.select(*ENTRY_COLUMNS), kind="temp table")
    run("cross_entries")
    run("cross_seen_units")
    run("cross_stopped_days")
    run("cross_event_types")
    palette = cross_definitions.palette(data)
    stored = connection.sql("from cross_entries").pl()
    entries = stored.select(pl.col(name).cast(kind) for name, kind in ENTRY_COLUMNS.items())
    _refuse_lost_colours(entries, palette)
    covered = cross_days.coverage(entries)
    units = cross_days.with_known_to(connection.sql("from cross_seen_units").pl(), entries, covered)
    firsts, stopped = cross_days.first_moments(registered), connection.sql("from cross_stopped_days").pl()
    days = cross_days.days(entries, units, palette, today, firsts=firsts, stopped=stopped)
    _write(connection, "cross_coverage", covered)
    _write(connection, "cross_units", units.sort("principal", "sort_order"))
    _write(connection, "cross_days", days)
    _write(connection, "cross_case_colours", case_colours(days["cases"], palette))
    return max(registered["id"].to_list(), default=0)


def case_colours(cases: pl.Series, palette: Palette) -> pl.DataFrame:
    """`cases, definition, colour, fact`: every known set of cases that occurs, under every definition."""
    known = cases.unique().sort()
    known = known.filter(known != 0)
    made = [
        pl.DataFrame({"cases": known}).with_columns(
            definition=pl.lit(name), colour=palette.colours_of(known, name), fact=palette.facts_of(known)
        )
        for name in palette.names
    ]
    return pl.concat(made)


def _refuse_lost_colours(entries: pl.DataFrame, palette: Palette) -> None:
    given = entries.filter(pl.col("fact").is_null()).select("colour_definition", "colour").unique().sort(pl.all())
    for definition, colour in given.iter_rows():
        try:
            palette.colour_case(definition, colour)
        except KeyError:
            raise DefinitionFileError(
                f"{cross_definitions.FOLDER}: dagar är inlästa med färgen {colour} enligt {definition}, som den inte "
                f"längre ger; återställ {definition}.toml och skriv den nya definitionen i en egen fil"
            ) from None


def _write(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame, kind: str = "table") -> None:
    connection.register("incoming", rows)
    connection.execute(f"create {kind} {name} as select * from incoming")  # noqa: S608 - names from above
    connection.unregister("incoming")
