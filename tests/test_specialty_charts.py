"""The charts and sentences of Specialitet: what they draw, what breaks a line, and that one sentence always holds."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from dashboard import specialty_sentences
from dashboard.charts.control_chart import axis_range, control_chart, tick_positions
from dashboard.charts.control_panel import Band, Panel
from dashboard.charts.distribution_chart import OPEN_FROM, Bar, Mark, distribution_chart, place
from dashboard.charts.theme import DARK, LIGHT, Tokens
from dashboard.sentences import the_one
from dashboard.specialty_sentences import Level, Now, Verdicts, Waited

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
MONTHS = [dt.date(2025 + month // 12, month % 12 + 1, 28) for month in range(14)]


def a_panel(**changes: Any) -> Panel:
    count = len(MONTHS)
    values: dict[str, Any] = {
        "name": "NU", "verdict": "▼ lägre än vanligt", "side": -1, "values": [50.0] * (count - 1) + [42.0],
        "centre": [50.0] * count, "lower": [46.0] * count, "upper": [54.0] * count,
        "signals": [0] * (count - 1) + [-1], "segments": [0] * count, "trial": [False] * count,
        "hollow": [False] * count, "hovers": ["NU"] * count,
    }  # fmt: skip
    return Panel(**(values | changes))


def traces(figure: Any) -> list[dict[str, Any]]:
    figure.validated()  # raises ValueError for what Plotly does not know
    found: list[dict[str, Any]] = figure.to_dict()["data"]
    return found


def line_of(figure: Any) -> dict[str, Any]:
    return next(trace for trace in traces(figure) if trace["mode"] == "lines+markers")


@BOTH
def test_a_signal_is_a_triangle_in_the_colour_of_worse(tokens: Tokens) -> None:
    line = line_of(control_chart(MONTHS, [a_panel()], tokens))
    assert line["marker"]["symbol"][-1] == "triangle-down"
    assert line["marker"]["color"][-1] == tokens.outside
    assert line["marker"]["color"][0] == tokens.ink


def test_lower_is_better_where_the_panel_says_so_and_neither_is_ink() -> None:
    assert line_of(control_chart(MONTHS, [a_panel(good=-1)], LIGHT))["marker"]["color"][-1] == LIGHT.within
    assert line_of(control_chart(MONTHS, [a_panel(good=0)], LIGHT))["marker"]["color"][-1] == LIGHT.ink


def test_a_missing_month_breaks_the_line_and_the_band() -> None:
    values: list[float | None] = [50.0] * 14
    values[5] = None
    limits: list[float | None] = [None if value is None else 54.0 for value in values]
    drawn = traces(control_chart(MONTHS, [a_panel(values=values, upper=limits, lower=limits, centre=limits)], LIGHT))
    line = next(trace for trace in drawn if trace["mode"] == "lines+markers")
    assert line["y"][5] is None
    assert line["connectgaps"] is False
    area = next(trace for trace in drawn if trace.get("fill"))
    assert area["x"].count(None) == 2  # two polygons


def test_a_new_segment_breaks_the_band_but_not_the_line() -> None:
    drawn = traces(control_chart(MONTHS, [a_panel(segments=[0] * 7 + [1] * 7)], LIGHT))
    assert next(trace for trace in drawn if trace.get("fill"))["x"].count(None) == 2
    assert None not in next(trace for trace in drawn if trace["mode"] == "lines+markers")["y"]


def test_limits_on_trial_are_dashed_and_without_a_band() -> None:
    drawn = traces(control_chart(MONTHS, [a_panel(trial=[True] * 14, signals=[0] * 14)], LIGHT))
    area = next(trace for trace in drawn if trace.get("fill"))
    assert area["line"] == {"width": 1, "dash": "dash", "color": LIGHT.rule}
    assert area["fillcolor"] == "rgba(0,0,0,0)"


def test_every_panel_has_the_same_axis_and_its_own_place() -> None:
    layout = control_chart(
        MONTHS, [a_panel(), a_panel(name="SU", values=[80.0] * 14), *[a_panel()] * 5], LIGHT
    ).to_dict()["layout"]
    ranges = {tuple(axis["range"]) for name, axis in layout.items() if name.startswith("yaxis")}
    assert len(ranges) == 1
    places = [(tuple(layout[f"xaxis{n}"]["domain"]), tuple(layout[f"yaxis{n}"]["domain"])) for n in ["", *range(2, 8)]]
    assert len(set(places)) == 7


def test_the_axis_has_room_for_limits_and_twenty_points() -> None:
    assert axis_range([a_panel()]) == (40, 60)
    assert axis_range([a_panel(upper=[100.0] * 14)])[1] == 100
    lowest, highest = axis_range([a_panel(values=[97.0] * 14, lower=[96.0] * 14, upper=[98.0] * 14)])
    assert highest == 100
    assert highest - lowest >= 20
    assert axis_range([]) == (0, 100)


def test_the_last_month_has_a_tick_and_no_neighbour() -> None:
    for count in range(1, 40):
        ticks = tick_positions(count)
        assert ticks[-1] == count - 1
        assert all(later - earlier >= min(2, count - 1) for earlier, later in itertools.pairwise(ticks))


def test_a_band_has_its_note_and_a_name_with_an_address_is_a_link() -> None:
    figure = control_chart(
        MONTHS, [a_panel(bands=[Band(2, 3, "mars–april saknas")], address="variation?a=1&b=2")], LIGHT
    )
    words = " ".join(note["text"] for note in figure.to_dict()["layout"]["annotations"])
    assert "mars–april saknas" in words
    assert 'href="variation?a=1&amp;b=2" target="_self"' in words


def test_a_panel_without_any_month_is_drawn_empty() -> None:
    nothing = [None] * 14
    assert traces(control_chart(MONTHS, [a_panel(values=nothing, centre=nothing, lower=nothing, upper=nothing)], LIGHT))


BARS = [Bar(0, 10, 40, False, "0–10"), Bar(81, 90, 12, False, "81–90"), Bar(91, 100, 6, True, "91–100"),
        Bar(366, None, 3, True, "366–")]  # fmt: skip
MARKS = [Mark(90, "gräns 90 dagar", is_limit=True), Mark(64, "median 64"), Mark(420, "en av tio har väntat minst 420")]


@BOTH
def test_bars_are_blue_to_the_limit_and_orange_beyond(tokens: Tokens) -> None:
    [bars] = traces_of_bars(distribution_chart(BARS, MARKS, [("inom gränsen", 52, False)], tokens))
    assert bars["marker"]["color"] == [tokens.within, tokens.within, tokens.outside, tokens.outside]
    assert bars["x"][1] + bars["width"][1] / 2 == 90
    assert bars["x"][2] - bars["width"][2] / 2 == 90


def traces_of_bars(figure: Any) -> list[dict[str, Any]]:
    figure.validated()
    return list(figure.to_dict()["data"])


def test_without_a_limit_no_bar_is_within_or_over() -> None:
    [bars] = traces_of_bars(distribution_chart(BARS, MARKS[1:], [], LIGHT))
    assert set(bars["marker"]["color"]) == {LIGHT.muted}


def test_what_lies_in_the_open_class_stands_at_its_bar() -> None:
    assert place(90) == 90
    assert place(420) > OPEN_FROM
    layout = distribution_chart(BARS, MARKS, [], LIGHT).to_dict()["layout"]
    assert layout["xaxis"]["ticktext"][-1] == "366–"
    assert [shape["line"]["dash"] for shape in layout["shapes"]] == ["dot", "solid", "dot"]


@pytest.mark.parametrize("highest", [0, 1, 2, 7, 999, 12345])
def test_an_axis_of_counts_has_whole_steps_up_to_the_highest(highest: int) -> None:
    ticks = distribution_chart([Bar(0, 10, highest, False, "")], [], [], LIGHT).to_dict()["layout"]["yaxis"]["tickvals"]
    assert 2 <= len(ticks) <= 5
    assert ticks[-1] >= highest


NAMES = [[], ["NU"], ["NU", "SU"]]


@pytest.mark.parametrize("found", list(itertools.product(NAMES, repeat=4)))
def test_one_heading_holds_whatever_the_verdicts(found: tuple[list[str], ...]) -> None:
    said = specialty_sentences.control_finding(Verdicts(*found))
    assert said
    assert ("under" in said) == bool(found[0])


def test_the_headings_are_those_of_the_visual_language() -> None:
    assert specialty_sentences.control_finding(Verdicts(["NU"], ["SkaS"], ["SU"], [])) == (
        "NU under, SkaS över: övriga varierar som vanligt"
    )
    assert specialty_sentences.control_finding(Verdicts([], [], ["SU", "NU"], [])) == (
        "Alla förvaltningar varierar som vanligt"
    )


@pytest.mark.parametrize(
    ("over", "half_year", "expected"),
    [
        (300, 100, "Var tredje över gränsen har väntat mer än ett halvår"),
        (300, 150, "Varannan över gränsen har väntat mer än ett halvår"),
        (300, 126, "42\u00a0% av dem över gränsen har väntat mer än ett halvår"),
        (300, 0, "Ingen över gränsen har väntat mer än ett halvår"),
        (7, 3, "7 har väntat mer än 90 dagar"),
        (0, 0, "Ingen har väntat mer än 90 dagar"),
    ],
)
def test_the_heading_of_waits_is_a_fraction_only_where_it_is_one(over: int, half_year: int, expected: str) -> None:
    facts = Waited(over, half_year, "90 dagar", "64 dagar", "har väntat", 20, has_limit=True)
    assert the_one(specialty_sentences.WAITING_FINDINGS, facts) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Now(0.62, 0.61, True, "har väntat högst 90 dagar", "september", ""),
         "<b>62\u00a0% har väntat högst 90 dagar</b>, en procentenhet bättre än i september: mer än slumpen."),
        (Now(0.62, 0.66, False, "har väntat högst 90 dagar", "september", ""),
         "<b>62\u00a0% har väntat högst 90 dagar</b>, ungefär som i september."),
        (Now(0.62, None, False, "har väntat högst 90 dagar", "", ""), "<b>62\u00a0% har väntat högst 90 dagar.</b>"),
        (Now(None, 0.5, False, "", "", "Ingen väntar."), "Ingen väntar."),
    ],
)  # fmt: skip
def test_the_answer_tells_a_change_only_beyond_chance(now: Now, expected: str) -> None:
    assert specialty_sentences.answer(now, []) == expected


def test_several_on_one_side_are_one_sentence_and_one_alone_has_its_months() -> None:
    now = Now(0.62, None, False, "har väntat högst 90 dagar", "", "")
    said = specialty_sentences.answer(now, [Level(["NU", "SÄS"], -1, 2), Level(["SkaS"], 1, 7)])
    assert "<b>NU och SÄS ligger under sin vanliga nivå.</b>" in said
    assert "SkaS ligger över sin vanliga nivå för sjunde månaden i rad." in said
