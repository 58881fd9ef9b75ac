"""The months of a delivery plan: quarters are agreed, outcomes come by month.

Within a quarter the volume follows the months' shares of a year (July holds less than September); a quarter's months
always add up to the quarter, divided by `season.split`, so that the same plan gives the same months on every run.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.season import split

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

QUARTERS, MONTHS_A_QUARTER = 4, 3


def planned_by_month(quarter_volumes: ArrayLike, month_shares: ArrayLike | None = None) -> Integers:
    """(12,) patients a month; each quarter's three months sum exactly to the quarter.

    quarter_volumes: (4,) whole patients ≥ 0; month_shares: (12,) ≥ 0, months' shares of a year in any scale, or None:
    equal months. A quarter whose months have no share at all is divided equally. Raises ValueError for other shapes and
    for what is negative or not finite.
    """
    volumes = np.asarray(quarter_volumes)
    shares = np.ones(QUARTERS * MONTHS_A_QUARTER) if month_shares is None else np.asarray(month_shares, dtype=float)
    if volumes.shape != (QUARTERS,) or shares.shape != (QUARTERS * MONTHS_A_QUARTER,):
        raise ValueError("a plan has four quarters and a year twelve months")
    if (volumes < 0).any() or (volumes != np.floor(volumes)).any():
        raise ValueError("a quarter's volume is a whole number of patients, none or more")
    if not np.isfinite(shares).all() or (shares < 0).any():
        raise ValueError("a month's share is a number, nought or more")
    whole = volumes.astype(np.int64)
    months = shares.reshape(QUARTERS, MONTHS_A_QUARTER)
    return np.concatenate([split(int(volume), three) for volume, three in zip(whole, months, strict=True)])
