"""Definitions and reference as tables of the marts, so that the pages show what the figures were built by."""

from __future__ import annotations

import duckdb
import polars as pl

from config import DataDirectory
from etl import definitions, reasons, reference, steward_reference
from etl.areas import areas
from etl.contracts.contract import Surroundings
from etl.cross import cross_reference
from etl.providers import providers
from etl.roles import role_table
from etl.steward_rules import releasable
from etl.travel_times import travel_times


def write_reference(connection: duckdb.DuckDBPyConnection, data: DataDirectory) -> None:
    """Tables that stay, and those that are read while the marts are built."""
    kept_of_crosses, temporary_of_crosses = cross_reference(data)
    by_decision = steward_reference.decided_in(connection, "warehouse").specialties
    specialties = steward_reference.with_specialties(reference.specialties(data), by_decision)
    kept = kept_of_crosses | {
        "limits": definitions.limits(data),
        "definitions": definitions.definitions(data),
        "events": definitions.events(data),
        "reasons": _reason_catalogue(),
        "plan_rules": definitions.plan_rules(data),
        "roles": role_table(data),
        "providers": _providers(data),
        "travel_times": travel_times(data),
        "steward_reasons": releasable(_judging(data, specialties)),
    }
    temporary = temporary_of_crosses | {
        "exclusions": definitions.exclusions(data),
        "specialty_reference": specialties,
        "administration_reference": reference.administrations(data),
        "area_reference": areas(data),
        "principal_reference": reference.principals(data),
    }
    for name, rows in (kept | temporary).items():
        connection.register("incoming", rows)
        kind = "temp table" if name in temporary else "table"
        connection.execute(f"create {kind} {name} as select * from incoming")  # noqa: S608 - names from above
        connection.unregister("incoming")


def _judging(data: DataDirectory, specialties: pl.DataFrame) -> Surroundings:
    return Surroundings(specialties=specialties, principals=reference.principals(data), units=reference.units(data))


def _reason_catalogue() -> pl.DataFrame:
    rows = [(reason.code, reason.title, reason.advice, reason.action) for reason in reasons.reasons().values()]
    return pl.DataFrame(rows, schema=["reason", "title", "advice", "action"], orient="row")


def _providers(data: DataDirectory) -> pl.DataFrame:
    """Null in valid_to: the name holds still."""
    is_past = pl.col("valid_to") != reference.FOREVER
    return providers(data).with_columns(valid_to=pl.when(is_past).then(pl.col("valid_to")))
