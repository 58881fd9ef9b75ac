"""What a proposed plan is worked out from: the year's gap per quarter, the offers, the plans in force and the travel.

A year's need is even over its quarters; the own capacity follows the unit's own year, so that summer and Christmas are
short. The gap of the year stands where capacity falls short. What is agreed is for patients of its own quarter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis import season
from analysis.transfer_plan import Options, Travel
from dashboard import needs_gap, plan_data, plan_reads
from dashboard.needs_gap import KEY, QUARTERS

NEED = {"specialty": pl.String, "phase": pl.UInt8, "sender": pl.String, "quarter": pl.UInt8, "volume": pl.Int64}
Quarters = Sequence[int]


@dataclass(frozen=True)
class Inputs:
    """The frames and options of `analysis.transfer_plan.propose`."""

    needs: pl.DataFrame
    offers: pl.DataFrame
    agreed: pl.DataFrame
    travel: Travel
    options: Options


def inputs(version: str, stamp: int, principal: str, year: int, today: dt.date, chosen: dict[str, str]) -> Inputs:
    """Everything of the year, whatever the page's filters show of it. `chosen`: minsta, restid, rattvisa, sasong."""
    in_force = plan_data.quarters(version, stamp, principal, year).filter(pl.col("in_force"), pl.col("planned") > 0)
    agreed = in_force.select(
        "specialty", "phase", "sender", "receiver", "regime", "quarter", volume=pl.col("planned").cast(pl.Int64)
    )
    offered = plan_data.free_capacity(version, stamp, principal, year)
    needs = plan_data.needs(version, principal, year)
    by_season = chosen["sasong"] == "ja"

    def shares(specialty: str, phase: int, administration: str) -> Sequence[float]:
        if not by_season:
            return [1.0] * QUARTERS
        months, _ = plan_data.month_shares(version, principal, specialty, phase, administration)
        return [float(each) for each in months.reshape(QUARTERS, 3).sum(axis=1)]

    rows = [
        (specialty, phase, sender, quarter, volume)
        for specialty, phase, sender, volumes in quarter_gaps(needs, agreed, shares)
        for quarter, volume in enumerate(volumes, start=1)
    ]
    return Inputs(
        needs=pl.DataFrame(rows, schema=NEED, orient="row"),
        offers=offered.select(
            "specialty", "phase", "receiver", "regime", "area", "quarter", volume=pl.col("offered").cast(pl.Int64)
        ),
        agreed=agreed,
        travel=Travel(plan_reads.providers(version).select("provider", "area"), plan_reads.travel_times(version)),
        options=Options(
            smallest_batch=int(chosen["minsta"]),
            longest_minutes=None if chosen["restid"] == "ingen" else int(chosen["restid"]),
            fair=chosen["rattvisa"] == "ja",
            first_quarter=first_quarter(year, today),
        ),
    )


def first_quarter(year: int, today: dt.date) -> int:
    """The first quarter of the year that has not ended; five where all have."""
    if year != today.year:
        return 1 if year > today.year else QUARTERS + 1
    return (today.month - 1) // 3 + 1


def quarter_gaps(
    needs: pl.DataFrame, agreed: pl.DataFrame, shares: Callable[[str, int, str], Sequence[float]]
) -> Iterator[tuple[str, int, str, Quarters]]:
    """Per specialty, phase and förvaltning with a need: the year's positive gap as four quarters that sum to it.

    needs: as `needs_gap.yearly` takes them; agreed: specialty, phase, sender, quarter, volume; shares: the quarters'
    part (4,) of a year's capacity in a group.
    """
    given = {
        key: dict(zip(rows["quarter"], rows.select(pl.col("need") - pl.col("capacity")).to_series(), strict=True))
        for key, rows in needs.filter(pl.col("quarter").is_not_null()).group_by(KEY)
    }
    taken = {
        key: dict(zip(rows["quarter"], rows["volume"], strict=True))
        for key, rows in agreed.group_by("specialty", "phase", "sender", "quarter")
        .agg(pl.col("volume").sum())
        .group_by("specialty", "phase", "sender")
    }
    for row in needs_gap.yearly(needs).iter_rows(named=True):
        key = (row["specialty"], row["phase"], row["administration"])
        quarters = given.get(key, {})
        if len(quarters) == QUARTERS or (quarters and not row["is_double"]):
            lacks: Quarters = [quarters.get(number, 0) for number in range(1, QUARTERS + 1)]
        else:
            lacks = seasonal(row["need"], row["capacity"], shares(*key))
        plans = [taken.get(key, {}).get(number, 0) for number in range(1, QUARTERS + 1)]
        yield *key, of_year(row["need"] - row["capacity"], lacks, plans)


def seasonal(need: int, capacity: int, shares: Sequence[float]) -> Quarters:
    """What each quarter lacks (below 0: has over) when the need is even and the capacity has its own year."""
    even, own = _spread(need, [1] * QUARTERS), _spread(capacity, shares)
    return [wanted - had for wanted, had in zip(even, own, strict=True)]


def of_year(gap: int, lacks: Quarters, agreed: Quarters) -> Quarters:
    """The year's gap, where it is above 0, on the quarters that lack capacity, in proportion to how much.

    What is agreed is needed in its own quarter: it comes first, and the rest where it lacks most. More agreed than the
    gap is cut in proportion, so that a conflict is the year's; what is left to place is the same as for the year.
    """
    gap = max(0, gap)
    if not gap or sum(agreed) >= gap:
        return _spread(gap, agreed)
    short = _spread(gap, [max(0, lack) for lack in lacks])
    rest = _spread(gap - sum(agreed), [max(0, lack - plan) for lack, plan in zip(short, agreed, strict=True)])
    return [plan + more for plan, more in zip(agreed, rest, strict=True)]


def _spread(total: int, shares: Sequence[float]) -> list[int]:
    return [int(volume) for volume in season.split(total, np.asarray(shares, dtype=np.float64))]
