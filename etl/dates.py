"""Dates as extracts write them: accepted by a full regular expression, never by a lax cast."""

from __future__ import annotations

import datetime as dt

import polars as pl

FIRST_DAY = dt.date(2010, 1, 1)  # the national delivery's own lower bound
DAYS_AHEAD = 3653  # ten years: a medical target date may lie after the cut-off, but not in another century

_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
DATE_PATTERN = rf"^{_DAY}(?:[T ]{_CLOCK})?$"
DAY_PATTERN = rf"^{_DAY}(?:[T ]00:00(?::00)?)?$"
MONTH_PATTERN = r"^[0-9]{4}-?(?:0[1-9]|1[0-2])$"


def end_of_month(day: dt.date) -> dt.date:
    first_of_next = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first_of_next - dt.timedelta(days=1)


def calendar_day(column: str, pattern: str = DATE_PATTERN) -> pl.Expr:
    """Text to Date; null where the text is not a date of the accepted forms (`2025-02-30` is not)."""
    text = pl.col(column)
    day = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(text.str.contains(pattern)).then(day)


def month_end(column: str) -> pl.Expr:
    """A day, `ÅÅÅÅ-MM` or `ÅÅÅÅMM` to Date: a month becomes its last day, a day stays the day it is."""
    text = pl.col(column)
    first = (text.str.slice(0, 4) + "-" + text.str.slice(-2) + "-01").str.to_date("%Y-%m-%d", strict=False)
    whole_month = pl.when(text.str.contains(MONTH_PATTERN)).then(first.dt.month_end())
    return pl.coalesce(calendar_day(column, DAY_PATTERN), whole_month)
