"""Old contact rows leave the private warehouse; what the figures need of them stays as counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from config import today
from etl import warehouse
from etl.dates import end_of_month


@dataclass(frozen=True)
class Purged:
    """`contacts` rows with a cut-off before `first_kept` were replaced by counts."""

    first_kept: dt.date
    contacts: int


def first_kept_day(keep_months: int) -> dt.date:
    """The last day of the oldest month whose rows are kept: this month and the `keep_months` before it."""
    months = today().year * 12 + today().month - 1 - keep_months
    return end_of_month(dt.date(months // 12, months % 12 + 1, 1))


def purge_contacts(connection: duckdb.DuckDBPyConnection, keep_months: int) -> Purged:
    """Aggregate, then delete, in one transaction: no figure changes."""
    boundary = {"first_kept": first_kept_day(keep_months)}
    with warehouse.transaction(connection):
        [(contacts,)] = connection.execute(
            "select count(*) from contacts where cutoff_date < $first_kept", boundary
        ).fetchall()
        connection.execute(warehouse.statement("purge_old_contacts"), boundary)
        connection.execute(warehouse.statement("purge_old_completions"), boundary)
        connection.execute(warehouse.statement("purge_old_categories"), boundary)
        connection.execute("delete from contacts where cutoff_date < $first_kept", boundary)
        connection.execute(warehouse.statement("empty_old_quarantine"), boundary)
        connection.execute("delete from care_counts where cutoff_date < $first_kept and not is_purged", boundary)
    connection.execute("checkpoint")
    return Purged(boundary["first_kept"], int(contacts))
