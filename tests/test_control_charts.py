"""Control charts: published check values, laws, and every deliberate difference from known packages by name."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.stattools import acf

from analysis.control_charts import assurance, g_chart, lag_one_autocorrelation, laney, t_chart, xmr
from analysis.control_rules import LASTING, NEAR_LIMIT, ONE_SIDE, OUTSIDE, TREND

NAN = float("nan")
SPIKED = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
series = st.lists(st.integers(-60, 60), min_size=2, max_size=40)
counted = st.lists(st.tuples(st.integers(20, 900), st.floats(0.02, 0.98)), min_size=3, max_size=40)


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        (range(1, 11), 5.5, 2.84, 8.16),
        ((3, 1, 4, 1, 5, 9, 2), 3.5714, -6.6252, 13.7681),
        (SPIKED, 1.94, -0.72, 4.60),
    ],
)
def test_xmr_gives_the_check_values(values: list[float], mean: float, lower: float, upper: float) -> None:
    chart = xmr(list(values))
    precision = 0.5 * 10 ** -len(str(upper).split(".")[1])
    assert chart.centre[0] == pytest.approx(mean, abs=precision)
    assert chart.lower[0] == pytest.approx(lower, abs=precision)
    assert chart.upper[0] == pytest.approx(upper, abs=precision)
    assert chart.near_upper[0] - chart.centre[0] == pytest.approx((chart.upper[0] - chart.centre[0]) * 2 / 3)


def test_rules_are_told_apart_and_the_first_that_matches_wins() -> None:
    usual = [0, 1, -1, 1, 0, -1, 1, -1, 0, 1, -1, 0, -1]
    assert xmr([*usual, 9]).rule[-1] == OUTSIDE
    rising = xmr([*usual, *(0.1 * step - 0.4 for step in range(7))])
    assert set(rising.rule[-7:]) == {TREND}
    assert set(rising.side[-7:]) == {1}
    near = xmr([*usual, *usual, 3.4, 0, 3.4])
    assert near.rule[-3:].tolist() == [NEAR_LIMIT, 0, NEAR_LIMIT]
    below = xmr([*usual, 2, 1, 2, *(-0.2, -0.5, -0.3, -0.4, -0.2, -0.5, -0.3)])
    assert set(below.rule[-7:]) == {ONE_SIDE}
    assert set(below.side[-7:]) == {-1}


def test_a_point_on_the_mean_breaks_the_run() -> None:
    broken = [1, 1.5, 1, 0, 1.5, 1, 1.2, -1, -1.5, -1, -1.2, -1.5, -1, 0]
    assert np.mean(broken) == pytest.approx(0)
    assert not xmr(broken).rule.any()


def test_the_run_length_is_a_setting() -> None:
    values = [5, 7, 5, 7, 5, 7, 5, 3, 2, 3, 2, 3, 2, 9, 7]
    assert xmr(values, run_length=6).rule[7] == ONE_SIDE
    assert xmr(values, run_length=7).rule[7] == 0


def test_a_constant_series_with_one_jump_does_not_flag_every_point() -> None:
    """Screening would take both ranges that are not zero, and limits of no width would then flag all."""
    chart = xmr([5] * 8 + [9] + [5] * 8)
    assert chart.rule[8] == OUTSIDE
    assert OUTSIDE not in np.delete(chart.rule, 8)
    assert chart.lower[0] < 5 < chart.upper[0]


def test_a_constant_series_has_no_signal_although_its_mean_is_rounded() -> None:
    chart = xmr([0.1] * 20)
    assert not chart.rule.any()
    assert chart.verdict == 0


def test_two_of_three_also_counts_one_that_is_outside_the_limits() -> None:
    """Some packages take only points between the near limit and the limit."""
    chart = xmr([*([0, 1, -1] * 6), 9, 0, 3.6])
    assert chart.rule[-3:].tolist() == [OUTSIDE, 0, NEAR_LIMIT]


def test_a_missing_month_breaks_run_rise_and_range_but_keeps_its_place() -> None:
    rising = [3.0, 5, 3, 5, 3, 5, 3, 5, 3, 5, 1, 2, 3, NAN, 4, 5, 6, 7]
    chart = xmr(rising)
    assert not (chart.rule == TREND).any()
    assert len(chart.value) == len(rising)
    assert np.isnan(chart.upper[13])
    values = [1.0, 2, 1, 2, NAN, 90, 91, 90, 91]
    inside = [1, 1, 1, 1, 1, 1]
    half = (xmr(values).upper - xmr(values).centre)[0]
    assert half == pytest.approx(2.66 * np.mean(inside))


def test_a_verdict_needs_thirteen_points_and_the_last_of_them() -> None:
    values = [1.0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 30]
    assert xmr(values).verdict is None
    assert not xmr(values).firm_rule.any()
    assert xmr([*values[:-1], 1.0, 30]).verdict == 1
    assert xmr([*values, 1.0, NAN]).verdict is None


def test_a_rebased_segment_has_its_own_limits_and_runs() -> None:
    values = [1.0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1] * 2
    values[13:] = [value + 50 for value in values[13:]]
    whole, rebased = xmr(values), xmr(values, starts=[13])
    assert whole.rule.all()
    assert not rebased.rule.any()
    assert rebased.level[-1] - rebased.level[0] == pytest.approx(50)
    alone = xmr(values[13:])
    assert rebased.upper[-1] == pytest.approx(alone.upper[-1])


def test_a_short_segment_after_rebasing_is_on_trial_alone() -> None:
    chart = xmr([1.0, 2] * 8 + [9.0, 8, 9], starts=[16])
    assert chart.is_trial.tolist() == [False] * 16 + [True] * 3
    assert chart.verdict is None


@pytest.mark.parametrize(
    ("target", "higher", "expected"),
    [(9, True, "fails"), (9, False, "passes"), (-1, True, "passes"), (-1, False, "fails"), (2, True, "inconsistent")],
)
def test_assurance_says_whether_the_process_reaches_the_target(target: float, higher: bool, expected: str) -> None:
    values = [1.0, 2, 2, 1, 2, 1, 1, 2, 2, 1, 2, 1, 2, 1, 1, 2]
    assert assurance(xmr(values), target, higher_is_better=higher) == expected


def test_assurance_is_silent_on_trial() -> None:
    assert assurance(xmr([1.0, 2, 1]), 1) is None


@given(series, st.integers(-100, 100), st.sampled_from([-8, -1, 0.5, 2, 16]))
def test_xmr_follows_a_shift_and_a_scale(values: list[int], shift: int, scale: float) -> None:
    chart = xmr(values)
    moved = xmr([scale * value + shift for value in values])
    lower, upper = (moved.lower, moved.upper) if scale > 0 else (moved.upper, moved.lower)
    assert lower == pytest.approx(scale * chart.lower + shift, abs=1e-6)
    assert upper == pytest.approx(scale * chart.upper + shift, abs=1e-6)
    assert moved.rule.tolist() == chart.rule.tolist()
    assert (moved.side * np.sign(scale)).tolist() == chart.side.tolist()


@given(series)
def test_reversing_time_keeps_the_limits(values: list[int]) -> None:
    assert xmr(values[::-1]).upper == pytest.approx(xmr(values).upper, abs=1e-9)


@given(counted)
def test_laney_reversed_keeps_the_limits(groups: list[tuple[int, float]]) -> None:
    n = np.array([size for size, _ in groups])
    x = np.array([round(size * share) for size, share in groups])
    assert laney(x[::-1], n[::-1]).upper[::-1] == pytest.approx(laney(x, n).upper, abs=1e-9)


@given(counted)
def test_laney_equals_a_p_chart_when_sigma_z_is_one(groups: list[tuple[int, float]]) -> None:
    """Divided by its own σ_z, found here with a loop, every limit is the p chart's θ ± 3·σᵢ."""
    n = np.array([size for size, _ in groups], dtype=float)
    x = np.round(n * [share for _, share in groups])
    chart = laney(x, n)
    theta = min(max(x.sum() / n.sum(), 1e-9), 1 - 1e-9)  # nobody attained: no spread, on both sides
    z = [(a / b - theta) / np.sqrt(theta * (1 - theta) / b) for a, b in zip(x, n, strict=True)]
    sigma_z = np.mean([abs(later - earlier) for earlier, later in itertools.pairwise(z)]) / 1.128
    p_chart = 3 * np.sqrt(theta * (1 - theta) / n)
    assert chart.upper - theta == pytest.approx(p_chart * sigma_z, abs=1e-9)
    assert theta - chart.lower == pytest.approx(p_chart * sigma_z, abs=1e-9)


def test_laney_judges_unclipped_limits_near_a_hundred_percent() -> None:
    x = [98, 99, 100, 97, 100, 99, 98, 100, 99, 97, 98, 100, 99, 100]
    chart = laney(x, [100] * 14)
    assert chart.upper[0] > 1
    assert not (chart.rule == OUTSIDE).any()


def test_laney_takes_a_month_without_patients_as_missing_not_as_zero_percent() -> None:
    chart = laney([60, 61, 0, 62], [100, 100, 0, 100])
    assert np.isnan(chart.value[2])
    assert chart.level[0] == pytest.approx(183 / 300)


def test_laney_with_everybody_within_has_no_signal() -> None:
    assert not laney([40] * 15, [40] * 15).rule.any()


def test_less_than_one_patient_from_the_usual_level_is_no_signal() -> None:
    half_a_patient = laney([24] * 10 + [25] * 10, [30] * 20)
    assert not half_a_patient.rule.any()
    assert not half_a_patient.side.any()
    two_patients = laney([24] * 10 + [28] * 10, [30] * 20)
    assert two_patients.verdict == 1


def test_trends_in_laney_are_read_from_the_shares_not_from_z() -> None:
    """A growing base stretches z: seven rising shares are a rise whatever their bases."""
    n = np.array([4000, 9000, 4000, 9000, 4000, 9000, 400, 390, 380, 100, 4000, 200, 9000])
    share = np.array([0.6, 0.5, 0.6, 0.5, 0.6, 0.5, 0.52, 0.53, 0.54, 0.55, 0.556, 0.561, 0.566])
    assert laney(np.round(n * share, 3), n).rule[-1] in (OUTSIDE, TREND)
    assert (np.diff(laney(n * share, n).value[-7:]) > 0).all()


def test_g_chart_has_the_geometric_spread_and_no_lower_limit_below_zero() -> None:
    chart = g_chart([4, 0, 7, 1, 3, 9, 4])
    mean = 4.0
    assert chart.upper[0] == pytest.approx(mean + 3 * np.sqrt(mean * 5))
    assert chart.lower[0] == 0


def test_g_chart_takes_two_events_on_one_day_as_zero() -> None:
    assert g_chart([0, 0, 3]).value.tolist() == [0, 0, 3]


def test_t_chart_is_xmr_on_the_transformed_days() -> None:
    days = np.array([12.0, 30, 5, 44, 18, 9, 61, 25])
    chart, transformed = t_chart(days), xmr(days ** (1 / 3.6))
    assert chart.upper == pytest.approx(transformed.upper**3.6)
    assert chart.value == pytest.approx(days)
    assert chart.rule.tolist() == transformed.rule.tolist()


def test_a_zero_in_a_t_chart_gets_half_a_day() -> None:
    assert t_chart([10, 0, 12, 8]).value.tolist() == [10, 0.5, 12, 8]


def test_days_and_weeks_are_never_mixed() -> None:
    """A chart of weeks is the chart of days divided by seven, in every line: nothing inside converts a unit."""
    days = np.array([14.0, 21, 35, 7, 28, 42, 14])
    for name in ("value", "centre", "lower", "upper"):
        assert getattr(xmr(days / 7), name) == pytest.approx(getattr(xmr(days), name) / 7)
        assert getattr(t_chart(days / 7), name) == pytest.approx(getattr(t_chart(days), name) / 7)


@given(st.lists(st.integers(-60, 60), min_size=3, max_size=40).filter(lambda values: len(set(values)) > 1))
def test_lag_one_autocorrelation_is_statsmodels(values: list[int]) -> None:
    assert lag_one_autocorrelation(values) == pytest.approx(acf(np.array(values, float), nlags=1, fft=False)[1])


def test_lag_one_autocorrelation_skips_gaps_as_statsmodels_does() -> None:
    values = np.array([1.0, 4, 2, NAN, 5, 6, 3, 2, 2, NAN, 1, 4])
    reference = acf(values, nlags=1, fft=False, missing="conservative")[1]
    assert lag_one_autocorrelation(values) == pytest.approx(reference)


def autoregressive(months: int, correlation: float, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = np.random.default_rng(seed).normal(size=months)
    values = [noise[0] / np.sqrt(1 - correlation**2)]
    for each in noise[1:]:
        values.append(correlation * values[-1] + each)
    return np.array(values)


def test_snapshots_that_share_patients_give_fewer_false_signals_as_residuals() -> None:
    plain = sum(xmr(autoregressive(36, 0.8, seed)).rule.astype(bool).sum() for seed in range(60))
    charted = [xmr(autoregressive(36, 0.8, seed), is_snapshot=True) for seed in range(60)]
    assert sum(chart.is_residual for chart in charted) >= 54
    assert sum(chart.rule.astype(bool).sum() for chart in charted) < plain / 3


def verdicts(correlation: float, shift: float, months: int, *, is_snapshot: bool) -> list[int | None]:
    """The last month's verdict of 120 series whose last months are shifted."""
    found = []
    for seed in range(120):
        values = autoregressive(36, correlation, seed)
        values[36 - months :] += shift
        found.append(xmr(values, is_snapshot=is_snapshot).verdict)
    return found


def test_a_fall_that_lasts_is_a_signal_until_the_value_is_back_though_its_residuals_are_small() -> None:
    """Residuals alone lose two of three such falls; charts that ignore the dependence cry wolf in a third of cases."""
    assert verdicts(0.7, -5, 3, is_snapshot=True).count(-1) >= 110
    falsely = sum(verdict != 0 for verdict in verdicts(0.7, 0, 0, is_snapshot=True))
    assert falsely <= 0.15 * 120
    assert falsely < sum(verdict != 0 for verdict in verdicts(0.7, 0, 0, is_snapshot=False)) / 2


def test_a_lasting_signal_ends_where_the_value_is_back_at_its_level() -> None:
    values = autoregressive(36, 0.85, seed=4)
    values[26:31] -= 9
    chart = xmr(values, is_snapshot=True)
    assert chart.side[26] == -1
    assert LASTING in chart.rule[27:31]
    carried = chart.rule == LASTING
    assert ((chart.value - chart.level)[carried] * chart.side[carried] > 0).all()


def test_independent_months_are_charted_as_they_are_also_as_snapshots() -> None:
    values = [3.0, 1, 4, 2, 3, 1, 4, 2, 3, 1, 4, 2, 3, 1, 4]
    chart = xmr(values, is_snapshot=True)
    assert not chart.is_residual
    assert chart.upper == pytest.approx(xmr(values).upper)


def test_a_leap_in_a_slow_series_is_outside_the_band_round_its_forecast() -> None:
    values = autoregressive(36, 0.85, seed=4)
    values[30:] -= 9
    chart = xmr(values, is_snapshot=True)
    assert chart.is_residual
    assert chart.rule[30] == OUTSIDE
    assert chart.side[30] == -1
    forecast = chart.level[29] + chart.autocorrelation * (values[29] - chart.level[29])
    assert chart.centre[30] == pytest.approx(forecast)


def test_the_first_month_after_a_gap_has_a_wider_band_for_want_of_a_forecast() -> None:
    values = autoregressive(36, 0.8, seed=2)
    values[20] = NAN
    chart = xmr(values, is_snapshot=True)
    assert chart.is_residual
    width = chart.upper - chart.lower
    assert width[21] > width[22] == pytest.approx(width[5])
    assert chart.centre[21] == pytest.approx(chart.level[21])


@pytest.mark.parametrize("values", [[], [1.0], [NAN], [NAN, NAN, NAN], [1.0, NAN, 2.0]])
def test_almost_nothing_gives_a_chart_without_signals(values: list[float]) -> None:
    for chart in (xmr(values, is_snapshot=True), laney(values, [10.0] * len(values)), g_chart(values), t_chart(values)):
        assert len(chart.value) == len(values)
        assert not chart.rule.any()
        assert chart.verdict is None


@settings(max_examples=40)
@given(counted)
def test_the_same_rule_comes_out_of_a_plain_loop(groups: list[tuple[int, float]]) -> None:
    """Rules 1 and 4 against the definitions word by word."""
    n = np.array([size for size, _ in groups], dtype=float)
    chart = laney(np.round(n * [share for _, share in groups]), n)
    for place, value in enumerate(chart.value):
        is_outside = bool(value > chart.upper[place] + 1e-9 or value < chart.lower[place] - 1e-9)
        assert (chart.rule[place] == OUTSIDE) == is_outside
        if chart.rule[place] == ONE_SIDE:
            run = [place]
            for step in (-1, 1):
                other = place + step
                while 0 <= other < len(n) and (chart.value[other] - chart.centre[other]) * chart.side[place] > 0:
                    run.append(other)
                    other += step
            assert len(run) >= 7


def test_ten_series_of_three_years_take_a_few_milliseconds() -> None:
    random = np.random.default_rng(3)
    n = random.integers(200, 900, (10, 36)).astype(float)
    x = np.round(n * 0.6 + random.normal(size=n.shape) * 12)
    best = min(_seconds(x, n) for _ in range(20))
    assert best < 0.006, f"{best * 1000:.1f} ms"  # about 2 ms; twice the budget for a machine that does other things


def _seconds(
    x: np.ndarray[tuple[int, int], np.dtype[np.float64]], n: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> float:
    before = time.thread_time()
    for attained, base in zip(x, n, strict=True):
        laney(attained, base, is_snapshot=True)
    return time.thread_time() - before
