"""Funnel: every förvaltning or unit at its share and its number, and how far chance alone would take a share there.

The number of patients stands on a square-root axis, so that small units are not crowded at the left edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, share_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

HEIGHT = 440
AXIS_END = 103  # points at 100 % are drawn whole
DOT_SIZE, SIGN_SIZE = 10, 13
PLOT_WIDTH, PLOT_HEIGHT = 760, 380  # px that names are placed for: the narrowest the chart is drawn
NAME_HEIGHT, LETTER_WIDTH, MARGIN = 16, 6.5, 130
ROUND_NUMBERS = tuple(int(part * 10**power) for power in range(1, 5) for part in (1, 1.5, 2, 3, 4, 5, 7))
LEAST_GAP = 0.07  # of the axis, between two tick texts
NAME_SHIFT, LINE_SHIFT = 11, 15  # px from a point to its name, sideways and up or down
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))  # right, left, above, below, …
ANCHORS = {1: "left", 0: "center", -1: "right"}


@dataclass(frozen=True)
class Point:
    """One förvaltning or unit; `side` is ▼, ▲ or "" and stands for beyond chance after correction."""

    name: str
    number: int
    percent: float
    side: str
    is_low_base: bool
    hover: str


@dataclass(frozen=True)
class Limits:
    """Percent limits at growing numbers: (lower, upper) of the thin, the dashed and the adjusted funnel."""

    numbers: Sequence[int]
    thin: tuple[Sequence[float], Sequence[float]]
    dashed: tuple[Sequence[float], Sequence[float]]
    adjusted: tuple[Sequence[float], Sequence[float]] | None = None


def funnel_chart(
    points: Sequence[Point], limits: Limits, target: float, target_name: str, tokens: Tokens
) -> FinishedFigure:
    """Draw limits, target (percent) and points; `target_name` stands at the line's right end."""
    xs = [math.sqrt(number) for number in limits.numbers]
    span = (xs[0], xs[-1])
    lowest = _lowest(points, limits)
    traces = [_band(xs, limits.adjusted, tokens)] if limits.adjusted else []
    traces += [_limit(xs, side, "dash", tokens) for side in limits.dashed]
    traces += [_limit(xs, side, "solid", tokens) for side in limits.thin]
    traces += [_target(span, target, tokens), _dots(points, tokens)]
    ticks = _ticks(limits.numbers[0], limits.numbers[-1])
    return figure(
        traces,
        layout(
            tokens,
            height=HEIGHT,
            margin={"l": 60, "r": MARGIN, "t": 14, "b": 48},
            xaxis=_number_axis(span, ticks, tokens),
            yaxis=share_axis(tokens, lowest, AXIS_END),
            annotations=[
                _target_name(target, target_name, tokens),
                *_names(points, limits, target, lowest, tokens),
            ],
        ),
    )


def _lowest(points: Sequence[Point], limits: Limits) -> int:
    """The axis begins under the lowest point and under the thin funnel where the smallest point stands."""
    smallest = min((point.number for point in points), default=limits.numbers[-1])
    drawn = [low for number, low in zip(limits.numbers, limits.thin[0], strict=True) if number >= smallest]
    least = min([*(point.percent for point in points), *drawn], default=40)
    return max(-4, int((least - 4) // 10 * 10))


def _limit(xs: Sequence[float], side: Sequence[float], dash: str, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": side,
        "hoverinfo": "skip",
        "line": {"width": 1.2, "color": tokens.rule, "dash": dash},
    }


def _band(xs: Sequence[float], adjusted: tuple[Sequence[float], Sequence[float]], tokens: Tokens) -> dict[str, Any]:
    lower, upper = adjusted
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*xs, *reversed(xs)],
        "y": [*lower, *reversed(upper)],
        "fill": "toself",
        "fillcolor": tokens.usual_band,
        "hoverinfo": "skip",
        "line": {"width": 0},
    }


def _target(span: tuple[float, float], target: float, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(span),
        "y": [target, target],
        "hoverinfo": "skip",
        "line": {"width": 2, "color": tokens.ink},
    }


def _target_name(target: float, name: str, tokens: Tokens) -> dict[str, Any]:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6,
        "y": target,
        "yref": "y",
        "showarrow": False,
        "text": name,
        "font": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }


def _colour(point: Point, tokens: Tokens) -> str:
    return {"▼": tokens.outside, "▲": tokens.within}.get(point.side, tokens.muted)


def _dots(points: Sequence[Point], tokens: Tokens) -> dict[str, Any]:
    symbols = {"▼": "triangle-down", "▲": "triangle-up"}
    colours = [_colour(point, tokens) for point in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [math.sqrt(point.number) for point in points],
        "y": [point.percent for point in points],
        "text": [point.hover for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": ["circle-open" if point.is_low_base else symbols.get(point.side, "circle") for point in points],
            "size": [SIGN_SIZE if point.side else DOT_SIZE for point in points],
            "color": colours,
            "opacity": 1,
            "line": {
                "width": [2 if point.is_low_base else 1.2 for point in points],
                "color": [
                    colour if point.is_low_base else tokens.background
                    for point, colour in zip(points, colours, strict=True)
                ],
            },
        },
    }


def _names(points: Sequence[Point], limits: Limits, target: float, lowest: int, tokens: Tokens) -> list[dict[str, Any]]:
    """Names of those beyond chance, each where it covers no point or other name, and no line where it can; else none.

    Those are named in the tooltip and in the table.
    """
    first, last = math.sqrt(limits.numbers[0]), math.sqrt(limits.numbers[-1])

    def pixels(number: int, percent: float) -> tuple[float, float]:
        across = PLOT_WIDTH * (math.sqrt(number) - first) / (last - first)
        return across, PLOT_HEIGHT * (percent - lowest) / (AXIS_END - lowest)

    at = [pixels(point.number, point.percent) for point in points]
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in at]
    drawn = (*limits.thin, *limits.dashed, [target] * len(limits.numbers))
    lines = [(x, y, x, y) for line in drawn for x, y in map(pixels, limits.numbers, line)]
    names = []
    for point, (x, y) in zip(points, at, strict=True):
        width = LETTER_WIDTH * len(point.name)
        tries = [(place, avoided) for avoided in ([*taken, *lines], taken) for place in PLACES] if point.side else []
        for (right, above), avoided in tries:
            left = x + right * NAME_SHIFT - width * (1 - right) / 2
            bottom = y + above * LINE_SHIFT - NAME_HEIGHT / 2
            box = (left, bottom, left + width, bottom + NAME_HEIGHT)
            if 0 <= left <= PLOT_WIDTH + MARGIN - width and not any(_overlap(box, other) for other in avoided):
                taken.append(box)
                names.append(_name(point, right, above, tokens))
                break
    return names


def _name(point: Point, right: int, above: int, tokens: Tokens) -> dict[str, Any]:
    return {
        "x": math.sqrt(point.number),
        "y": point.percent,
        "xanchor": ANCHORS[right],
        "xshift": right * NAME_SHIFT,
        "yshift": above * LINE_SHIFT,
        "showarrow": False,
        "text": point.name,
        "font": {"size": NOTE_FONT_SIZE, "color": _colour(point, tokens)},
    }


def _overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _ticks(least: int, most: int) -> list[int]:
    """Round numbers within the axis, far enough apart on it."""
    span = math.sqrt(most) - math.sqrt(least)
    ticks: list[int] = []
    for number in reversed([each for each in ROUND_NUMBERS if least <= each <= most]):
        if not ticks or math.sqrt(ticks[-1]) - math.sqrt(number) >= LEAST_GAP * span:
            ticks.append(number)
    return ticks[::-1]


def _number_axis(span: tuple[float, float], ticks: Sequence[int], tokens: Tokens) -> dict[str, Any]:
    return {
        "range": list(span),
        "tickvals": [math.sqrt(tick) for tick in ticks],
        "ticktext": [f"{tick:,}".replace(",", "\u00a0") for tick in ticks],
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "title": {
            "text": "antal patienter i nämnaren",
            "font": {"size": NOTE_FONT_SIZE, "color": tokens.muted},
            "standoff": 8,
        },
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": True,
        "linecolor": tokens.rule,
    }
