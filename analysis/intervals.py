"""How sure a share, and the difference of two, can be: score intervals, which never leave 0–1 and never collapse.

Wilson (Journal of the American Statistical Association 1927 22:209) for one share; Newcombe's hybrid score (Statistics
in Medicine 1998 17:873, method 10) for a difference. Both are statsmodels'.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

Floats = NDArray[np.float64]


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of the share x/n as (low, high), each (n,) and within 0–1; nan where nobody is counted."""
    counts, bases = np.asarray(x, dtype=float), _counted(n)
    low, high = proportion_confint(counts, bases, alpha=1 - level, method="wilson")
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def newcombe(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of the difference x1/n1 − x2/n2 as (low, high), within −1–1; nan where one of them counts nobody."""
    first, second = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    low, high = confint_proportions_2indep(
        first, _counted(n1), second, _counted(n2), compare="diff", method="newcomb", alpha=1 - level
    )
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)


def _counted(n: ArrayLike) -> Floats:
    bases = np.asarray(n, dtype=float)
    return np.where(bases > 0, bases, np.nan)
