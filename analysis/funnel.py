"""Funnel limits for shares of different size, and the test that decides who stands outside.

Limits: exact binomial, interpolated between counts (Spiegelhalter, Statistics in Medicine 2005 24:1185, appendix;
doi 10.1002/sim.1970). The test is the exact two-sided mid-p tail and not the drawn line: the line is smoothed for the
eye, and a count on either side of it is no proof.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

Floats = NDArray[np.float64]

LEVELS = (0.95, 0.998)


def exact_limits(target: float, n: ArrayLike, levels: Sequence[float] = LEVELS) -> Floats:
    """Limits around the share `target` for bases `n`, as (levels, 2, len(n)): lower and upper, within 0–1.

    Where nobody is counted they are 0 and 1. The interpolated line may pass the target when less than one patient is
    expected on a side; it is then drawn at the target.
    """
    bases = np.atleast_1d(np.asarray(n, dtype=float))
    sides = [[_limit(target, bases, (1 - level) / 2), _limit(target, bases, (1 + level) / 2)] for level in levels]
    limits = np.array(sides)
    limits[:, 0] = np.where(bases > 0, np.clip(limits[:, 0], 0.0, target), 0.0)
    limits[:, 1] = np.where(bases > 0, np.clip(limits[:, 1], target, 1.0), 1.0)
    return limits


def _limit(target: float, bases: Floats, tail: float) -> Floats:
    """(r − α)/n: r the smallest count with F(r) ≥ tail, α how far F overshoots it on the way from r − 1."""
    r = binom.ppf(tail, bases, target)
    r = r - (binom.cdf(r - 1, bases, target) >= tail)  # the library's search may stop one beside, by rounding
    r = np.clip(r + (binom.cdf(r, bases, target) < tail), 0, bases)
    reached, before = binom.cdf(r, bases, target), binom.cdf(r - 1, bases, target)
    overshoot = (reached - tail) / np.where(reached > before, reached - before, np.inf)
    return np.asarray((r - overshoot) / np.where(bases > 0, bases, np.nan), dtype=float)


def mid_p(x: ArrayLike, n: ArrayLike, target: ArrayLike) -> Floats:
    """Two-sided exact binomial p of the count x among n when the share is `target`: twice the smaller mid-p tail,
    at most 1. Arrays broadcast; an empty base gives 1.
    """
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    half = 0.5 * binom.pmf(counts, bases, target)
    lower = binom.cdf(counts - 1, bases, target) + half
    upper = binom.sf(counts, bases, target) + half
    return np.asarray(np.minimum(1.0, 2.0 * np.minimum(lower, upper)), dtype=float)
