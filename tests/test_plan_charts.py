"""The charts of Leveransplaner: what they draw, what breaks a line, and that no words stand on each other."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.plan_bars_chart import Bar, plan_bars_chart
from dashboard.charts.plan_course_chart import (
    DECEMBER,
    HEIGHT,
    LINE_HEIGHT,
    MARGIN,
    Course,
    Label,
    apart,
    axis,
    path,
    plan_course_chart,
)
from dashboard.charts.theme import DARK, LIGHT, Tokens, contrast

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
BARS = [
    Bar("Kvartal 1", 2450, 2330, 2210, "90\u00a0%", "", is_firm=True),
    Bar("Kvartal 2", 2480, 2260, 2120, "85\u00a0%", "", is_firm=True),
    Bar("Kvartal 3", 1700, 1430, 1310, "▼ 77\u00a0%", "", is_firm=True, is_missed=True),
    Bar("Kvartal 4", 2470, 1010, 772, "pågår", ""),
]
PLANNED = [820, 1640, 2450, 3280, 4120, 4930, 5320, 5890, 6630, 7460, 8300, 9100]
DONE = [740, 1470, 2210, 2920, 3630, 4330, 4660, 5080, 5640, 6412]


def traces(figure: Any) -> list[dict[str, Any]]:
    figure.validated()  # raises ValueError for what Plotly does not know
    found: list[dict[str, Any]] = figure.to_dict()["data"]
    return found


def layout(figure: Any) -> dict[str, Any]:
    found: dict[str, Any] = figure.to_dict()["layout"]
    return found


def a_course(**changes: Any) -> Course:
    values: dict[str, Any] = {"planned": PLANNED, "completed": DONE, "forecast": (8050, 7850, 8250),
                              "hovers": [""] * 12}  # fmt: skip
    return Course(**(values | changes))


@BOTH
def test_done_lies_inside_the_plan_and_only_a_finished_period_under_the_line_is_orange(tokens: Tokens) -> None:
    plans, done, *_ = traces(plan_bars_chart(BARS, tokens))
    assert plans["x"] == [2450, 2480, 1700, 2470]
    assert done["x"] == [2210, 2120, 1310, 772]
    assert done["width"] < plans["width"]
    assert done["marker"]["color"] == [tokens.accent, tokens.accent, tokens.outside, tokens.accent]
    assert plans["marker"]["line"]["color"] == tokens.rule


@BOTH
def test_what_is_sent_is_a_tick_of_ink_where_it_is_reported(tokens: Tokens) -> None:
    future = Bar("Kvartal 4", 2470, None, None, "ej rapporterat", "")
    ticks = layout(plan_bars_chart([*BARS[:3], future], tokens))["shapes"]
    assert [tick["x0"] for tick in ticks] == [2330, 2260, 1430]
    assert {tick["line"]["color"] for tick in ticks} == {tokens.ink}


@BOTH
def test_a_missed_period_says_so_without_colour_too(tokens: Tokens) -> None:
    words = traces(plan_bars_chart(BARS, tokens))[3]
    assert [text.strip() for text in words["text"]] == [
        "<b>90\u00a0%</b>", "<b>85\u00a0%</b>", "<b>▼ 77\u00a0%</b>", "pågår"
    ]  # fmt: skip
    assert words["textfont"]["color"] == [tokens.ink, tokens.ink, tokens.outside, tokens.muted]
    assert all(contrast(colour, tokens.background) >= 3 for colour in words["textfont"]["color"])


def test_numbers_stand_inside_a_long_bar_and_behind_a_short_one_and_its_tick() -> None:
    short = [Bar("Kvartal 1", 1000, 30, 20, "2\u00a0%", ""), Bar("Kvartal 2", 1000, 700, 600, "60\u00a0%", "")]
    numbers = traces(plan_bars_chart(short, LIGHT))[2]
    assert numbers["x"] == [30, 0]
    assert numbers["textfont"]["color"] == [LIGHT.ink, LIGHT.background]


def test_a_period_that_nobody_has_reported_has_a_plan_and_no_number() -> None:
    drawn = traces(plan_bars_chart([Bar("Kvartal 1", 500, None, None, "ej rapporterat", "")], LIGHT))
    assert drawn[1]["x"] == [0]
    assert drawn[2]["text"] == []


def test_more_done_than_planned_goes_beyond_the_plan_and_the_words_beyond_that() -> None:
    over = [Bar("Kvartal 1", 100, 105, 130, "130\u00a0%", "", is_firm=True)]
    figure = plan_bars_chart(over, LIGHT)
    assert layout(figure)["xaxis"]["range"] == [0, 130]
    assert traces(figure)[3]["x"] == [130]


@pytest.mark.parametrize("count", [3, 4])
def test_quarters_and_tertials_fill_the_same_height(count: int) -> None:
    assert layout(plan_bars_chart(BARS[:count], LIGHT))["height"] == 338


def test_a_choice_without_any_volume_is_drawn_empty() -> None:
    traces(plan_bars_chart([Bar("Kvartal 1", 0, None, None, "ingen plan", "")], LIGHT))
    traces(plan_bars_chart([], LIGHT))


@BOTH
def test_the_plan_is_dashed_the_outcome_whole_and_the_forecast_dotted_from_the_last_month(tokens: Tokens) -> None:
    band, dotted, plan, done = traces(plan_course_chart(a_course(), tokens))
    assert plan["line"] == {"width": 2, "dash": "dash", "color": tokens.rule}
    assert done["y"] == DONE
    assert done["line"]["width"] == 3
    assert dotted["line"]["dash"] == "dot"
    assert dotted["x"] == [9, 10, 11]
    assert (dotted["y"][0], dotted["y"][-1]) == (DONE[-1], 8050)
    assert band["y"][0] == band["y"][-1] == DONE[-1]
    assert (max(band["y"]), band["y"][3]) == (8250, 7850)


def test_the_ends_say_their_numbers() -> None:
    words = [note["text"] for note in layout(plan_course_chart(a_course(), LIGHT))["annotations"]]
    assert words == [
        "<b>6\u00a0412</b> till och med okt",
        "<b>prognos</b><br>7\u00a0850–8\u00a0250",
        "plan 9\u00a0100",
    ]


def test_a_month_not_reported_breaks_the_line() -> None:
    done: list[int | None] = [*DONE]
    done[3] = None
    line = traces(plan_course_chart(a_course(completed=done), LIGHT))[-1]
    assert line["y"][3] is None
    assert line["connectgaps"] is False


def test_a_known_year_has_no_forecast_and_a_new_year_no_outcome() -> None:
    over = plan_course_chart(a_course(completed=[*DONE, 7200, 8000], forecast=None), LIGHT)
    assert len(traces(over)) == 2
    assert "<b>utfall 8\u00a0000</b>" in [note["text"] for note in layout(over)["annotations"]]
    new = plan_course_chart(a_course(completed=[], forecast=None), LIGHT)
    assert [note["text"] for note in layout(new)["annotations"]] == ["plan 9\u00a0100"]


@pytest.mark.parametrize("highest", [1, 2, 7, 11, 64, 99, 410, 999, 3879, 9100, 123456])
def test_the_axis_has_a_few_whole_steps_and_room_for_the_highest(highest: int) -> None:
    top, ticks = axis(highest)
    assert top > highest
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 5
    assert len({later - earlier for earlier, later in itertools.pairwise(ticks)}) == 1
    assert ticks[-1] <= top


def spans(labels: list[Label], top: float) -> list[tuple[float, float]]:
    unit = top / (HEIGHT - MARGIN["t"] - MARGIN["b"])
    halves = [label.lines * LINE_HEIGHT / 2 * unit for label in labels]
    return sorted((label.height - half, label.height + half) for label, half in zip(labels, halves, strict=True))


@settings(max_examples=60, deadline=None)
@given(
    plan=st.integers(1, 9999), share=st.floats(0, 1.4), more=st.floats(1, 1.3), last=st.integers(0, 10)
)  # fmt: skip
def test_words_at_the_ends_never_stand_on_each_other_and_never_outside_the_axis(
    plan: int, share: float, more: float, last: int
) -> None:
    done = round(plan * share)
    end = round(done * more)
    planned = [plan * (month + 1) // 12 for month in range(12)]
    course = a_course(planned=planned, completed=[done] * (last + 1), forecast=(end, end, end + 3))
    top, _ = axis(course.highest)
    notes = layout(plan_course_chart(course, LIGHT))["annotations"]
    labels = [Label(0, note["y"], note["text"], "", note["text"].count("<br>") + 1) for note in notes]
    placed = spans(labels, top)
    assert all(below[1] <= above[0] + 1e-6 for below, above in itertools.pairwise(placed))
    assert placed[-1][1] <= top * (1 + 1e-9)


def test_the_true_dot_stays_where_it_is_when_its_words_move() -> None:
    [first, second] = apart([Label(11, 500, "plan", ""), Label(11, 505, "prognos", "")], 1000)
    assert first.height < second.height
    assert traces(plan_course_chart(a_course(forecast=(9100, 9090, 9110)), LIGHT))[2]["y"][-1] == 9100


@settings(max_examples=40, deadline=None)
@given(end=st.integers(6412, 20000))
def test_the_way_to_december_never_turns_and_ends_where_it_should(end: int) -> None:
    way = path(a_course(), end)
    assert way[0] == DONE[-1]
    assert way[-1] == pytest.approx(end)
    assert all(later >= earlier for earlier, later in itertools.pairwise(way))


def test_a_plan_without_volume_in_the_months_left_still_has_a_way() -> None:
    flat = a_course(planned=[100] * 12, completed=[40] * 6)
    assert path(flat, 40) == [40.0] * (DECEMBER - 4)
