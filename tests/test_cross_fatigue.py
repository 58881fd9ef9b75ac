"""When a ward tires: limits by hand, what moves nothing, and how seldom a steady ward is taken for a tired one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cross_fatigue, cross_followup
from analysis.control_charts import D2
from analysis.cross_fatigue import Fatigue, Rate, Window, charted, fatigue, fatigues, judged
from tests.cross_signs import PALETTE, unit_days

TODAY = dt.date(2026, 11, 22)


def read(signs: str, unit: str = "Avd 1", administration: str = "SU") -> pl.DataFrame:
    """Signs that end yesterday."""
    first = TODAY - dt.timedelta(days=len(signs))
    return cross_followup.readings(unit_days(signs, first, unit, administration), PALETTE, TODAY)


def signal(signs: str) -> Fatigue:
    found = fatigue(read(signs))
    assert found is not None
    return found


def month(registered: int, activity: int = 28) -> str:
    """28 days with so many of activity, of which so many registered."""
    return "G" * registered + "?" * (activity - registered) + "-" * (28 - activity)


def of_windows(*rates: tuple[int, int]) -> Fatigue:
    """The windows' rates, oldest first."""
    padded = (*reversed(rates), *[(0, 0)] * (4 - len(rates)))
    return judged(TODAY, len(rates), padded)


def test_windows_are_28_days_back_from_the_latest_known_day_and_whole() -> None:
    found = signal("?" * 5 + month(20) + month(10, 20) + "  ")
    assert found.windows == (
        Window(TODAY - dt.timedelta(days=31), Rate(20, 28)),
        Window(TODAY - dt.timedelta(days=3), Rate(10, 20)),
    )
    assert (found.latest, found.before) == (Rate(10, 20), Rate(20, 33))
    assert found.until == TODAY - dt.timedelta(days=3)


def test_the_limit_is_the_charts_own_by_hand() -> None:
    registered = [24, 26, 25, 23, 26, 24, 25, 26, 23, 25, 24, 26, 14]
    found = signal("".join(month(each) for each in registered))
    level = sum(registered) / (13 * 28)
    moving = 2 + 1 + 2 + 3 + 2 + 1 + 1 + 3 + 2 + 1 + 2 + 12  # days; σ cancels where every window has 28
    assert found.lower == pytest.approx(level - 3 * moving / 12 / 28 / D2, abs=1e-12)
    assert found.lower == pytest.approx(0.6011, abs=0.0001)
    assert found.latest.share == 0.5
    assert (found.below_limit, found.dropped, found.is_signal) == (True, True, True)


def test_with_twelve_windows_there_is_no_limit_but_the_drop_is_seen() -> None:
    found = signal("".join(month(each) for each in [24, 26, 25, 23, 26, 24, 25, 26, 23, 25, 24, 14]))
    assert (found.lower, found.below_limit, found.dropped) == (None, False, True)


def test_exactly_15_percentage_points_under_the_84_days_before_is_a_drop_and_a_little_less_is_none() -> None:
    assert of_windows((20, 20), (20, 20), (20, 20), (17, 20)).dropped
    assert of_windows((28, 28), (28, 28), (0, 4), (11, 15)).dropped  # 56 of 60 against 11 of 15: 20 points
    assert not of_windows((20, 20), (20, 20), (19, 20), (17, 20)).dropped  # 13.3
    assert not of_windows((27, 28), (28, 28), (28, 28), (24, 28)).dropped  # 13.1
    assert of_windows((7, 20), (7, 20), (7, 20), (4, 20)).dropped  # 35 % and 20 %: no rounding at the limit


def test_ten_days_in_the_28_and_forty_in_the_84_are_needed() -> None:
    assert of_windows((20, 20), (20, 20), (0, 0), (0, 10)).dropped
    assert not of_windows((20, 20), (20, 20), (0, 0), (0, 9)).is_signal
    assert not of_windows((20, 20), (19, 19), (0, 0), (0, 10)).is_signal
    steady = [(20, 20)] * 12
    assert not of_windows(*steady, (0, 9)).is_signal
    assert of_windows(*steady, (0, 10)).below_limit


def test_who_has_too_few_days_is_told_from_who_is_steady() -> None:
    assert not of_windows((28, 28), (28, 28)).has_enough
    assert of_windows((20, 28), (20, 28), (28, 28)).has_enough
    assert not of_windows(*[(20, 20)] * 12, (5, 9)).has_enough
    assert of_windows(*[(10, 10)] * 13).has_enough


def test_a_ward_that_always_registers_and_misses_one_day_gives_no_signal() -> None:
    assert not of_windows(*[(28, 28)] * 12, (27, 28)).is_signal
    assert not of_windows(*[(28, 28)] * 13).is_signal
    assert not of_windows(*[(0, 28)] * 13).is_signal


def test_a_closed_summer_is_a_gap_and_no_fatigue() -> None:
    found = signal("".join(month(20, 20) for _ in range(12)) + "-" * 28 + month(20, 20))
    assert [window.rate.activity for window in found.windows][-2] == 0
    assert not found.is_signal


def test_only_two_years_of_windows_are_read() -> None:
    assert len(signal(month(5) * 40).windows) == 26


def test_what_is_not_known_gives_no_signal() -> None:
    assert fatigue(read("   ")) is None
    assert fatigues(read("  ")) == {}
    assert not signal("GG?").is_signal


def test_a_steady_ward_is_seldom_taken_for_a_tired_one_and_a_tired_ward_mostly_is() -> None:
    chance = np.random.default_rng(5)
    for rate, days, most in ((0.97, 28, 0.03), (0.95, 20, 0.05), (0.9, 28, 0.04)):
        steady = [
            of_windows(*((int(each), days) for each in chance.binomial(days, rate, 13))).is_signal for _ in range(600)
        ]
        assert sum(steady) / 600 <= most, rate
    tired = [
        of_windows(*((int(each), 20) for each in chance.binomial(20, [0.95] * 12 + [0.6]))).is_signal
        for _ in range(200)
    ]
    assert sum(tired) / 200 >= 0.95


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.integers(0, 28), min_size=14, max_size=16),
    partial=st.text("G?-", max_size=27),
    unknown=st.integers(0, 60),
)
def test_neither_a_begun_window_nor_days_not_yet_delivered_move_the_chart(
    counts: list[int], partial: str, unknown: int
) -> None:
    plain = "".join(month(each) for each in counts)
    found, other = signal(plain), signal(partial + plain + " " * unknown)
    assert [each.rate for each in found.windows] == [each.rate for each in other.windows]
    assert (found.below_limit, found.dropped, found.lower) == (other.below_limit, other.dropped, other.lower)


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 28), min_size=4, max_size=14), colours=st.sampled_from("G!OR"))
def test_what_happened_on_registered_days_moves_nothing(counts: list[int], colours: str) -> None:
    plain = "".join(month(each) for each in counts)
    found, other = signal(plain), signal(plain.replace("G", colours))
    assert (found.latest, found.before, found.below_limit, found.dropped) == (
        other.latest, other.before, other.below_limit, other.dropped,
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(first=st.text("G?-O", min_size=30, max_size=200), second=st.text("G?-O", min_size=30, max_size=200))
def test_a_units_signal_is_its_own_whoever_stands_beside_it(first: str, second: str) -> None:
    both = fatigues(pl.concat([read(second, "Avd 2", "NU"), read(first)]))
    assert list(both) == [("NU", "Avd 2"), ("SU", "Avd 1")]
    for unit, signs in ((("SU", "Avd 1"), first), (("NU", "Avd 2"), second)):
        assert both[unit].windows == signal(signs).windows
        assert (both[unit].below_limit, both[unit].dropped) == (signal(signs).below_limit, signal(signs).dropped)


def test_the_before_of_84_days_is_three_windows() -> None:
    assert cross_fatigue.BEFORE == 3 * cross_fatigue.WINDOW


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(15, 28), min_size=13, max_size=26),
    latest=st.integers(0, 28),
    gap=st.none() | st.integers(0, 25),
)
def test_units_are_judged_as_their_charts_say_though_few_charts_are_made(
    counts: list[int], latest: int, gap: int | None
) -> None:
    rates = [(0, 0) if place == gap else (each, 28) for place, each in enumerate([*counts, latest])]
    found = of_windows(*rates)
    assert [(each.rate.registered, each.rate.activity) for each in found.windows] == rates
    chart = charted(found.windows)
    assert found.below_limit == (chart.firm_rule[-1] == 1 and chart.side[-1] == -1)
