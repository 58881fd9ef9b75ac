"""The year's rhythm: whole calendar years that are shown, and whole numbers split by it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.season import Floats, month_shares, split
from tests.plan_frames import month

RHYTHM = [20, 20, 20, 20, 20, 20, 5, 10, 20, 20, 15, 10]
SCHEMA = {
    "principal": pl.String, "specialty": pl.String, "phase": pl.UInt8, "administration": pl.String, "month": pl.Date,
    "contacts": pl.Int64,
}  # fmt: skip
Months = list[tuple[dt.date, int]]


def year(number: int, contacts: list[int]) -> Months:
    return [(month(place, number), count) for place, count in enumerate(contacts, start=1)]


def shares(months: Months) -> list[float]:
    rows = [("VGR", "311", 2, "SU", *counted) for counted in months]
    return month_shares(pl.DataFrame(rows, schema=SCHEMA, orient="row"))["share"].to_list()


def test_a_months_share_is_its_part_of_the_year() -> None:
    assert shares(year(2025, RHYTHM)) == pytest.approx([count / 200 for count in RHYTHM])


def test_years_are_added_so_that_a_large_one_weighs_more() -> None:
    twice = [2 * count for count in reversed(RHYTHM)]
    expected = [(a + b) / 600 for a, b in zip(RHYTHM, twice, strict=True)]
    assert shares(year(2024, RHYTHM) + year(2025, twice)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "months",
    [
        year(2025, RHYTHM)[:-1],  # a month is hidden or missing
        year(2024, RHYTHM)[6:] + year(2025, RHYTHM)[:6],  # twelve months that are no calendar year
        year(2025, [9] * 12),  # fewer than 120
        [],
    ],
)
def test_without_a_whole_year_of_enough_there_is_no_rhythm(months: Months) -> None:
    assert shares(months) == []


def test_a_broken_year_does_not_count_beside_a_whole_one() -> None:
    assert shares(year(2024, RHYTHM) + year(2025, [90] * 12)[:11]) == shares(year(2024, RHYTHM))


weights = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=12).map(np.array)


@settings(max_examples=60)
@given(st.integers(0, 5000), weights)
def test_a_split_is_whole_numbers_that_sum_to_the_total_and_lie_next_to_their_share(total: int, wanted: Floats) -> None:
    parts = split(total, wanted)
    assert parts.sum() == total
    exact = total * (wanted / wanted.sum() if wanted.sum() > 0 else np.full(len(wanted), 1 / len(wanted)))
    assert np.all(np.abs(parts - exact) < 1 + 1e-6)
    assert np.array_equal(parts, split(total, wanted))


@pytest.mark.parametrize(("total", "parts"), [(10, [4, 3, 3]), (11, [4, 4, 3]), (0, [0, 0, 0])])
def test_of_equal_remainders_the_first_takes_it(total: int, parts: list[int]) -> None:
    assert split(total, np.full(3, 1 / 3)).tolist() == parts
