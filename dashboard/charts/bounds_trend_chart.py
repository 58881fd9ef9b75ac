"""Bounds over time: the room in which a share lies at each date, as an area between two lines, never a line within."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import FIGURE_FONT_SIZE, TICK_FONT_SIZE, Tokens

HEIGHT = 300
MOST_TICKS = 9
GAP = "\u2002"


@dataclass(frozen=True)
class Bounds:
    """At one date: low and high in percent (None = a gap), and the words of the tooltip."""

    date: dt.date
    low: float | None
    high: float | None
    hover: str


def bounds_trend_chart(bounds: Sequence[Bounds], label: str, tokens: Tokens) -> FinishedFigure:
    """Draw the bounds in the order given; `label` stands beside the last."""
    lowest, highest = axis_range(bounds)
    ticks = list(range(lowest, highest + 1, 10 if highest - lowest <= 60 else 20))
    places = tick_places(len(bounds))
    shared = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted}}
    return figure(
        [*(_area(run, tokens) for run in _runs(bounds)), *_label(bounds, label, tokens)],
        layout(
            tokens,
            height=HEIGHT,
            margin={"l": 52, "r": 190, "t": 12, "b": 44},
            xaxis=shared
            | {
                "range": [-0.6, len(bounds) - 0.4],
                "tickvals": places,
                "ticktext": [_tick(bounds, index) for index in places],
                "tickangle": 0,
                "showgrid": False,
                "showline": True,
                "linecolor": tokens.rule,
            },
            yaxis=shared
            | {
                "range": [lowest, highest],
                "tickvals": ticks,
                "ticktext": [f"{tick}\u00a0%" for tick in ticks],
                "gridcolor": tokens.grid,
            },
        ),
    )


def axis_range(bounds: Sequence[Bounds]) -> tuple[int, int]:
    """Whole tens round the bounds; never outside 0–100."""
    values = [value for each in bounds for value in (each.low, each.high) if value is not None]
    if not values:
        return 0, 100
    return max(0, int((min(values) - 5) // 10 * 10)), min(100, int(-((-max(values) - 5) // 10) * 10))


def tick_places(count: int) -> list[int]:
    """At most nine dates with a name, the first and the last among them."""
    step = max(1, -(-(count - 1) // (MOST_TICKS - 1)))
    return sorted({*range(count - 1, -1, -step), 0}) if count else []


def _tick(bounds: Sequence[Bounds], index: int) -> str:
    date = bounds[index].date
    is_first = index == 0 or bounds[index - 1].date.year != date.year
    return f"{swedish.short_month(date)}<br>{date.year}" if is_first else swedish.short_month(date)


def _runs(bounds: Sequence[Bounds]) -> list[list[tuple[int, Bounds]]]:
    """Dates one after another with bounds; a gap begins a new run."""
    runs: list[list[tuple[int, Bounds]]] = [[]]
    for index, each in enumerate(bounds):
        if each.low is not None:
            runs[-1].append((index, each))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _area(run: Sequence[tuple[int, Bounds]], tokens: Tokens) -> dict[str, Any]:
    """Along the high bounds and back along the low; a single date is a short upright line."""
    there, back = list(run), list(run)[::-1]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [index for index, _ in [*there, *back]],
        "y": [each.high for _, each in there] + [each.low for _, each in back],
        "text": [each.hover for _, each in [*there, *back]],
        "hovertemplate": "%{text}<extra></extra>",
        "hoveron": "points",
        "fill": "toself",
        "fillcolor": tokens.range_bar,
        "line": {"width": 2, "color": tokens.rule},
        "marker": {"size": 5, "color": tokens.rule},
    }


def _label(bounds: Sequence[Bounds], label: str, tokens: Tokens) -> list[dict[str, Any]]:
    known = [(index, each) for index, each in enumerate(bounds) if each.low is not None and each.high is not None]
    if not known:
        return []
    index, last = known[-1]
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [index],
            "y": [((last.low or 0) + (last.high or 0)) / 2],
            "text": [f"{GAP}<b>{label}</b>"],
            "cliponaxis": False,
            "textposition": "middle right",
            "hoverinfo": "skip",
            "textfont": {"size": FIGURE_FONT_SIZE, "color": tokens.ink},
        }
    ]
