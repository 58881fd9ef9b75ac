"""Which version of a delivery plan holds in which quarter, and what was done of it.

A plan is changed by a new version and never by writing over one. Of the agreed and withdrawn versions the highest
holds; for a quarter that has ended, the highest of those decided on or before its last day, so that what is agreed
afterwards never changes what was to be done. A withdrawn version leaves the plan without one. A proposal never holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import polars as pl

from analysis.plan_outcome import BETWEEN, OUTCOMES, plans_between

PLAN = ["principal", "plan_id"]
QUARTERS = ("q1", "q2", "q3", "q4")
AGREED, WITHDRAWN = "overenskommen", "aterkallad"
QUARTER_COLUMNS = {
    "principal": pl.String, "plan_id": pl.String, "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String,
    "phase": pl.UInt8, "sender": pl.String, "receiver": pl.String, "regime": pl.String, "transfer": pl.String,
    "version": pl.Int32, "status": pl.String, "in_force": pl.Boolean, "planned": pl.Int32, "sent": pl.Int32,
    "completed": pl.Int32, "returned": pl.Int32, "attainment": pl.Float64, "cumulative_planned": pl.Int32,
    "cumulative_completed": pl.Int32,
}  # fmt: skip


def in_force(versions: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """One row per plan and quarter with a version in force: `principal, plan_id, quarter, version`.

    versions: columns of the register's plan versions, at least PLAN, version, year, decided_on and status, in any
    order. today: a quarter whose last day is before it has ended. A version without decided_on counts from the first
    day of its year.
    """
    decided = versions.filter(pl.col("status").is_in([AGREED, WITHDRAWN])).select(
        *PLAN,
        "version",
        "status",
        "year",
        decided_on=pl.coalesce("decided_on", pl.date("year", 1, 1)),
    )
    by_quarter = decided.join(pl.DataFrame({"quarter": [1, 2, 3, 4]}, schema={"quarter": pl.UInt8}), how="cross")
    last_day = pl.date("year", pl.col("quarter").cast(pl.Int8) * 3, 1).dt.month_end()
    counted = by_quarter.filter((last_day >= today) | (pl.col("decided_on") <= last_day))
    holds = counted.sort("version").group_by(*PLAN, "quarter").agg(pl.col("version", "status").last())
    return (
        holds.filter(pl.col("status") == AGREED)
        .select(*PLAN, "quarter", "version")
        .sort(*PLAN, "quarter")
    )  # fmt: skip


def quarters(
    versions: pl.DataFrame, outcomes: pl.DataFrame, reported_months: Collection[dt.date], today: dt.date
) -> pl.DataFrame:
    """One row per version and quarter (QUARTER_COLUMNS), ordered by plan, quarter and version.

    versions: plan versions of one huvudman; outcomes: as `plan_outcome.reconciled` gives them; reported_months: the
    last days of the months that any outcome is loaded for. In such a month a plan without a row has done nothing;
    a quarter without any has no outcome. Outcomes and sums since the first quarter stand on the version in force, and
    where none is, the outcome stands on the plan's highest version, so that nothing is lost. Sums are over versions
    in force and what is known.
    """
    rows = _by_quarter(versions, in_force(versions, today))
    done = _done_by_quarter(versions, outcomes, reported_months)
    carried = rows.join(done, on=[*PLAN, "quarter"], how="left").with_columns(pl.when("carries").then(pl.col(OUTCOMES)))
    share = pl.when(pl.col("planned") > 0).then(pl.col("completed") / pl.col("planned"))
    sums = _running_sums(carried)
    return (
        carried.with_columns(attainment=pl.when("in_force").then(share))
        .join(sums, on=[*PLAN, "quarter", "version"], how="left")
        .sort(*PLAN, "quarter", "version")
        .select(pl.col(name).cast(kind) for name, kind in QUARTER_COLUMNS.items())
    )


def _by_quarter(versions: pl.DataFrame, holding: pl.DataFrame) -> pl.DataFrame:
    """Versions × quarters with `planned`, `in_force`, and `carries`: whether the outcome stands on this row."""
    long = versions.unpivot(
        QUARTERS, index=[name for name in QUARTER_COLUMNS if name in versions.columns], value_name="planned"
    ).with_columns(quarter=pl.col("variable").str.slice(1).cast(pl.UInt8))
    marked = long.join(holding.with_columns(in_force=True), on=[*PLAN, "quarter", "version"], how="left").with_columns(
        pl.col("in_force").fill_null(value=False)
    )
    one = [*PLAN, "quarter"]
    highest = pl.col("version") == pl.col("version").max().over(one)
    return marked.with_columns(carries=pl.col("in_force") | (highest & ~pl.col("in_force").any().over(one)))


def _done_by_quarter(
    versions: pl.DataFrame, outcomes: pl.DataFrame, reported_months: Collection[dt.date]
) -> pl.DataFrame:
    """Plans × quarters with a reported month: OUTCOMES, nought where nothing is reported of the plan."""
    months = pl.DataFrame({"month": sorted(reported_months)}, schema={"month": pl.Date})
    plans = plans_between(versions)
    quarter = pl.col("month").dt.quarter().cast(pl.UInt8)
    reported = months.select(year=pl.col("month").dt.year(), quarter=quarter).unique()
    expected = versions.group_by(PLAN).agg(pl.col("year").last()).join(reported, on="year").select(*PLAN, "quarter")
    done = (
        outcomes.with_columns(year=pl.col("month").dt.year())
        .join(plans, on=BETWEEN)
        .group_by(*PLAN, quarter=quarter)
        .agg(pl.col(OUTCOMES).sum())
    )
    return expected.join(done, on=[*PLAN, "quarter"], how="left").with_columns(pl.col(OUTCOMES).fill_null(0))


def _running_sums(rows: pl.DataFrame) -> pl.DataFrame:
    in_order = rows.filter("in_force").sort(*PLAN, "quarter")
    known = pl.col("completed").fill_null(0).cum_sum().over(PLAN)
    return in_order.select(
        *PLAN,
        "quarter",
        "version",
        cumulative_planned=pl.col("planned").cum_sum().over(PLAN),
        cumulative_completed=pl.when(pl.col("completed").is_not_null()).then(known),
    )


def year_plans(versions: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """One row per plan: what it is now and what has become of it, ordered by year and plan.

    versions, quarters: as for and from `quarters`. Returns PLAN, year, specialty, phase, sender, receiver, regime,
    transfer (of the latest agreed version, else the highest); version and status (the highest); agreed_version and
    decided_volume, placed, outside (of the latest agreed version: its decided volume, Σ of its quarters and the rest;
    null where the plan is withdrawn or only proposed, outside null without a decided volume); planned_year (Σ of the
    quarters in force, nought without any) and sent, completed, returned of the year (null where no month is reported).
    """
    latest = versions.sort("version").group_by(PLAN).agg(pl.col("version", "status").last())
    decided = versions.filter(pl.col("status").is_in([AGREED, WITHDRAWN])).sort("version")
    agreed = decided.group_by(PLAN).last().filter(pl.col("status") == AGREED)
    agreed = agreed.select(
        *PLAN,
        "decided_volume",
        agreed_version="version",
        placed=pl.sum_horizontal(QUARTERS).cast(pl.Int32),
    ).with_columns(outside=pl.col("decided_volume") - pl.col("placed"))
    of_status = pl.when(pl.col("status") == AGREED).then(1).otherwise(0)
    described = versions.sort(of_status, "version").group_by(PLAN).last()
    year = quarters.group_by(PLAN).agg(
        pl.col("planned").filter("in_force").sum().alias("planned_year"),
        *(pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name) for name in OUTCOMES),
    )
    described = described.select(*PLAN, "year", "specialty", "phase", "sender", "receiver", "regime", "transfer")
    joined = described.join(latest, on=PLAN).join(agreed, on=PLAN, how="left").join(year, on=PLAN, how="left")
    return joined.sort("principal", "year", "plan_id")
