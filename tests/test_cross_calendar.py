"""The Swedish calendar: holidays against published lists and the law's own rule, every month, every ISO week."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.swedish_calendar import (
    holiday,
    holidays_of,
    is_weekend,
    is_working_day,
    month_days,
    working_days,
)
from dashboard import swedish

YEARS = range(1999, 2036)
# Easter Sundays as published; the rest of the movable days follow from them.
EASTER = {
    1999: "1999-04-04", 2000: "2000-04-23", 2004: "2004-04-11", 2008: "2008-03-23", 2015: "2015-04-05",
    2020: "2020-04-12", 2024: "2024-03-31", 2026: "2026-04-05", 2027: "2027-03-28", 2035: "2035-03-25",
}  # fmt: skip
# Published almanacs, the eves included: month-day of every holiday in the order of the year.
PUBLISHED = {
    1999: "01-01 01-06 04-02 04-04 04-05 05-01 05-13 05-23 05-24 06-25 06-26 11-06 12-24 12-25 12-26 12-31",
    2000: "01-01 01-06 04-21 04-23 04-24 05-01 06-01 06-11 06-12 06-23 06-24 11-04 12-24 12-25 12-26 12-31",
    2004: "01-01 01-06 04-09 04-11 04-12 05-01 05-20 05-30 05-31 06-25 06-26 11-06 12-24 12-25 12-26 12-31",
    2008: "01-01 01-06 03-21 03-23 03-24 05-01 05-11 06-06 06-20 06-21 11-01 12-24 12-25 12-26 12-31",
    2015: "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31",
    2020: "01-01 01-06 04-10 04-12 04-13 05-01 05-21 05-31 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31",
    2024: "01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-06 06-21 06-22 11-02 12-24 12-25 12-26 12-31",
    2026: "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31",
    2027: "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-25 06-26 11-06 12-24 12-25 12-26 12-31",
    2035: "01-01 01-06 03-23 03-25 03-26 05-01 05-03 05-13 06-06 06-22 06-23 11-03 12-24 12-25 12-26 12-31",
}
WEEK_53 = {2004, 2009, 2015, 2020, 2026, 2032}


def easter(year: int) -> dt.date:
    """Meeus, Jones and Butcher's rule for the Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    w = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * w) // 433
    month = (h + w - 7 * m + 90) // 25
    return dt.date(year, month, (h + w - 7 * m + 33 * month + 19) % 32)


def by_the_law(year: int) -> dict[dt.date, str]:
    """Lag (1989:253) om allmänna helgdagar, as it was in the year, and the three eves."""
    sunday = easter(year)
    midsummer = next(day for day in (dt.date(year, 6, 20 + n) for n in range(7)) if day.weekday() == 5)
    saints = next(day for day in (dt.date(year, 10, 31) + dt.timedelta(n) for n in range(7)) if day.weekday() == 5)
    found = {
        dt.date(year, 1, 1): "Nyårsdagen", dt.date(year, 1, 6): "Trettondedag jul",
        sunday - dt.timedelta(2): "Långfredagen", sunday: "Påskdagen", sunday + dt.timedelta(1): "Annandag påsk",
        sunday + dt.timedelta(39): "Kristi himmelsfärdsdag", sunday + dt.timedelta(49): "Pingstdagen",
        midsummer - dt.timedelta(1): "Midsommarafton", midsummer: "Midsommardagen", saints: "Alla helgons dag",
        dt.date(year, 12, 24): "Julafton", dt.date(year, 12, 25): "Juldagen", dt.date(year, 12, 26): "Annandag jul",
        dt.date(year, 12, 31): "Nyårsafton",
    }  # fmt: skip
    if year >= 2005:  # the National Day took Whit Monday's place
        found[dt.date(year, 6, 6)] = "Nationaldagen"
    else:
        found[sunday + dt.timedelta(50)] = "Annandag pingst"
    found.setdefault(dt.date(year, 5, 1), "Första maj")
    return found


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_the_holidays_of_a_year_are_the_published_ones(year: int) -> None:
    assert " ".join(f"{day:%m-%d}" for day in holidays_of(year)) == PUBLISHED[year]
    assert holiday(dt.date.fromisoformat(EASTER[year])) == "Påskdagen"


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_a_year_are_those_of_the_law_and_the_eves(year: int) -> None:
    expected = by_the_law(year)
    assert list(holidays_of(year)) == sorted(expected)
    told_twice = {day for day in expected if (day.month, day.day) == (5, 1)}  # Ascension Day may be the first of May
    for day, name in holidays_of(year).items():
        assert name == expected[day] or day in told_twice


def test_2008_had_ascension_day_on_the_first_of_may() -> None:
    name = holiday(dt.date(2008, 5, 1)) or ""
    assert "Första maj" in name
    assert "Kristi himmelsfärdsdag" in name


@pytest.mark.parametrize("year", YEARS)
def test_every_month_has_its_days_and_every_day_its_kind(year: int) -> None:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [len(month_days(dt.date(year, month, 15))) for month in range(1, 13)]
    assert lengths == [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    all_days = [day for month in range(1, 13) for day in month_days(dt.date(year, month, 1))]
    assert all_days == [dt.date(year, 1, 1) + dt.timedelta(n) for n in range(366 if is_leap else 365)]
    law = by_the_law(year)
    made = working_days(all_days[0], all_days[-1])
    assert made["date"].to_list() == all_days
    expected = [day.isoweekday() <= 5 and day not in law for day in all_days]
    assert made["is_working_day"].to_list() == expected
    assert [is_working_day(day) for day in all_days] == expected


def test_leap_years_are_those_of_the_gregorian_calendar() -> None:
    assert [year for year in YEARS if len(month_days(dt.date(year, 2, 1))) == 29] == [
        2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028, 2032,
    ]  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_weeks_run_from_monday_and_the_first_holds_the_first_thursday(year: int) -> None:
    """Counted from the rule itself: a week belongs to the year that its Thursday is in."""
    for day in (day for month in range(1, 13) for day in month_days(dt.date(year, month, 1))):
        thursday = day + dt.timedelta(3 - day.weekday())
        assert swedish.week(day) == f"vecka {(thursday.timetuple().tm_yday - 1) // 7 + 1}"


def test_the_years_with_a_week_53_are_the_published_ones() -> None:
    assert {year for year in YEARS if swedish.week(dt.date(year, 12, 28)) == "vecka 53"} == WEEK_53
    assert swedish.week(dt.date(2027, 1, 3)) == "vecka 53"
    assert swedish.week(dt.date(2024, 12, 30)) == "vecka 1"


def test_weekends_are_saturdays_and_sundays_and_other_days_have_no_holiday_name() -> None:
    assert [is_weekend(dt.date(2026, 11, day)) for day in range(16, 23)] == [False] * 5 + [True] * 2
    assert holiday(dt.date(2026, 11, 22)) is None
    assert not is_working_day(dt.date(2026, 6, 19))
    assert is_working_day(dt.date(2026, 4, 2))  # skärtorsdagen
