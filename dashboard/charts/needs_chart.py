"""Gap chart: one row per specialty, what is short to the right of the line and what is left over to the left of it.

The two are never netted. Of what is short, the dark part is left to place and the pale part is agreed with others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis
from dashboard.charts.theme import TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 38
BAR_WIDTH = 0.56
RIGHT_ROOM, LEFT_ROOM = 0.62, 0.34  # of the longest bar, for the words at the bars' ends
GAP = "\u2002"


@dataclass(frozen=True)
class Row:
    """One specialty: patients short, of them left to place, patients left over, the words at both ends, the tooltip."""

    name: str
    shortage: int
    to_place: int
    surplus: int
    right: str
    left: str
    hover: str


def needs_chart(rows: Sequence[Row], tokens: Tokens) -> FinishedFigure:
    """Draw the rows top down, in the order given."""
    longest = max([1, *(row.shortage for row in rows), *(row.surplus for row in rows)])
    widest_left = max((row.surplus for row in rows), default=0)
    left = -(widest_left + LEFT_ROOM * longest) if widest_left else -0.01 * longest
    return figure(
        [
            _bars([row.shortage - row.to_place for row in rows], [row.to_place for row in rows], rows, tokens.range_bar,
                  tokens.rule),
            _bars([row.to_place for row in rows], [0] * len(rows), rows, tokens.accent, tokens.accent),
            _bars([-row.surplus for row in rows], [0] * len(rows), rows, tokens.usual_band, tokens.rule),
            _words([row.shortage for row in rows], [GAP + row.right for row in rows], "middle right", tokens.ink),
            _words([-row.surplus for row in rows], [row.left + GAP if row.left else "" for row in rows], "middle left",
                   tokens.muted),
        ],
        layout(
            tokens,
            height=ROW_HEIGHT * len(rows) + 24,
            margin={"l": 60, "r": 10, "t": 8, "b": 8},
            barmode="overlay",
            bargap=0,
            xaxis={
                "range": [left, longest * (1 + RIGHT_ROOM)], "showgrid": False, "zeroline": True,
                "zerolinecolor": tokens.ink, "zerolinewidth": 2, "showticklabels": False, "fixedrange": True,
            },
            yaxis=name_axis([row.name for row in rows], tokens) | {"showline": False},
        ),
    )  # fmt: skip


def _bars(lengths: Sequence[int], bases: Sequence[int], rows: Sequence[Row], fill: str, edge: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "base": list(bases),
        "y": list(range(len(rows))),
        "width": BAR_WIDTH,
        "text": [row.hover for row in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": fill, "line": {"width": 1, "color": edge}},
    }


def _words(ends: Sequence[int], words: Sequence[str], position: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(ends),
        "y": list(range(len(ends))),
        "text": list(words),
        "textposition": position,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"size": TICK_FONT_SIZE, "color": colour},
    }
