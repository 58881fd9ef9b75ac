"""Build the marts of equity: the region by sex, age and residence, one at a time, with what must be hidden decided."""

from __future__ import annotations

import duckdb
import polars as pl

from analysis.intervals import wilson
from config import DataDirectory
from etl.build import Build
from etl.category_suppression import KEYS, MEMORY, hidden_category_rows
from etl.suppression import TABLE_KEYS, Progress

DECIMALS = 6
BEFORE_HIDING = ("category_counts", "category_kinds")
AFTER_HIDING = ("category_facts", "category_limit_counts", "equity_groups")


def write_equity(build: Build, data: DataDirectory, threshold: int, progress: Progress) -> None:
    """Table equity; hidden_groups must be decided."""
    for name in BEFORE_HIDING:
        build.run(name)
    build.write("hidden_categories", _hidden(build.connection, data, threshold, progress), stays=False)
    for name in AFTER_HIDING:
        build.run(name)
    build.write("share_intervals", _intervals(build.connection), stays=False)
    build.run("equity")


def _hidden(
    connection: duckdb.DuckDBPyConnection, data: DataDirectory, threshold: int, progress: Progress
) -> pl.DataFrame:
    table_keys, keys = ", ".join(TABLE_KEYS), ", ".join(KEYS)
    kinds = connection.sql(f"select {keys}, specialty, category, kind, contacts from category_kinds").pl()  # noqa: S608 - names from constants
    totals = connection.sql(
        f"select {table_keys}, specialty from hidden_groups where administration = 'Alla' and unit is null"  # noqa: S608 - names from constants
    ).pl()
    group_of = dict(
        connection.sql(
            "select specialty, specialty_group from specialty_reference where specialty_group is not null"
        ).fetchall()
    )
    return hidden_category_rows(kinds, totals, group_of, threshold, data.root / MEMORY, progress)


def _intervals(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Wilson's 95 per cent of every pair of counts that has a share."""
    pairs: pl.DataFrame = connection.sql(
        "select distinct numerator, denominator from equity_groups where share is not null order by all"
    ).pl()
    low, high = wilson(pairs["numerator"].to_numpy(), pairs["denominator"].to_numpy())
    return pairs.with_columns(low_95=pl.Series(low.round(DECIMALS)), high_95=pl.Series(high.round(DECIMALS)))
