"""Mix chart: one row per förvaltning, its share as it is (hollow) and with the region's mix of specialties (filled)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis, share_axis
from dashboard.charts.theme import TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 36
DOT_SIZE = 12
AXIS_END = 103
GAP = "\u2003"


@dataclass(frozen=True)
class Pair:
    """One förvaltning: percent as it is and with the region's mix, the words at the right and the tooltip."""

    name: str
    crude: float
    standardised: float
    words: str
    hover: str


def mix_chart(pairs: Sequence[Pair], tokens: Tokens) -> FinishedFigure:
    """Draw the rows top down, in the order given."""
    shares = [share for pair in pairs for share in (pair.crude, pair.standardised)]
    lowest = max(-4, int((min(shares, default=40) - 5) // 10 * 10))
    names = name_axis([pair.name for pair in pairs], tokens)
    return figure(
        [
            _lines(pairs, tokens),
            _dots(pairs, [pair.crude for pair in pairs], tokens, is_hollow=True),
            _dots(pairs, [pair.standardised for pair in pairs], tokens, is_hollow=False),
            _words(pairs, tokens),
        ],
        layout(
            tokens,
            height=ROW_HEIGHT * len(pairs) + 50,
            margin={"l": 60, "r": 260, "t": 10, "b": 32},
            xaxis=share_axis(tokens, lowest, AXIS_END),
            yaxis=names,
        ),
    )


def _lines(pairs: Sequence[Pair], tokens: Tokens) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for index, pair in enumerate(pairs):
        xs += [pair.crude, pair.standardised, None]
        ys += [index, index, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "line": {"width": 4, "color": tokens.range_bar},
    }


def _dots(pairs: Sequence[Pair], percents: Sequence[float], tokens: Tokens, *, is_hollow: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(percents),
        "y": list(range(len(pairs))),
        "text": [pair.hover for pair in pairs],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": "circle-open" if is_hollow else "circle",
            "size": DOT_SIZE,
            "color": tokens.muted if is_hollow else tokens.accent,
            "opacity": 1,
            "line": {"width": 2, "color": tokens.muted if is_hollow else tokens.background},
        },
    }


def _words(pairs: Sequence[Pair], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [AXIS_END] * len(pairs),
        "y": list(range(len(pairs))),
        "text": [f"{GAP}{pair.words}" for pair in pairs],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }
