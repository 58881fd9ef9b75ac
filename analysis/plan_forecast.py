"""How a plan's year will end: the run rate so far carried over the months left, and how sure that is.

Outcome of a month = planned · rate · (1 + ε) + count noise. The rate is the plan's own for the year, drawn towards that
of all plans (or towards 1 for their sum, and where plans are few) when few months are known; ε is a month's disturbance
that may last into the next (a summer not as assumed, a closed theatre), with standard deviation τ and autocorrelation
ρ; count noise has variance D · mean. What is planned of the months is the plan's season: thin in July is not behind in
July.

The months left are predicted by best linear unbiased prediction of the mixed model (Robinson, Statistical Science 1991
6:15), which holds the uncertainty of the rate, the counts and the correlation at once. D, τ and ρ cannot be told from a
few months of one plan: prediction is averaged over a grid of them, weighted by how well each explains the months known
and by how often it does so among the other plans (empirical Bayes by EM; Laird, JASA 1978 73:805). The interval is of a
gamma distribution with the mean and variance that come out: never below what is done, longer upwards where volumes are
small.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

Floats = NDArray[np.float64]
Verdict = Literal["klarar", "osakert", "klarar_inte"]

MONTHS = 12
DISPERSIONS = (0.7, 1.5, 3.5)  # D: of a month's patients, variance over mean
DISTURBANCES = (0.04, 0.1, 0.18, 0.3)  # τ: of a month's rate
CORRELATIONS = (0.0, 0.5, 0.85)  # ρ: of a month's disturbance with the next month's
GRID = np.array(list(product(DISPERSIONS, DISTURBANCES, CORRELATIONS)))
FIRST_GUESS = 4.0  # plans: what the first weights of the grid, 1/τ, count for against the plans' own
EM_STEPS = 8
USUAL_RATE, RATE_SPREAD = 1.0, 0.3  # what is known of a rate before any month: plans are made to be kept
LEAST_RATE = 0.05
FEWEST_FOR_SPREAD = 5  # plans; fewer say little of the usual rate, and would be drawn towards themselves
LEAST_SPREAD = 0.08


@dataclass(frozen=True)
class Forecast:
    """Patients done by the end of the year.

    low–high holds the outcome with the probability asked for, low ≥ what is done; all three equal when the year is
    known or nothing is left to do. run_rate: done/planned over the months known, nan when nothing was planned in them.
    dispersion: variance over mean of a usual month, 1 as for a Poisson; nan when nothing is left to forecast.
    """

    expected: float
    low: float
    high: float
    run_rate: float
    dispersion: float

    @property
    def whole(self) -> tuple[int, int, int]:
        """(expected, low, high) in whole patients, halves upwards, as shown."""
        expected, low, high = (math.floor(value + 0.5) for value in (self.expected, self.low, self.high))
        return expected, low, high


@dataclass(frozen=True)
class _Years:
    """Plans' years: what is planned of the known and of the other months, and what came in the known. (plans, 12)."""

    known: Floats
    left: Floats
    outcome: Floats
    done: Floats  # (plans,) with what came in months that nothing was planned in


@dataclass(frozen=True)
class _Rates:
    """What a plan's rate is drawn towards, and how much rates differ."""

    usual: float
    spread: float


def forecast(planned: ArrayLike, completed: ArrayLike, level: float = 0.8) -> Forecast | None:
    """Of the plans' sum. planned: (plans, 12) patients a month; completed: (plans, m) of the first m ≤ 12 months, nan
    where a month is not reported. None when no month is known. The sum has noise of its own: what plans share (a summer
    unlike other summers) does not even out. Raises ValueError for other shapes and a level outside 0–1.
    """
    years = _years(planned, completed, level)
    if years is None or not len(years.done):
        return None
    total = _Years(*(part.sum(axis=0, keepdims=True) for part in (years.known, years.left, years.outcome, years.done)))
    return _forecasts(total, _Rates(USUAL_RATE, RATE_SPREAD), level)[0]


def forecasts(planned: ArrayLike, completed: ArrayLike, level: float = 0.8) -> list[Forecast | None]:
    """One per plan, noise and rates pooled over them: shapes and errors as `forecast`. None for a plan without a known
    month. What came of a plan that had nothing planned is done, and nothing more is expected of it.
    """
    plans = np.asarray(completed, dtype=float)
    years = _years(planned, completed, level)
    if years is None:
        return [None] * len(np.asarray(planned))
    found = _forecasts(years, _pooled_rates(years), level)
    return [one if known else None for one, known in zip(found, ~np.isnan(plans).all(axis=1), strict=True)]


def needed_per_month(plan: int, done: int, months_left: int) -> int | None:
    """Whole patients a month that land the plan in the months left; 0 when it is landed, None when no month is left.

    done: what is sent gives what must be sent, what is completed what must be completed.
    """
    missing = max(plan - done, 0)
    if not missing:
        return 0
    return -(-missing // months_left) if months_left > 0 else None


def verdict(found: Forecast, plan: int) -> Verdict:
    """'klarar' when all of the interval, in whole patients as shown, reaches the plan, 'klarar_inte' when none does."""
    _, low, high = found.whole
    if low >= plan:
        return "klarar"
    return "klarar_inte" if high < plan else "osakert"


def _years(planned: ArrayLike, completed: ArrayLike, level: float) -> _Years | None:
    if not 0 < level < 1:
        raise ValueError("a level is between 0 and 1")
    plans, reported = np.asarray(planned, dtype=float), np.asarray(completed, dtype=float)
    is_right = plans.ndim == reported.ndim == 2 and plans.shape == (len(reported), MONTHS)
    if not is_right or reported.shape[1] > MONTHS:
        raise ValueError("planned is plans × 12 months, completed the same plans × the months known")
    outcome = np.full(plans.shape, np.nan)
    outcome[:, : reported.shape[1]] = reported
    is_known = ~np.isnan(outcome)
    if not is_known.any():
        return None
    came = np.where(is_known, outcome, 0.0)
    counts = is_known & (plans > 0)
    return _Years(
        np.where(counts, plans, 0.0), np.where(is_known, 0.0, plans), np.where(counts, came, 0.0), came.sum(axis=1)
    )


def _pooled_rates(years: _Years) -> _Rates:
    """Of all plans: their common rate, and how much more the plans' rates differ than counts and months make them."""
    planned, came = years.known.sum(axis=1), years.outcome.sum(axis=1)
    counted = planned > 0
    if counted.sum() < FEWEST_FOR_SPREAD:
        return _Rates(USUAL_RATE, RATE_SPREAD)
    usual = came.sum() / planned.sum()
    weights = planned[counted]
    rates = came[counted] / weights
    spread = (weights * (rates - usual) ** 2).sum() / weights.sum()
    by_chance = DISPERSIONS[1] * usual * len(weights) / weights.sum()
    return _Rates(max(usual, LEAST_RATE), math.sqrt(max(spread - by_chance, LEAST_SPREAD**2)))


def _forecasts(years: _Years, rates: _Rates, level: float) -> list[Forecast]:
    fit, means, variances = _predicted(years, rates)
    posterior = _posterior(fit)
    mean = np.maximum((posterior * means).sum(axis=1), 0.0)
    variance = (posterior * (variances + means**2)).sum(axis=1) - (posterior * means).sum(axis=1) ** 2
    low, high = _gamma_interval(mean, variance, level)
    monthly = (years.known + years.left).sum(axis=1) / MONTHS
    usual_month = GRID[:, 0] + GRID[:, 1] ** 2 * rates.usual * monthly[:, None]
    dispersion = np.where(mean > 0, (posterior * usual_month).sum(axis=1), np.nan)
    planned = years.known.sum(axis=1)
    run_rate = np.where(planned > 0, years.outcome.sum(axis=1) / np.where(planned > 0, planned, 1.0), np.nan)
    columns = (years.done + mean, years.done + low, years.done + high, run_rate, dispersion)
    return [Forecast(*values) for values in np.column_stack(columns).tolist()]


def _predicted(years: _Years, rates: _Rates) -> tuple[Floats, Floats, Floats]:
    """(log likelihood of the known months, mean and variance of the sum of the others), each (plans, grid)."""
    known, left = years.known, years.left
    guess = _guessed_rates(years, rates)[:, None]
    surprise = years.outcome - rates.usual * known
    apart = np.abs(np.subtract.outer(np.arange(MONTHS), np.arange(MONTHS)))
    columns = []
    for count_noise, disturbance, correlation in GRID:
        shared = (disturbance * guess[:, :, None]) ** 2 * correlation**apart + rates.spread**2
        # a month not known is a row of noughts: a one in its corner makes it say nothing
        corner = np.where(known > 0, count_noise * guess * known, 1.0)
        spread = known[:, :, None] * shared * known[:, None, :] + np.eye(MONTHS) * corner[:, None, :]
        ahead = known * np.einsum("pij,pj->pi", shared, left)
        ahead_variance = np.einsum("pi,pij,pj->p", left, shared, left) + count_noise * (guess * left).sum(axis=1)
        solved = np.linalg.solve(spread, np.stack([surprise, ahead], axis=2))
        fit = -0.5 * (np.linalg.slogdet(spread)[1] + (surprise * solved[:, :, 0]).sum(axis=1))
        mean = rates.usual * left.sum(axis=1) + (ahead * solved[:, :, 0]).sum(axis=1)
        columns.append((fit, mean, np.maximum(ahead_variance - (ahead * solved[:, :, 1]).sum(axis=1), 0.0)))
    fits, means, variances = (np.column_stack(column) for column in zip(*columns, strict=True))
    return fits, means, variances


def _guessed_rates(years: _Years, rates: _Rates) -> Floats:
    """(plans,) a first guess at each rate, for the noise to be measured by: the known months and one as usual."""
    planned, came = years.known.sum(axis=1), years.outcome.sum(axis=1)
    worth = (years.known + years.left).sum(axis=1) / MONTHS
    own = (came + rates.usual * worth) / np.where(planned + worth > 0, planned + worth, 1.0)
    return np.asarray(np.maximum(own, LEAST_RATE), dtype=float)


def _posterior(fit: Floats) -> Floats:
    """(plans, grid) how much each noise is believed of each plan: by its own months, and by the other plans'."""
    likelihood = np.exp(fit - fit.max(axis=1, keepdims=True))
    first = 1 / GRID[:, 1] / (1 / GRID[:, 1]).sum()
    weights = first
    for _ in range(EM_STEPS):
        posterior = likelihood * weights
        posterior /= posterior.sum(axis=1, keepdims=True)
        weights = (posterior.sum(axis=0) + FIRST_GUESS * first) / (len(fit) + FIRST_GUESS)
    posterior = likelihood * weights
    return np.asarray(posterior / posterior.sum(axis=1, keepdims=True), dtype=float)


def _gamma_interval(mean: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    certain = (mean <= 0) | (variance <= 0)
    safe_mean, safe_variance = np.where(certain, 1.0, mean), np.where(certain, 1.0, variance)
    shape, scale = safe_mean**2 / safe_variance, safe_variance / safe_mean
    tail = (1 - level) / 2
    low, high = (scale * gammaincinv(shape, chance) for chance in (tail, 1 - tail))
    return np.where(certain, mean, low), np.where(certain, mean, high)
