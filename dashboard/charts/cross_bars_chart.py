"""Counts as bars, one row each with its words beside it: days by state, and events by type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis
from dashboard.charts.theme import CROSS_COLOURS, CROSS_EDGE, CROSS_INK, CROSS_WHITE, FIGURE_FONT_SIZE, Tokens

ROW_HEIGHT = 36
BAR_WIDTH = 0.62  # of a row
GAP = "\u2002"
# What each state has besides its fill: as in the cross itself, so that a printout in grey tells them apart.
PATTERNS = {"gul": (".", CROSS_INK), "orange": ("/", CROSS_INK), "rod": ("x", CROSS_WHITE), "gra": ("|", CROSS_EDGE)}


@dataclass(frozen=True)
class Bar:
    """A row: its name, its number, the words behind the bar and the tooltip; `colour` is one of CROSS_COLOURS or ""."""

    name: str
    count: int
    words: str
    hover: str
    colour: str = ""


def cross_bars_chart(bars: Sequence[Bar], tokens: Tokens, *, right: int) -> FinishedFigure:
    """Draw the rows top down, from nought; `right` is the margin that the words of the longest bar need, in pixels."""
    highest = max((bar.count for bar in bars), default=0) or 1
    return figure(
        [_bars(bars, tokens), _words(bars, tokens)],
        layout(
            tokens,
            height=max(1, len(bars)) * ROW_HEIGHT + 8,
            margin={"l": 8, "r": right, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, highest], "fixedrange": True},
            yaxis=name_axis([_named(bar) for bar in bars], tokens),
        ),
    )


def _named(bar: Bar) -> str:
    letter = CROSS_COLOURS[bar.colour].letter if bar.colour else ""
    return f"<b>{letter}</b>{GAP}{bar.name}" if letter else bar.name


def _bars(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    patterns = [PATTERNS.get(bar.colour, ("", tokens.ink)) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.count for bar in bars],
        "y": list(range(len(bars))),
        "width": BAR_WIDTH,
        "text": [bar.hover for bar in bars],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": [_fill(bar, tokens) for bar in bars],
            "line": {"width": 1, "color": CROSS_EDGE},
            "pattern": {
                "shape": [shape for shape, _ in patterns],
                "fgcolor": [colour for _, colour in patterns],
                "bgcolor": [_fill(bar, tokens) for bar in bars],
                "size": 8,
                "solidity": 0.2,
            },
        },
    }


def _fill(bar: Bar, tokens: Tokens) -> str:
    if not bar.colour:
        return tokens.muted
    colour = CROSS_COLOURS[bar.colour]
    return (colour.dark_fill if tokens.name == "dark" else colour.fill) or tokens.background


def _words(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [bar.count for bar in bars],
        "y": list(range(len(bars))),
        "text": [f"{GAP}{bar.words}" for bar in bars],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"size": FIGURE_FONT_SIZE, "color": tokens.ink},
    }
