"""The planted region as numbers only: who waits for a first visit where, drawn from the true shares, with no files."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.sample.calibration import apart_shares
from etl.sample.levels import generator
from etl.sample.plan import read_plan
from etl.sample.truths import left_to_chance, planted_odds, true_shares

FIRST_VISIT = 1


def frames(seed: int, scale: float = 1.0) -> pl.DataFrame:
    """One draw of the region's first visits in the last month, a row per specialty and administration.

    Columns: `specialty`, `administration`, `denominator` (counted by the default definition, planned at `scale`),
    `numerator` (binomial), `true_share`, `odds` (1 where nothing is planted) and `is_of_one_share`: the cell is drawn
    from the share of its specialty. scale: 1 is a whole region; 0 < scale.
    """
    plan = read_plan()
    contacts = np.rint(plan.size * scale).astype(np.int64)
    denominator = contacts - np.rint(apart_shares(plan) * contacts[:, None]).astype(np.int64).sum(axis=1)
    share, odds = true_shares(plan, 0), planted_odds(plan)
    numerator = generator(seed, 6).binomial(denominator, share)
    drawn = pl.DataFrame(
        {
            "specialty": plan.specialty.tolist(),
            "administration": plan.administration.tolist(),
            "denominator": denominator,
            "numerator": numerator,
            "true_share": share,
            "odds": odds,
            "is_of_one_share": left_to_chance(plan) & (odds == 1),
            "phase": plan.phase,
        }
    )
    return drawn.filter(phase=FIRST_VISIT).drop("phase")
