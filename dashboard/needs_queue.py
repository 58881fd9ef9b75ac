"""The queue behind a need: who waits, how fast the queue is left, and what a wanted share by a date asks of it.

Two answers, both per month. At least: those over the limit who must leave for the rest to be within it to the wanted
share, on top of the inflow. By rule of thumb: the queue that gives the share in a steady state with exponential waits
(methods 2.3); there is none for all within the limit. Groups are as published: nothing is added up.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import queue_balance
from dashboard.states import HIDDEN, MISSING, NOBODY

DAYS_A_MONTH = 30.4375
ALL = "Alla"
STATE_WORDS = {HIDDEN: "dolt", MISSING: "saknas", NOBODY: "ingen väntar"}


@dataclass(frozen=True)
class Goal:
    """A share (0–1) to be within the limit, and how many months there are to get there."""

    wanted: float
    until: dt.date
    months: int


@dataclass(frozen=True)
class Queue:
    """One group waiting at the cut-off and its month. Figures are None where they are not shown or not there.

    status: of those waiting; flow_status: of the month's balance. limit_days None: the patient's own date is the limit.
    """

    specialty: str
    phase: int
    administration: str
    limit_days: int | None
    status: str
    flow_status: str
    waiting: int | None
    numerator: int | None
    denominator: int | None
    over_limit: int | None
    inflow: int | None
    left: int | None

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.denominator and self.numerator is not None else None

    @property
    def clearance_months(self) -> float | None:
        """At the month's pace and if nobody joined; infinite where nobody left."""
        if self.waiting is None or self.left is None:
            return None
        return queue_balance.clearance_periods(self.waiting, self.left)

    def to_be_seen(self, goal: Goal) -> int | None:
        """How many over the limit must leave."""
        if self.numerator is None or not self.denominator:
            return None
        return queue_balance.seen_for_share(self.numerator, self.denominator, goal.wanted)

    def at_least(self, goal: Goal) -> int | None:
        """Patients a month that must leave for the share, if nobody else passes the limit meanwhile."""
        seen = self.to_be_seen(goal)
        if seen is None or self.inflow is None or self.waiting is None or goal.months < 1:
            return None
        needed = queue_balance.relief_capacity(self.inflow, self.waiting, self.waiting - seen, goal.months)
        return math.ceil(needed)

    def rule_of_thumb(self, goal: Goal) -> int | None:
        """Patients a month by the rule of thumb; None for all within the limit, and without a limit in days."""
        if not 0 < goal.wanted < 1 or self.limit_days is None or goal.months < 1:
            return None
        if self.inflow is None or self.waiting is None:
            return None
        queue = queue_balance.equilibrium_queue(self.inflow / DAYS_A_MONTH, self.limit_days, goal.wanted)
        return max(0, math.ceil(queue_balance.relief_capacity(self.inflow, self.waiting, queue, goal.months)))

    def missing_pace(self, goal: Goal) -> int | None:
        """How many more a month than left the queue last month, at least; 0 where the pace suffices."""
        needed = self.at_least(goal)
        return None if needed is None or self.left is None else max(0, needed - self.left)


def queues(rows: pl.DataFrame, wanted: pl.DataFrame, administrations: tuple[str, ...]) -> Iterator[Queue]:
    """One per specialty and phase of `wanted` and förvaltning (none: the region), under the strictest limit.

    rows: as the query queue_by_specialty gives them. A group that is not there is missing.
    """
    strictest = rows.sort("limit_days", nulls_last=True, maintain_order=True).unique(
        ["specialty", "phase", "administration"], keep="first", maintain_order=True
    )
    found = {(row["specialty"], row["phase"], row["administration"]): row for row in strictest.iter_rows(named=True)}
    for specialty, phase in wanted.select("specialty", "phase").iter_rows():
        for administration in administrations or (ALL,):
            row = found.get((specialty, phase, administration))
            yield _queue(specialty, phase, administration, row)


def _queue(specialty: str, phase: int, administration: str, row: Mapping[str, Any] | None) -> Queue:
    if row is None:
        return Queue(specialty, phase, administration, None, MISSING, MISSING, *[None] * 6)
    is_left = row["completed"] is not None and row["other_removals"] is not None
    return Queue(
        specialty=specialty,
        phase=phase,
        administration=administration,
        limit_days=row["limit_days"],
        status=row["status"],
        flow_status=row["flow_status"],
        waiting=row["contacts"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        over_limit=row["over_limit"],
        inflow=row["inflow"],
        left=row["completed"] + row["other_removals"] if is_left else None,
    )
