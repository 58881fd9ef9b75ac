"""Funnel limits, the exact test, and what is left of a difference when units vary by more than chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom, binomtest, chi2
from statsmodels.stats.proportion import proportions_chisquare

from analysis.chance import beyond_chance
from analysis.funnel import exact_limits, mid_p
from analysis.overdispersion import (
    adjusted_flag,
    adjusted_limits,
    beta_binomial,
    overdispersion,
    overdispersions,
)

# The published example: ten units, attained of those counted.
N = np.array([500, 800, 400, 1000, 1200, 900, 700, 600, 1000, 300])
X = np.array([210, 430, 230, 560, 720, 560, 480, 430, 790, 261])

shares = st.floats(0.01, 0.99)
bases = st.integers(1, 3000)


@st.composite
def units(draw: st.DrawFn, fewest: int = 2, most: int = 15) -> tuple[np.ndarray, np.ndarray]:
    """(attained, counted) of some units."""
    counted = draw(st.lists(bases, min_size=fewest, max_size=most))
    attained = [draw(st.integers(0, n)) for n in counted]
    return np.array(attained), np.array(counted)


def test_the_limits_of_ten_patients_around_62_per_cent_are_the_published_ones() -> None:
    limits = exact_limits(0.62, [10])[:, :, 0]
    assert limits.round(4).tolist() == [[0.2501, 0.8677], [0.0915, 0.9881]]


def test_levels_can_be_set() -> None:
    assert exact_limits(0.5, [40, 50, 60], levels=(0.9,)).shape == (1, 2, 3)
    assert (exact_limits(0.5, [40], (0.9,))[0, 1] < exact_limits(0.5, [40], (0.95,))[0, 1]).all()


@given(target=shares, n=bases, level=st.sampled_from([0.9, 0.95, 0.998]))
def test_a_limit_lies_between_the_count_that_reaches_the_tail_and_the_one_before(
    target: float, n: int, level: float
) -> None:
    low, high = exact_limits(target, [n], (level,))[0, :, 0]
    probabilities = binom.cdf(np.arange(n + 1), n, target)
    for limit, tail in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
        reached = int(np.searchsorted(probabilities, tail))  # the smallest count with F(r) of at least the tail
        inside = np.clip([(reached - 1) / n, reached / n], 0, 1)
        at_target = np.isclose(limit, target)
        assert at_target or inside[0] - 1e-9 <= limit <= inside[1] + 1e-9


@given(target=st.floats(0, 1), n=st.lists(st.integers(0, 2000), min_size=1, max_size=20))
def test_limits_stay_within_nought_and_one_and_around_the_target(target: float, n: list[int]) -> None:
    limits = exact_limits(target, n)
    assert ((limits >= 0) & (limits <= 1)).all()
    assert (limits[:, 0] <= target).all()
    assert (limits[:, 1] >= target).all()
    assert (limits[1, 0] <= limits[0, 0]).all()
    assert (limits[1, 1] >= limits[0, 1]).all()


@given(target=st.floats(0.05, 0.95), n=st.integers(1, 2000), more=st.integers(1, 500))
def test_the_width_does_not_shrink_as_n_falls(target: float, n: int, more: int) -> None:
    expected = 7  # on the rarer side: with fewer the interpolated lower line meets nought in steps
    n = max(n, int(np.ceil(expected / min(target, 1 - target))))
    limits = exact_limits(target, [n, n + more])
    width = limits[:, 1] - limits[:, 0]
    assert (width[:, 0] >= width[:, 1] - 1e-9).all()


def test_the_drawn_line_never_crosses_the_target() -> None:
    """Of 20 with one in a thousand expected the interpolated upper limit would be nought, below what is expected."""
    assert exact_limits(0.001, [20])[0, 1, 0] == 0.001
    assert exact_limits(0.999, [20])[0, 1, 0] == 0.999


def test_where_nobody_is_counted_anything_may_be() -> None:
    assert exact_limits(0.6, [0])[:, :, 0].tolist() == [[0.0, 1.0], [0.0, 1.0]]
    assert mid_p([0], [0], 0.6).tolist() == [1.0]


@given(target=shares, n=bases, part=st.floats(0, 1))
def test_the_mid_p_is_twice_the_smaller_tail_with_half_of_the_count_itself(target: float, n: int, part: float) -> None:
    x = round(n * part)
    own = float(binom.pmf(x, n, target))
    tails = [binomtest(x, n, target, alternative=side).pvalue - own / 2 for side in ("less", "greater")]
    assert mid_p([x], [n], target)[0] == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-6, abs=1e-12)


def test_who_stands_out_is_decided_by_the_mid_p_and_not_by_the_drawn_line() -> None:
    """Fourteen of twenty at 50 % is outside the drawn line and six is not, though both have the same tail of 8 %."""
    low, high = exact_limits(0.5, [20])[0, :, 0]
    assert high < 14 / 20
    assert low < 6 / 20
    assert mid_p([6, 14], [20, 20], 0.5).round(4).tolist() == [0.0784, 0.0784]


def test_overdispersion_of_the_ten_published_units() -> None:
    found = overdispersion(X, N)
    assert found.target == pytest.approx(0.631216, abs=5e-7)
    assert found.phi == pytest.approx(31.9501, abs=5e-5)
    assert found.tau_squared == pytest.approx(0.0118390, abs=5e-8)
    assert (found.units, found.is_winsorised) == (10, True)
    limits = adjusted_limits(found.target, [500], found.tau_squared)[:, 0]
    assert limits.round(5).tolist() == [0.41546, 0.82248]


def test_the_p_value_is_of_the_distances_as_they_are_on_one_degree_less() -> None:
    z = 2 * np.sqrt(N) * (np.arcsin(np.sqrt(X / N)) - np.arcsin(np.sqrt(X.sum() / N.sum())))
    assert overdispersion(X, N).p_value == pytest.approx(chi2.sf((z**2).sum(), 9), rel=1e-9)


def test_the_p_value_is_near_pearsons_where_units_differ_little() -> None:
    counted, attained = np.array([400, 500, 600, 700]), np.array([240, 320, 366, 399])
    pearson = proportions_chisquare(attained, counted)[1]
    assert overdispersion(attained, counted).p_value == pytest.approx(pearson, rel=0.02)


def test_fewer_than_ten_units_are_not_winsorised() -> None:
    found = overdispersion(X[:9], N[:9])
    z = 2 * np.sqrt(N[:9]) * (np.arcsin(np.sqrt(X[:9] / N[:9])) - np.arcsin(np.sqrt(found.target)))
    assert not found.is_winsorised
    assert found.phi == pytest.approx((z**2).mean(), rel=1e-12)


def test_the_percentiles_that_winsorise_are_of_type_7() -> None:
    z = 2 * np.sqrt(N) * (np.arcsin(np.sqrt(X / N)) - np.arcsin(np.sqrt(X.sum() / N.sum())))
    drawn_in = np.clip(z, *np.quantile(z, [0.1, 0.9], method="linear"))
    assert overdispersion(X, N).phi == pytest.approx((drawn_in**2).mean(), rel=1e-12)


def test_one_unit_has_no_spread_and_no_unit_is_an_error() -> None:
    assert np.isnan(overdispersion([5], [10]).p_value)
    with pytest.raises(ValueError, match="no units"):
        overdispersion([], [])


@given(first=units(), second=units(fewest=1))
def test_many_groups_at_once_are_each_group_alone(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> None:
    group = np.repeat([0, 1], [len(first[0]), len(second[0])])
    every = overdispersions(np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]]), group)
    for number, (x, n) in enumerate((first, second)):
        alone = overdispersion(x, n)
        assert every.phi[number] == pytest.approx(alone.phi, rel=1e-9, abs=1e-12)
        assert every.tau_squared[number] == pytest.approx(alone.tau_squared, rel=1e-9, abs=1e-12, nan_ok=True)
        assert every.p_value[number] == pytest.approx(alone.p_value, rel=1e-6, abs=1e-12, nan_ok=True)


@given(found=units(), seed=st.integers(0, 1000))
def test_the_order_of_the_units_changes_nothing(found: tuple[np.ndarray, np.ndarray], seed: int) -> None:
    x, n = found
    order = np.random.default_rng(seed).permutation(len(x))
    before, after = overdispersion(x, n), overdispersion(x[order], n[order])
    assert after.phi == pytest.approx(before.phi, rel=1e-9, abs=1e-12)
    assert after.tau_squared == pytest.approx(before.tau_squared, rel=1e-9, abs=1e-12)
    assert after.p_value == pytest.approx(before.p_value, rel=1e-6, abs=1e-12)


@given(target=st.floats(0, 1), n=st.lists(bases, min_size=1), tau_squared=st.floats(0, 5))
def test_adjusted_limits_stay_within_nought_and_one_and_around_the_target(
    target: float, n: list[int], tau_squared: float
) -> None:
    low, high = adjusted_limits(target, n, tau_squared)
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert (low <= target + 1e-12).all()
    assert (high >= target - 1e-12).all()


def test_the_angle_is_clamped_so_that_a_limit_does_not_turn_back() -> None:
    """Unclamped, ten patients around 2 % would have the lower limit 4 %, above the target."""
    angle, reach = np.arcsin(np.sqrt(0.02)), 1.959964 * np.sqrt(1 / 40 + 0.005)
    assert np.sin(angle - reach) ** 2 > 0.02
    assert adjusted_limits(0.02, [10], 0.005)[0, 0] == 0.0
    assert adjusted_limits(0.98, [10], 0.005)[1, 0] == 1.0


@settings(max_examples=200)
@given(found=units(), level=st.sampled_from([0.95, 0.998]))
def test_the_adjusted_flag_never_stands_without_the_exact_one(
    found: tuple[np.ndarray, np.ndarray], level: float
) -> None:
    x, n = found
    dispersion = overdispersion(x, n)
    exact = beyond_chance(mid_p(x, n, dispersion.target))
    adjusted = adjusted_flag(x, n, exact, dispersion.target, dispersion.tau_squared, level)
    assert not (adjusted & ~exact).any()


def test_the_adjusted_limits_alone_would_flag_whom_the_exact_test_does_not() -> None:
    """All of fifty where 98 % are expected: the arcsine limit lies a hair under 100 %, and chance does it every third
    time. Both are demanded.
    """
    x, n, target = np.array([50]), np.array([50]), 0.98
    assert adjusted_limits(target, n, 0.0)[1, 0] < 1
    assert mid_p(x, n, target)[0] > 0.3
    assert not adjusted_flag(x, n, mid_p(x, n, target) < 0.05, target, 0.0).any()


def test_only_those_who_stand_out_even_so_keep_their_flag_in_the_published_example() -> None:
    found = overdispersion(X, N)
    exact = beyond_chance(mid_p(X, N, found.target))
    adjusted = adjusted_flag(X, N, exact, found.target, found.tau_squared)
    assert exact.sum() == 9
    assert np.flatnonzero(adjusted).tolist() == [9]


def test_the_published_beta_binomial_gives_its_limits_for_a_hundred_patients() -> None:
    mu, m = 0.62934, 19.04
    assert (betabinom.ppf([0.025, 0.975], 100, mu * m, (1 - mu) * m) / 100).tolist() == [0.39, 0.84]


def test_the_beta_binomial_is_found_where_it_was_drawn_from() -> None:
    random = np.random.default_rng(1)
    counted = random.integers(100, 1500, 4000)
    attained = random.binomial(counted, random.beta(0.62934 * 19.04, (1 - 0.62934) * 19.04, 4000))
    mu, m = beta_binomial(attained, counted)
    assert mu == pytest.approx(0.62934, abs=0.005)
    assert m == pytest.approx(19.04, rel=0.05)


def test_no_other_beta_binomial_near_by_is_likelier() -> None:
    mu, m = beta_binomial(X, N)
    best = betabinom.logpmf(X, N, mu * m, (1 - mu) * m).sum()
    for other_mu in (mu - 1e-3, mu, mu + 1e-3):
        for other_m in (m * 0.99, m, m * 1.01):
            other = betabinom.logpmf(X, N, other_mu * other_m, (1 - other_mu) * other_m).sum()
            assert other <= best + 1e-9


def test_without_spread_the_beta_binomial_ends_at_the_binomial() -> None:
    mu, m = beta_binomial([60, 120, 180], [100, 200, 300])
    assert mu == pytest.approx(0.6, abs=1e-3)
    assert m > 1e4
    with pytest.raises(ValueError, match="no spread"):
        beta_binomial([10, 20], [10, 20])
