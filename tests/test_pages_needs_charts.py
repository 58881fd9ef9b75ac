"""The charts of Behov och kapacitet: Plotly takes them, bars start at nought, and every bar has its words."""

from __future__ import annotations

import pytest

from dashboard.charts.needs_chart import Row, needs_chart
from dashboard.charts.needs_queue_chart import Pace, needs_queue_chart
from dashboard.charts.theme import DARK, LIGHT, Tokens

ROWS = [
    Row("Ortopedi", 700, 200, 400, "<b>200 kvar</b> av 700", "400", "Ortopedi"),
    Row("Kirurgi", 0, 0, 0, "ingen brist", "", "Kirurgi"),
]
PACES = [
    Pace("Ortopedi", 120, 139, 246, "minst <b>19 fler</b> i månaden", "Ortopedi"),
    Pace("Kirurgi", 80, 60, None, "dagens takt kan räcka", "Kirurgi"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_shortage_stands_right_of_the_line_and_surplus_left_of_it(tokens: Tokens) -> None:
    agreed, left, surplus, right_words, left_words = needs_chart(ROWS, tokens).validated().data
    assert list(left.x) == [200, 0]
    assert [*zip(agreed.base, agreed.x, strict=True)] == [(200, 500), (0, 0)]  # after what is left to place
    assert list(surplus.x) == [-400, 0]
    assert [word.strip() for word in right_words.text] == ["<b>200 kvar</b> av 700", "ingen brist"]
    assert [word.strip() for word in left_words.text] == ["400", ""]


def test_the_words_have_room_inside_the_axis() -> None:
    low, high = needs_chart(ROWS, LIGHT).validated().layout.xaxis.range
    assert low < -400 - 0.2 * 700
    assert high > 700 * 1.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_pace_stands_inside_what_is_asked_for_and_a_rule_that_does_not_apply_has_no_mark(tokens: Tokens) -> None:
    figure = needs_queue_chart(PACES, tokens).validated()
    asked, left, words = figure.data
    assert list(asked.x) == [139, 60]
    assert list(left.x) == [120, 80]
    assert asked.width > left.width
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(246, 246)]
    assert list(words.x) == [246, 80]  # after the farthest mark of the row


def test_charts_without_rows_are_still_charts() -> None:
    assert len(needs_chart([], LIGHT).validated().data) == 5
    assert len(needs_queue_chart([], LIGHT).validated().data) == 3
