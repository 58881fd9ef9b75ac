"""The registration rate over windows of 28 days, with what is usual as a band."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboard import swedish
from dashboard.charts.control_chart import axis_range
from dashboard.charts.control_panel import Panel, panel_traces
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import TICK_FONT_SIZE, Tokens

HEIGHT = 260
MOST_TICKS = 6  # that stand apart on a phone


def cross_rate_chart(last_days: Sequence[dt.date], panel: Panel, tokens: Tokens) -> FinishedFigure:
    """Draw one point per window, named by its last day, on an axis that ends at whole tens."""
    low, high = axis_range([panel])
    step = 20 if high - low > 40 else 10
    levels = list(range(-(-low // step) * step, high + 1, step))
    places = ticks(len(last_days))
    shared = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted}}
    xaxis: dict[str, Any] = shared | {
        "range": [-0.6, max(len(last_days) - 1, 1) + 0.9],
        "tickvals": places,
        "ticktext": [day_tick(last_days[place]) for place in places],
        "tickangle": 0,
        "showgrid": False,
        "showline": True,
        "linecolor": tokens.rule,
    }
    yaxis: dict[str, Any] = shared | {
        "range": [low, high + (high - low) * 0.03],
        "tickvals": levels,
        "ticktext": [f"{level}{swedish.NBSP}%" for level in levels],
        "gridcolor": tokens.grid,
        "showline": False,
    }
    traces = panel_traces(panel, {"xaxis": "x", "yaxis": "y"}, tokens)
    return figure(
        traces,
        layout(tokens, height=HEIGHT, margin={"l": 48, "r": 12, "t": 8, "b": 40}, xaxis=xaxis, yaxis=yaxis),
    )


def ticks(count: int, most: int = MOST_TICKS) -> list[int]:
    """At most so many places, evenly counted back from the last one."""
    step = max(1, -(-count // most))
    return sorted(range(count - 1, -1, -step))


def day_tick(date: dt.date) -> str:
    """31 okt 26: a day on an axis, on two lines."""
    return f"{date.day} {swedish.short_month(date)}<br>{date:%Y}"
