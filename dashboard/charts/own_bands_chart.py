"""The bands of a source as bars: rows with names where they are few, columns along the wait where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboard import swedish
from dashboard.charts.distribution_chart import steps
from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

MOST_ROWS = 16
ROW_HEIGHT, COLUMNS_HEIGHT = 36, 300
RIGHT_MARGIN = 185  # px right of the bars: their numbers, and between two of them the limit's name
Side = Literal["within", "over", "limit", ""]


@dataclass(frozen=True)
class Band:
    """One band: its name, how many, on which side of the limit ("limit": it lies inside), its text and tooltip."""

    name: str
    short: str
    contacts: int
    side: Side
    words: str
    hover: str


def own_bands_chart(bands: Sequence[Band], limit: str, axis: str, tokens: Tokens) -> FinishedFigure:
    """Draw the bands from the shortest wait; `limit` names the line between within and over, `axis` the unit."""
    if len(bands) <= MOST_ROWS:
        return _rows(bands, limit, tokens)
    return _columns(bands, limit, axis, tokens)


def _colours(bands: Sequence[Band], tokens: Tokens) -> list[str]:
    by_side = {"within": tokens.within, "over": tokens.outside, "limit": tokens.rule, "": tokens.muted}
    return [by_side[band.side] for band in bands]


def limit_place(bands: Sequence[Band]) -> float | None:
    """Between the last band within and the next one; None where the limit is no edge of a band."""
    if not any(band.side == "within" for band in bands) or any(band.side == "limit" for band in bands):
        return None
    return sum(band.side == "within" for band in bands) - 0.5


def _rows(bands: Sequence[Band], limit: str, tokens: Tokens) -> FinishedFigure:
    highest = max((band.contacts for band in bands), default=0) or 1
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [band.contacts for band in bands],
        "y": list(range(len(bands))),
        "width": 0.72,
        "textposition": "none",
        "customdata": [band.hover for band in bands],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": _colours(bands, tokens)},
    }
    place = limit_place(bands)
    names = name_axis([band.name for band in bands], tokens) | {
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.ink}
    }
    return figure(
        [bars],
        layout(
            tokens,
            height=ROW_HEIGHT * len(bands) + 24,
            margin={"l": 40, "r": RIGHT_MARGIN, "t": 8, "b": 8},
            xaxis={"range": [0, highest], "visible": False, "fixedrange": True},
            yaxis=names,
            shapes=[] if place is None else [_line("y", place, tokens)],
            annotations=[
                *(_beside(index, band, tokens) for index, band in enumerate(bands)),
                *([] if place is None else [_name("y", place, limit, tokens)]),
            ],
        ),
    )


def _columns(bands: Sequence[Band], limit: str, axis: str, tokens: Tokens) -> FinishedFigure:
    places = list(range(0, len(bands), max(1, round(len(bands) / 8))))
    bars = {
        "type": "bar",
        "x": list(range(len(bands))),
        "y": [band.contacts for band in bands],
        "width": 1,
        "textposition": "none",
        "customdata": [band.hover for band in bands],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": _colours(bands, tokens), "line": {"width": 0.5, "color": tokens.background}},
    }
    place = limit_place(bands)
    shared = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted}}
    highest = max((band.contacts for band in bands), default=0) or 1
    heights = steps(highest)
    return figure(
        [bars],
        layout(
            tokens,
            height=COLUMNS_HEIGHT,
            margin={"l": 52, "r": 8, "t": 30, "b": 48},
            bargap=0,
            xaxis=shared
            | {
                "range": [-0.7, len(bands) - 0.3],
                "tickvals": places,
                "ticktext": [bands[index].short for index in places],
                "tickangle": 0,
                "title": {"text": axis, "font": {"size": TICK_FONT_SIZE, "color": tokens.muted}, "standoff": 6},
                "showgrid": False,
                "showline": True,
                "linecolor": tokens.rule,
            },
            yaxis=shared
            | {
                "range": [0, max(highest * 1.04, heights[-1])],
                "tickvals": heights,
                "ticktext": [swedish.integer(step) for step in heights],
                "gridcolor": tokens.grid,
            },
            shapes=[] if place is None else [_line("x", place, tokens)],
            annotations=[] if place is None else [_name("x", place, limit, tokens)],
        ),
    )


def _beside(index: int, band: Band, tokens: Tokens) -> dict[str, Any]:
    """How many and their share, right of where the longest bar ends."""
    return {
        "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": index, "yref": "y", "yanchor": "middle",
        "showarrow": False, "text": band.words, "font": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }  # fmt: skip


def _line(along: Literal["x", "y"], place: float, tokens: Tokens) -> dict[str, Any]:
    """Across the bars, between two of them."""
    ends = {"x0": place, "x1": place, "y0": 0, "y1": 1, "yref": "paper", "xref": "x"}
    if along == "y":
        ends = {"y0": place, "y1": place, "x0": 0, "x1": 1, "xref": "paper", "yref": "y"}
    return {"type": "line", **ends, "line": {"width": 2, "color": tokens.ink}}


def _name(along: Literal["x", "y"], place: float, limit: str, tokens: Tokens) -> dict[str, Any]:
    """At the line's right end between two rows of numbers, or above its top."""
    words = {
        "showarrow": False,
        "text": f"<b>{limit}</b>",
        "font": {"size": NOTE_FONT_SIZE, "color": tokens.ink},
    }
    if along == "x":
        return words | {"x": place, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "left"}
    return words | {
        "x": 1,
        "xref": "paper",
        "y": place,
        "yref": "y",
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 6,
    }
