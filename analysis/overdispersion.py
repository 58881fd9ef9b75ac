"""Do units differ more than chance lets them, and who stands out even so?

Additive random effects on the arcsine scale (Spiegelhalter, Statistics in Medicine 2005 24:1185; Spiegelhalter et al.,
Quality & Safety in Health Care 2005 14:347): Y = asin√(x/n) has standard error s = 1/(2√n) whatever the share, and what
the standardised distances hold beyond it is a variance τ² between the units. As an alternative for the same question,
the beta-binomial by maximum likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import chdtrc, expit, logit
from scipy.stats import betabinom, norm

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

FEWEST_TO_WINSORISE = 10  # units; among fewer the tenth and ninetieth percentile are the units themselves
TAILS = (0.1, 0.9)
LARGEST_M = 1e7  # a beta-binomial of this size is the binomial


@dataclass(frozen=True)
class Overdispersion:
    """How much the units of one group differ around `target` (a share).

    phi: mean squared standardised distance, 1 when chance is all there is; tau_squared: variance between units on the
    arcsine scale; p_value: of no difference, χ² on N − 1 of the distances as they are; both nan for fewer than two.
    """

    target: float
    phi: float
    tau_squared: float
    units: int
    p_value: float
    is_winsorised: bool


@dataclass(frozen=True)
class Overdispersions:
    """The same for many groups: every array (groups,)."""

    target: Floats
    phi: Floats
    tau_squared: Floats
    units: Integers
    p_value: Floats
    is_winsorised: Mask


def overdispersion(x: ArrayLike, n: ArrayLike, target: float | None = None) -> Overdispersion:
    """Of units with x attained of n ≥ 1; around `target`, or their pooled share. φ and τ² are of distances winsorised
    at the tenth and ninetieth percentile (type 7) when the units are ten or more; `ValueError` where there is none.
    """
    counts = np.asarray(x, dtype=float)
    if not len(counts):
        raise ValueError("no units: nothing can differ")
    every = overdispersions(counts, n, np.zeros(len(counts), dtype=np.int64), target)
    return Overdispersion(
        target=float(every.target[0]),
        phi=float(every.phi[0]),
        tau_squared=float(every.tau_squared[0]),
        units=int(every.units[0]),
        p_value=float(every.p_value[0]),
        is_winsorised=bool(every.is_winsorised[0]),
    )


def overdispersions(x: ArrayLike, n: ArrayLike, group: ArrayLike, target: float | None = None) -> Overdispersions:
    """`overdispersion` of every group at once: `group` (n,) holds the numbers 0 … groups − 1, each at least once."""
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    groups = np.asarray(group, dtype=np.int64)
    units = np.bincount(groups)
    pooled = np.bincount(groups, counts) / np.bincount(groups, bases)
    targets = pooled if target is None else np.full(len(units), float(target))
    z = 2 * np.sqrt(bases) * (_angle(counts / bases) - _angle(targets)[groups])
    is_winsorised = units >= FEWEST_TO_WINSORISE
    sum_of_squares = np.bincount(groups, _winsorised(z, groups, units) ** 2)
    weights = 4 * bases
    spare = np.bincount(groups, weights) - np.bincount(groups, weights**2) / np.bincount(groups, weights)
    several = units > 1
    tau_squared = np.maximum(0.0, sum_of_squares - (units - 1)) / np.where(several, spare, np.nan)
    p_value = chdtrc(np.where(several, units - 1, np.nan), np.bincount(groups, z**2))
    return Overdispersions(targets, sum_of_squares / units, tau_squared, units, p_value, is_winsorised)


def _winsorised(z: Floats, groups: Integers, units: Integers) -> Floats:
    """Distances drawn in to the percentiles of their group; groups of too few are left as they are."""
    ordered = z[np.lexsort((z, groups))]
    first = np.cumsum(units) - units
    bounds = []
    for tail in TAILS:
        place = (units - 1) * tail
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, units - 1)
        low, high = ordered[first + below], ordered[first + above]
        bounds.append(low + (place - below) * (high - low))
    is_enough = (units >= FEWEST_TO_WINSORISE)[groups]
    return np.where(is_enough, np.clip(z, bounds[0][groups], bounds[1][groups]), z)


def adjusted_limits(target: float, n: ArrayLike, tau_squared: float, level: float = 0.95) -> Floats:
    """Funnel limits that allow for τ²: (2, len(n)), lower and upper, within 0–1.

    The angle is held to 0–π/2: beyond it the sine would turn back, and a limit below nought come out above it.
    """
    bases = np.atleast_1d(np.asarray(n, dtype=float))
    reach = norm.isf((1 - level) / 2) * np.sqrt(1 / (4 * bases) + tau_squared)
    angles = _angle(np.float64(target)) + np.array([-reach, reach])
    return np.asarray(np.sin(np.clip(angles, 0.0, np.pi / 2)) ** 2, dtype=float)


def adjusted_flag(
    x: ArrayLike, n: ArrayLike, is_flagged: ArrayLike, target: float, tau_squared: float, level: float = 0.95
) -> Mask:
    """Who stands out even so: flagged by the exact test and outside the adjusted limits. (n,) mask."""
    low, high = adjusted_limits(target, n, tau_squared, level)
    share = np.asarray(x, dtype=float) / np.asarray(n, dtype=float)
    stands_out: Mask = np.asarray(is_flagged, dtype=bool) & ((share < low) | (share > high))
    return stands_out


def beta_binomial(x: ArrayLike, n: ArrayLike) -> tuple[float, float]:
    """(μ, M) of greatest likelihood: shares drawn from Beta(μM, (1 − μ)M). M ends at 10⁷ where chance is all there is;
    `ValueError` where there are fewer than two units, or everybody or nobody attained.
    """
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    pooled = float(counts.sum() / bases.sum()) if len(counts) > 1 else 0.0
    if not 0 < pooled < 1:
        raise ValueError("no spread to fit: fewer than two units, or everybody or nobody attained")

    def surprise(parameters: Floats) -> float:
        mu, m = expit(parameters[0]), np.exp(parameters[1])
        return -float(betabinom.logpmf(counts, bases, mu * m, (1 - mu) * m).sum())

    bounds = [(-12.0, 12.0), (np.log(1e-2), np.log(LARGEST_M))]
    starts = [np.array([logit(pooled), np.log(m)]) for m in (3.0, 100.0, 1e5)]
    found = min(
        (minimize(surprise, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13}) for start in starts),
        key=lambda end: float(end.fun),
    )
    return float(expit(found.x[0])), float(np.exp(found.x[1]))


def _angle(share: ArrayLike) -> Floats:
    return np.asarray(np.arcsin(np.sqrt(share)), dtype=float)
