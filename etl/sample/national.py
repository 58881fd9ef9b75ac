"""riket: the nation's share for every month of the sample, to lay beside the region's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from etl.sample.levels import CHILD_PSYCHIATRY, SHARE_SEASON, generator, moved
from etl.sample.plan import Plan
from etl.sample.truths import true_shares
from etl.sample.waits import CHILD_LIMIT, LIMIT

PRINCIPAL = "Exempelregionen"
DEFINITIONS = {"exkl_pvv_mov": 0.0, "exkl_pvv": -0.01}  # and what counting medical reasons too costs the share
TREND = -0.004  # logit per month back in time
# Phase, specialty, limit, share in the last month, denominator.
SERIES = (
    (1, "Alla", LIMIT, 0.63, 412_000),
    (2, "Alla", LIMIT, 0.57, 168_000),
    (1, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.76, 14_500),
    (2, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.52, 5_200),
    (3, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.51, 9_800),
)
# A specialty in the nation: the region's share moved by what parts their totals and by a step of its own (logit).
BELOW_REGION, OWN_STEP = {1: -0.13, 2: -0.17}, 0.2
LEAST = 100  # patients in the region: of fewer the nation publishes nothing
PATIENTS = 5.4  # in the nation, per patient of the region

Figure = tuple[int, str, int, float, int]


def national(plan: Plan, month: dt.date, last: dt.date) -> pl.DataFrame:
    """The rows of one month; seasons as the region's, a trend of its own, no noise."""
    back = (last.year - month.year) * 12 + last.month - month.month
    drift = TREND * back + SHARE_SEASON[month.month - 1] - SHARE_SEASON[last.month - 1]
    rows = []
    for phase, specialty, limit, share, denominator in (*SERIES, *_specialties(plan)):
        for definition, less in DEFINITIONS.items():
            numerator = round(float(moved(np.array([share + less]), drift)[0]) * denominator)
            rows.append((phase, specialty, definition, limit, denominator, numerator, numerator / denominator))
    names = ["fas", "mvo_kod", "definition", "grans_dagar", "namnare", "taljare", "andel"]
    return pl.DataFrame(rows, schema=names, orient="row").select(
        pl.lit(month).alias("matdatum"),
        pl.lit("vantande").alias("population"),
        pl.all().exclude("andel"),
        pl.col("andel").round(4),
        pl.lit(PRINCIPAL).alias("huvudman"),
    )


def _specialties(plan: Plan) -> Iterator[Figure]:
    """First visits and operations of every specialty; child psychiatry has its own limit and stands in SERIES."""
    shares = true_shares(plan, 0)
    for phase, below in BELOW_REGION.items():
        for specialty in np.unique(plan.specialty[plan.phase == phase]):
            cells = (plan.specialty == specialty) & (plan.phase == phase)
            if specialty == CHILD_PSYCHIATRY or plan.size[cells].sum() < LEAST:
                continue
            share = np.average(shares[cells], weights=plan.size[cells])
            step = below + OWN_STEP * generator(0, int(specialty), phase).normal()
            moved_share = float(moved(np.array([share]), step)[0])
            yield phase, str(specialty), LIMIT, moved_share, round(PATIENTS * float(plan.size[cells].sum()))
