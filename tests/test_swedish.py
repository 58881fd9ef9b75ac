"""How numbers, dates and names are written on screen."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import swedish

NBSP = "\u00a0"


def test_thousands_are_parted_by_a_no_break_space() -> None:
    assert swedish.integer(77361) == f"77{NBSP}361"


def test_a_negative_number_has_a_true_minus() -> None:
    assert swedish.integer(-1204) == f"\u22121{NBSP}204"
    assert swedish.decimal(-2.25, 1).startswith("\u22122,")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.66, f"66{NBSP}%"),
        (0.665, f"67{NBSP}%"),
        (0.004, f"under 1{NBSP}%"),
        (0.996, f"över 99{NBSP}%"),
        (0.0, f"0{NBSP}%"),
        (1.0, f"100{NBSP}%"),
        (0.005, f"1{NBSP}%"),
        (0.9949, f"99{NBSP}%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_everything(share: float, words: str) -> None:
    assert swedish.percent(share) == words


def test_the_whole_percent_agrees_with_the_words_at_the_ends() -> None:
    assert [swedish.whole_percent(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [0, 1, 50, 99, 100]


def test_a_difference_is_percentage_points_never_percent() -> None:
    assert swedish.points(3) == "3 procentenheter"
    assert swedish.points(-1) == "1 procentenhet"


def test_a_spread_is_written_with_a_dash_between_two_percents() -> None:
    assert swedish.percent_range(0.29, 0.97) == f"29{NBSP}% – 97{NBSP}%"


def test_days_are_whole_and_one_day_is_singular() -> None:
    assert [swedish.days(value) for value in (64.4, 64.5, 1.0)] == [f"64{NBSP}dagar", f"65{NBSP}dagar", f"1{NBSP}dag"]


def test_dates_are_written_in_swedish() -> None:
    day = dt.date(2026, 10, 31)
    assert swedish.long_date(day) == "31 oktober 2026"
    assert swedish.day_and_month(day) == "31 oktober"
    assert swedish.month_and_year(day) == "oktober 2026"
    assert swedish.month_name(day) == "oktober"


def test_axis_months_have_no_full_stop() -> None:
    assert [swedish.short_month(dt.date(2026, month, 1)) for month in (1, 5, 9, 11)] == ["jan", "maj", "sep", "nov"]


def test_weeks_are_iso_weeks() -> None:
    assert swedish.week(dt.date(2027, 1, 1)) == "vecka 53"
    assert swedish.week(dt.date(2024, 12, 30)) == "vecka 1"


def test_a_late_evening_in_utc_is_the_next_day_in_stockholm() -> None:
    assert swedish.local_day(dt.datetime(2026, 7, 1, 22, 30)) == dt.date(2026, 7, 2)  # noqa: DTZ001
    assert swedish.local_time(dt.datetime(2026, 11, 20, 6, 30)) == "2026-11-20 07:30"  # noqa: DTZ001


def test_the_last_three_letters_are_sorted_last_in_that_order() -> None:
    names = ["Öron", "Åldrande", "Ärr", "Zon", "allergi", "Ögon"]
    assert swedish.swedish_sorted(names, key=str) == ["allergi", "Zon", "Åldrande", "Ärr", "Ögon", "Öron"]


def test_small_numbers_are_words() -> None:
    assert [swedish.number_word(value) for value in (0, 1, 7, 12, 13)] == ["noll", "en", "sju", "tolv", "13"]


def test_names_are_listed_with_och_before_the_last() -> None:
    assert swedish.listed(["SU", "NU", "SV"]) == "SU, NU och SV"
    assert swedish.listed(["SU"]) == "SU"
    assert swedish.listed([]) == ""
