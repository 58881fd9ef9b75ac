"""A year of plans month by month: what was agreed in force, what came of it, and where each plan is heading.

Everything is whole patients; months not reported are nan, never nought. Arrays hold one row per plan, in the order of
`plans`, and twelve months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.plan_forecast import Forecast, forecasts
from analysis.plan_months import planned_by_month
from dashboard import plan_data, remembered

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MONTHS = 12
COUNTED = ("sent", "completed", "returned")


@dataclass(frozen=True)
class PlanYear:
    """All plans of one huvudman and year.

    plans: one row per plan (as `year_plans`) with `index` and q1–q4 in force; planned, sent, completed, returned:
    (plans, 12), what is done only where a version is in force; reported: which months (0–11) hold any outcome;
    outside_plans: outcome rows without a version in force (`plan_id` null where there never was a plan).
    """

    year: int
    plans: pl.DataFrame
    planned: Integers
    sent: Floats
    completed: Floats
    returned: Floats
    forecasts: Sequence[Forecast | None]
    reported: tuple[int, ...]
    outside_plans: pl.DataFrame

    @property
    def last(self) -> int | None:
        """The last reported month, 0–11."""
        return self.reported[-1] if self.reported else None

    @property
    def gaps(self) -> tuple[int, ...]:
        """Months before the last reported one that nobody has reported."""
        return tuple(month for month in range(self.last or 0) if month not in self.reported)

    def date(self, month: int) -> dt.date:
        """The last day of a month, 0–11."""
        return month_end(self.year, month)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month, 0–11."""
    return dt.date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1) - dt.timedelta(days=1)


@remembered.per_version
def of_year(version: str, stamp: int, principal: str, year: int, today: dt.date) -> PlanYear:
    """The year as published, with what is registered since; `today` decides which quarters have ended."""
    del today  # plan_data asks for it itself; here it only tells one day's plans from another's
    outcomes = plan_data.outcomes(version, principal, year)
    reported = tuple(sorted(month.month - 1 for month in plan_data.reported_months(version, principal, year)))
    plans = _plans(
        plan_data.year_plans(version, stamp, principal, year), plan_data.quarters(version, stamp, principal, year)
    )
    planned = _planned(version, plans)
    counted, outside = _counted(outcomes, plans)
    sent, completed, returned = (_by_month(counted, name, plans.height, reported) for name in COUNTED)
    known = completed[:, : reported[-1] + 1] if reported else completed[:, :0]
    return PlanYear(
        year, plans, planned, sent, completed, returned, forecasts(planned, known), reported, outside
    )  # fmt: skip


def _plans(year_plans: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """`year_plans` with `index`, q1–q4 in force (nought without a version) and `holds`: whether any quarter has one."""
    in_force = quarters.filter("in_force").with_columns(name=pl.format("q{}", "quarter"))
    volumes = {
        name: pl.col("planned").filter(pl.col("name") == name).sum().cast(pl.Int64) for name in ("q1", "q2", "q3", "q4")
    }
    held = {f"{name}_holds": (pl.col("name") == name).any() for name in volumes}
    by_plan = in_force.group_by("principal", "plan_id").agg(**volumes, **held)
    joined = year_plans.join(by_plan, on=["principal", "plan_id"], how="left", maintain_order="left")
    filled = joined.with_columns(
        pl.col(list(volumes)).fill_null(0), pl.col(list(held)).fill_null(value=False)
    )  # fmt: skip
    return filled.with_row_index("index")


def _planned(version: str, plans: pl.DataFrame) -> Integers:
    """Each quarter on its months by the receiver's own rhythm of the year: there the care is given."""
    rows = plans.select("principal", "specialty", "phase", "receiver", "q1", "q2", "q3", "q4").iter_rows()
    months = [
        planned_by_month(volumes, plan_data.month_shares(version, principal, specialty, phase, receiver)[0])
        for principal, specialty, phase, receiver, *volumes in rows
    ]
    return np.array(months, dtype=np.int64).reshape(-1, MONTHS)


def _counted(outcomes: pl.DataFrame, plans: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(outcomes of a version in force with the plan's `index`, the others)."""
    quarter = pl.col("month").dt.quarter()
    held = pl.coalesce(pl.when(quarter == number).then(f"q{number}_holds") for number in (1, 2, 3, 4))
    placed = outcomes.join(
        plans.select("principal", "plan_id", "index", "^q._holds$"), on=["principal", "plan_id"], how="left"
    ).with_columns(holds=held.fill_null(value=False))
    return placed.filter("holds"), placed.filter(~pl.col("holds")).select(outcomes.columns)


def _by_month(counted: pl.DataFrame, name: str, plans: int, reported: Sequence[int]) -> Floats:
    """(plans, 12): nought in a reported month without a row, nan in a month not reported."""
    found = np.full((plans, MONTHS), np.nan)
    found[:, list(reported)] = 0.0
    months = counted["month"].dt.month().to_numpy() - 1
    np.add.at(found, (counted["index"].to_numpy(), months), counted[name].to_numpy())
    return found
