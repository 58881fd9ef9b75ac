"""A count per month as standing bars in one neutral colour: what is reported is neither good nor bad."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import TICK_FONT_SIZE, Tokens

HEIGHT = 220


@dataclass(frozen=True)
class Month:
    """A month's count; None where no day of it is registered."""

    month: dt.date
    count: int | None
    hover: str


def cross_month_chart(months: Sequence[Month], tokens: Tokens) -> FinishedFigure:
    """Draw the months in order with the number over each bar; "saknas" where nothing is registered."""
    highest = max((month.count or 0 for month in months), default=0) or 1
    return figure(
        [_bars(months, tokens)],
        layout(
            tokens,
            height=HEIGHT,
            margin={"l": 8, "r": 8, "t": 24, "b": 40},
            bargap=0.35,
            xaxis={
                "tickvals": list(range(len(months))),
                "ticktext": [_tick(months, place) for place in range(len(months))],
                "tickangle": 0,
                "range": [-0.6, max(len(months) - 1, 1) + 0.6],
                "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
                "showgrid": False,
                "zeroline": False,
                "showline": True,
                "linecolor": tokens.rule,
                "fixedrange": True,
            },
            yaxis={"visible": False, "range": [0, highest * 1.12], "fixedrange": True},
        ),
    )


def _tick(months: Sequence[Month], place: int) -> str:
    date = months[place].month
    return f"{swedish.short_month(date)}<br>{date:%Y}" if not place or date.month == 1 else swedish.short_month(date)


def _bars(months: Sequence[Month], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(months))),
        "y": [month.count or 0 for month in months],
        "text": ["saknas" if month.count is None else swedish.integer(month.count) for month in months],
        "textposition": "outside",
        "cliponaxis": False,
        "textangle": 0,
        "constraintext": "none",
        "textfont": {
            "size": TICK_FONT_SIZE,
            "color": [tokens.muted if month.count is None else tokens.ink for month in months],
        },
        "customdata": [month.hover for month in months],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": tokens.muted},
    }
