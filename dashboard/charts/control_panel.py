"""One panel of a control chart: its series, limits, signals and bands, and the traces that draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard import swedish
from dashboard.charts.theme import FIGURE_FONT_SIZE, Tokens

Percents = Sequence[float | None]


@dataclass(frozen=True)
class Band:
    """Months from `first` to `last`, by index, with a note of one or two lines (<br> between)."""

    first: int
    last: int
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """One series over the months, in percent; None where there is no point. Limits are clipped to 0–100 already.

    signals: +1, −1 or 0 per month; good: +1 when higher is better, −1 when lower is, 0 when neither.
    segments: a new number begins new limits. trial: limits of too few points, drawn dashed.
    """

    name: str
    verdict: str
    side: int
    values: Percents
    centre: Percents
    lower: Percents
    upper: Percents
    signals: Sequence[int]
    segments: Sequence[int]
    trial: Sequence[bool]
    hollow: Sequence[bool]
    hovers: Sequence[str]
    good: int = 1
    address: str = ""
    bands: Sequence[Band] = field(default_factory=tuple)

    @property
    def last(self) -> int | None:
        """The index of the last month with a point."""
        return max((index for index, value in enumerate(self.values) if value is not None), default=None)


def panel_traces(panel: Panel, axes: dict[str, str], tokens: Tokens) -> list[dict[str, Any]]:
    """Band, centre, line with signals, and the last value, on the panel's own axes."""
    pieces = _pieces(panel)
    drawn = [_area(panel, pieces, tokens, is_trial=False), _area(panel, pieces, tokens, is_trial=True)]
    drawn += [_centre(panel, pieces, tokens), _line(panel, tokens)]
    if panel.last is not None:
        drawn.append(_end(panel, panel.last, tokens))
    return [trace | axes for trace in drawn if trace["x"]]


def _pieces(panel: Panel) -> list[list[int]]:
    """Months next to each other, in one segment, that have limits."""
    pieces: list[list[int]] = []
    for index, upper in enumerate(panel.upper):
        if upper is None:
            continue
        follows = pieces and pieces[-1][-1] == index - 1 and panel.segments[index - 1] == panel.segments[index]
        if follows:
            pieces[-1].append(index)
        else:
            pieces.append([index])
    return pieces


def _area(panel: Panel, pieces: Sequence[Sequence[int]], tokens: Tokens, *, is_trial: bool) -> dict[str, Any]:
    """The band of usual variation; half a month out on either side, so that one month alone has one too."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for piece in pieces:
        if panel.trial[piece[0]] != is_trial:
            continue
        along = [piece[0] - 0.4, *piece, piece[-1] + 0.4]
        above = [panel.upper[piece[0]], *(panel.upper[index] for index in piece), panel.upper[piece[-1]]]
        below = [panel.lower[piece[0]], *(panel.lower[index] for index in piece), panel.lower[piece[-1]]]
        xs += [*along, *reversed(along), along[0], None]
        ys += [*above, *reversed(below), above[0], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)" if is_trial else tokens.usual_band,
        "line": {"width": 1 if is_trial else 0, "dash": "dash", "color": tokens.rule},
        "hoverinfo": "skip",
    }


def _centre(panel: Panel, pieces: Sequence[Sequence[int]], tokens: Tokens) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for piece in pieces:
        xs += [piece[0] - 0.4, *piece, piece[-1] + 0.4, None]
        ys += [panel.centre[piece[0]], *(panel.centre[index] for index in piece), panel.centre[piece[-1]], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "line": {"width": 1.2, "dash": "dot", "color": tokens.muted},
    }


def _line(panel: Panel, tokens: Tokens) -> dict[str, Any]:
    symbols = {0: "circle", 1: "triangle-up", -1: "triangle-down"}
    looks = list(zip(panel.signals, panel.hollow, strict=True))
    colours = [signal_colour(side * panel.good, tokens) if side else tokens.ink for side in panel.signals]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(panel.values))),
        "y": list(panel.values),
        "connectgaps": False,
        "cliponaxis": False,
        "name": panel.name,
        "text": list(panel.hovers),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": tokens.ink, "width": 1.8},
        "marker": {
            "symbol": [f"{symbols[side]}-open" if low else symbols[side] for side, low in looks],
            "size": [10 if side else 4.5 for side in panel.signals],
            "color": colours,
            "opacity": 1,
            "line": {
                "width": [1.5 if low else 1 if side else 0 for side, low in looks],
                "color": [
                    colour if low else tokens.background for colour, (_, low) in zip(colours, looks, strict=True)
                ],
            },
        },
    }


def _end(panel: Panel, last: int, tokens: Tokens) -> dict[str, Any]:
    """The last value in whole percent; without the sign, which the axis has."""
    side = panel.signals[last]
    value = float(panel.values[last] or 0)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [last],
        "y": [value],
        "text": [f"\u2002<b>{swedish.whole_percent(value / 100)}</b>"],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {
            "size": FIGURE_FONT_SIZE,
            "color": signal_colour(side * panel.good, tokens) if side else tokens.ink,
        },
    }


def signal_colour(side: int, tokens: Tokens) -> str:
    """Within for better, outside for worse, ink where neither is."""
    return {1: tokens.within, -1: tokens.outside}.get(side, tokens.ink)
