"""The cross's shape in every month of 1999–2035: where each day stands, what it is called, and what marks it."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import cross_words
from dashboard.cross_layout import PLACES, month_days

MONTHS = [dt.date(year, month, 1) for year in range(1999, 2036) for month in range(1, 13)]
CROSS = ("..###..", "..###..", "#######", "#######", "#######", "..###..", "...#...")
DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def length(first: dt.date) -> int:
    """The calendar's own rule, written out."""
    is_leap = first.year % 4 == 0 and (first.year % 100 != 0 or first.year % 400 == 0)
    return 29 if first.month == 2 and is_leap else DAYS_OF_MONTH[first.month - 1]


def test_the_31_places_make_a_cross_read_row_by_row_with_the_last_day_in_the_middle() -> None:
    drawn = [[row, column] for row, line in enumerate(CROSS) for column, sign in enumerate(line) if sign == "#"]
    assert [list(place) for place in PLACES] == drawn
    assert PLACES[30] == (6, 3)
    assert PLACES[13] == (3, 0)  # day 14 begins the middle row


@pytest.mark.parametrize("year", range(1999, 2036))
def test_every_month_has_its_days_once_in_order_and_no_place_beyond_them(year: int) -> None:
    for first in (month for month in MONTHS if month.year == year):
        days = month_days(first)
        assert [day.day for day in days] == list(range(1, length(first) + 1))
        assert {day.replace(day=1) for day in days} == {first}


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (dt.date(2026, 10, 14), "14 oktober, onsdag, vecka 42"),
        (dt.date(2021, 1, 1), "1 januari, fredag, vecka 53, röd dag: Nyårsdagen"),
        (dt.date(2027, 1, 3), "3 januari, söndag, vecka 53"),
        (dt.date(2024, 12, 30), "30 december, måndag, vecka 1"),
        (dt.date(2024, 2, 29), "29 februari, torsdag, vecka 9"),
        (dt.date(2026, 12, 25), "25 december, fredag, vecka 52, röd dag: Juldagen"),
        (dt.date(2026, 12, 24), "24 december, torsdag, vecka 52, Julafton"),
        (dt.date(2026, 6, 19), "19 juni, fredag, vecka 25, Midsommarafton"),
        (dt.date(2026, 6, 6), "6 juni, lördag, vecka 23, röd dag: Nationaldagen"),
    ],
)
def test_a_day_is_called_by_date_weekday_week_and_holiday(date: dt.date, words: str) -> None:
    assert cross_words.when(date) == words


@pytest.mark.parametrize(
    ("date", "mark"),
    [
        (dt.date(2026, 10, 17), "lö"), (dt.date(2026, 10, 18), "sö"), (dt.date(2026, 10, 19), ""),
        (dt.date(2026, 10, 31), "röd dag"), (dt.date(2026, 12, 31), "afton"), (dt.date(2026, 5, 14), "röd dag"),
    ],
)  # fmt: skip
def test_weekends_and_holidays_are_marked_wherever_they_stand(date: dt.date, mark: str) -> None:
    assert cross_words.mark(date) == mark


def test_every_saturday_and_sunday_of_37_years_is_marked() -> None:
    for first in MONTHS:
        for day in month_days(first):
            assert bool(cross_words.mark(day)) >= (day.isoweekday() > 5)
