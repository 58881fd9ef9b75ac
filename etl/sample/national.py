"""riket: the nation's share for every month of the sample, to lay beside the region's."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from etl.sample.calibration import CHILD_LIMIT, CHILD_PSYCHIATRY, LIMIT
from etl.sample.levels import SHARE_SEASON, SHARE_TREND, moved

PRINCIPAL = "Exempelregionen"
DEFINITIONS = {"exkl_pvv_mov": 0.0, "exkl_pvv": -0.01}  # and what counting medical reasons too costs the share
# Phase, specialty, limit, share in the last month, denominator.
SERIES = (
    (1, "Alla", LIMIT, 0.63, 412_000),
    (2, "Alla", LIMIT, 0.57, 168_000),
    (1, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.76, 14_500),
    (2, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.52, 5_200),
    (3, CHILD_PSYCHIATRY, CHILD_LIMIT, 0.51, 9_800),
)


def national(month: dt.date, last: dt.date) -> pl.DataFrame:
    """The rows of one month; seasons and trend as the region's, without noise."""
    back = (last.year - month.year) * 12 + last.month - month.month
    drift = SHARE_TREND * back + SHARE_SEASON[month.month - 1] - SHARE_SEASON[last.month - 1]
    rows = []
    for phase, specialty, limit, share, denominator in SERIES:
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
