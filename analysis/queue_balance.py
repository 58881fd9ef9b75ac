"""Queues in numbers: the balance of a month, how long a queue takes to clear, and stock against flow.

A month is reconciled from cohorts – patients with the same decision date – without following anybody: identities are
renumbered by the systems that deliver them. Formulas: Little's law and the rules of thumb of waiting list management
(Fong et al., "Understanding waiting lists pressures", 2022); the attainment of stock and flow in a steady state follows
from the length-biased sampling of a renewal process (Cox, "Renewal Theory", 1962). Everything is in days, or in periods
where it says so; a share is 0–1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Balance:
    """A month of one queue, in patients: opening + inflow − completed − other_removals + unexplained = closing."""

    opening: int
    inflow: int
    completed: int
    other_removals: int
    unexplained: int
    closing: int

    @property
    def left(self) -> int:
        """Everybody who left the queue."""
        return self.completed + self.other_removals

    @property
    def change(self) -> int:
        """How much the queue grew."""
        return self.closing - self.opening


def reconciled(waited_before: Counts, completed: Counts, waiting_now: Counts, is_new: Mask) -> Balance:
    """The month of a queue from its cohorts of decision dates.

    waited_before, completed, waiting_now: (cohorts,) patients waiting when the month began, done in it, waiting when it
    ended; is_new: (cohorts,) decided in the month, so that nobody can have waited before it. In an old cohort those who
    are gone without being done left without care; those who are too many were registered late, moved here or counted
    twice: unexplained. Both are lower bounds, since within a cohort one of each kind cancel. Raises ValueError when a
    new cohort waited before.
    """
    if (waited_before[is_new] != 0).any():
        raise ValueError("a cohort decided in the month cannot have waited before it")
    missing = (waited_before - waiting_now - completed)[~is_new]
    return Balance(
        opening=int(waited_before.sum()),
        inflow=int((waiting_now + completed)[is_new].sum()),
        completed=int(completed.sum()),
        other_removals=int(missing[missing > 0].sum()),
        unexplained=int(-missing[missing < 0].sum()),
        closing=int(waiting_now.sum()),
    )


def clearance_periods(waiting: float, left: float) -> float:
    """Periods until the queue is empty when nobody joins; left: leaving per period. Infinite when nobody leaves."""
    if waiting == 0:
        return 0.0
    return waiting / left if left else math.inf


def clearance_periods_with_inflow(waiting: float, left: float, inflow: float) -> float:
    """Periods until the queue is empty when as many go on joining; infinite when the load is one or more."""
    return clearance_periods(waiting, max(left - inflow, 0.0))


def load(inflow: float, capacity: float) -> float:
    """ρ = inflow/capacity, both per period: at one or more the queue does not shrink."""
    if inflow == 0:
        return 0.0
    return inflow / capacity if capacity else math.inf


def pressure(mean_age_days: float, limit_days: float) -> float:
    """2·mean age/limit, both in days: 1 where first come, first served would just meet the limit."""
    return 2 * mean_age_days / limit_days


def relief_capacity(inflow: float, waiting: float, wanted_waiting: float, periods: float) -> float:
    """What must leave the queue each period for it to be `wanted_waiting` after so many periods."""
    return inflow + (waiting - wanted_waiting) / periods


def equilibrium_queue(inflow_per_day: float, limit_days: float, wanted: float) -> float:
    """The queue at which a share `wanted` is seen within the limit: a rule of thumb for exponential waits.

    Raises ValueError unless 0 < wanted < 1.
    """
    if not 0 < wanted < 1:
        raise ValueError("wanted is a share between 0 and 1")
    return inflow_per_day * limit_days / -math.log1p(-wanted)


def seen_for_share(numerator: int, denominator: int, wanted: float) -> int:
    """How many over the limit must leave the queue for the rest to be within it to a share of at least `wanted`.

    The smallest k with numerator/(denominator − k) ≥ wanted, nobody else crossing the limit meanwhile; 0 where it is
    already so. wanted is read to four decimals, so that 0.9 is nine tenths. Raises ValueError unless 0 < wanted ≤ 1.
    """
    if not 0 < wanted <= 1:
        raise ValueError("wanted is a share above 0 and at most 1")
    share = Fraction(wanted).limit_denominator(10_000)
    return max(0, math.ceil(denominator - numerator / share))


def completed_attainment(waits_days: Floats, limit_days: float) -> float:
    """F(limit): of those done, how many had waited the limit at most; waits_days: (patients,) whole waits."""
    return float((waits_days <= limit_days).mean())


def waiting_attainment(waits_days: Floats, limit_days: float) -> float:
    """E[min(wait, limit)]/E[wait]: of those waiting on a day of a steady state, how many are within the limit.

    waits_days: (patients,) the whole waits that patients come to have. Those with long waits are met more often in the
    queue, and everybody there spends the first days within the limit.
    """
    return float(np.minimum(waits_days, limit_days).mean() / waits_days.mean())
