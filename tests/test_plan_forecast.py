"""How a plan's year ends: whether the interval holds what it says, and what it says when little is known.

The years simulated here know nothing of the model: providers have weeks that go well or badly and stay so for a while,
the summer takes what it takes, and some plans are changed, or keep a rate for half a year only.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.plan_forecast import Forecast, forecast, forecasts, needed_per_month, verdict
from analysis.plan_months import planned_by_month

Floats = NDArray[np.float64]
YEARS = 200
ASSUMED = np.array([9.0, 8.5, 9.5, 8.5, 8.5, 8.0, 3.5, 6.5, 9.5, 10.0, 9.5, 6.0])
NAN = float("nan")


@lru_cache(maxsize=1)
def simulated_years() -> list[tuple[Floats, Floats, Floats]]:
    """(planned as known before July, planned as known from then, completed), each (plans, 12)."""
    rng = np.random.default_rng(20260101)
    return [simulated_year(rng) for _ in range(YEARS)]


def simulated_year(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    plans = int(rng.integers(6, 30))
    volumes = np.exp(rng.uniform(np.log(25), np.log(1500), plans))
    quarters = np.round(volumes[:, None] * rng.dirichlet([40, 40, 28, 38], plans))
    planned = np.array([planned_by_month(row, ASSUMED) for row in quarters], dtype=float)
    later = planned.copy()
    is_changed = rng.random(plans) < 0.2  # a new version for the second half, of which a half is felt
    later[is_changed, 6:] = np.round(later[is_changed, 6:] * rng.choice([0.7, 1.2]))
    season = np.exp(rng.normal(0, 0.05, 12))  # this year's, the same to all
    season[6] *= rng.uniform(0.8, 1.25)
    mean = np.sqrt(planned * later) * rates(rng, plans) * season * np.exp(moods(rng, plans))
    clump = rng.uniform(0.6, 2.0, plans)[:, None]  # gamma–Poisson: variance is 1 + clump times the mean
    return planned, later, rng.poisson(rng.gamma(np.maximum(mean, 1e-9) / clump, clump)).astype(float)


def rates(rng: np.random.Generator, plans: int) -> Floats:
    """(plans, 12) 0.5–1.1 of the plan, a seventh of them otherwise from some month in the middle of the year."""
    region = rng.uniform(0.6, 1.05)
    kept = np.clip(region * np.exp(rng.normal(0, 0.15, plans)), 0.5, 1.1)[:, None] * np.ones(12)
    for plan in np.flatnonzero(rng.random(plans) < 0.15):
        kept[plan, int(rng.integers(4, 9)) :] *= rng.uniform(0.75, 1.25)
    return kept


def moods(rng: np.random.Generator, plans: int) -> Floats:
    """(plans, 12) on the log scale: half of a good month lasts into the next."""
    moods = rng.normal(0, 0.12, (plans, 12))
    for month in range(1, 12):
        moods[:, month] = 0.5 * moods[:, month - 1] + np.sqrt(0.75) * moods[:, month]
    return moods


def holds(found: Forecast | None, outcome: float) -> bool:
    assert found is not None
    _, low, high = found.whole
    return low <= outcome <= high


@pytest.mark.parametrize("months", [3, 6, 9, 10])
def test_four_years_in_five_end_within_the_interval(months: int) -> None:
    totals, singles = [], []
    for before, after, completed in simulated_years():
        planned, known = (before if months <= 6 else after), completed[:, :months]
        totals.append(holds(forecast(planned, known), completed.sum()))
        ends = completed.sum(axis=1)
        singles += [holds(one, end) for one, end in zip(forecasts(planned, known), ends, strict=True)]
    assert 0.7 <= np.mean(totals) <= 0.9
    assert 0.7 <= np.mean(singles) <= 0.9


def test_the_interval_narrows_as_the_year_goes() -> None:
    planned, _, completed = simulated_years()[0]
    found = [forecast(planned, completed[:, :months]) for months in range(1, 13)]
    widths = [one.high - one.low for one in found if one is not None]
    assert widths[0] > 2 * widths[5] > 4 * widths[10] > 0 == widths[11]


def test_a_plan_at_half_its_rate_in_june_ends_at_about_half() -> None:
    planned = np.tile(planned_by_month([300, 300, 200, 300], ASSUMED), (8, 1))
    found = forecast(planned, np.round(planned[:, :6] * 0.5))
    assert found is not None
    assert found.run_rate == pytest.approx(0.5, abs=0.01)
    assert found.expected == pytest.approx(8 * 550, rel=0.03)


def test_a_thin_summer_in_the_plan_is_not_a_year_behind() -> None:
    planned = planned_by_month([300, 300, 60, 340], ASSUMED)[None]
    found = forecast(planned, planned[:, :9])
    assert found is not None
    assert found.run_rate == 1
    assert found.expected == pytest.approx(1000, rel=0.01)


def test_few_months_of_one_plan_are_drawn_towards_the_others() -> None:
    planned = np.tile(planned_by_month([30, 30, 20, 30], ASSUMED), (20, 1))
    completed = np.round(planned[:, :1] * 0.8)
    completed[0] = 0
    ends = forecasts(planned, completed)
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0].run_rate == 0
    assert 25 < ends[0].expected < ends[1].expected


def test_without_a_known_month_there_is_no_forecast() -> None:
    planned = np.full((2, 12), 10.0)
    nothing = np.full((2, 3), NAN)
    assert forecast(planned, nothing) is None
    assert forecast(planned, np.zeros((2, 0))) is None
    assert forecasts(planned, nothing) == [None, None]
    assert forecast(np.zeros((0, 12)), np.zeros((0, 3))) is None
    assert forecasts(np.zeros((0, 12)), np.zeros((0, 3))) == []


def test_twelve_known_months_are_the_outcome_itself() -> None:
    found = forecast(np.full((2, 12), 10.0), np.full((2, 12), 7.0))
    assert found is not None
    assert found.whole == (168, 168, 168)
    assert found.run_rate == pytest.approx(0.7)


def test_a_plan_of_nothing_expects_nothing_but_keeps_what_came() -> None:
    completed = np.array([[0.0, 0, 0], [4.0, 0, 3]])
    still, came = forecasts(np.zeros((2, 12)), completed)
    assert still is not None
    assert came is not None
    assert (still.whole, came.whole) == ((0, 0, 0), (7, 7, 7))
    assert math.isnan(came.run_rate)


def test_a_plan_that_begins_in_the_autumn_is_expected_at_the_usual_rate() -> None:
    planned = np.array([planned_by_month([30, 30, 20, 30])] * 8 + [planned_by_month([0, 0, 0, 60])], dtype=float)
    late = forecasts(planned, np.round(planned[:, :6] * 0.8))[-1]
    assert late is not None
    assert math.isnan(late.run_rate)
    assert late.expected == pytest.approx(48, abs=3)
    assert late.low < 45
    assert late.high > 51


def test_an_unreported_month_is_expected_not_counted_as_nothing() -> None:
    planned = np.full((6, 12), 40.0)
    completed = np.full((6, 9), 36.0)
    whole = forecast(planned, completed)
    completed[:, 4] = NAN
    gap = forecast(planned, completed)
    assert whole is not None
    assert gap is not None
    assert gap.run_rate == pytest.approx(0.9)
    assert gap.expected == pytest.approx(whole.expected, rel=0.01)
    assert gap.high - gap.low > whole.high - whole.low


def test_a_month_that_only_some_plans_have_reported_counts_for_those() -> None:
    planned, completed = np.full((2, 12), 50.0), np.full((2, 6), 50.0)
    completed[1, 5] = NAN
    found = forecast(planned, completed)
    assert found is not None
    assert found.expected == pytest.approx(1200, rel=0.01)


@settings(max_examples=50, deadline=None)
@given(
    volumes=st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), min_size=1, max_size=6),
    months=st.integers(1, 12),
    data=st.data(),
)
def test_nothing_tiny_or_empty_ends_under_what_is_done(
    volumes: list[list[int]], months: int, data: st.DataObject
) -> None:
    planned = np.array([planned_by_month(row, ASSUMED) for row in volumes], dtype=float)
    month = st.one_of(st.just(NAN), st.integers(0, 9).map(float))
    rows = st.lists(st.lists(month, min_size=months, max_size=months), min_size=len(planned), max_size=len(planned))
    completed = np.array(data.draw(rows))
    pairs = zip(forecasts(planned, completed), np.nansum(completed, axis=1), strict=True)
    for found, done in [*pairs, (forecast(planned, completed), np.nansum(completed))]:
        if found is not None:
            assert done <= found.low <= found.high
            assert found.low <= found.expected
            assert done <= found.whole[1] <= found.whole[2]


def test_the_order_of_plans_changes_no_forecast() -> None:
    planned, _, completed = simulated_years()[1]
    there = forecasts(planned, completed[:, :6])
    back = forecasts(planned[::-1], completed[::-1, :6])[::-1]
    assert [one.whole for one in there if one] == [one.whole for one in back if one]


@pytest.mark.parametrize(
    ("planned", "completed", "level"),
    [((2, 11), (2, 3), 0.8), ((2, 12), (3, 3), 0.8), ((2, 12), (2, 13), 0.8), ((2, 12), (2, 3), 1.0)],
)
def test_shapes_and_levels_that_cannot_be_are_refused(
    planned: tuple[int, int], completed: tuple[int, int], level: float
) -> None:
    with pytest.raises(ValueError, match=r"plans × 12|between 0 and 1"):
        forecast(np.ones(planned), np.ones(completed), level)


def test_what_must_be_sent_each_month_lands_the_plan() -> None:
    assert needed_per_month(1000, 400, 7) == 86
    assert needed_per_month(1000, 400, 6) == 100
    assert needed_per_month(1000, 1200, 3) == 0
    assert needed_per_month(1000, 1000, 0) == 0
    assert needed_per_month(1000, 999, 0) is None


def test_a_verdict_is_sure_only_when_the_whole_interval_agrees() -> None:
    found = Forecast(100, 89.6, 110.4, 1, 1)
    assert verdict(found, 90) == "klarar"
    assert verdict(found, 91) == "osakert"
    assert verdict(found, 110) == "osakert"
    assert verdict(found, 111) == "klarar_inte"


@settings(max_examples=60, deadline=None)
@given(
    quarters=st.lists(st.integers(0, 5000), min_size=4, max_size=4),
    shares=st.none() | st.lists(st.floats(0, 1), min_size=12, max_size=12),
)
def test_the_months_of_a_quarter_add_up_to_the_quarter(quarters: list[int], shares: list[float] | None) -> None:
    months = planned_by_month(quarters, shares)
    assert months.reshape(4, 3).sum(axis=1).tolist() == quarters
    assert (months >= 0).all()


def test_months_follow_their_shares_and_ties_go_to_the_earlier() -> None:
    assert planned_by_month([10, 0, 36, 2], ASSUMED).tolist() == [3, 3, 4, 0, 0, 0, 6, 12, 18, 1, 1, 0]
    assert planned_by_month([10, 3, 1, 2]).tolist() == [4, 3, 3, 1, 1, 1, 1, 0, 0, 1, 1, 0]
    assert planned_by_month([3, 0, 0, 0], [0, 0, 0] + [1] * 9).tolist()[:3] == [1, 1, 1]


@pytest.mark.parametrize(
    ("quarters", "shares"),
    [([1, 2, 3], None), ([1, 2, 3, -1], None), ([1, 2, 3, 0.5], None), ([1, 2, 3, 4], [NAN] * 12)],
)
def test_a_quarter_that_cannot_be_is_refused(quarters: list[float], shares: list[float] | None) -> None:
    with pytest.raises(ValueError, match=r"quarter|month"):
        planned_by_month(quarters, shares)
