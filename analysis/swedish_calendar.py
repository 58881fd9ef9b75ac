"""Days of the Swedish calendar: holidays, with the eves that are free for nearly everyone, and weekdays.

The holidays are those of the law (1989:253) and, as `de_facto`, midsummer's, Christmas and New Year's eve; every
Sunday is a holiday by the law as well, which `is_weekend` says.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools

import holidays
import polars as pl

CATEGORIES = ("public", "de_facto")


@functools.cache
def holidays_of(year: int) -> dict[dt.date, str]:
    """The holidays of a year and their Swedish names, in order of date."""
    found = holidays.country_holidays("SE", years=year, categories=CATEGORIES, language="sv")
    return {day: found[day] for day in sorted(found)}


def holiday(day: dt.date) -> str | None:
    """The Swedish name of the holiday, None on other days (ordinary Sundays too)."""
    return holidays_of(day.year).get(day)


def is_weekend(day: dt.date) -> bool:
    """Whether the day is a Saturday or a Sunday."""
    return day.weekday() >= calendar.SATURDAY


def is_working_day(day: dt.date) -> bool:
    """Whether the day is Monday to Friday and no holiday: expected where a unit is open 'vardag'."""
    return not is_weekend(day) and holiday(day) is None


def month_days(month: dt.date) -> list[dt.date]:
    """Every day of the month that the date is in."""
    last = calendar.monthrange(month.year, month.month)[1]
    return [month.replace(day=day) for day in range(1, last + 1)]


def working_days(first: dt.date, last: dt.date) -> pl.DataFrame:
    """`date, is_working_day` for every day from `first` to `last`, both inclusive."""
    days = pl.date_range(first, last, eager=True)
    free = [day for year in range(first.year, last.year + 1) for day in holidays_of(year)]
    is_open = (days.dt.weekday() <= 5) & ~days.is_in(free)
    return pl.DataFrame({"date": days, "is_working_day": is_open})
