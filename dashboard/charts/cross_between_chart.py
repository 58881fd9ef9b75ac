"""Days between days with harm: a g chart, the running interval without harm as an open point last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.cross_rate_chart import day_tick, ticks
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.plan_course_chart import axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

HEIGHT = 280
GAP = "\u2002"


@dataclass(frozen=True)
class Between:
    """One interval: days, the day it ended (the day of harm, or the last known), its tooltip."""

    days: int
    ended: dt.date
    hover: str
    is_signal: bool = False


@dataclass(frozen=True)
class Limits:
    """The usual number of days and its upper limit; `is_trial`: of too few intervals."""

    centre: float
    upper: float
    is_trial: bool


def cross_between_chart(
    closed: Sequence[Between], running: Between | None, limits: Limits | None, tokens: Tokens
) -> FinishedFigure:
    """Draw the intervals in order; the axis begins at nought, which is also the lower limit."""
    shown = [*closed, *([running] if running else [])]
    highest = max([each.days for each in shown] + ([limits.upper] if limits else []), default=1)
    top, levels = axis(max(1, round(highest)))
    places = ticks(len(shown))
    shared = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted}}
    xaxis: dict[str, Any] = shared | {
        "range": [-0.6, max(len(shown) - 1, 1) + 0.6],
        "tickvals": places,
        "ticktext": [day_tick(shown[place].ended) for place in places],
        "tickangle": 0,
        "showgrid": False,
        "showline": True,
        "linecolor": tokens.rule,
    }
    yaxis: dict[str, Any] = shared | {
        "range": [-top * 0.03, top * 1.04],
        "tickvals": levels,
        "ticktext": [swedish.integer(level) for level in levels],
        "gridcolor": tokens.grid,
        "showline": False,
    }
    return figure(
        [*_closed(closed, tokens), *_running(closed, running, tokens)],
        layout(
            tokens,
            height=HEIGHT,
            margin={"l": 44, "r": 150, "t": 8, "b": 40},
            xaxis=xaxis,
            yaxis=yaxis,
            shapes=_lines(limits, tokens),
            annotations=_labels(limits, tokens),
        ),
    )


def _closed(closed: Sequence[Between], tokens: Tokens) -> list[dict[str, Any]]:
    if not closed:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(range(len(closed))),
            "y": [each.days for each in closed],
            "text": [each.hover for each in closed],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
            "line": {"color": tokens.ink, "width": 1.8},
            "marker": {
                "symbol": ["triangle-up" if each.is_signal else "circle" for each in closed],
                "size": [11 if each.is_signal else 7 for each in closed],
                "color": tokens.ink,
                "opacity": 1,
            },
        }
    ]


def _running(closed: Sequence[Between], running: Between | None, tokens: Tokens) -> list[dict[str, Any]]:
    if running is None:
        return []
    joined = [(len(closed) - 1, closed[-1].days)] if closed else []
    points = [*joined, (len(closed), running.days)]
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [place for place, _ in points],
            "y": [days for _, days in points],
            "text": [*([closed[-1].hover] if closed else []), running.hover],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
            "line": {"color": tokens.muted, "width": 1.2, "dash": "dot"},
            "marker": {
                "symbol": "circle-open",
                "size": [*([0] if closed else []), 11],
                "color": tokens.ink,
                "opacity": 1,
                "line": {"width": 2, "color": tokens.ink},
            },
        }
    ]


def _lines(limits: Limits | None, tokens: Tokens) -> list[dict[str, Any]]:
    """The centre dotted, the limit as a line; a limit on trial is dashed."""
    if limits is None:
        return []
    looks = ((limits.centre, "dot", tokens.muted), (limits.upper, "dash" if limits.is_trial else "solid", tokens.rule))
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level, "layer": "below",
         "line": {"width": 1.2, "dash": dash, "color": colour}}
        for level, dash, colour in looks
    ]  # fmt: skip


def _labels(limits: Limits | None, tokens: Tokens) -> list[dict[str, Any]]:
    if limits is None:
        return []
    upper = "gräns på prov" if limits.is_trial else "övre gräns"
    texts = (
        (limits.centre, f"vanligen {swedish.days(limits.centre)}"),
        (limits.upper, f"{upper} {swedish.days(limits.upper)}"),
    )
    return [
        {"text": f"{GAP}{words}", "x": 1, "xref": "paper", "y": level, "xanchor": "left", "yanchor": "middle",
         "showarrow": False, "font": {"size": NOTE_FONT_SIZE, "color": tokens.muted}}
        for level, words in texts
    ]  # fmt: skip
