"""Distribution of days waited: bars on either side of the limit, median and 90th percentile as lines with words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

AXIS_END = 365
OPEN_FROM, OPEN_TO = 376, 392  # where the open class stands, clear of the days before it
LINE_OF_WORDS = 19  # pixels between the words of the lines, which stand one under another above the plot
TOP, PLOT, BOTTOM = 64, 210, 48
TICKS = (0, 30, 60, 90, 120, 180, 240, 300, 365)


@dataclass(frozen=True)
class Bar:
    """Those who have waited `first`–`last` days (last None: the open class), and the words of the tooltip."""

    first: int
    last: int | None
    contacts: int
    is_over: bool
    hover: str


@dataclass(frozen=True)
class Mark:
    """A vertical line at a number of days with its words; the limit is solid and in ink."""

    days: float
    words: str
    is_limit: bool = False


def distribution_chart(
    bars: Sequence[Bar], marks: Sequence[Mark], totals: Sequence[tuple[str, int, bool]], tokens: Tokens
) -> FinishedFigure:
    """Draw the bars, the marks from the left, and `totals` (words, number, is over) as coloured text."""
    highest = max((bar.contacts for bar in bars), default=0) or 1
    heights = steps(highest)
    y_axis = {
        "range": [0, max(highest * 1.04, heights[-1])],
        "tickvals": heights,
        "ticktext": [swedish.integer(step) for step in heights],
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "gridcolor": tokens.grid,
        "zeroline": False,
        "fixedrange": True,
    }
    x_axis = {
        "range": [-2, OPEN_TO + 4],
        "tickvals": [*TICKS[:-1], (OPEN_FROM + OPEN_TO) / 2],
        "ticktext": [*(str(tick) for tick in TICKS[:-1]), f"{AXIS_END + 1}–"],
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "tickangle": 0,
        "title": {"text": "dagar", "font": {"size": TICK_FONT_SIZE, "color": tokens.muted}, "standoff": 6},
        "showgrid": False,
        "showline": True,
        "linecolor": tokens.rule,
        "zeroline": False,
        "fixedrange": True,
    }
    ordered = sorted(marks, key=lambda mark: mark.days)
    return figure(
        [_bars(bars, tokens, has_limit=any(mark.is_limit for mark in marks))],
        layout(
            tokens,
            height=TOP + PLOT + BOTTOM,
            margin={"l": 52, "r": 8, "t": TOP, "b": BOTTOM},
            bargap=0,
            xaxis=x_axis,
            yaxis=y_axis,
            shapes=[_line(mark, row, tokens) for row, mark in enumerate(ordered)],
            annotations=[
                *(_words(mark, row, tokens) for row, mark in enumerate(ordered)),
                *_totals(totals, tokens),
            ],
        ),
    )


def place(days: float) -> float:
    """Where a number of days stands: after its own day, and all of the open class in the middle of its bar."""
    return days if days <= AXIS_END else (OPEN_FROM + OPEN_TO) / 2


def _bars(bars: Sequence[Bar], tokens: Tokens, *, has_limit: bool) -> dict[str, Any]:
    spans = [(bar.first - 1 if bar.first else 0, bar.last) for bar in bars]
    ends = [(left, right) if right is not None else (OPEN_FROM, OPEN_TO) for left, right in spans]
    return {
        "type": "bar",
        "x": [(left + right) / 2 for left, right in ends],
        "width": [right - left for left, right in ends],
        "y": [bar.contacts for bar in bars],
        "text": [bar.hover for bar in bars],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": [
                (tokens.outside if bar.is_over else tokens.within) if has_limit else tokens.muted for bar in bars
            ],
            "line": {"width": 1, "color": tokens.background},
        },
    }


def _line(mark: Mark, row: int, tokens: Tokens) -> dict[str, Any]:
    at = place(mark.days)
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1 + (TOP - LINE_OF_WORDS * (row + 0.5)) / PLOT,
        "line": {
            "width": 2 if mark.is_limit else 1.5,
            "dash": "solid" if mark.is_limit else "dot",
            "color": tokens.ink,
        },
    }


def _words(mark: Mark, row: int, tokens: Tokens) -> dict[str, Any]:
    """Right of its line, or left of it where the page ends."""
    is_late = mark.days > AXIS_END * 0.72
    return {
        "x": place(mark.days),
        "xref": "x",
        "y": 1 + (TOP - LINE_OF_WORDS * (row + 0.5)) / PLOT,
        "yref": "paper",
        "xanchor": "right" if is_late else "left",
        "xshift": -5 if is_late else 5,
        "yanchor": "middle",
        "showarrow": False,
        "text": f"<b>{mark.words}</b>" if mark.is_limit else mark.words,
        "font": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }


def _totals(totals: Sequence[tuple[str, int, bool]], tokens: Tokens) -> list[dict[str, Any]]:
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": 1,
            "yref": "paper",
            "xanchor": "right",
            "yanchor": "top",
            "yshift": -8 - 20 * number,
            "showarrow": False,
            "text": f"<b>■ {words} {swedish.integer(count)}</b>",
            "font": {
                "size": max(TICK_FONT_SIZE, NOTE_FONT_SIZE),
                "color": tokens.outside if is_over else tokens.within,
            },
        }
        for number, (words, count, is_over) in enumerate(totals)
    ]


def steps(highest: int) -> list[int]:
    """0 and two to four round steps up to the highest bar."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            step = size * factor
            if highest / step <= 3:
                return list(range(0, highest + step, step)) if highest > step else [0, step]
        size *= 10
