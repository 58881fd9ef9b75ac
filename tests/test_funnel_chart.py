"""The funnel and mix charts: what is drawn, for whom there is a name, and what no name may cover."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import funnel_chart
from dashboard.charts.beside import verdicts_beside
from dashboard.charts.funnel_chart import Limits, Point
from dashboard.charts.mix_chart import Pair, mix_chart
from dashboard.charts.range_chart import Dot, Row, range_chart
from dashboard.charts.share_chart import Mark, share_chart
from dashboard.charts.theme import DARK, LIGHT, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
NUMBERS = [10, 40, 90, 160, 250, 400]


def some_limits(*, adjusted: bool = False) -> Limits:
    thin = [40 + index for index in range(6)], [80 - index for index in range(6)]
    dashed = [30 + index for index in range(6)], [90 - index for index in range(6)]
    return Limits(NUMBERS, thin, dashed, ([20.0] * 6, [95.0] * 6) if adjusted else None)


def some_points() -> list[Point]:
    return [
        Point("NU", 160, 35.0, "▼", False, "NU"),
        Point("SV", 90, 97.0, "▲", False, "SV"),
        Point("SU", 400, 61.0, "", False, "SU"),
        Point("RH", 12, 57.0, "", True, "RH"),
    ]


def drawn(tokens: Tokens = LIGHT, *, adjusted: bool = False) -> dict[str, Any]:
    made = funnel_chart.funnel_chart(some_points(), some_limits(adjusted=adjusted), 62.0, "regionen 62 %", tokens)
    made.validated()
    return made.to_dict()


def dots(figure: dict[str, Any]) -> dict[str, Any]:
    return next(trace for trace in figure["data"] if trace["mode"] == "markers")


@BOTH
def test_those_beyond_chance_have_a_sign_and_a_colour_and_the_rest_are_muted(tokens: Tokens) -> None:
    marker = dots(drawn(tokens))["marker"]
    assert marker["symbol"] == ["triangle-down", "triangle-up", "circle", "circle-open"]
    assert marker["color"] == [tokens.outside, tokens.within, tokens.muted, tokens.muted]


def test_only_those_beyond_chance_have_their_name_in_the_funnel() -> None:
    names = [note["text"] for note in drawn()["layout"]["annotations"]]
    assert names == ["regionen 62 %", "NU", "SV"]


def test_the_number_of_patients_stands_on_a_square_root_axis() -> None:
    figure = drawn()
    assert dots(figure)["x"] == [math.sqrt(number) for number in (160, 90, 400, 12)]
    axis = figure["layout"]["xaxis"]
    assert axis["ticktext"][axis["tickvals"].index(10.0)] == "100"


def test_the_adjusted_limits_are_a_band_only_where_there_are_any() -> None:
    assert not [trace for trace in drawn()["data"] if trace.get("fill")]
    [band] = [trace for trace in drawn(adjusted=True)["data"] if trace.get("fill")]
    assert band["fillcolor"] == LIGHT.usual_band
    assert band["mode"] == "lines"


def test_the_outer_limits_are_dashed_and_the_inner_ones_are_not() -> None:
    lines = [trace["line"]["dash"] for trace in drawn()["data"] if trace.get("line", {}).get("dash")]
    assert sorted(lines) == ["dash", "dash", "solid", "solid"]


def test_every_point_is_inside_the_axes() -> None:
    figure = drawn()
    low, high = figure["layout"]["yaxis"]["range"]
    assert all(low < percent < high for percent in dots(figure)["y"])


some_shares = st.lists(
    st.tuples(st.integers(10, 400), st.floats(1, 100), st.sampled_from(["▼", "▲", ""])), min_size=1, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(some_shares)
def test_no_name_covers_another_name(shares: list[tuple[int, float, str]]) -> None:
    points = [Point(f"Enhet {i}", n, share, side, False, "") for i, (n, share, side) in enumerate(shares)]
    figure = funnel_chart.funnel_chart(points, some_limits(), 62.0, "regionen 62 %", LIGHT).to_dict()
    low, high = figure["layout"]["yaxis"]["range"]
    first, last = figure["layout"]["xaxis"]["range"]
    boxes = []
    for note in figure["layout"]["annotations"][1:]:
        width = funnel_chart.LETTER_WIDTH * len(note["text"])
        x = (note["x"] - first) / (last - first) * funnel_chart.PLOT_WIDTH + note["xshift"]
        left = x - {"left": 0, "center": width / 2, "right": width}[note["xanchor"]]
        y = (note["y"] - low) / (high - low) * funnel_chart.PLOT_HEIGHT + note["yshift"]
        boxes.append((left, left + width, y))
    for index, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:index]:
            assert right <= other_left + 1e-6 or other_right <= left + 1e-6 or abs(y - other_y) >= 16 - 1e-6


def test_names_beside_the_rows_have_signs_and_long_lists_take_two_lines() -> None:
    rows = [
        (("NU", "SÄS"), ("SV",), ""),
        ((), (), "ingen"),
        (("SU", "NU", "SkaS", "SÄS"), ("SV", "Privat", "RH", "NH"), ""),
    ]
    heading, short, nobody, long = verdicts_beside(rows, 120, LIGHT)
    assert heading["text"] == "Skiljer sig mer än slumpen"
    assert "▼</span> NU, SÄS" in short["text"]
    assert "▲</span> SV" in short["text"]
    assert "<br>" not in short["text"]
    assert LIGHT.outside in short["text"]
    assert LIGHT.within in short["text"]
    assert (nobody["text"], nobody["font"]["color"]) == ("ingen", LIGHT.muted)
    assert long["text"].count("<br>") == 1


def test_the_range_chart_names_who_differs_beyond_chance_on_the_row() -> None:
    row = Row("221", "Neurologi", "29 % – 97 %", 29.0, "NU", 97.0, "SV", 58.0, "", ("NU",), ("SV",), "",
              (Dot("NU", 29.0, False, ""), Dot("SV", 97.0, False, "")))  # fmt: skip
    figure = range_chart([row], LIGHT)
    figure.validated()
    [verdict] = [note for note in figure.to_dict()["layout"]["annotations"] if note["yref"] == "y"]
    assert verdict["y"] == 0
    assert "NU" in verdict["text"]
    assert "SV" in verdict["text"]


def test_the_share_chart_has_the_sign_after_the_share() -> None:
    figure = share_chart([Mark("NU", "NU", 29.0, False, "<b>29 %</b>", "", side="▼")], 58.0, LIGHT)
    figure.validated()
    words = next(trace for trace in figure.to_dict()["data"] if trace["mode"] == "text")
    assert words["text"][0].endswith(f'<span style="color:{LIGHT.outside}">▼</span>')


@BOTH
def test_the_mix_chart_has_a_hollow_dot_for_the_share_as_it_is(tokens: Tokens) -> None:
    figure = mix_chart([Pair("SV", 84.0, 79.0, "84 % → 79 %", ""), Pair("SU", 59.0, 60.0, "", "")], tokens)
    figure.validated()
    crude, standardised = [trace for trace in figure.to_dict()["data"] if trace["mode"] == "markers"]
    assert (crude["marker"]["symbol"], crude["x"]) == ("circle-open", [84.0, 59.0])
    assert (standardised["marker"]["symbol"], standardised["x"]) == ("circle", [79.0, 60.0])
