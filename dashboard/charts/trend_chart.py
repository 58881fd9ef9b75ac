"""Trend: at most three lines with the number at the end; a month without a figure breaks the line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import FIGURE_FONT_SIZE, NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

CLOSEST_LABELS = 0.05  # of the axis: nearer labels are pushed apart, the dots stay
GAP = "\u2002"


@dataclass(frozen=True)
class Line:
    """One series: percent per month (None = gap), its tooltips and the text at its end."""

    name: str
    percents: Sequence[float | None]
    hovers: Sequence[str]
    is_reference: bool = False


@dataclass(frozen=True)
class Band:
    """Consecutive months, by index, where a delivery is missing, something happened, or both."""

    first: int
    last: int
    words: str  # what is missing
    event: str = ""


def trend_chart(
    months: Sequence[dt.date], lines: Sequence[Line], bands: Sequence[Band], tokens: Tokens
) -> FinishedFigure:
    """Draw the lines over the months: the first in ink, the second in accent; a reference is muted and dashed."""
    lowest, highest = axis_range(lines)
    own = iter((tokens.ink, tokens.accent))
    colours = [tokens.muted if line.is_reference else next(own) for line in lines]
    traces = [_line(line, colour) for line, colour in zip(lines, colours, strict=True)]
    traces += _ends(lines, colours, highest - lowest)
    ticks = list(range(lowest, highest + 1, 10))
    x_axis = {
        "range": [-0.6, len(months) - 0.4],
        "tickvals": _tick_positions(months),
        "ticktext": [_tick_text(months, index) for index in _tick_positions(months)],
        "tickangle": 0,
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": tokens.rule,
        "fixedrange": True,
    }
    y_axis = {
        "range": [lowest, highest],
        "tickvals": ticks,
        "ticktext": [f"{tick}\u00a0%" for tick in ticks],
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "gridcolor": tokens.grid,
        "zeroline": False,
        "fixedrange": True,
    }
    return figure(
        traces,
        layout(
            tokens,
            height=320,
            margin={"l": 52, "r": 170, "t": 12, "b": 44},
            xaxis=x_axis,
            yaxis=y_axis,
            shapes=[_band(band, tokens) for band in bands],
            annotations=[_band_note(band, tokens, months) for band in bands],
        ),
    )


def axis_range(lines: Sequence[Line]) -> tuple[int, int]:
    """Whole tens round the values, five points of air at least; never outside 0–100."""
    values = [value for line in lines for value in line.percents if value is not None]
    if not values:
        return 0, 100
    return max(0, int((min(values) - 5) // 10 * 10)), min(100, int(-((-max(values) - 5) // 10) * 10))


def bands_of(missing: Sequence[str | None]) -> list[Band]:
    """Consecutive months with the same missing förvaltningar become one band."""
    bands: list[Band] = []
    for index, words in enumerate(missing):
        if not words:
            continue
        if bands and bands[-1].last == index - 1 and bands[-1].words == words:
            bands[-1] = Band(bands[-1].first, index, words)
        else:
            bands.append(Band(index, index, words))
    return bands


def with_events(bands: Sequence[Band], events: Sequence[Band]) -> list[Band]:
    """An event names the missing months it touches; one that touches none is a band of its own."""
    named = list(bands)
    for event in events:
        touched = [index for index, band in enumerate(named) if band.first <= event.last and event.first <= band.last]
        if not touched:
            named.append(event)
        for index in touched:
            named[index] = dataclasses.replace(named[index], event=event.event)
    return sorted(named, key=lambda band: band.first)


def _line(line: Line, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(line.percents))),
        "y": list(line.percents),
        "connectgaps": False,
        "name": line.name,
        "text": list(line.hovers),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {
            "color": colour,
            "width": 2 if line.is_reference else 3,
            "dash": "dash" if line.is_reference else "solid",
        },
        "marker": {"size": 4, "color": colour},
    }


def _ends(lines: Sequence[Line], colours: Sequence[str], span: int) -> list[dict[str, Any]]:
    """The dot and the bold label at each line's last value; labels that would collide are pushed apart."""
    ends = []
    for line, colour in zip(lines, colours, strict=True):
        last = max((index for index, value in enumerate(line.percents) if value is not None), default=None)
        if last is not None:
            ends.append((line, colour, last, float(line.percents[last] or 0)))
    heights = _pushed_apart([value for *_, value in ends], span * CLOSEST_LABELS)
    traces: list[dict[str, Any]] = []
    for (line, colour, last, value), height in zip(ends, heights, strict=True):
        label = f"{GAP}<b>{line.name} {swedish.percent(value / 100)}</b>"
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [last],
                "y": [value],
                "hoverinfo": "skip",
                "marker": {"size": 10, "color": colour},
                "cliponaxis": False,
            }
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [last],
                "y": [height],
                "text": [label],
                "cliponaxis": False,
                "textposition": "middle right",
                "hoverinfo": "skip",
                "textfont": {"size": FIGURE_FONT_SIZE, "color": colour},
            }
        )
    return traces


def _pushed_apart(values: Sequence[float], closest: float) -> list[float]:
    heights = list(values)
    order = sorted(range(len(values)), key=lambda index: values[index])
    for below, above in itertools.pairwise(order):
        gap = heights[above] - heights[below]
        if gap < closest:
            heights[below] -= (closest - gap) / 2
            heights[above] += (closest - gap) / 2
    return heights


def _tick_positions(months: Sequence[dt.date]) -> list[int]:
    """January and July, the first and the last month; a tick next to an end gives way to it."""
    ends = {0, len(months) - 1}
    halves = {index for index, month in enumerate(months) if month.month in (1, 7)}
    room = max(2, len(months) // 8)
    return sorted(ends | {index for index in halves if min(abs(index - end) for end in ends) >= room})


def _tick_text(months: Sequence[dt.date], index: int) -> str:
    month = months[index]
    shown_year = index == 0 or month.month == 1
    return f"{swedish.short_month(month)}<br>{month.year}" if shown_year else swedish.short_month(month)


def _band(band: Band, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": band.first - 0.5,
        "x1": band.last + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": tokens.usual_band,
        "line": {"width": 0},
        "layer": "below",
    }


def _band_note(band: Band, tokens: Tokens, months: Sequence[dt.date]) -> dict[str, Any]:
    is_late = band.first > len(months) * 0.7
    return {
        "x": band.last + 0.5 if is_late else band.first - 0.5,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "showarrow": False,
        "xanchor": "right" if is_late else "left",
        "yanchor": "top",
        "align": "right" if is_late else "left",
        "text": _note(band, _span(months[band.first], months[band.last])),
        "font": {"size": NOTE_FONT_SIZE, "color": tokens.muted},
    }


def _note(band: Band, span: str) -> str:
    """Systembyte i SÄS nov 2024: SÄS saknas, on two lines."""
    if not band.event:
        return f"{span}:<br>{escape(band.words)} saknas"
    event = f"{escape(band.event)}<br>{span}"
    return f"{event}: {escape(band.words)} saknas" if band.words else event


def _span(first: dt.date, last: dt.date) -> str:
    start = swedish.short_month(first)
    if first == last:
        return f"{start} {first.year}"
    if first.year == last.year:
        return f"{start}–{swedish.short_month(last)} {last.year}"
    return f"{start} {first.year}–{swedish.short_month(last)} {last.year}"
