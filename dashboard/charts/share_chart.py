"""Share chart: one row per förvaltning or unit, its dot, and the region's share as one line through all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis, share_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 34
DOT_SIZE = 13
AXIS_END = 103  # dots at 100 % are drawn whole
GAP = "\u2003"


@dataclass(frozen=True)
class Mark:
    """One row: its percent (None = a state in words), hollow when its base is low, and the text at the right."""

    name: str
    administration: str
    percent: float | None
    is_low_base: bool
    words: str
    hover: str
    is_chosen: bool = False
    side: str = ""  # ▼ or ▲ where it differs beyond chance


def share_chart(marks: Sequence[Mark], region: float | None, tokens: Tokens, whole: str = "regionen") -> FinishedFigure:
    """Draw the rows top down, in the order given; `whole` names the line."""
    shares = [mark.percent for mark in marks if mark.percent is not None] + ([] if region is None else [region])
    lowest = max(-8, int((min(shares, default=40) - 10) // 10 * 10))
    names = name_axis([f"<b>{mark.name}</b>" if mark.is_chosen else mark.name for mark in marks], tokens)
    return figure(
        [_stems(marks, lowest, tokens), _dots(marks, tokens), _words(marks, tokens)],
        layout(
            tokens,
            height=ROW_HEIGHT * len(marks) + 62,
            margin={"l": 60, "r": 250, "t": 26, "b": 32},
            xaxis=share_axis(tokens, lowest, AXIS_END),
            yaxis=names,
            shapes=_region_line(region, tokens),
            annotations=_region_name(region, whole, tokens),
        ),
    )


def _stems(marks: Sequence[Mark], lowest: int, tokens: Tokens) -> dict[str, Any]:
    """A thin line from the axis to the dot leads the eye along the row."""
    xs: list[float | None] = []
    ys: list[int | None] = []
    for index, mark in enumerate(marks):
        if mark.percent is not None:
            xs += [lowest, mark.percent, None]
            ys += [index, index, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "line": {"width": 2, "color": tokens.range_bar},
    }


def _dots(marks: Sequence[Mark], tokens: Tokens) -> dict[str, Any]:
    shown = [(index, mark) for index, mark in enumerate(marks) if mark.percent is not None]
    looks = [tokens.mark(mark.administration) for _, mark in shown]
    low = [mark.is_low_base for _, mark in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.percent for _, mark in shown],
        "y": [index for index, _ in shown],
        "text": [mark.hover for _, mark in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": [
                f"{look.symbol}-open" if hollow else look.symbol for look, hollow in zip(looks, low, strict=True)
            ],
            "size": [DOT_SIZE * look.size for look in looks],
            "color": [look.colour for look in looks],
            "opacity": 1,
            "line": {
                "width": [2 if hollow else 1.5 for hollow in low],
                "color": [
                    look.colour if hollow else tokens.background for look, hollow in zip(looks, low, strict=True)
                ],
            },
        },
    }


def _words(marks: Sequence[Mark], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [AXIS_END] * len(marks),
        "y": list(range(len(marks))),
        "text": [f"{GAP}{mark.words}{_sign(mark, tokens)}" for mark in marks],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {
            "size": TICK_FONT_SIZE,
            "color": [tokens.muted if mark.percent is None else tokens.ink for mark in marks],
        },
    }


def _sign(mark: Mark, tokens: Tokens) -> str:
    colour = tokens.outside if mark.side == "▼" else tokens.within
    return f'{GAP}<span style="color:{colour}">{mark.side}</span>' if mark.side else ""


def _region_line(region: float | None, tokens: Tokens) -> list[dict[str, Any]]:
    if region is None:
        return []
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": region,
            "x1": region,
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"width": 2, "color": tokens.ink},
        }
    ]


def _region_name(region: float | None, whole: str, tokens: Tokens) -> list[dict[str, Any]]:
    if region is None:
        return []
    return [
        {
            "x": region,
            "xref": "x",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "text": whole,
            "font": {"size": NOTE_FONT_SIZE, "color": tokens.ink},
        }
    ]
