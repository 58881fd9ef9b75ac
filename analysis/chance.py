"""Is a difference larger than chance, alone and among the many differences looked at together?

The test of two shares is the N − 1 χ² (Campbell, Statistics in Medicine 2007 26:3661): Pearson's with N − 1 for N,
which holds its level in smaller tables than Pearson's and finds more than Fisher's or Yates'. Many tests at once are
judged by Benjamini & Hochberg (Journal of the Royal Statistical Society B 1995 57:289): of all that is flagged in a
family, at most the share `alpha` is flagged in error, in mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc
from statsmodels.stats.multitest import multipletests

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def two_shares_p(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Two-sided p of x1/n1 = x2/n2 by the N − 1 χ², independent samples; counts broadcast against each other.

    Where everybody or nobody attained in both there is nothing to tell them apart: p is 1. So it is where one is empty.
    """
    first, all_first, second, all_second = (np.asarray(counts, dtype=float) for counts in (x1, n1, x2, n2))
    total, attained = all_first + all_second, first + second
    scale = all_first * all_second * attained * (total - attained)
    cross = first * all_second - second * all_first
    return np.asarray(chdtrc(1, (total - 1) * cross**2 / np.where(scale > 0, scale, np.inf)), dtype=float)


def beyond_chance(p: ArrayLike, alpha: float = 0.05) -> Mask:
    """Which of the p values, one family, stand after Benjamini–Hochberg. (n,) mask."""
    values = np.asarray(p, dtype=float)
    if not len(values):
        return np.zeros(0, dtype=bool)
    return np.asarray(multipletests(values, alpha=alpha, method="fdr_bh")[0], dtype=bool)


def beyond_chance_by(p: ArrayLike, family: ArrayLike, alpha: float = 0.05) -> Mask:
    """The same for many families at once: `family` (n,) holds a number per row. Equal to `beyond_chance` of each."""
    values = np.asarray(p, dtype=float)
    families, sizes = np.unique(np.asarray(family), return_inverse=True, return_counts=True)[1:]
    order = np.lexsort((values, families))
    first = np.cumsum(sizes) - sizes
    place = np.arange(1, len(values) + 1) - first[families[order]]
    stands = values[order] <= place / sizes[families[order]] * alpha
    last = np.zeros(len(sizes), dtype=np.int64)
    np.maximum.at(last, families[order], np.where(stands, place, 0))
    flagged = np.zeros(len(values), dtype=bool)
    flagged[order] = place <= last[families[order]]
    return flagged
