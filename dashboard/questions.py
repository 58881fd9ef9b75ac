"""How a query of the dashboard is asked: once for each version and its parameters.

What is read for all dates at once (`OF_ALL_DATES`) is given for the date asked for: whoever steps from month to month
asks the marts once.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.warehouse import remembered_rows, remembered_rows_between

OF_ALL_DATES = frozenset(
    {
        "attainment_by_administration",
        "attainment_by_unit",
        "attainment_of_specialty",
        "attainment_over_time",
        "balance_by_administration",
        "band_intervals",
        "band_intervals_over_time",
        "deviations_over_time",
        "equity_by_category",
        "national_months",
        "variation_by_specialty",
        "waiting_bands",
        "waiting_days",
    }
)
MONTHS_BACK = 36


def asked(version: str, name: str, **parameters: object) -> pl.DataFrame:
    """The rows of a query, as it gives them."""
    return remembered_rows(version, name, tuple(parameters.items()))


def asked_on(version: str, name: str, *, cutoff_date: dt.date, **parameters: object) -> pl.DataFrame:
    """The rows of the date."""
    return remembered_rows_between(version, name, tuple(parameters.items()), cutoff_date, cutoff_date)


def asked_up_to(version: str, name: str, *, cutoff_date: dt.date, **parameters: object) -> pl.DataFrame:
    """The rows of the 36 months that end on the date."""
    first = dt.date(cutoff_date.year - MONTHS_BACK // 12, cutoff_date.month, 28) + dt.timedelta(days=4)
    return remembered_rows_between(version, name, tuple(parameters.items()), first.replace(day=1), cutoff_date)
