"""Intervals, tests of two shares and of many at once, against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, false_discovery_control
from statsmodels.stats.multitest import multipletests

from analysis.chance import beyond_chance, beyond_chance_by, two_shares_p
from analysis.intervals import newcombe, wilson

probabilities = st.one_of(st.floats(0, 1), st.floats(0, 0.05), st.sampled_from([0.0, 0.01, 0.05, 1.0]))


@st.composite
def a_share(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 2000))
    return draw(st.integers(0, n)), n


def test_wilson_of_49_of_53() -> None:
    low, high = wilson([49], [53])
    assert (low[0].round(5), high[0].round(5)) == (0.82142, 0.97026)


def test_newcombe_of_49_of_53_against_15_of_17() -> None:
    low, high = newcombe([49], [53], [15], [17])
    assert (low[0].round(5), high[0].round(5)) == (-0.09131, 0.27248)


@given(share=a_share())
def test_an_interval_holds_its_share_and_stays_within_nought_and_one(share: tuple[int, int]) -> None:
    x, n = share
    low, high = wilson([x], [n])
    assert 0 <= low[0] <= x / n + 1e-12
    assert x / n - 1e-12 <= high[0] <= 1
    assert high[0] > low[0]  # none of n and all of n are no certainty


@given(first=a_share(), second=a_share())
def test_the_difference_turned_round_has_the_interval_turned_round(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (x1, n1), (x2, n2) = first, second
    low, high = newcombe(x1, n1, x2, n2)
    turned_low, turned_high = newcombe(x2, n2, x1, n1)
    assert float(low) == pytest.approx(-float(turned_high), abs=1e-12)
    assert float(high) == pytest.approx(-float(turned_low), abs=1e-12)


def test_nobody_counted_has_no_interval() -> None:
    assert np.isnan(wilson([0], [0])).all()
    assert np.isnan(newcombe([0], [0], [3], [9])).all()


@given(first=a_share(), second=a_share())
def test_two_shares_are_told_apart_by_pearsons_chi_square_with_one_less(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (x1, n1), (x2, n2) = first, second
    p = float(two_shares_p(x1, n1, x2, n2))
    total = n1 + n2
    if x1 + x2 in (0, total):
        assert p == 1.0
        return
    statistic = chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], correction=False).statistic
    assert p == pytest.approx(chi2.sf(statistic * (total - 1) / total, 1), rel=1e-6, abs=1e-300)


def test_an_empty_group_differs_from_nothing() -> None:
    assert two_shares_p([0, 0], [0, 0], [5, 0], [10, 0]).tolist() == [1.0, 1.0]


@given(p=st.lists(probabilities, min_size=1, max_size=60), alpha=st.sampled_from([0.01, 0.05, 0.2]))
def test_one_family_is_judged_as_scipy_does(p: list[float], alpha: float) -> None:
    adjusted = false_discovery_control(p)
    clear = ~np.isclose(adjusted, alpha, rtol=1e-9)
    assert (beyond_chance(p, alpha) == (adjusted <= alpha))[clear].all()


@given(
    rows=st.lists(st.tuples(probabilities, st.integers(0, 5)), max_size=120), alpha=st.sampled_from([0.01, 0.05, 0.2])
)
def test_many_families_at_once_are_judged_as_statsmodels_judges_each(
    rows: list[tuple[float, int]], alpha: float
) -> None:
    p, family = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=np.int64)
    found = beyond_chance_by(p, family, alpha)
    for number in np.unique(family):
        own = family == number
        assert (found[own] == multipletests(p[own], alpha, method="fdr_bh")[0]).all()
        assert (found[own] == beyond_chance(p[own], alpha)).all()


@given(rows=st.lists(st.tuples(probabilities, st.integers(0, 3)), min_size=2, max_size=60), seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_no_verdict(rows: list[tuple[float, int]], seed: int) -> None:
    p, family = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    order = np.random.default_rng(seed).permutation(len(rows))
    assert (beyond_chance_by(p, family)[order] == beyond_chance_by(p[order], family[order])).all()


def test_no_row_is_no_verdict() -> None:
    assert beyond_chance([]).tolist() == []
    assert beyond_chance_by([], []).tolist() == []


def test_a_thousand_families_of_a_region_are_each_judged_on_their_own() -> None:
    random = np.random.default_rng(1)
    p, family = random.random(250_000) ** 3, random.integers(0, 1000, 250_000)
    flagged = beyond_chance_by(p, family)
    for one in range(0, 1000, 50):
        assert flagged[family == one].tolist() == beyond_chance(p[family == one]).tolist()
    assert 0 < flagged.sum() < len(p)
