"""Plan against outcome: one bullet bar per quarter or tertial, to be read from across a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

ROWS_HEIGHT = 304  # however many periods: beside another chart of the same height
PLAN_WIDTH, DONE_WIDTH = 0.62, 0.3  # of a row
NUMBER_SIZE, SHARE_SIZE = 15, 18
LEAST_FOR_INSIDE = 0.16  # of the axis: a shorter bar has its number behind it
GAP = "\u2002"
KEY_GAP = "\u2003"


@dataclass(frozen=True)
class Bar:
    """One period: what was agreed, sent and done (None: nothing reported), and the words at its right.

    `is_missed`: finished, and under the share that passes; `is_firm`: the words are a share of a finished period.
    """

    name: str
    planned: int
    sent: int | None
    completed: int | None
    words: str
    hover: str
    is_firm: bool = False
    is_missed: bool = False

    @property
    def end(self) -> int:
        """Where the row's marks end."""
        return max(self.planned, self.sent or 0, self.completed or 0)


def plan_bars_chart(bars: Sequence[Bar], tokens: Tokens) -> FinishedFigure:
    """Draw the periods top down: the plan outlined, what is done inside it, what is sent as a tick."""
    highest = max((bar.end for bar in bars), default=0) or 1
    hidden = {"visible": False, "range": [0, highest], "fixedrange": True}
    return figure(
        [_plans(bars, tokens), _done(bars, tokens), _numbers(bars, highest, tokens), _words(bars, tokens)],
        layout(
            tokens,
            height=ROWS_HEIGHT + 34,
            margin={"l": 96, "r": 96, "t": 30, "b": 4},
            barmode="overlay",
            xaxis=hidden,
            yaxis=_names(bars, tokens),
            shapes=_sent(bars, tokens),
            annotations=[_key(tokens)],
        ),
    )


def _names(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    plan = f'<span style="color:{tokens.muted};font-size:{TICK_FONT_SIZE}px">plan{swedish.NBSP}'
    return {
        "tickvals": list(range(len(bars))),
        "ticktext": [f"{bar.name}<br>{plan}{swedish.integer(bar.planned)}</span>" for bar in bars],
        "range": [len(bars) - 0.5, -0.5],
        "tickfont": {"size": 15, "color": tokens.ink},
        "ticklabelstandoff": 8,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": True,
        "linecolor": tokens.rule,
    }


def _plans(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.planned for bar in bars],
        "y": list(range(len(bars))),
        "width": PLAN_WIDTH,
        "text": [bar.hover for bar in bars],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": tokens.usual_band, "line": {"width": 1, "color": tokens.rule}},
    }


def _done(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    return _plans(bars, tokens) | {
        "x": [bar.completed or 0 for bar in bars],
        "width": DONE_WIDTH,
        "marker": {"color": [tokens.outside if bar.is_missed else tokens.accent for bar in bars]},
    }


def _numbers(bars: Sequence[Bar], highest: int, tokens: Tokens) -> dict[str, Any]:
    """What is done, inside its bar where there is room; else behind it, and behind the tick of what is sent."""
    rows = [(index, bar, int(bar.completed or 0)) for index, bar in enumerate(bars) if bar.completed is not None]
    inside = [done / highest >= LEAST_FOR_INSIDE for _, _, done in rows]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0 if fits else _behind(bar, done, highest) for (_, bar, done), fits in zip(rows, inside, strict=True)],
        "y": [index for index, _, _ in rows],
        "text": [f"{GAP}{swedish.integer(done)}" for _, _, done in rows],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "textfont": {"size": NUMBER_SIZE, "color": [tokens.background if fits else tokens.ink for fits in inside]},
    }


def _behind(bar: Bar, done: int, highest: int) -> int:
    is_near = bar.sent is not None and done <= bar.sent <= done + highest * LEAST_FOR_INSIDE
    return bar.sent if is_near and bar.sent is not None else done


def _words(bars: Sequence[Bar], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [bar.end for bar in bars],
        "y": list(range(len(bars))),
        "text": [f"{GAP}<b>{bar.words}</b>" if bar.is_firm else f"{GAP}{bar.words}" for bar in bars],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {
            "size": [SHARE_SIZE if bar.is_firm else TICK_FONT_SIZE for bar in bars],
            "color": [tokens.outside if bar.is_missed else tokens.ink if bar.is_firm else tokens.muted for bar in bars],
        },
    }


def _sent(bars: Sequence[Bar], tokens: Tokens) -> list[dict[str, Any]]:
    half = (PLAN_WIDTH + DONE_WIDTH) / 4
    return [
        {"type": "line", "x0": bar.sent, "x1": bar.sent, "y0": index - half, "y1": index + half,
         "line": {"width": 3, "color": tokens.ink}}
        for index, bar in enumerate(bars)
        if bar.sent is not None
    ]  # fmt: skip


def _key(tokens: Tokens) -> dict[str, Any]:
    """What the marks mean, once, over the top bar; a line of its own collides with nothing."""
    done = f'<span style="color:{tokens.accent}">■</span> genomförda'
    return {
        "x": 0,
        "xref": "paper",
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "text": f"{done}{KEY_GAP}<b>|</b> skickade{KEY_GAP}<span style='color:{tokens.rule}'>▭</span> plan",
        "font": {"size": NOTE_FONT_SIZE + 0.5, "color": tokens.ink},
    }
