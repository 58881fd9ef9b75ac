"""What all figures share: transparent paper, Swedish tick texts, no zoom, our own typeface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.theme import FIGURE_FONT_SIZE, FONT, TICK_FONT_SIZE, Tokens


def layout(tokens: Tokens, *, height: int, margin: dict[str, int], **more: Any) -> dict[str, Any]:
    """The template: axis lines only where a chart asks for them, hover labels as the page."""
    return {
        "height": height,
        "margin": margin | {"pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FIGURE_FONT_SIZE, "color": tokens.ink},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": tokens.background,
            "bordercolor": tokens.border,
            "align": "left",
            "font": {"family": FONT, "size": FIGURE_FONT_SIZE, "color": tokens.ink},
        },
        **more,
    }


def share_axis(tokens: Tokens, lowest: int, highest: float, **more: Any) -> dict[str, Any]:
    """A percent axis with grid and tick texts every twenty points."""
    ticks = list(range(lowest - lowest % -20 if lowest >= 0 else 0, 101, 20))
    return {
        "range": [lowest, highest],
        "tickvals": ticks,
        "ticktext": [f"{tick}\u00a0%" for tick in ticks],
        "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
        "showgrid": True,
        "gridcolor": tokens.grid,
        "zeroline": False,
        "fixedrange": True,
        "showline": False,
        **more,
    }


def name_axis(names: Sequence[str], tokens: Tokens) -> dict[str, Any]:
    """One row per name, top down; the margin grows with the longest, so that no name is cut."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "tickfont": {"size": 14, "color": tokens.ink},
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": True,
        "linecolor": tokens.rule,
        "ticklabelstandoff": 6,
    }


class FinishedFigure(go.Figure):  # type: ignore[misc]
    """A figure written as Plotly's own dictionary and sent as it is.

    Plotly builds and checks an object per mark, which costs more than all else a new view does (15–30 ms of CPU). The
    tests check every chart's dictionary with Plotly instead; `validated` is how.
    """

    def __init__(self, traces: list[dict[str, Any]], figure_layout: dict[str, Any]) -> None:
        super().__init__(layout={"height": figure_layout["height"]})  # all that Streamlit asks the object itself
        self.__dict__["_finished"] = {"data": traces, "layout": figure_layout}

    def to_dict(self) -> dict[str, Any]:
        """The figure as Streamlit sends it; do not change it."""
        finished: dict[str, Any] = self.__dict__["_finished"]
        return finished

    def validated(self) -> go.Figure:
        """The same figure through Plotly's own checks; an attribute that Plotly does not know raises ValueError."""
        return go.Figure(self.to_dict())


def figure(traces: list[dict[str, Any]], figure_layout: dict[str, Any]) -> FinishedFigure:
    """A figure of these traces; see FinishedFigure for where it is checked."""
    return FinishedFigure(traces, figure_layout)
