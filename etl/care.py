"""What each delivery in force holds, counted once: publish reads these counts where every row would tell no more."""

from __future__ import annotations

import duckdb

from config import DataDirectory
from etl import warehouse


def recount_care(data: DataDirectory) -> None:
    """Make `care_counts` true of the deliveries in force; those already counted cost nothing.

    A delivery is counted where its counts add up to what the ledger says was accepted.
    """
    with warehouse.open_warehouse(data) as connection:
        recount(connection)


def recount(connection: duckdb.DuckDBPyConnection) -> None:
    """The same in a connection that is open for writing."""
    connection.execute(warehouse.statement("stale_care"))
    [(stale,)] = connection.execute("select count(*) from stale_care").fetchall()
    if stale:
        with warehouse.transaction(connection):
            connection.execute("delete from care_counts where delivery_id in (select delivery_id from stale_care)")
            connection.execute(warehouse.statement("insert_care"))
    connection.execute("drop table stale_care")
