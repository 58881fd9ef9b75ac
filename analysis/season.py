"""How a year's work is spread over its months, from what was done in whole calendar years."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GROUP = ["principal", "specialty", "phase", "administration"]
MONTHS = 12
FEWEST_COMPLETED = 120  # ten a month: below that a month's share says little


def month_shares(completed: pl.DataFrame) -> pl.DataFrame:
    """One row per group and month of the year: GROUP, month_of_year (1–12) and share; a group's twelve sum to 1.

    completed: GROUP, month (its last day), contacts: only figures that are shown, one row per group and month. Only
    calendar years with all twelve months count, together FEWEST_COMPLETED contacts at least; years are added, so that
    a large one weighs more.
    """
    dated = completed.with_columns(year=pl.col("month").dt.year(), month_of_year=pl.col("month").dt.month())
    is_whole = pl.col("month_of_year").n_unique().over(*GROUP, "year") == MONTHS
    years = dated.filter(is_whole).group_by(*GROUP, "month_of_year").agg(pl.col("contacts").sum())
    total = pl.col("contacts").sum().over(GROUP)
    return (
        years.filter(total >= FEWEST_COMPLETED)
        .select(*GROUP, pl.col("month_of_year").cast(pl.UInt8), share=pl.col("contacts") / total)
        .sort(*GROUP, "month_of_year")
    )


def split(total: int, shares: Floats) -> Integers:
    """`total` as whole numbers (n,) in proportion to shares (n,) that are not negative; they sum to it exactly.

    Largest remainder; of equal remainders the first takes it. Without any positive share all are alike.
    """
    weights = np.asarray(shares, dtype=np.float64)
    if not weights.sum() > 0:
        weights = np.ones_like(weights)
    exact = total * (weights / weights.sum())
    whole: Integers = np.floor(exact).astype(np.int64)
    remainder = np.round(exact - whole, 9)  # what floating point makes of equal shares are equal remainders
    first = np.argsort(-remainder, kind="stable")[: total - int(whole.sum())]
    whole[first] += 1
    return whole
