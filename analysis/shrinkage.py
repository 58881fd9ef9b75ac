"""A league table that admits how little it knows: shares drawn towards their group by as much as they are unsure.

Empirical Bayes with the beta-binomial: the shares of a group are taken to come from Beta(μM, (1 − μ)M), and a unit with
x of n has the posterior Beta(x + μM, n − x + (1 − μ)M). μ is the group's pooled share; M comes from the moments
(Kleinman, Journal of the American Statistical Association 1973 68:46, weights n).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LARGEST_CORRELATION = 0.5  # of two patients of a unit: M is at least 1, so that every posterior is a proper one
GAUSS = (0.5 - 3**-0.5 / 2, 0.5 + 3**-0.5 / 2)  # where in a step to look: right to the third degree
WORK = 5600  # times a posterior is asked for its probability: nodes × units, as far as the nodes are enough
FEWEST_NODES, MOST_NODES = 24, 400  # per unit


def moments(x: ArrayLike, n: ArrayLike, group: ArrayLike) -> tuple[Floats, Floats]:
    """(μ, M) per group, each (groups,); `group` (n,) holds the numbers 0 … groups − 1, each at least once, n ≥ 1.

    M is infinite where the shares differ by no more than chance lets them, and where a group has one unit.
    """
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    groups = np.asarray(group, dtype=np.int64)
    units, total = np.bincount(groups), np.bincount(groups, bases)
    mu = np.bincount(groups, counts) / total
    spread = np.bincount(groups, bases * (counts / bases - mu[groups]) ** 2)
    by_chance = mu * (1 - mu)
    room = by_chance * (total - np.bincount(groups, bases**2) / total - (units - 1))
    excess = spread - by_chance * (units - 1)
    correlation = np.clip(excess / np.where(room > 0, room, np.inf), 0.0, LARGEST_CORRELATION)
    with np.errstate(divide="ignore"):
        return mu, 1 / correlation - 1


def shrunken(x: ArrayLike, n: ArrayLike, mu: ArrayLike, m: ArrayLike) -> Floats:
    """Posterior mean (x + μM)/(n + M): between x/n and μ, nearest μ for the small. M may be infinite; all broadcast."""
    counts, bases, pooled, size = (np.asarray(values, dtype=float) for values in (x, n, mu, m))
    own = bases / (bases + size)
    return np.asarray(own * (counts / bases) + (1 - own) * pooled, dtype=float)


def worst_fifth(x: ArrayLike, n: ArrayLike, mu: float, m: float) -> Floats:
    """Probability per unit of being among the ⌈K/5⌉ units with the lowest true share. (K,), adding up to ⌈K/5⌉.

    Integrated on a fixed grid over the posteriors, not drawn by lot: the same figures give the same answer, to about
    three decimals. Some 2 ms for ten units, 10 for thirty.
    """
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    places = -(-len(counts) // 5)
    if np.isinf(m) or not 0 < mu < 1:
        return np.full(len(counts), places / max(len(counts), 1))
    alpha, beta = counts + mu * m, bases - counts + (1 - mu) * m
    below = _posterior_below(alpha, beta)
    step = np.diff(below, axis=1)
    is_low = sum(_fewer_than(places, below[:, :-1] + at * step) for at in GAUSS) / len(GAUSS)
    return np.asarray((step * is_low).sum(axis=1), dtype=float)


def _posterior_below(alpha: Floats, beta: Floats) -> Floats:
    """(K, nodes) each posterior's probability below points that lie close wherever any of them has its mass.

    Closest in the tails, where one unit ends and the next begins: a wide step there would let them overlap. Each unit
    begins a little after the one before it in size, so that units alike do not share their points.
    """
    units = len(alpha)
    per_unit = min(max(WORK // units**2, FEWEST_NODES), MOST_NODES)
    by_size = np.lexsort((beta, alpha))  # whatever order they came in
    steps = np.arange(per_unit) + (np.arange(units)[:, None] + 0.5) / units
    quantiles = (1 - np.cos(np.pi * steps / per_unit)) / 2
    inner = betaincinv(alpha[by_size, None], beta[by_size, None], quantiles)
    points = np.unique(np.append(inner, [0.0, 1.0]))
    return np.asarray(betainc(alpha[:, None], beta[:, None], points), dtype=float)


def _fewer_than(places: int, below: Floats) -> Floats:
    """(K, nodes) the probability that fewer than `places` of the others lie below the point (Poisson-binomial).

    The others are those before a unit and those after it, so two recursions serve every unit. Dividing a unit out of
    the distribution of all would be one, but loses every digit where its probability is near 1.
    """
    units, nodes = below.shape
    chances = np.stack([below, below[::-1]], axis=1)[:, :, None]
    exactly = np.zeros((units, 2, places, nodes))  # of those before each unit, from either end
    exactly[0, :, 0] = 1.0
    for unit in range(units - 1):
        exactly[unit + 1] = exactly[unit] * (1 - chances[unit])
        exactly[unit + 1, :, 1:] += exactly[unit, :, :-1] * chances[unit]
    at_most = exactly[::-1, 1].cumsum(axis=1)
    return np.asarray((exactly[:, 0] * at_most[:, ::-1]).sum(axis=1), dtype=float)
