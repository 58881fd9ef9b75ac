"""Shares drawn towards their group, the chance of being among the worst, and totals whose order the mix turns round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis.chance import two_shares_p
from analysis.shrinkage import moments, shrunken, worst_fifth
from analysis.standardisation import reversals, standardised, standardised_difference_p

N = np.array([500, 800, 400, 1000, 1200, 900, 700, 600, 1000, 300])
X = np.array([210, 430, 230, 560, 720, 560, 480, 430, 790, 261])


@st.composite
def units(draw: st.DrawFn, most: int = 12) -> tuple[np.ndarray, np.ndarray]:
    counted = draw(st.lists(st.integers(1, 2000), min_size=1, max_size=most))
    return np.array([draw(st.integers(0, n)) for n in counted]), np.array(counted)


@given(found=units())
def test_the_shrunken_share_lies_between_its_own_and_the_pooled(found: tuple[np.ndarray, np.ndarray]) -> None:
    x, n = found
    mu, m = moments(x, n, np.zeros(len(x), dtype=np.int64))
    drawn = shrunken(x, n, mu, m)
    assert (drawn >= np.minimum(x / n, mu[0]) - 1e-12).all()
    assert (drawn <= np.maximum(x / n, mu[0]) + 1e-12).all()


def test_of_the_same_share_the_smaller_is_drawn_further() -> None:
    small, large = shrunken([2, 200], [10, 1000], 0.6, 20.0)
    assert 0.2 < large < small < 0.6


def test_the_moments_find_what_the_shares_were_drawn_from() -> None:
    random = np.random.default_rng(3)
    n = random.integers(50, 500, 5000)
    x = random.binomial(n, random.beta(12, 8, 5000))
    mu, m = moments(x, n, np.zeros(5000, dtype=np.int64))
    assert mu[0] == pytest.approx(0.6, abs=0.005)
    assert m[0] == pytest.approx(20, rel=0.05)


@given(first=units(), second=units())
def test_the_moments_of_many_groups_are_those_of_each(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> None:
    group = np.repeat([0, 1], [len(first[0]), len(second[0])])
    mu, m = moments(np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]]), group)
    for number, (x, n) in enumerate((first, second)):
        [own_mu], [own_m] = moments(x, n, np.zeros(len(x), dtype=np.int64))
        assert (mu[number], m[number]) == (pytest.approx(own_mu), pytest.approx(own_m, rel=1e-6))


def test_where_chance_is_all_there_is_every_share_becomes_the_pooled() -> None:
    [mu], [m] = moments([60, 120, 181], [100, 200, 300], [0, 0, 0])
    assert np.isinf(m)
    assert shrunken([60, 120, 181], [100, 200, 300], mu, m).tolist() == [mu, mu, mu]
    assert worst_fifth([60, 120, 181], [100, 200, 300], float(mu), float(m)).tolist() == [1 / 3, 1 / 3, 1 / 3]


def test_one_unit_alone_keeps_its_share() -> None:
    [mu], [m] = moments([6], [10], [0])
    assert shrunken([6], [10], mu, m).tolist() == [0.6]
    assert worst_fifth([6], [10], 0.6, 20.0).tolist() == [pytest.approx(1.0, abs=1e-6)]


@pytest.mark.parametrize(("x", "n", "m"), [(X, N, 17.2), ([18, 30, 25, 2, 400, 10], [20, 40, 30, 2, 600, 30], 10.0)])
def test_the_chance_of_the_worst_fifth_is_what_drawing_by_lot_gives(x: np.ndarray, n: np.ndarray, m: float) -> None:
    x, n, mu = np.asarray(x), np.asarray(n), 0.6
    random = np.random.default_rng(5)
    drawn = random.beta(x + mu * m, n - x + (1 - mu) * m, (200_000, len(x)))
    is_worst = drawn.argsort(axis=1).argsort(axis=1) < -(-len(x) // 5)
    assert worst_fifth(x, n, mu, m) == pytest.approx(is_worst.mean(axis=0), abs=0.005)


def finely(x: np.ndarray, n: np.ndarray, mu: float, m: float) -> np.ndarray:
    """The same probabilities on a grid ten times as fine, counting the others anew for every unit."""
    a, b = x + mu * m, n - x + (1 - mu) * m
    points = np.unique(beta.ppf(np.linspace(0, 1, max(8000 // len(x), 300)), a[:, None], b[:, None]))
    below = beta.cdf(points, a[:, None], b[:, None])
    places = -(-len(x) // 5)
    found = []
    for unit in range(len(x)):
        exactly = np.eye(1, places).T * np.ones(len(points))
        for chance in np.delete(below, unit, axis=0):
            moved = np.vstack([np.zeros(len(points)), exactly[:-1]])
            exactly = exactly * (1 - chance) + moved * chance
        fewer = exactly.sum(axis=0)
        found.append(float(np.sum(np.diff(below[unit]) * (fewer[:-1] + fewer[1:]) / 2)))
    return np.array(found)


@pytest.mark.parametrize("units_of_group", [3, 10, 20, 30])
@pytest.mark.parametrize(
    ("least", "most", "mu", "m"),
    [(20, 900, 0.6, 20.0), (20, 40_000, 0.6, 200.0), (1, 60, 0.5, 1.0), (20, 5000, 0.95, 10.0), (9000, 9001, 0.5, 1.0)],
    ids=["usual", "large", "small", "nearly all", "far apart"],
)
def test_the_chance_of_the_worst_fifth_is_that_of_a_finer_grid(
    units_of_group: int, least: int, most: int, mu: float, m: float
) -> None:
    random = np.random.default_rng(units_of_group)
    n = random.integers(least, most, units_of_group)
    x = random.binomial(n, random.beta(mu * m, (1 - mu) * m, units_of_group))
    assert worst_fifth(x, n, mu, m) == pytest.approx(finely(x, n, mu, m), abs=5e-4)


@pytest.mark.parametrize("units_of_group", [6, 30])
def test_the_chance_of_the_worst_fifth_is_within_the_error_of_drawing_by_lot(units_of_group: int) -> None:
    random = np.random.default_rng(units_of_group)
    n = random.integers(20, 900, units_of_group)
    x = random.binomial(n, random.beta(12, 8, units_of_group))
    drawn = random.beta(x + 12, n - x + 8, (200_000, units_of_group))
    last = np.sort(drawn, axis=1)[:, -(-units_of_group // 5) - 1]
    chances = worst_fifth(x, n, 0.6, 20.0)
    error = np.sqrt(chances * (1 - chances) / len(drawn))
    assert (np.abs((drawn <= last[:, None]).mean(axis=0) - chances) < 4 * error + 2e-4).all()


def test_of_two_the_worse_is_the_one_with_the_lower_share_so_often() -> None:
    """P(A < B) for Beta(8, 14) and Beta(14, 8), by an integral of scipy's own."""
    by_hand = beta.expect(lambda share: beta.cdf(share, 8, 14), args=(14, 8))
    assert worst_fifth([3, 9], [12, 12], 0.5, 10.0)[0] == pytest.approx(by_hand, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(found=units(), mu=st.floats(0.05, 0.95), m=st.floats(1, 500), seed=st.integers(0, 99))
def test_the_places_among_the_worst_are_all_given_out_whatever_the_order(
    found: tuple[np.ndarray, np.ndarray], mu: float, m: float, seed: int
) -> None:
    x, n = found
    chances = worst_fifth(x, n, mu, m)
    order = np.random.default_rng(seed).permutation(len(x))
    assert chances.sum() == pytest.approx(-(-len(x) // 5), abs=1e-4)
    assert (chances >= 0).all()
    assert worst_fifth(x[order], n[order], mu, m) == pytest.approx(chances[order], abs=1e-9)


def test_the_same_figures_give_the_same_chances_to_the_last_bit() -> None:
    assert worst_fifth(X, N, 0.6, 17.0).tobytes() == worst_fifth(X, N, 0.6, 17.0).tobytes()


SIMPSON_X, SIMPSON_N = np.array([[450, 60], [92, 325]]), np.array([[500, 100], [100, 500]])


def test_standardised_to_both_the_order_of_the_example_turns() -> None:
    assert (SIMPSON_X.sum(axis=1) / SIMPSON_N.sum(axis=1)).round(4).tolist() == [0.85, 0.695]
    assert standardised(SIMPSON_X, SIMPSON_N, SIMPSON_N.sum(axis=0)).tolist() == pytest.approx([0.75, 0.785])


def test_a_reversal_in_small_numbers_is_not_told_and_in_large_numbers_it_is() -> None:
    totals = SIMPSON_X.sum(axis=1), SIMPSON_N.sum(axis=1)
    assert reversals(SIMPSON_X, SIMPSON_N, *totals) == []  # p of the standardised difference is 0,25
    [found] = reversals(10 * SIMPSON_X, 10 * SIMPSON_N, 10 * totals[0], 10 * totals[1])
    assert (found.higher, found.lower, found.strata) == (0, 1, 2)
    assert found.crude == pytest.approx((0.85, 0.695))
    assert found.standardised == pytest.approx((0.75, 0.785))
    assert found.p_value < 0.05


def test_a_pair_is_compared_on_the_strata_both_show_and_on_no_single_one() -> None:
    x = np.array([[4500, 600, 77], [920, 3250, 0], [0, 0, 90]])
    n = np.array([[5000, 1000, 80], [1000, 5000, 0], [0, 0, 100]])
    [found] = reversals(x, n, [5100, 4170, 90], [6000, 6000, 100])
    assert (found.higher, found.lower, found.strata) == (0, 1, 2)


def test_a_total_that_is_not_shown_is_compared_with_none() -> None:
    assert reversals(10 * SIMPSON_X, 10 * SIMPSON_N, [5100, 0], [6000, 0]) == []


def test_without_a_difference_of_totals_beyond_chance_there_is_no_reversal() -> None:
    assert reversals(10 * SIMPSON_X, 10 * SIMPSON_N, [85, 84], [100, 100]) == []


def test_the_order_of_the_units_changes_no_reversal() -> None:
    [found] = reversals(10 * SIMPSON_X[::-1], 10 * SIMPSON_N[::-1], [4170, 5100], [6000, 6000])
    assert (found.higher, found.lower) == (1, 0)


def test_a_stratum_with_weight_and_nobody_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        standardised([1, 0], [2, 0], [1, 1])
    assert standardised([1, 0], [2, 0], [1, 0]) == 0.5


@given(x1=st.integers(0, 90), x2=st.integers(0, 70))
def test_with_one_stratum_the_stratified_test_is_the_one_of_two_shares(x1: int, x2: int) -> None:
    p = standardised_difference_p([[x1], [x2]], [[90], [70]], [160])
    assert p == pytest.approx(float(two_shares_p(x1, 90, x2, 70)), rel=1e-9)


def test_the_stratified_test_is_near_mantel_and_haenszels() -> None:
    x, n = np.array([[300, 420], [250, 380]]), np.array([[500, 600], [450, 580]])
    tables = [np.array([[x[0, k], n[0, k] - x[0, k]], [x[1, k], n[1, k] - x[1, k]]]) for k in (0, 1)]
    reference = StratifiedTable(tables).test_null_odds().pvalue
    assert standardised_difference_p(x, n, n.sum(axis=0)) == pytest.approx(reference, rel=0.05)
