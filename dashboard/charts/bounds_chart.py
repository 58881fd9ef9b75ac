"""Bounds chart: rows under headings, a dot where a share is known and a bar where it only lies between two bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis, share_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 30
GROUP_GAP = 1.25  # rows of air with the next group's heading
AXIS_END = 103  # dots at 100 % are drawn whole
DOT_SIZE, BAR_WIDTH = 12, 9
THINNEST = 0.6  # percentage points: narrower bounds are still seen as a bar
GAP = "\u2003"


@dataclass(frozen=True)
class Mark:
    """One row: its percent, or its bounds in percent, or neither (a state in words); hollow when its base is low."""

    name: str
    percent: float | None
    low: float | None
    high: float | None
    words: str
    hover: str
    is_low_base: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class Section:
    """Rows under one heading; "" for none."""

    title: str
    marks: Sequence[Mark]


Placed = Sequence[tuple[float, Mark]]


def bounds_chart(sections: Sequence[Section], tokens: Tokens) -> FinishedFigure:
    """Draw the sections top down on an axis from zero: bars may start there."""
    placed = _placed(sections)
    bottom = (placed[-1][0] if placed else 0) + 0.6
    top = -1.0 if sections and sections[0].title else -0.6
    titles = [f"<b>{mark.name}</b>" if mark.is_chosen else mark.name for _, mark in placed]
    names = name_axis(titles, tokens) | {"tickvals": [y for y, _ in placed], "range": [bottom, top], "showline": False}
    return figure(
        [*(_bar(y, mark, tokens) for y, mark in placed if mark.low is not None), _dots(placed, tokens),
         _words(placed, tokens)],
        layout(
            tokens,
            height=round(ROW_HEIGHT * (bottom - top)) + 40,
            margin={"l": 60, "r": 290, "t": 8, "b": 32},
            xaxis=share_axis(tokens, 0, AXIS_END),
            yaxis=names,
            annotations=_headings(sections, tokens),
        ),
    )  # fmt: skip


def _placed(sections: Sequence[Section]) -> list[tuple[float, Mark]]:
    """Rows stand one apart, with air and a heading between sections."""
    placed: list[tuple[float, Mark]] = []
    y = 0.0
    for section in sections:
        placed += [(y + index, mark) for index, mark in enumerate(section.marks)]
        y += len(section.marks) + GROUP_GAP
    return placed


def _bar(y: float, mark: Mark, tokens: Tokens) -> dict[str, Any]:
    """The bounds as a bar without a middle: no point in it is likelier than another."""
    low, high = float(mark.low or 0), float(mark.high or 0)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, max(high, low + THINNEST)],
        "y": [y, y],
        "text": [mark.hover] * 2,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"width": BAR_WIDTH, "color": tokens.rule},
    }


def _dots(placed: Placed, tokens: Tokens) -> dict[str, Any]:
    shown = [(y, mark) for y, mark in placed if mark.percent is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.percent for _, mark in shown],
        "y": [y for y, _ in shown],
        "text": [mark.hover for _, mark in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": ["circle-open" if mark.is_low_base else "circle" for _, mark in shown],
            "size": DOT_SIZE,
            "color": tokens.ink,
            "opacity": 1,
            "line": {
                "width": [2 if mark.is_low_base else 1.5 for _, mark in shown],
                "color": [tokens.ink if mark.is_low_base else tokens.background for _, mark in shown],
            },
        },
    }


def _words(placed: Placed, tokens: Tokens) -> dict[str, Any]:
    is_known = [mark.percent is not None or mark.low is not None for _, mark in placed]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [AXIS_END] * len(placed),
        "y": [y for y, _ in placed],
        "text": [f"{GAP}{mark.words}" for _, mark in placed],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"size": TICK_FONT_SIZE, "color": [tokens.ink if known else tokens.muted for known in is_known]},
    }


def _headings(sections: Sequence[Section], tokens: Tokens) -> list[dict[str, Any]]:
    """Each section's title above its first row."""
    found, y = [], 0.0
    for section in sections:
        if section.title:
            found.append(
                {"x": 0, "xref": "paper", "y": y - 0.5, "yref": "y", "xanchor": "left", "yanchor": "bottom",
                 "showarrow": False, "text": f"<b>{section.title}</b>",
                 "font": {"size": NOTE_FONT_SIZE, "color": tokens.muted}}
            )  # fmt: skip
        y += len(section.marks) + GROUP_GAP
    return found
