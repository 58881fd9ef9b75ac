"""The arithmetic of queues: balances that close, check values, and stock against flow."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import queue_balance
from analysis.queue_balance import Balance

cohorts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.booleans()), max_size=30)


def reconciled(rows: list[tuple[int, int, int, bool]]) -> Balance:
    """rows: (waited before, completed, waiting now, is new); nobody new waited before."""
    before, completed, now, is_new = (np.array(list(column)) for column in zip(*rows, strict=True))
    before[is_new.astype(bool)] = 0
    return queue_balance.reconciled(before, completed, now, is_new.astype(bool))


@given(rows=cohorts.filter(bool))
def test_every_balance_closes_exactly(rows: list[tuple[int, int, int, bool]]) -> None:
    month = reconciled(rows)
    explained = month.opening + month.inflow - month.completed - month.other_removals + month.unexplained
    assert explained == month.closing
    assert min(month.other_removals, month.unexplained, month.inflow) >= 0


def test_who_is_gone_without_care_left_and_who_is_too_many_is_unexplained() -> None:
    month = reconciled([(10, 4, 3, False), (5, 2, 6, False), (0, 1, 7, True)])
    assert month == Balance(opening=15, inflow=8, completed=7, other_removals=3, unexplained=3, closing=16)
    assert (month.left, month.change) == (10, 1)


def test_within_a_cohort_one_of_each_kind_cancel_so_both_are_lower_bounds() -> None:
    assert reconciled([(10, 0, 10, False)]).other_removals == 0
    assert reconciled([(10, 0, 8, False), (10, 0, 12, False)]).other_removals == 2


def test_a_cohort_decided_in_the_month_cannot_have_waited_before_it() -> None:
    with pytest.raises(ValueError, match="before"):
        queue_balance.reconciled(np.array([1]), np.array([0]), np.array([1]), np.array([True]))


def test_a_mean_wait_of_22_point_6_days_against_90_is_a_pressure_of_a_half() -> None:
    assert round(queue_balance.pressure(22.6, 90), 2) == 0.50
    assert queue_balance.pressure(45, 90) == 1


def test_clearance_takes_no_time_for_an_empty_queue_and_for_ever_when_nobody_leaves() -> None:
    assert queue_balance.clearance_periods(900, 300) == 3
    assert queue_balance.clearance_periods(0, 0) == 0
    assert queue_balance.clearance_periods(1, 0) == math.inf


def test_with_inflow_a_queue_under_full_load_never_clears() -> None:
    assert queue_balance.clearance_periods_with_inflow(900, 300, 200) == 9
    assert queue_balance.clearance_periods_with_inflow(900, 300, 300) == math.inf
    assert queue_balance.load(200, 300) == pytest.approx(2 / 3)
    assert queue_balance.load(5, 0) == math.inf


@given(
    inflow=st.integers(0, 500), waiting=st.integers(0, 5000), wanted=st.integers(0, 5000), periods=st.integers(1, 24)
)
def test_relief_capacity_brings_the_queue_to_the_wanted_size(
    inflow: int, waiting: int, wanted: int, periods: int
) -> None:
    capacity = queue_balance.relief_capacity(inflow, waiting, wanted, periods)
    assert waiting + periods * (inflow - capacity) == pytest.approx(wanted)


def test_the_equilibrium_queue_gives_the_wanted_share_of_exponential_waits() -> None:
    queue = queue_balance.equilibrium_queue(10, 90, 0.8)
    mean_wait = queue / 10  # Little's law
    assert 1 - math.exp(-90 / mean_wait) == pytest.approx(0.8)
    with pytest.raises(ValueError, match="share"):
        queue_balance.equilibrium_queue(10, 90, 1)


@given(denominator=st.integers(0, 400), part=st.integers(0, 100), percent=st.integers(1, 100))
def test_as_many_are_seen_as_are_needed_and_not_one_more(denominator: int, part: int, percent: int) -> None:
    numerator = denominator * part // 100
    counted = next(k for k in range(denominator + 1) if 100 * numerator >= percent * (denominator - k))
    assert queue_balance.seen_for_share(numerator, denominator, percent / 100) == counted
    assert counted <= denominator - numerator


def test_seen_for_share_of_the_worked_example() -> None:
    assert queue_balance.seen_for_share(5204, 8394, 0.9) == 2612
    assert queue_balance.seen_for_share(5204, 8394, 1) == 3190
    assert queue_balance.seen_for_share(9, 10, 0.9) == 0
    with pytest.raises(ValueError, match="share"):
        queue_balance.seen_for_share(1, 2, 0)


def test_when_everybody_waits_120_days_none_is_done_in_time_and_three_of_four_waiting_are_within() -> None:
    waits = np.full(1000, 120.0)
    assert queue_balance.completed_attainment(waits, 90) == 0
    assert queue_balance.waiting_attainment(waits, 90) == 0.75


@given(waits=st.lists(st.integers(1, 400), min_size=1, max_size=40), limit=st.integers(1, 200))
def test_the_waiting_of_a_steady_state_are_counted_day_by_day(waits: list[int], limit: int) -> None:
    """One patient of each wait arrives every day: on any day those of age 0 … wait − 1 are in the queue."""
    ages = np.concatenate([np.arange(wait) for wait in waits])
    counted = float((ages < limit).mean())
    assert queue_balance.waiting_attainment(np.array(waits, dtype=float), limit) == pytest.approx(counted)
