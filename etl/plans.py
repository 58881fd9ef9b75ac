"""Build the marts of delivery plans: versions, quarters, outcomes, needs, offers, and what does not agree.

What two deliveries say of the same month, pair and side, need or offer is never added: the newest delivery counts, and
where they differ it is a finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import duckdb
import polars as pl

from analysis.free_capacity import free_capacity
from analysis.plan_outcome import reconciled, with_plans
from analysis.plan_versions import quarters
from analysis.season import month_shares
from register import PLAN_COLUMNS, Register

BEFORE_QUARTERS = ("plan_versions", "plan_reports", "plan_outcome_months", "plan_needs", "plan_capacity_offers")
AFTER_QUARTERS = ("plan_delivered_twice", "plan_findings", "plan_specialties")

# Only groups that are shown: what is hidden neither counts nor can be told from the shares.
SHOWN_MONTHS = """
    select distinct principal, specialty, phase, administration, cutoff_date as month, contacts
    from attainment
    where population = 'genomforda' and definition = 'ingen' and status = 'visas'
        and cutoff_date = last_day(cutoff_date)
"""


def write_plans(
    connection: duckdb.DuckDBPyConnection, register: Register, today: dt.date, run: Callable[[str], None]
) -> int:
    """Every mart of plans; `attainment` must be there. `run` builds one file of queries/marts.

    Returns the register's stamp up to which its versions are folded in. Raises `register.RegisterFault`.
    """
    registered = register.plan_versions()
    _write(connection, "registered_versions", registered.select(*PLAN_COLUMNS), kind="temp table")
    for name in BEFORE_QUARTERS:
        run(name)
    _write_quarters(connection, today)
    for name in AFTER_QUARTERS:
        run(name)
    _write(connection, "season_shares", month_shares(connection.sql(SHOWN_MONTHS).pl()))
    return max(registered["id"].to_list(), default=0)


def _write_quarters(connection: duckdb.DuckDBPyConnection, today: dt.date) -> None:
    versions = connection.sql("from plan_versions").pl()
    outcomes = reconciled(connection.sql("from plan_reports").pl())
    months = connection.sql("select principal, month from outcome_months").pl()
    made = [quarters(versions.clear(), outcomes.clear(), [], today)]
    for (principal,), plans in versions.group_by("principal", maintain_order=True):
        own = pl.col("principal") == principal
        made.append(quarters(plans, outcomes.filter(own), months.filter(own)["month"].to_list(), today))
    every_quarter = pl.concat(made)
    _write(connection, "plan_outcomes", with_plans(outcomes, versions))
    _write(connection, "plan_quarters", every_quarter)
    offers = connection.sql("from capacity_offers").pl()
    _write(connection, "plan_free_capacity", free_capacity(offers, every_quarter, today), kind="temp table")


def _write(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame, kind: str = "table") -> None:
    connection.register("incoming", rows)
    connection.execute(f"create {kind} {name} as select * from incoming")  # noqa: S608 - names from above
    connection.unregister("incoming")
