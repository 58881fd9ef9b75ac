"""Pace chart: one row per queue, what leaves it in a month inside what the wanted share asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis
from dashboard.charts.theme import TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 38
OUTER, INNER, TICK = 0.62, 0.34, 0.78
RIGHT_ROOM = 0.55  # of the longest, for the words
GAP = "\u2002"


@dataclass(frozen=True)
class Pace:
    """One queue: patients a month that leave it, that must at least, and that the rule of thumb asks for."""

    name: str
    left: int
    at_least: int
    rule_of_thumb: int | None
    words: str
    hover: str


def needs_queue_chart(rows: Sequence[Pace], tokens: Tokens) -> FinishedFigure:
    """Draw the rows top down, in the order given."""
    ends = [max(row.left, row.at_least, row.rule_of_thumb or 0) for row in rows]
    return figure(
        [
            _bars([row.at_least for row in rows], rows, OUTER, tokens.usual_band, tokens.rule),
            _bars([row.left for row in rows], rows, INNER, tokens.accent, tokens.accent),
            _words(ends, [GAP + row.words for row in rows], tokens),
        ],
        layout(
            tokens,
            height=ROW_HEIGHT * len(rows) + 24,
            margin={"l": 60, "r": 10, "t": 8, "b": 8},
            barmode="overlay",
            xaxis={
                "range": [0, max([1, *ends]) * (1 + RIGHT_ROOM)], "showgrid": False, "zeroline": False,
                "showticklabels": False, "fixedrange": True,
            },
            yaxis=name_axis([row.name for row in rows], tokens),
            shapes=[_tick(row.rule_of_thumb, index, tokens) for index, row in enumerate(rows) if row.rule_of_thumb],
        ),
    )  # fmt: skip


def _bars(lengths: Sequence[int], rows: Sequence[Pace], width: float, fill: str, edge: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": list(range(len(rows))),
        "width": width,
        "text": [row.hover for row in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": fill, "line": {"width": 1, "color": edge}},
    }


def _words(ends: Sequence[int], words: Sequence[str], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(ends),
        "y": list(range(len(ends))),
        "text": list(words),
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }


def _tick(at: int, index: int, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": at,
        "x1": at,
        "y0": index - TICK / 2,
        "y1": index + TICK / 2,
        "line": {"width": 2, "color": tokens.ink},
    }
