"""The charts of counts in bands: valid for Plotly, a bar where a share is bounds, the limit where it is an edge."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import band_words
from dashboard.charts.bounds_chart import Mark, Section, bounds_chart
from dashboard.charts.bounds_trend_chart import Bounds, bounds_trend_chart
from dashboard.charts.own_bands_chart import Band, Side, limit_place, own_bands_chart
from dashboard.charts.theme import DARK, LIGHT


def bands(*sides: Side) -> list[Band]:
    return [Band(f"{place} veckor", str(place), 10 + place, side, "10 (5 %)", "") for place, side in enumerate(sides)]


def test_every_chart_is_one_that_plotly_knows() -> None:
    marks = [Mark("a", 60.0, None, None, "60 %", ""), Mark("b", None, 61.0, 61.0, "", ""),
             Mark("c", None, None, None, "dolt", "", is_chosen=True)]  # fmt: skip
    dates = [dt.date(2024, month, 28) for month in range(1, 13)]
    rooms = [Bounds(date, None if date.month == 6 else 10.0, None if date.month == 6 else 20.0, "") for date in dates]
    for tokens in (LIGHT, DARK):
        bounds_chart([Section("Första besök", marks), Section("", marks)], tokens).validated()
        bounds_chart([], tokens).validated()
        bounds_trend_chart(rooms, "mellan 10 % och 20 %", tokens).validated()
        bounds_trend_chart([], "", tokens).validated()
        own_bands_chart(bands("within", "over"), "gräns 18 veckor", "veckor", tokens).validated()
        own_bands_chart(bands("within", "over") * 40, "gräns 18 veckor", "veckor", tokens).validated()


def test_a_share_between_bounds_is_a_bar_and_a_known_one_a_point() -> None:
    known, between = Mark("a", 60.0, None, None, "", ""), Mark("b", None, 61.0, 64.0, "", "")
    traces = bounds_chart([Section("", [known, between])], LIGHT).to_dict()["data"]
    assert [(trace["x"], trace["y"]) for trace in traces if trace["mode"] == "lines"] == [([61.0, 64.0], [1.0, 1.0])]
    assert [(trace["x"], trace["y"]) for trace in traces if trace["mode"] == "markers"] == [([60.0], [0.0])]


def test_a_date_without_bounds_breaks_the_area() -> None:
    dates = [dt.date(2024, month, 28) for month in (1, 2, 3)]
    rooms = [Bounds(dates[0], 10, 20, ""), Bounds(dates[1], None, None, ""), Bounds(dates[2], 12, 22, "")]
    areas = [trace for trace in bounds_trend_chart(rooms, "", LIGHT).to_dict()["data"] if trace.get("fill")]
    assert [area["x"] for area in areas] == [[0, 0], [2, 2]]
    assert [area["y"] for area in areas] == [[20, 10], [22, 12]]


def test_the_limit_is_a_line_only_where_it_is_the_edge_of_a_band() -> None:
    assert limit_place(bands("within", "within", "over")) == 1.5
    assert limit_place(bands("within", "limit", "over")) is None
    assert limit_place(bands("limit", "over")) is None
    assert limit_place(bands("", "")) is None


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.61, 0.64, "mellan 61 % och 64 %"), (0.0, 0.54, "högst 54 %"), (0.61, 1.0, "minst 61 %"), (0.0, 1.0, ""),
     (0.6, 0.6, "60 %"), (0.612, 0.614, "mellan 61,2 % och 61,4 %"), (None, None, "")],
)  # fmt: skip
def test_bounds_of_a_share_in_words(low: float | None, high: float | None, said: str) -> None:
    assert band_words.share_between(low, high).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(0, 182, "0–6 månader"), (183, 365, "6–12 månader"), (548, None, "över 18 månader"), (0, 7, "0–1 veckor"),
     (120, 126, "17–18 veckor"), (729, None, "över 104 veckor"), (0, 30, "0–1 månader"), (31, 60, "1–2 månader"),
     (31, 61, ""), (10, 20, "")],
)  # fmt: skip
def test_bands_in_the_sources_own_unit(first: int, last: int | None, said: str) -> None:
    assert band_words.in_weeks_or_months(first, last) == said
