"""Interval chart: groups of rows, each a dot with its interval, and the region's share as one line through them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis, share_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 28
GROUP_GAP = 1.25  # rows of air with the next group's heading
AXIS_END = 103  # dots at 100 % are drawn whole
DOT_SIZE = 11
SYMBOLS = {"▼": "triangle-down", "▲": "triangle-up"}
GAP = "\u2003"


@dataclass(frozen=True)
class Mark:
    """One row: percent and its interval (None = a state in words), the text at the right, ▼ or ▲ beyond chance."""

    name: str
    percent: float | None
    low: float | None
    high: float | None
    is_low_base: bool
    words: str
    hover: str
    side: str = ""


@dataclass(frozen=True)
class Section:
    """One division of the same patients: its heading and its rows in fixed order."""

    title: str
    marks: Sequence[Mark]


def interval_chart(sections: Sequence[Section], region: float | None, tokens: Tokens) -> FinishedFigure:
    """Draw the sections top down; `region` in percent."""
    places = _places(sections)
    placed = [(y, mark) for (y, mark) in zip(places, _marks(sections), strict=True)]
    ends = [low for _, mark in placed if (low := mark.low) is not None] + ([] if region is None else [region])
    lowest = max(-2, int((min(ends, default=40) - 5) // 10 * 10))
    bottom = (places[-1] if places else 0) + 0.6
    own_places = {"tickvals": places, "range": [bottom, -1.0], "showline": False}
    names = name_axis([mark.name for _, mark in placed], tokens) | own_places
    return figure(
        [_intervals(placed, tokens), _dots(placed, tokens), _words(placed, tokens)],
        layout(
            tokens,
            height=round(ROW_HEIGHT * (bottom + 1.0)) + 62,
            margin={"l": 60, "r": 250, "t": 26, "b": 32},
            xaxis=share_axis(tokens, lowest, AXIS_END),
            yaxis=names,
            shapes=_region_line(region, tokens),
            annotations=[*_headings(sections, places, tokens), *_region_name(region, tokens)],
        ),
    )


def _marks(sections: Sequence[Section]) -> list[Mark]:
    return [mark for section in sections for mark in section.marks]


def _places(sections: Sequence[Section]) -> list[float]:
    """Rows stand one apart, with air and a heading between sections."""
    places: list[float] = []
    y = 0.0
    for section in sections:
        places += [y + index for index in range(len(section.marks))]
        y += len(section.marks) + GROUP_GAP
    return places


def _intervals(placed: Sequence[tuple[float, Mark]], tokens: Tokens) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, mark in placed:
        if mark.low is not None:
            xs += [mark.low, mark.high, None]
            ys += [y, y, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "line": {"width": 3, "color": tokens.rule},
    }


def _dots(placed: Sequence[tuple[float, Mark]], tokens: Tokens) -> dict[str, Any]:
    shown = [(y, mark) for y, mark in placed if mark.percent is not None]
    colours = [_colour(mark, tokens) for _, mark in shown]
    low = [mark.is_low_base for _, mark in shown]
    symbols = [SYMBOLS.get(mark.side, "circle") for _, mark in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.percent for _, mark in shown],
        "y": [y for y, _ in shown],
        "text": [mark.hover for _, mark in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": [f"{symbol}-open" if hollow else symbol for symbol, hollow in zip(symbols, low, strict=True)],
            "size": [DOT_SIZE + 3 if mark.side else DOT_SIZE for _, mark in shown],
            "color": colours,
            "opacity": 1,
            "line": {
                "width": [2 if hollow else 1.5 for hollow in low],
                "color": [colour if hollow else tokens.background for colour, hollow in zip(colours, low, strict=True)],
            },
        },
    }


def _colour(mark: Mark, tokens: Tokens) -> str:
    return {"▼": tokens.outside, "▲": tokens.within}.get(mark.side, tokens.ink)


def _words(placed: Sequence[tuple[float, Mark]], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [AXIS_END] * len(placed),
        "y": [y for y, _ in placed],
        "text": [f"{GAP}{mark.words}{_sign(mark, tokens)}" for _, mark in placed],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {
            "size": TICK_FONT_SIZE,
            "color": [tokens.muted if mark.percent is None else tokens.ink for _, mark in placed],
        },
    }


def _sign(mark: Mark, tokens: Tokens) -> str:
    return f'{GAP}<span style="color:{_colour(mark, tokens)}">{mark.side}</span>' if mark.side else ""


def _headings(sections: Sequence[Section], places: Sequence[float], tokens: Tokens) -> list[dict[str, Any]]:
    """Each section's title above its first row."""
    found, first = [], 0
    for section in sections:
        found.append(
            {
                "x": 0,
                "xref": "paper",
                "y": places[first] - 0.5,
                "yref": "y",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "text": f"<b>{section.title}</b>",
                "font": {"size": NOTE_FONT_SIZE, "color": tokens.muted},
            }
        )
        first += len(section.marks)
    return found


def _region_line(region: float | None, tokens: Tokens) -> list[dict[str, Any]]:
    if region is None:
        return []
    line = {"width": 2, "color": tokens.ink}
    ends = {"x0": region, "x1": region, "y0": 0, "y1": 1}
    return [{"type": "line", "xref": "x", "yref": "paper", **ends, "layer": "below", "line": line}]


def _region_name(region: float | None, tokens: Tokens) -> list[dict[str, Any]]:
    if region is None:
        return []
    place = {"x": region, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return [place | {"text": "regionen", "font": {"size": NOTE_FONT_SIZE, "color": tokens.ink}}]
