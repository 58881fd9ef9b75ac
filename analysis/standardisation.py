"""Shares made comparable by giving every unit the same mix of patients, and totals whose order the mix turns round.

Direct standardisation: each stratum's own share, weighted by the same numbers for all. A reversal (Simpson, Journal of
the Royal Statistical Society B 1951 13:238) is a pair whose totals say one thing and whose standardised shares the
other, both by more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfc

from analysis.chance import beyond_chance
from analysis.intervals import newcombe

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST_STRATA = 2  # of one stratum there is no mix to even out


@dataclass(frozen=True)
class Reversal:
    """A pair of units (numbers of their rows): `higher` has the larger total, `lower` the larger standardised share.

    crude: (higher, lower) shares of the totals; standardised: the same of their common strata, weighted by both
    units' bases together; p_value: of no standardised difference; strata: how many they have in common.
    """

    higher: int
    lower: int
    crude: tuple[float, float]
    standardised: tuple[float, float]
    p_value: float
    strata: int


def standardised(x: ArrayLike, n: ArrayLike, weights: ArrayLike) -> Floats:
    """Σ w·x/n / Σ w over the last axis: x, n (…, strata), weights (strata,) ≥ 0, strata of no weight left out.

    `ValueError` where a stratum that weighs has nobody: it has no share to weigh.
    """
    counts, bases, weight = (np.asarray(values, dtype=float) for values in (x, n, weights))
    weighs = weight > 0
    if (bases[..., weighs] <= 0).any() or not weighs.any():
        raise ValueError("a stratum with weight has nobody in it, or no stratum has weight")
    return np.asarray(counts[..., weighs] / bases[..., weighs] @ weight[weighs] / weight.sum(), dtype=float)


def standardised_difference_p(x: ArrayLike, n: ArrayLike, weights: ArrayLike) -> float:
    """Two-sided p of no difference between two units' standardised shares: x, n (2, strata), n ≥ 1.

    A stratified z: in each stratum both share one θ, estimated from both, with the N − 1 correction; with a single
    stratum it is the N − 1 χ².
    """
    counts, bases, weight = (np.asarray(values, dtype=float) for values in (x, n, weights))
    both, attained = bases.sum(axis=0), counts.sum(axis=0)
    by_chance = attained * (both - attained) / (both * np.maximum(both - 1, 1)) * (1 / bases).sum(axis=0)
    error = float(np.sqrt(weight**2 @ by_chance))
    difference = float(weight @ (counts[0] / bases[0] - counts[1] / bases[1]))
    return float(erfc(abs(difference) / error / np.sqrt(2))) if error > 0 else 1.0


def reversals(x: ArrayLike, n: ArrayLike, total_x: ArrayLike, total_n: ArrayLike) -> list[Reversal]:
    """Every pair of units whose totals and standardised shares stand in opposite order, both beyond chance.

    x, n: (units, strata) counts and bases, n = 0 where a stratum is not shown; total_x, total_n: (units,) the totals
    as they are shown, n = 0 where one is not. The totals are told apart by Newcombe's 95 % interval, the standardised
    shares by the stratified z after Benjamini–Hochberg over all pairs that can be compared.
    """
    counts, bases = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    totals, total_bases = np.asarray(total_x, dtype=float), np.asarray(total_n, dtype=float)
    pairs = [
        (first, second, common)
        for first, second in combinations(np.flatnonzero(total_bases > 0).tolist(), 2)
        if (common := (bases[first] > 0) & (bases[second] > 0)).sum() >= FEWEST_STRATA
    ]
    compared = [_compared(counts, bases, totals / np.maximum(total_bases, 1), *pair) for pair in pairs]
    is_certain = beyond_chance([pair.p_value for pair in compared])
    return [
        pair
        for pair, stands in zip(compared, is_certain, strict=True)
        if stands
        and pair.standardised[0] < pair.standardised[1]
        and _is_higher(totals, total_bases, pair.higher, pair.lower)
    ]


def _compared(counts: Floats, bases: Floats, crude: Floats, first: int, second: int, common: Mask) -> Reversal:
    higher, lower = (first, second) if crude[first] >= crude[second] else (second, first)
    x, n = counts[[higher, lower]][:, common], bases[[higher, lower]][:, common]
    weights = n.sum(axis=0)
    shares = standardised(x, n, weights)
    return Reversal(
        higher=higher,
        lower=lower,
        crude=(float(crude[higher]), float(crude[lower])),
        standardised=(float(shares[0]), float(shares[1])),
        p_value=standardised_difference_p(x, n, weights),
        strata=int(common.sum()),
    )


def _is_higher(totals: Floats, bases: Floats, higher: int, lower: int) -> bool:
    low, _ = newcombe(totals[higher], bases[higher], totals[lower], bases[lower])
    return bool(low > 0)
